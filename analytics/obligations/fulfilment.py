"""Fulfilment of continuing obligations over all their objects, and the plan's eleven goals (义务落实)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.obligations.alike import Alike, Twins, judge_alike
from knowledge.obligations.judging import is_kept
from knowledge.obligations.rates import Rate, gravest, rate_of, tally
from knowledge.obligations.standing import GRAVEST, Judged, Record, Standing, Thing
from knowledge.rows.obligations import Goal, Obligation
from knowledge.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """One obligation in counts, as `Fulfilment` has them: nothing of a single object is in it."""

    obligation: Obligation
    known: bool
    rate: Rate
    rates: Mapping[str, Rate]
    standings: Mapping[Standing, int]
    severities: Mapping[Severity, int]


@dataclass(frozen=True)
class Fulfilment:
    """One obligation judged for each of its objects."""

    obligation: Obligation
    alike: tuple[Alike, ...]
    """Objects, grouped by equal standing."""
    known: bool
    """True if the list of objects is known; without it the rate is unknown, not zero."""

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """One judgement per object, by key; made when somebody asks: counts need no single object."""
        return tuple(sorted((j for a in self.alike for j in a.each()), key=lambda j: j.object))

    @cached_property
    def _counted(self) -> tuple[tuple[Judged, int], ...]:
        return tuple((a.one, len(a.named)) for a in self.alike)

    @property
    def rate(self) -> Rate:
        """Rate of the whole obligation."""
        return rate_of(self._counted)

    @property
    def rates(self) -> Mapping[str, Rate]:
        """Rate of each component, by code."""
        return {c.code: rate_of(self._counted, c.code) for c in self.obligation.components}

    @property
    def standings(self) -> Counter[Standing]:
        """Number of objects by standing."""
        return tally(self._counted, lambda j: j.standing)

    @property
    def severities(self) -> Counter[Severity]:
        """Number of objects by their gravest failing; failing what is only encouraged is no violation."""
        counts = tally(self._counted, lambda j: gravest(self.obligation, j))
        return Counter({grave: number for grave, number in counts.items() if grave is not None})

    @property
    def counts(self) -> DutyCounts:
        """Return the part that can be stored without its objects."""
        return DutyCounts(self.obligation, self.known, self.rate, self.rates, self.standings, self.severities)


Judgement = Fulfilment | DutyCounts


def judge_all(
    obligation: Obligation,
    objects: Sequence[Thing],
    filed: Collection[Record],
    on: date,
    *,
    supposed: Collection[Record] = (),
    stated: bool = False,
) -> Fulfilment:
    """Judge an obligation for each of its objects on a day.

    Args:
        obligation: The duty.
        objects: What it is over.
        filed: What is on file, of other duties too.
        on: The day.
        supposed: Records that are judged together with those on file; they make no register.
        stated: Whether somebody has stated that the register of the duty is complete.
    """
    twins = [Twins(o, ((o.key, o.name),)) for o in objects]
    return judge_twins(obligation, twins, filed, on, supposed=supposed, stated=stated)


def judge_twins(
    obligation: Obligation,
    twins: Sequence[Twins],
    filed: Collection[Record],
    on: date,
    *,
    supposed: Collection[Record] = (),
    stated: bool = False,
) -> Fulfilment:
    """As `judge_all`, of objects many of which differ by their key alone."""
    kept = is_kept(obligation, filed, on, stated=stated)
    return Fulfilment(obligation, judge_alike(obligation, twins, (*filed, *supposed), on, kept=kept), bool(twins))


@dataclass(frozen=True, slots=True)
class GoalFulfilment:
    """One of the eleven goals of the plan, from its obligations."""

    goal: Goal
    obligations: tuple[Judgement, ...]

    @property
    def counted(self) -> tuple[Judgement, ...]:
        """The obligations of law and plan with a known list of objects, without those that are only encouraged."""
        return tuple(f for f in self.obligations if f.known and f.obligation.strength.value != "encouraged")

    @property
    def rate(self) -> Rate:
        """All their objects together: each number is the sum over the obligations."""
        rates = [f.rate for f in self.counted]
        return Rate(
            sum(r.numerator for r in rates),
            sum(r.denominator for r in rates),
            sum(r.doubtful for r in rates),
            sum(r.exempt for r in rates),
            sum(r.not_due for r in rates),
        )

    @property
    def severities(self) -> Mapping[Severity, int]:
        """Number of objects by their gravest failing, the gravest first."""
        total: Counter[Severity] = Counter()
        for f in self.obligations:
            total.update(f.severities)
        return {s: total[s] for s in GRAVEST if total[s]}


def goals(obligations: Iterable[Judgement]) -> tuple[GoalFulfilment, ...]:
    """The plan's eleven goals, in its order.

    Source: 行动方案二.
    """
    by_goal: defaultdict[Goal, list[Judgement]] = defaultdict(list)
    for f in obligations:
        by_goal[f.obligation.goal].append(f)
    return tuple(GoalFulfilment(g, tuple(by_goal[g])) for g in Goal)
