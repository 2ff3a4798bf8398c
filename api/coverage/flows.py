"""Answers about demand against capacity, and about the allocation of visits (需求与走访)."""

from collections.abc import Iterable

import strawberry

from analytics.coverage.layout import Layout
from analytics.demand.counts import DemandCounts
from analytics.demand.load import StreetLoad as LoadRow
from analytics.resilience import flow
from analytics.resilience.visits import VisitPlan
from api.common import NamedCode
from api.counts.reading import stands_on
from api.counts.types import CountsTable
from api.enums import labelled
from api.network.types import Area, Point
from api.scalars import BigInt
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from network.snapshot import Network


def _worded(notes: Iterable[Message]) -> str:
    """Several notes as one text, one line each."""
    return "\n".join(map(str, notes))


def _counted(demand: DemandCounts | None, network: Network) -> list[Message]:
    """Notes on where the numbers of children come from."""
    if demand is None:
        return []
    if demand.table is None:
        partly = [message("note.partly_read", count=demand.withheld)] if demand.withheld else []
        return [message("note.own_dossiers"), *partly]
    return [stands_on(demand.table, network), message("note.streets_together")]


def _limits(f: flow.DemandFlow) -> list[Message]:
    """Notes on the limits of the points."""
    unknown = [message("note.load_unknown", count=len(f.load_unknown))] if f.load_unknown else []
    return [message("note.caseload"), *unknown]


def _undecided(demand: DemandCounts | None) -> int | None:
    if demand is None or None in demand.undecided.values():
        return None
    return sum(n for n in demand.undecided.values() if n is not None)


@strawberry.type
@labelled
class Bottleneck:
    """Point of a minimum cut, with the limit that blocks demand."""

    point: Point
    by: flow.PointLimit
    limit: int


@strawberry.type
class UnmetDemand:
    """Children without a place in one optimal routing; only the total is certain."""

    area: Area
    subject: NamedCode
    children: int


@strawberry.type
class BottleneckAnalysis:
    """The maximum flow of demand through the points, with a minimum cut."""

    demand: int
    met: int
    unmet: list[UnmetDemand]
    cut: list[Bottleneck]
    unlimited: list[Point]
    load_unknown: list[Point]
    caseload: int
    note: str
    undecided: int | None
    withheld: int | None
    table: CountsTable | None

    @classmethod
    def of(
        cls, book: Rulebook, here: Layout, f: flow.DemandFlow, caseload: int, demand: DemandCounts | None = None
    ) -> "BottleneckAnalysis":
        """From the analysis; `demand` if it was counted from dossiers."""
        return cls(
            demand=f.demand,
            met=f.met,
            unmet=[
                UnmetDemand(area=Area.of(here.network.areas[a]), subject=NamedCode.subject(book, c), children=n)
                for (a, c), n in f.unmet.items()
            ],
            cut=[
                Bottleneck(point=Point.of(here.network, here.network.points[s.point]), by=s.by, limit=s.limit)
                for s in f.bottlenecks
            ],
            unlimited=Point.some(here.network, f.unlimited),
            load_unknown=Point.some(here.network, f.load_unknown),
            caseload=caseload,
            note=_worded([*_limits(f), *_counted(demand, here.network)]),
            undecided=_undecided(demand),
            withheld=demand.withheld if demand else None,
            table=CountsTable.of(demand.table) if demand else None,
        )


@strawberry.type
class AllocatedVisits:
    """Visits of one worker in one area."""

    area: Area
    worker: str
    count: BigInt


@strawberry.type
class StaffShortage:
    """Areas whose due visits exceed the capacity of all workers who serve them."""

    areas: list[Area]
    workers: list[str]
    due: int
    capacity: int


@strawberry.type
class VisitAllocation:
    """As many visits as possible, then with the least travel."""

    visits: list[AllocatedVisits]
    unmet: int
    shortage: StaffShortage | None
    note: str | None
    undecided: int | None
    withheld: int | None
    table: CountsTable | None

    @classmethod
    def of(cls, network: Network, a: VisitPlan, demand: DemandCounts | None = None) -> "VisitAllocation":
        """From the analysis."""
        core = a.shortage
        return cls(
            visits=[
                AllocatedVisits(area=Area.of(network.areas[x]), worker=w, count=BigInt(n))
                for (x, w), n in a.visits.items()
            ],
            unmet=sum(a.unmet.values()),
            shortage=StaffShortage(
                areas=Area.some(network, core.areas), workers=list(core.workers), due=core.due, capacity=core.capacity
            )
            if core
            else None,
            note=_worded(_counted(demand, network)) or None,
            undecided=_undecided(demand),
            withheld=demand.withheld if demand else None,
            table=CountsTable.of(demand.table) if demand else None,
        )


@strawberry.type
class CommunityWorkers:
    """The people in post in a community."""

    area: Area
    workers: int
    vacant: int


@strawberry.type
class StreetLoad:
    """Visits due in a street, by the published table, and the people in post there."""

    area: Area
    due: int | None
    workers: int
    vacant: int
    each: float | None
    communities: list[CommunityWorkers]

    @classmethod
    def of(cls, r: LoadRow) -> "StreetLoad":
        """From the analysis."""
        places = [
            CommunityWorkers(area=Area.of(p.community), workers=p.workers, vacant=p.vacant) for p in r.communities
        ]
        area = Area.of(r.street)
        return cls(area=area, due=r.due, workers=r.workers, vacant=r.vacant, each=r.each, communities=places)


@strawberry.type
class VisitLoad:
    """The streets by their load; a count that is not published is not zero."""

    streets: list[StreetLoad]
    table: CountsTable | None
    note: str
