"""What answers about continuing duties are made of (义务答复)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar

import strawberry

from analytics.demand.counts import THRESHOLD
from analytics.demand.suppression import protect
from analytics.demand.tables import Key, hierarchical
from analytics.obligations.fulfilment import Fulfilment, GoalFulfilment
from api.common import BodyKind, Citation, Label, citations
from api.request.context import Context
from knowledge.obligations.rates import Rate, gravest
from knowledge.obligations.standing import Judged, Part
from knowledge.rows.obligations import Obligation as Row


@strawberry.type
class Obligation:
    """Over which things, by whom, proved by what, how often."""

    code: str
    name: str
    name_en: str
    goal: Label
    strength: Label
    objects: str
    holders: list[BodyKind]
    components: list[str]
    evidence: list[Label]
    period: str | None
    period_source: str | None
    statutory: bool
    demands: str | None
    citations: list[Citation]
    note: str | None

    @classmethod
    def of(cls, c: Context, o: Row, on: Date) -> "Obligation":
        """From the rulebook."""
        again = o.period or o.periods_by
        number = again or (o.event.within if o.event else None)
        return cls(
            code=o.code, name=o.name, name_en=o.name_en, goal=Label.of(o.goal), strength=Label.of(o.strength),
            objects=o.objects.name or o.objects.of, holders=[BodyKind.of(c.book.kinds[h]) for h in o.holder],
            components=[x.name for x in o.components], evidence=[Label.of(e) for e in o.evidence],
            period=again.zh if again else None, period_source=number.source if number else None,
            statutory=bool(number and number.statutory),
            demands=o.demands.text if o.demands else None, citations=citations(c.book.citations(o, on)), note=o.note,
        )  # fmt: skip


@strawberry.type
class ComponentStanding:
    """With the reason."""

    component: str | None
    standing: Label
    reason: str
    last: Date | None
    due: Date | None
    overdue: int

    @classmethod
    def of(cls, p: Part) -> "ComponentStanding":
        """From the judgement."""
        return cls(
            component=p.component, standing=Label.of(p.standing), reason=p.reason, last=p.last, due=p.due,
            overdue=p.overdue,
        )  # fmt: skip


@strawberry.type
class ObjectStanding:
    """The worst of its components is that of the whole."""

    object: str
    name: str
    standing: Label
    severity: Label | None
    parts: list[ComponentStanding]

    @classmethod
    def of(cls, o: Row, j: Judged) -> "ObjectStanding":
        """From the judgement."""
        grave = gravest(o, j)
        return cls(
            object=j.object, name=j.name, standing=Label.of(j.standing), severity=Label.of(grave) if grave else None,
            parts=[ComponentStanding.of(p) for p in j.parts],
        )  # fmt: skip


@strawberry.type
class CoverageRate:
    """Doubtful ones counted both ways."""

    numerator: int
    denominator: int
    doubtful: int
    exempt: int
    not_due: int
    low: float | None
    high: float | None
    how: str

    @classmethod
    def of(cls, r: Rate) -> "CoverageRate":
        """From the judgement."""
        return cls(
            numerator=r.numerator, denominator=r.denominator, doubtful=r.doubtful, exempt=r.exempt, not_due=r.not_due,
            low=r.low, high=r.high, how=r.how,
        )  # fmt: skip


@strawberry.type
class StandingCount:
    """Null: hidden."""

    standing: Label
    count: int | None


@strawberry.type
class ComponentRate:
    """By its code."""

    component: str
    rate: CoverageRate


@strawberry.type
class ObligationCoverage:
    """Down to the thing; of children only counts for those who see only counts."""

    obligation: Obligation
    known: bool
    rate: CoverageRate | None
    components: list[ComponentRate]
    standings: list[StandingCount]
    total: int | None
    objects: list[ObjectStanding]
    note: str | None


def counts_of(duty: Fulfilment, *, small_hidden: bool) -> tuple[list[StandingCount], str | None]:
    """Things by standing; small counts of children hidden, and what would give them away."""
    if not small_hidden:
        return [StandingCount(standing=Label.of(s), count=n) for s, n in duty.standings.items()], None
    found: dict[Key, int] = {(s.value,): n for s, n in duty.standings.items()}
    safe = protect(
        hierarchical(found, {"standing": dict.fromkeys((s.value for s in duty.standings), "all")}), THRESHOLD
    )
    return [StandingCount(standing=Label.of(s), count=safe.value((s.value,))) for s in duty.standings], str(safe.note)


@strawberry.type
class SeverityCount:
    """What is only encouraged is never a violation."""

    severity: Label
    count: int


@strawberry.type
class GoalAnswer:
    """From its duties; each number is traceable to its things."""

    goal: Label
    rate: CoverageRate
    severities: list[SeverityCount]
    duties: list[ObligationCoverage]
    unlisted: list[str]

    @classmethod
    def of(cls, g: GoalFulfilment, duties: list[ObligationCoverage]) -> "GoalAnswer":
        """From the analysis."""
        return cls(
            goal=Label.of(g.goal), rate=CoverageRate.of(g.rate),
            severities=[SeverityCount(severity=Label.of(s), count=n) for s, n in g.severities.items()], duties=duties,
            unlisted=[d.obligation.code for d in g.obligations if not d.known],
        )  # fmt: skip
