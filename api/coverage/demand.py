"""Demand of the live network from the dossiers within the actor's rights: children wanted for, visits due (需求)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import strawberry

from analytics.coverage.layout import Layout
from analytics.demand.counts import DemandCounts, exact, protected
from analytics.resilience import flow, visits
from analytics.resilience.visits import Worker
from api.common import Info
from api.coverage.flows import BottleneckAnalysis, VisitAllocation
from api.coverage.inputs import DueVisitsInput
from api.coverage.network import cells_of, codes_of, layout
from api.obligations.query import duty_of
from api.persons.children import Child, children, sees_rows
from api.request.context import Context, today
from graph_model.obligations import evidence as obligations
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from knowledge.obligations.standing import DOUBT, Judged, Standing
from knowledge.referral.demand import wants
from knowledge.vocabulary import AreaLevel, Verdict
from network.snapshot import Network

DUE = frozenset({Standing.DUE_TODAY, Standing.OVERDUE, Standing.NEVER})


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which children are counted, and of which part the answer tells."""

    roots: tuple[str, ...]
    """Areas whose children are counted."""
    within: str | None
    """The street or district asked about, where only counts may be seen; None where the actor reads children."""


def _asked(c: Context, area: str | None) -> _Asked:
    """Rows: of the area, else of all the actor's areas. Counts: of the district; a community's are its street's.

    Raises:
        Forbidden: a role that neither reads nor counts children.
        BadInput: an area that is not there, or none where one district must be meant.
    """
    rows, network = sees_rows(c), c.network
    if area is not None and area not in network.areas:
        raise BadInput("area", "area.not_loaded")
    given = (area,) if area else c.actor.areas
    if rows:
        return _Asked(given, None)
    districts = {d for code in given for d in _districts(network, code)}
    if len(districts) != 1:
        raise BadInput("area", "area.not_one_district")
    street = network.above(area or "", AreaLevel.STREET)
    return _Asked(tuple(districts), street or next(iter(districts)))


def _districts(network: Network, code: str) -> set[str]:
    above = network.above(code, AreaLevel.DISTRICT)
    return {above} if above else {a.code for a in network.within(code) if a.level is AreaLevel.DISTRICT}


async def _children(c: Context, asked: _Asked, what: str, why: str) -> list[Child]:
    rows = asked.within is None
    found = [k for r in asked.roots for k in await children(c, r, today(), rows=rows, what=what, why=why)]
    return list({k.key: k for k in found}.values())


async def _wanted(c: Context, here: Layout, asked: _Asked, codes: Sequence[str]) -> DemandCounts:
    kids = await _children(c, asked, "bottlenecks", "需求合计")

    def work() -> DemandCounts:
        found = [(k.area, tuple(wants(k.book, k.situation, today(), codes))) for k in kids]
        if asked.within:
            return protected(found, c.network, asked.roots[0], codes, asked.within)
        inside = [a.code for r in asked.roots for a in here.communities(r)] if kids else []
        return exact(found, inside, codes)

    return await asyncio.to_thread(work)


async def _visits(c: Context, here: Layout, asked: _Asked) -> DemandCounts:
    """Visits due today, past due or never made; where the period is not known, that is not known."""
    kids = {k.key: k for k in await _children(c, asked, "visitAllocation", "应走访合计")}
    duty = c.book.visits
    judged: list[Judged] = []
    for root in asked.roots:
        held = await c.graph.read(c.actor, obligations.on_file, root, [duty.code])
        judged += duty_of(c, duty, root, held, (), tuple(kids.values()), today()).judged
    standings = {j.object: j.standing for j in judged}
    found = [
        (kids[key].area, [(duty.code, Verdict.YES if standing in DUE else Verdict.UNKNOWN)])
        for key, standing in standings.items()
        if standing in DUE | DOUBT
    ]
    if asked.within:
        return protected(found, c.network, asked.roots[0], (duty.code,), asked.within, remainder=False)
    return exact(found, [a.code for r in asked.roots for a in here.communities(r)], (duty.code,))


def _staff(demand: DemandCounts, staff: Sequence[Worker]) -> list[Worker]:
    """Workers where the demand is told: a director of a community then serves its street."""
    if demand.counted_in is None:
        return list(staff)
    home = {a: label for (a, _), label in demand.counted_in.items()}
    return [replace(w, areas=tuple(dict.fromkeys(home.get(a, a) for a in w.areas))) for w in staff]


@strawberry.type
class DemandQuery:
    """Does demand fit, who makes the visits."""

    @strawberry.field
    async def bottlenecks(
        self,
        info: Info,
        area: str | None = None,
        codes: list[str] | None = None,
        caseload: int = flow.CASELOAD,
        draft: str | None = None,
    ) -> BottleneckAnalysis | None:
        """A draft has its own demand; that of the live network is counted from the dossiers within your rights."""
        c = info.context
        here, wanted = await layout(c, draft), codes_of(c, codes)
        if draft is not None:
            cells = cells_of(here, c, wanted, area)
            found = await asyncio.to_thread(flow.bottlenecks, here, cells, caseload)
            return BottleneckAnalysis.of(c.book, here, found, caseload)
        asked = _asked(c, area)
        demand = await _wanted(c, here, asked, wanted)
        roots = (asked.within,) if asked.within else asked.roots
        cells = tuple(x for r in roots for x in demand.cells_counted(cells_of(here, c, wanted, r), c.network))
        asking = replace(here, demand=demand.known)
        found = await asyncio.to_thread(flow.bottlenecks, asking, cells, caseload)
        return BottleneckAnalysis.of(c.book, here, found, caseload, demand)

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
        """Visits that a worker can make are your own numbers: no text gives any.

        Without `due` the live network's are counted from the dossiers within your rights: due today, overdue, never.
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
            demand = await _visits(c, here, _asked(c, area))
            wanted = {a: n for (a, _), n in demand.known.items() if n}
        else:
            raise BadInput("due", "coverage.due_missing")
        if wanted.keys() - here.network.areas.keys():
            raise BadInput("due.area", "input.no_area")
        staff = visits.workers(here.network, per_director, per_supervisor)
        able = _staff(demand, staff) if demand else staff
        plan = await asyncio.to_thread(visits.plan_visits, wanted, able, here.network)
        return VisitAllocation.of(here.network, plan, demand)
