"""Query.entitlementGaps: benefits that children should receive and do not (应纳尽纳)."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import partial

import strawberry

from analytics.demand.counts import THRESHOLD
from analytics.demand.suppression import protect
from analytics.demand.tables import Key, hierarchical
from api.common import Info, NamedCode
from api.enums import labelled
from api.network.types import Area
from api.persons.children import sees_rows
from api.request.context import Context, today
from api.request.paging import Edge, PageInfo, cursor, forward_info, key_of, size_of
from api.situation.forms import FactForm
from graph_model.breath import by_turns
from graph_model.persons import persons
from knowledge.access.policy import Action
from knowledge.eligibility.entitlement import Entitlement, Gap, entitlements
from knowledge.errors import NotFound
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, FieldClass
from network.snapshot import Network


@strawberry.type
@labelled
class EntitlementGap:
    """A gap of one child, under the code of the case and without identity."""

    case_code: str
    pseudonym: str
    area: Area
    gap: Gap
    service: NamedCode
    reason: str
    missing_fact: FactForm | None
    other: NamedCode | None

    @classmethod
    def of(cls, c: Context, d: persons.Dossier, e: Entitlement) -> "EntitlementGap":
        """From the decision."""
        failing = e.eligibility.failing
        return cls(
            case_code=d.id,
            pseudonym=d.pseudonym,
            area=Area.of(c.history.areas[d.area]),
            gap=e.gap,
            service=NamedCode(code=e.service.code, name=e.service.name),
            reason=failing.row.text if failing else "",
            missing_fact=FactForm.of(e.ask) if e.ask else None,
            other=NamedCode.subject(c.book, e.other) if e.other else None,
        )


@strawberry.type
@labelled
class EntitlementCount:
    """Children in one gap for one service in one area."""

    area: Area
    gap: Gap
    service: NamedCode
    children: int | None


@strawberry.type
class EntitlementGapConnection:
    """A page of cases, each with all its gaps; the total number of gaps is not counted."""

    edges: list[Edge[EntitlementGap]]
    nodes: list[EntitlementGap]
    page_info: PageInfo
    judged: int
    withheld: int


Rows = Callable[[int, str], Awaitable[EntitlementGapConnection]]
"""Reads a page of cases, given its size and the code of the last case before it."""


@strawberry.type
class EntitlementGaps:
    """Rows for actors who may read the cases; counts for actors who may only count them."""

    counts: list[EntitlementCount]
    note: str | None
    _rows: strawberry.Private[Rows | None]

    @strawberry.field
    async def rows(self, first: int | None = None, after: str | None = None) -> EntitlementGapConnection | None:
        """`first` cases after the case `after`; null if the actor may see only counts."""
        return await self._rows(size_of(first), key_of(after)) if self._rows else None


@strawberry.type
class EntitlementQuery:
    """Gaps between entitlements and benefits received."""

    @strawberry.field
    async def entitlement_gaps(
        self,
        info: Info,
        area: str,
        on: Date | None = None,
        gap: Gap | None = None,
    ) -> EntitlementGaps | None:
        """Rows for actors who may read cases; a planner gets today's counts."""
        c, day = info.context, on or today()
        if area not in c.at(day).areas:
            raise NotFound("area", area)
        if c.vault is None or c.audit is None:
            raise c.refusal(Action.READ_CASES)
        if not sees_rows(c):
            return await _counts(c, area, gap)
        return EntitlementGaps(counts=[], note=None, _rows=partial(_rows, c, area, day, gap))


async def _rows(c: Context, area: str, on: Date, gap: Gap | None, size: int, after: str) -> EntitlementGapConnection:
    more = await c.graph.read(c.actor, persons.dossiers, area, on, size + 1, after)
    if c.vault is None or c.audit is None:  # checked by the caller; repeated for mypy
        raise c.refusal(Action.READ_CASES)
    read = [persons.opened(c.vault, c.actor, d) async for d in by_turns(more[:size])]
    classes = {f for o in read for f in (FieldClass.F1, *o.read)}
    c.trail.opened((o.dossier.minor for o in read), classes, message("purpose.entitlements"))
    whole = [o for o in read if not o.withheld]
    judged = await asyncio.to_thread(_judged, c.book, whole, on)
    edges = [Edge(cursor=cursor(d.id), node=EntitlementGap.of(c, d, e)) for d, e in judged if gap in (None, e.gap)]
    return EntitlementGapConnection(
        edges=edges,
        nodes=[e.node for e in edges],
        page_info=forward_info([d.id for d in more], size, after),
        judged=len(whole),
        withheld=len(read) - len(whole),
    )


def _judged(book: Rulebook, read: Iterable[persons.Opened], on: Date) -> list[tuple[persons.Dossier, Entitlement]]:
    return [(o.dossier, e) for o in read for e in entitlements(book.within(o.dossier.area), o.situation, on)]


async def _counts(c: Context, area: str, gap: Gap | None) -> EntitlementGaps:
    """Today's counts by street, always computed for the whole district and then shown in part.

    Separately protected tables of parts or of other days would reveal each other's hidden cells.
    """
    district = c.network.above(area, AreaLevel.DISTRICT) or area
    dossiers = await persons.all_dossiers(c.graph, c.actor, district, today())
    if c.vault is None or c.audit is None:  # as above
        raise c.refusal(Action.READ_CASES)
    c.trail.opened((d.minor for d in dossiers), persons.counted_classes(c.actor, dossiers), message("purpose.totals"))
    situations = [(d.area, persons.counted(c.vault, c.actor, d)) async for d in by_turns(dossiers)]
    published = await asyncio.to_thread(_published, c.book, c.network, district, situations)
    inside = {a.code for a in c.network.within(area)}
    rows = [
        EntitlementCount(
            area=Area.of(c.network.areas[street]),
            gap=kind,
            service=NamedCode.subject(c.book, service),
            children=n,
        )
        for (street, kind, service), n in sorted(published.counts.items())
        if street in inside and gap in (None, kind)
    ]
    return EntitlementGaps(counts=rows, note=str(published.note), _rows=None)


@dataclass(frozen=True, slots=True)
class _Safe:
    counts: Mapping[tuple[str, Gap, str], int | None]
    """By street, gap and service."""
    note: Message


def _published(
    book: Rulebook,
    network: Network,
    district: str,
    situations: Iterable[tuple[str, Situation]],
) -> _Safe:
    """Children by street and gap; a child may be in several gaps, so gaps have no total."""
    cells: Counter[Key] = Counter()
    gaps: dict[str, tuple[Gap, str]] = {}
    for area, situation in situations:
        home = network.home(area) or district
        street = network.above(home, AreaLevel.STREET) or home
        for e in entitlements(book.within(area), situation, today()):
            value = f"{e.gap.value}/{e.service.code}"
            gaps[value] = e.gap, e.service.code
            cells[street, value] += 1
    parents = {a.code: district for a in network.within(district) if a.level is AreaLevel.STREET}
    safe = protect(hierarchical(cells, {"area": parents, "gap": {}}), THRESHOLD)
    counts = {(street, *gaps[value]): safe.value((street, value)) for street, value in (*safe.shown, *safe.hidden)}
    return _Safe(counts, safe.note)
