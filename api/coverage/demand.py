"""Demand of the live network, counted from the dossiers that the actor may read: needs and due visits (需求)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import strawberry

from analytics.coverage.known import known_cells
from analytics.coverage.layout import Layout, services_of
from analytics.demand.counts import ChildNeeds, DemandCounts, exact, published
from analytics.demand.load import street_loads
from analytics.demand.measures import DUE
from analytics.resilience import flow, visits
from analytics.resilience.visits import Worker
from api.common import Info
from api.counts.reading import latest_table, require_published_for, require_table, stands_on
from api.counts.types import CountsTable
from api.coverage.flows import BottleneckAnalysis, StreetLoad, VisitAllocation, VisitLoad
from api.coverage.inputs import DueVisitsInput
from api.coverage.network import codes_of, layout
from api.obligations.query import duty_of
from api.persons.children import Child, alike, children, sees_rows
from api.request.context import Context, today
from graph_model.obligations import evidence as obligations
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.obligations.standing import DOUBT, Judged
from knowledge.referral.demand import wants
from knowledge.vocabulary import AreaLevel, Verdict
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class _CountedAreas:
    """The area whose children are counted, and the area for which the counts are published."""

    roots: tuple[str, ...]
    """Areas whose children are counted."""
    within: str | None
    """The street or district to show if the actor may see only counts; None if the actor reads single children."""


def _counted_areas(c: Context, area: str | None) -> _CountedAreas:
    """The areas to count in.

    An actor who reads single children counts in the area, by default in all its own areas. Other actors get counts of
    the whole district, published for the street of the area or for the district.

    Raises:
        Forbidden: The role may neither read nor count children.
        BadInput: No such area, one smaller than a street, or the actor's areas are not in exactly one district.
    """
    rows, network = sees_rows(c), c.network
    if area is not None and area not in network.areas:
        raise BadInput("area", "area.not_loaded")
    given = (area,) if area else c.actor.areas
    if rows:
        return _CountedAreas(given, None)
    districts = {d for code in given for d in _districts(network, code)}
    if len(districts) != 1:
        raise BadInput("area", "area.not_one_district")
    require_published_for(c, area or "", AreaLevel.STREET)
    street = network.above(area or "", AreaLevel.STREET)
    return _CountedAreas(tuple(districts), street or next(iter(districts)))


def _districts(network: Network, code: str) -> set[str]:
    above = network.above(code, AreaLevel.DISTRICT)
    return {above} if above else {a.code for a in network.within(code) if a.level is AreaLevel.DISTRICT}


async def _children(c: Context, counted: _CountedAreas, why: Message) -> list[Child]:
    every = [k for r in counted.roots for k in await children(c, r, today(), why=why)]
    once = {k.key: k for k in every}.values()
    homes = {area: c.network.home(area) or area for area in {k.area for k in once}}
    return [k if homes[k.area] == k.area else replace(k, area=homes[k.area]) for k in once]


async def _wanted(c: Context, here: Layout, counted: _CountedAreas, codes: Sequence[str]) -> DemandCounts:
    if counted.within:
        table = await require_table(c, counted.roots[0])
        return published(table, c.network, _known(c, codes), counted.within)
    kids = await _children(c, counted, message("purpose.demand"))

    def work() -> DemandCounts:
        needed = _needed(kids, codes)
        inside = [a.code for r in counted.roots for a in here.communities(r)] if kids else []
        return exact(needed, inside, codes, sum(k.partly for k in kids))

    return await asyncio.to_thread(work)


def _needed(kids: Sequence[Child], codes: Sequence[str]) -> list[ChildNeeds]:
    """Return the needs among the codes of each child, computed once for children with equal facts and requests."""
    wanted: dict[tuple[int, frozenset[str]], tuple[tuple[str, Verdict], ...]] = {}
    needed = list[ChildNeeds]()
    for k in kids:
        same = id(k.facts), frozenset(k.situation.needs or ())
        if same not in wanted:
            wanted[same] = tuple(wants(k.facts, k.situation, codes))
        needed.append((k.area, wanted[same]))
    return needed


def _known(c: Context, codes: Sequence[str]) -> Sequence[str]:
    """The codes, if all are needs or services.

    Raises:
        BadInput: One of them is neither.
    """
    for code in codes:
        services_of(c.book, code)
    return codes


async def _visits(c: Context, here: Layout, counted: _CountedAreas) -> DemandCounts:
    """Visits that are due today, overdue or were never made; undecided if the visiting period is unknown."""
    duty = c.book.visits
    if counted.within:
        table = await require_table(c, counted.roots[0])
        return published(table, c.network, (duty.code,), counted.within, remainder=False)
    kids = {k.key: k for k in await _children(c, counted, message("purpose.visits"))}
    same, judged = await asyncio.to_thread(alike, kids.values()), list[Judged]()
    for root in counted.roots:
        on_file = await c.graph.read(c.actor, obligations.on_file, root, [duty.code])
        judged += (await asyncio.to_thread(duty_of, c, duty, root, on_file, (), same, today())).judged
    standings = {j.object: j.standing for j in judged}
    due = [
        (kids[key].area, [(duty.code, Verdict.YES if standing in DUE else Verdict.UNKNOWN)])
        for key, standing in standings.items()
        if standing in DUE | DOUBT
    ]
    inside = [a.code for r in counted.roots for a in here.communities(r)]
    return exact(due, inside, (duty.code,), sum(k.partly for k in kids.values()))


def _require_shown(c: Context, demand: DemandCounts, counted: _CountedAreas) -> None:
    """Refuse an answer on published counts of which none is shown: it would read as no demand.

    Raises:
        BadInput: All are hidden.
    """
    if counted.within and demand.table and not demand.known:
        name = c.network.areas[counted.within].name
        raise BadInput("area", "counts.all_hidden", area=name, least=demand.table.threshold)


def _staff(demand: DemandCounts, staff: Sequence[Worker]) -> list[Worker]:
    """Workers by the areas in which demand is published: if by street, a community's director serves the street."""
    if demand.counted_in is None:
        return list(staff)
    home = {a: label for (a, _), label in demand.counted_in.items()}
    return [replace(w, areas=tuple(dict.fromkeys(home.get(a, a) for a in w.areas))) for w in staff]


