"""What coverage answers are made of: findings, reach, gaps, losses (覆盖答复)."""

from collections.abc import Iterable

import strawberry

from analytics.coverage import whatif
from analytics.coverage.uncovered import Uncovered as Gap
from analytics.coverage.week import HourRange
from analytics.demand.counts import THRESHOLD, DemandCounts
from analytics.resilience import flow
from analytics.resilience import losses as resilience
from analytics.resilience.visits import VisitPlan
from api.common import Area, Label, Point
from api.coverage.findings import Finding
from api.scalars import BigInt
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from network.responsibility.orphans import Orphan


@strawberry.type
class Hours:
    """Maximal stretches."""

    regime: Label
    days: list[int]
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, s: HourRange) -> "Hours":
        """From the week."""
        return cls(regime=Label.of(s.regime), days=list(s.days), start=s.start, end=s.end, text=s.text())


@strawberry.type
class MissingBody:
    """In a role, for an area."""

    role: Label
    kind: str
    name: str
    area: str

    @classmethod
    def of(cls, o: Orphan) -> "MissingBody":
        """From the network."""
        return cls(role=Label.of(o.role), kind=o.kind.code, name=o.kind.name, area=o.area.code)


@strawberry.type
class Uncovered:
    """Hours and ages folded into maximal ranges; the counts add up exactly."""

    code: str
    area: Area
    age_from: int
    age_under: int
    hours: list[Hours]
    count: BigInt
    doubtful: list[str]
    offices: list[str]
    missing: list[MissingBody]

    @classmethod
    def of(cls, u: Gap) -> "Uncovered":
        """From the analysis."""
        return cls(
            code=u.code, area=Area.of(u.area), age_from=u.age_from, age_under=u.age_under,
            hours=[Hours.of(s) for s in u.hour_ranges], count=BigInt(u.count), doubtful=[p.id for p in u.doubtful],
            offices=list(u.offices), missing=[MissingBody.of(o) for o in u.missing],
        )  # fmt: skip


@strawberry.type
class Uses:
    """The plan gives no number."""

    point: Point
    services: int


@strawberry.type
class PointLoss:
    """Exactly, in tuples; in minors by an estimate."""

    point: Point
    tuples: BigInt
    communities: int
    codes: list[str]
    minors: int
    cut: list[Label]

    @classmethod
    def of(cls, x: resilience.PointLoss, point: Point) -> "PointLoss":
        """From the analysis."""
        return cls(
            point=point, tuples=BigInt(x.tuples), communities=len(x.areas), codes=list(x.codes), minors=x.minors,
            cut=[Label.of(t) for t in x.tiers],
        )  # fmt: skip


@strawberry.type
class PersonLoss:
    """Keys only, never a name."""

    holder: str
    posts: list[str]
    areas: list[Area]
    minors: int


@strawberry.type
class BodyLoss:
    """The only office of its kind there."""

    body: str
    name: str
    matters: list[str]
    minors: int


@strawberry.type
class WorstLoss:
    """Exact, unless the time ran out."""

    points: list[str]
    lost: BigInt
    covered: BigInt
    proven: bool

    @classmethod
    def of(cls, worst: resilience.WorstLoss) -> "WorstLoss":
        """From the analysis."""
        return cls(
            points=list(worst.points), lost=BigInt(worst.lost), covered=BigInt(worst.covered), proven=worst.proven
        )


@strawberry.type
class WeakPoints:
    """Places, persons, offices, and the joints of the referral network."""

    places: list[PointLoss]
    persons: list[PersonLoss]
    bodies: list[BodyLoss]
    articulation: list[str]
    bridges: list[list[str]]
    pieces: int
    worst: WorstLoss | None
    notes: list[str]


def _worded(notes: Iterable[Message]) -> str:
    """Several notes as one text, a line each."""
    return "\n".join(map(str, notes))


def _counted(demand: DemandCounts | None) -> list[Message]:
    """Where the numbers of children come from."""
    if demand is None:
        return []
    if demand.counted_in is None:
        return [message("note.own_dossiers")]
    return [message("note.by_street", least=THRESHOLD), message("note.streets_together")]


def _undecided(demand: DemandCounts | None) -> int | None:
    if demand is None or None in demand.undecided.values():
        return None
    return sum(n for n in demand.undecided.values() if n is not None)


@strawberry.type
class Squeeze:
    """Part of a minimum cut."""

    point: str
    by: str
    limit: int


@strawberry.type
class Unmet:
    """In one optimal routing: the sum is certain."""

    area: str
    code: str
    children: int


@strawberry.type
class Bottlenecks:
    """Maximum flow and a minimum cut."""

    demand: int
    met: int
    unmet: list[Unmet]
    cut: list[Squeeze]
    unlimited: list[str]
    caseload: int
    note: str
    undecided: int | None
    withheld: int | None

    @classmethod
    def of(cls, f: flow.DemandFlow, caseload: int, demand: DemandCounts | None = None) -> "Bottlenecks":
        """From the analysis; `demand` where it was counted from dossiers."""
        return cls(
            demand=f.demand, met=f.met,
            unmet=[Unmet(area=a, code=c, children=n) for (a, c), n in f.unmet.items()],
            cut=[Squeeze(point=s.point, by=s.by, limit=s.limit) for s in f.bottlenecks],
            unlimited=list(f.unlimited), caseload=caseload,
            note=_worded([message("note.caseload"), *_counted(demand)]), undecided=_undecided(demand),
            withheld=demand.withheld if demand else None,
        )  # fmt: skip


@strawberry.type
class Visits:
    """How many, where."""

    area: str
    worker: str
    count: BigInt


@strawberry.type
class Core:
    """These areas together have only these workers."""

    areas: list[str]
    workers: list[str]
    due: int
    capacity: int


@strawberry.type
class Assignment:
    """As many as possible, then as near as possible."""

    visits: list[Visits]
    unmet: int
    core: Core | None
    note: str | None
    undecided: int | None
    withheld: int | None

    @classmethod
    def of(cls, a: VisitPlan, demand: DemandCounts | None = None) -> "Assignment":
        """From the analysis."""
        core = a.shortage
        return cls(
            visits=[Visits(area=x, worker=w, count=BigInt(n)) for (x, w), n in a.visits.items()],
            unmet=sum(a.unmet.values()),
            core=Core(areas=list(core.areas), workers=list(core.workers), due=core.due, capacity=core.capacity)
            if core
            else None,
            note=_worded(_counted(demand)) or None, undecided=_undecided(demand),
            withheld=demand.withheld if demand else None,
        )  # fmt: skip


@strawberry.type
class Difference:
    """On a copy; nothing is written."""

    before: int
    after: int
    newly_uncovered: list[Uncovered]
    newly_covered: list[Uncovered]
    minors_lost: int
    minors_won: int
    way_before: float | None
    way_after: float | None
    free_before: int
    free_after: int
    new_findings: list[Finding]
    mended: list[Finding]

    @classmethod
    def of(cls, book: Rulebook, d: whatif.NetworkDifference) -> "Difference":
        """From the analysis."""
        return cls(
            before=d.before, after=d.after, newly_uncovered=[Uncovered.of(u) for u in d.newly_uncovered],
            newly_covered=[Uncovered.of(u) for u in d.newly_covered], minors_lost=d.minors_lost,
            minors_won=d.minors_gained, way_before=d.travel[0], way_after=d.travel[1], free_before=d.free[0],
            free_after=d.free[1], new_findings=[Finding.of(book, f) for f in d.new_findings],
            mended=[Finding.of(book, f) for f in d.resolved],
        )  # fmt: skip
