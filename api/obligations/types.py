"""GraphQL types of answers about continuing obligations (义务答复)."""

from datetime import date as Date
from functools import partial

import strawberry

from analytics.demand.measures import standing as stood
from analytics.obligations.fulfilment import Fulfilment, GoalFulfilment
from api.common import BodyKind, Citation, NamedCode, Node, citations, global_id
from api.counts.reading import stands_on
from api.counts.types import CountsTable
from api.enums import labelled
from api.request.context import Context
from api.request.paging import Connection, page
from knowledge.messages.message import Message, message
from knowledge.obligations.rates import Rate, gravest
from knowledge.obligations.standing import Judged, PartStanding, Standing
from knowledge.rows.obligations import Evidence, Goal, Strength
from knowledge.rows.obligations import Obligation as Row
from knowledge.vocabulary import Severity
from network.counts import MonthlyCounts


@strawberry.type
@labelled
class Obligation(Node):
    """An obligation: its objects, holders, evidence and period."""

    code: str
    name: str
    name_en: str
    goal: Goal
    strength: Strength
    objects: str
    holders: list[BodyKind]
    components: list[NamedCode]
    evidence: list[Evidence]
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
            id=global_id("Obligation", o.code),
            code=o.code,
            name=o.name,
            name_en=o.name_en,
            goal=o.goal,
            strength=o.strength,
            objects=o.objects.name or o.objects.of,
            holders=[BodyKind.of(c.book.kinds[h]) for h in o.holder],
            components=[NamedCode(code=x.code, name=x.name) for x in o.components],
            evidence=list(o.evidence),
            period=str(again.words) if again else None,
            period_source=number.source if number else None,
            statutory=bool(number and number.statutory),
            demands=o.demands.text if o.demands else None,
            citations=citations(c.book.citations(o, on)),
            note=o.note,
        )


def component(o: Row, code: str) -> NamedCode:
    """A component of an obligation with its name."""
    return NamedCode(code=code, name=next((x.name for x in o.components if x.code == code), code))


@strawberry.type
@labelled
class ComponentStanding:
    """The standing of one component, with the reason."""

    component: NamedCode | None
    standing: Standing
    reason: str
    last: Date | None
    due: Date | None
    overdue: int

    @classmethod
    def of(cls, o: Row, p: PartStanding) -> "ComponentStanding":
        """From the judgement."""
        return cls(
            component=component(o, p.component) if p.component else None,
            standing=p.standing,
            reason=str(p.reason),
            last=p.last,
            due=p.due,
            overdue=p.overdue,
        )


@strawberry.type
@labelled
class ObjectStanding:
    """The standing of one object: the worst standing of its components."""

    object: str
    name: str
    standing: Standing
    severity: Severity | None
    parts: list[ComponentStanding]

    @classmethod
    def of(cls, o: Row, j: Judged) -> "ObjectStanding":
        """From the judgement."""
        grave = gravest(o, j)
        return cls(
            object=j.object,
            name=j.name,
            standing=j.standing,
            severity=grave,
            parts=[ComponentStanding.of(o, p) for p in j.parts],
        )


@strawberry.type
class CoverageRate:
    """A rate of fulfilment; doubtful objects count as unfulfilled in `low` and as fulfilled in `high`."""

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
            numerator=r.numerator,
            denominator=r.denominator,
            doubtful=r.doubtful,
            exempt=r.exempt,
            not_due=r.not_due,
            low=r.low,
            high=r.high,
            how=str(message("rate.how")),
        )


@strawberry.type
@labelled
class StandingCount:
    """Number of objects with one standing; null if the count is hidden."""

    standing: Standing
    count: int | None


@strawberry.type
class ComponentRate:
    """The rate of one component."""

    component: NamedCode
    rate: CoverageRate


@strawberry.type
class ObligationCoverage:
    """Fulfilment of one obligation by object; only counts of children for actors who see only counts."""

    obligation: Obligation
    known: bool
    rate: CoverageRate | None
    components: list[ComponentRate]
    standings: list[StandingCount]
    note: str | None
    table: CountsTable | None
    _row: strawberry.Private[Row]
    _duty: strawberry.Private[Fulfilment | None]

    @classmethod
    def counted(
        cls, c: Context, o: Row, on: Date, table: MonthlyCounts | None, why: Message | None = None
    ) -> "ObligationCoverage":
        """Return the counts of the district in the published table, for callers who may not see the children.

        Without a table every count is null, not absent: `why` gives the part that is not published.
        """
        shown = [(s, table.value(table.district, stood(o.code, s)) if table else None) for s in Standing]
        return cls(
            obligation=Obligation.of(c, o, on),
            known=table is not None,
            rate=None,
            components=[],
            standings=[StandingCount(standing=s, count=n) for s, n in shown],
            note=str(why or stands_on(table, c.network)),
            table=CountsTable.of(table),
            _row=o,
            _duty=None,
        )

    @strawberry.field
    def objects(
        self, standing: Standing | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ObjectStanding] | None:
        """Objects by code; null if the actor may see only counts."""
        if self._duty is None:
            return None
        keyed = [(j.object, j) for j in self._duty.judged if standing in (None, j.standing)]
        return page(keyed, partial(ObjectStanding.of, self._row), first, after, None, None)


@strawberry.type
@labelled
class SeverityCount:
    """Number of findings of one severity; a duty that is only encouraged is never a violation."""

    severity: Severity
    count: int


@strawberry.type
@labelled
class GoalProgress:
    """Progress of one goal of the plan, from its obligations."""

    goal: Goal
    rate: CoverageRate
    severities: list[SeverityCount]
    duties: list[ObligationCoverage]
    unlisted: list[str]

    @classmethod
    def of(cls, g: GoalFulfilment, duties: list[ObligationCoverage]) -> "GoalProgress":
        """From the analysis."""
        return cls(
            goal=g.goal,
            rate=CoverageRate.of(g.rate),
            severities=[SeverityCount(severity=s, count=n) for s, n in g.severities.items()],
            duties=duties,
            unlisted=[d.obligation.code for d in g.obligations if not d.known],
        )