@strawberry.type
class DemandQuery:
    """Demand against capacity, and the allocation of visits."""

    @strawberry.field
    async def bottlenecks(
        self,
        info: Info,
        area: str | None = None,
        codes: list[str] | None = None,
        caseload: int = flow.CASELOAD,
        draft: str | None = None,
    ) -> BottleneckAnalysis | None:
        """A draft has its own demand; the live network's is counted from the dossiers that the actor may read."""
        c = info.context
        here, wanted = await layout(c, draft), codes_of(c, codes)
        if draft is not None:
            cells = await asyncio.to_thread(known_cells, here, c.book, wanted, area)
            result = await asyncio.to_thread(flow.bottlenecks, here, cells, caseload)
            return BottleneckAnalysis.of(c.book, here, result, caseload)
        counted = _counted_areas(c, area)
        demand = await _wanted(c, here, counted, wanted)
        roots = (counted.within,) if counted.within else counted.roots
        _require_shown(c, demand, counted)
        every = [await asyncio.to_thread(known_cells, here, c.book, wanted, r) for r in roots]
        cells = tuple(x for known in every for x in demand.cells_counted(known, c.network))
        with_demand = replace(here, demand=demand.known)
        result = await asyncio.to_thread(flow.bottlenecks, with_demand, cells, caseload)
        return BottleneckAnalysis.of(c.book, here, result, caseload, demand)

    @strawberry.field
    async def visit_load(self, info: Info, area: str) -> VisitLoad | None:
        """From the published table for whoever counts children and whoever reads them: no dossier is opened."""
        c = info.context
        sees_rows(c)  # raises Forbidden for who may do neither
        if area not in c.network.areas:
            raise BadInput("area", "area.not_loaded")
        require_published_for(c, area, AreaLevel.STREET)
        table = await latest_table(c, area)
        rows = street_loads(c.network, table, c.book.visits.code, area)
        note = str(stands_on(table, c.network))
        return VisitLoad(streets=[StreetLoad.of(r) for r in rows], table=CountsTable.of(table), note=note)

    @strawberry.field
    async def visit_allocation(
        self,
        info: Info,
        per_director: int,
        per_supervisor: int,
        due: list[DueVisitsInput] | None = None,
        area: str | None = None,
        draft: str | None = None,
    ) -> VisitAllocation | None:
        """The caller gives the number of visits that a worker can make, because no text gives one.

        Without `due`, the visits of the live network that are due today, overdue or were never made are counted from
        the dossiers that the actor may read.
        """
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        for name, number in (("perDirector", per_director), ("perSupervisor", per_supervisor)):
            if number < 0:
                raise BadInput(name, "input.negative")
        here = await layout(c, draft)
        demand = None
        if due is not None:
            wanted = {d.area: d.count for d in due}
        elif draft is None:
            counted = _counted_areas(c, area)
            demand = await _visits(c, here, counted)
            _require_shown(c, demand, counted)
            wanted = {a: n for (a, _), n in demand.known.items() if n}
        else:
            raise BadInput("due", "coverage.due_missing")
        if wanted.keys() - here.network.areas.keys():
            raise BadInput("due.area", "input.no_area")
        staff = visits.workers(here.network, per_director, per_supervisor)
        able = _staff(demand, staff) if demand else staff
        plan = await asyncio.to_thread(visits.plan_visits, wanted, able, here.network)
        return VisitAllocation.of(here.network, plan, demand)
