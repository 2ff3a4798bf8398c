"""What answers about continuing duties are made of (义务答复)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar

import strawberry

from analytics.demand.counts import THRESHOLD
from analytics.demand.suppression import Key, hierarchical, protect
from analytics.obligations.duties import Duty, GoalStanding
from api.common import BodyKind, Citation, Label, citations
from api.request.context import Context
from knowledge.obligations.standing import Judged, Part, Rate, gravest
from knowledge.rows.obligations import Obligation as Row


@strawberry.type(description="一项持续性义务 / a continuing duty")
class Obligation:
    """Over which things, by whom, proved by what, how often."""

    code: str
    name: str
    name_en: str
    goal: Label
    strength: Label
    objects: str = strawberry.field(description="对象类别 / class of things")
    holders: list[BodyKind]
    components: list[str]
    evidence: list[Label]
    period: str | None = strawberry.field(description="周期；方案没有给任何数字 / period; the plan gives none")
    period_source: str | None
    statutory: bool = strawberry.field(description="周期出自法律 / the period is the law's own")
    demands: str | None = strawberry.field(description="结果不利时应做什么 / what an adverse result demands")
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


@strawberry.type(description="一项要素的落实状态 / how a component stands")
class ComponentStanding:
    """With the reason."""

    component: str | None
    standing: Label
    reason: str
    last: Date | None = strawberry.field(description="最近的有效证据 / last good evidence")
    due: Date | None
    overdue: int = strawberry.field(description="逾期天数 / calendar days late")

    @classmethod
    def of(cls, p: Part) -> "ComponentStanding":
        """From the judgement."""
        return cls(
            component=p.component, standing=Label.of(p.standing), reason=p.reason, last=p.last, due=p.due,
            overdue=p.overdue,
        )  # fmt: skip


@strawberry.type(description="一个对象的落实状态 / how a duty stands for a thing")
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


@strawberry.type(description="覆盖率，分子分母写明 / a rate with what it counts")
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


@strawberry.type(description="一种状态的对象数 / things in a standing")
class StandingCount:
    """Null: hidden."""

    standing: Label
    count: int | None


@strawberry.type(description="一项要素的覆盖率 / the rate of a component")
class ComponentRate:
    """By its code."""

    component: str
    rate: CoverageRate


@strawberry.type(description="一项义务的覆盖情况 / how a duty stands over its things")
class ObligationCoverage:
    """Down to the thing; of children only counts for those who see only counts."""

    obligation: Obligation
    known: bool = strawberry.field(description="有没有对象名单；没有不等于零 / whether the things are listed at all")
    rate: CoverageRate | None = strawberry.field(description="空：含隐去的小数 / null: a small count is hidden")
    components: list[ComponentRate]
    standings: list[StandingCount]
    total: int | None = strawberry.field(description="符合筛选的对象数 / things after the filter")
    objects: list[ObjectStanding]
    note: str | None


def counts_of(duty: Duty, *, small_hidden: bool) -> tuple[list[StandingCount], str | None]:
    """Things by standing; small counts of children hidden, and what would give them away."""
    if not small_hidden:
        return [StandingCount(standing=Label.of(s), count=n) for s, n in duty.standings.items()], None
    found: dict[Key, int] = {(s.value,): n for s, n in duty.standings.items()}
    safe = protect(
        hierarchical(found, {"standing": dict.fromkeys((s.value for s in duty.standings), "all")}), THRESHOLD
    )
    return [StandingCount(standing=Label.of(s), count=safe.value((s.value,))) for s in duty.standings], safe.note


@strawberry.type(description="一种严重程度的对象数 / things by how grave it is")
class SeverityCount:
    """What is only encouraged is never a violation."""

    severity: Label
    count: int


@strawberry.type(description="方案十一项目标之一 / one of the plan's eleven goals")
class GoalAnswer:
    """From its duties; each number is traceable to its things."""

    goal: Label
    rate: CoverageRate
    severities: list[SeverityCount]
    duties: list[ObligationCoverage]
    unlisted: list[str] = strawberry.field(
        description="没有对象名单的义务，未计入 / duties without a list: not counted"
    )

    @classmethod
    def of(cls, g: GoalStanding, duties: list[ObligationCoverage]) -> "GoalAnswer":
        """From the analysis."""
        return cls(
            goal=Label.of(g.goal), rate=CoverageRate.of(g.rate),
            severities=[SeverityCount(severity=Label.of(s), count=n) for s, n in g.severities.items()], duties=duties,
            unlisted=[d.obligation.code for d in g.duties if not d.known],
        )  # fmt: skip
