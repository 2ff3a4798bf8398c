"""How continuing duties stand over all their things, and the plan's eleven goals from them (义务落实)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.obligations.rates import Rate, gravest, rate
from knowledge.obligations.standing import GRAVEST, Judged, Record, Standing, Thing, judge
from knowledge.rows.obligations import Goal, Obligation
from knowledge.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty over its things."""

    obligation: Obligation
    judged: tuple[Judged, ...]
    """By key of the thing."""
    known: bool
    """Whether the class of things is held at all: without a list there is nothing to count, which is not nought."""

    @property
    def rate(self) -> Rate:
        """Of the whole duty."""
        return rate(self.judged)

    @property
    def rates(self) -> Mapping[str, Rate]:
        """Of each component."""
        return {c.code: rate(self.judged, c.code) for c in self.obligation.components}

    @property
    def standings(self) -> Counter[Standing]:
        """Things by standing."""
        return Counter(j.standing for j in self.judged)

    @property
    def severities(self) -> Counter[Severity]:
        """Things by the gravest that is amiss; what is only encouraged is never a violation."""
        return Counter(s for j in self.judged if (s := gravest(self.obligation, j)) is not None)


def stand(obligation: Obligation, things: Sequence[Thing], records: Iterable[Record], on: date) -> Duty:
    """Judge a duty for every one of its things on a day."""
    own: defaultdict[str, list[Record]] = defaultdict(list)
    for r in records:
        if r.obligation == obligation.code:
            own[r.object].append(r)
    judged = tuple(judge(obligation, t, own.get(t.key, ()), on) for t in things)
    return Duty(obligation, judged, bool(things))


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """One of the eleven fields of the plan's overall goal, from its duties."""

    goal: Goal
    duties: tuple[Duty, ...]

    @property
    def counted(self) -> tuple[Duty, ...]:
        """Duties of the law and the plan over things that are held; what is encouraged is not counted."""
        return tuple(d for d in self.duties if d.known and d.obligation.strength.value != "encouraged")

    @property
    def rate(self) -> Rate:
        """All their things together: each number is the sum over the duties."""
        rates = [d.rate for d in self.counted]
        return Rate(
            sum(r.numerator for r in rates), sum(r.denominator for r in rates), sum(r.doubtful for r in rates),
            sum(r.exempt for r in rates), sum(r.not_due for r in rates),
        )  # fmt: skip

    @property
    def severities(self) -> Mapping[Severity, int]:
        """Things by the gravest that is amiss, the gravest first."""
        total = sum((d.severities for d in self.duties), Counter[Severity]())
        return {s: total[s] for s in GRAVEST if total[s]}


def goals(duties: Iterable[Duty]) -> tuple[GoalStanding, ...]:
    """The plan's eleven goals, in its order.

    Source: 行动方案二.
    """
    by_goal: defaultdict[Goal, list[Duty]] = defaultdict(list)
    for d in duties:
        by_goal[d.obligation.goal].append(d)
    return tuple(GoalStanding(g, tuple(by_goal[g])) for g in Goal)
