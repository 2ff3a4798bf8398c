"""Query.entitlementGaps: benefits that children should receive and do not (应纳尽纳)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import date as Date
from functools import partial

import strawberry

from analytics.demand.measures import in_gap
from api.common import Info, NamedCode
from api.counts.reading import latest_table, require_published_for, stands_on
from api.counts.types import CountsTable
from api.enums import labelled
from api.network.types import Area
from api.persons.children import sees_rows
from api.request.context import Context, today
from api.request.paging import Edge, PageInfo, cursor, forward_info, key_of, size_of
from api.situation.forms import RECEIVING, FactForm, asked_fact
from graph_model.breath import by_turns
from graph_model.persons import persons
from knowledge.access.policy import Action
from knowledge.derivation.derived import SameFacts
from knowledge.eligibility.entitlement import Entitlement, Gap, benefits, entitlements
from knowledge.errors import NotFound
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.situation.facts import FACTS
from knowledge.vocabulary import AreaLevel, FieldClass


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
    table: CountsTable | None
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
        """Rows for actors who may read cases; a planner gets the counts of the last month over by then."""
        c, day = info.context, on or today()
        if area not in c.at(day).areas:
            raise NotFound("area", area)
        if c.vault is None or c.audit is None:
            raise c.refusal(Action.READ_CASES)
        if not sees_rows(c):
            return await _counts(c, area, day, gap)
        return EntitlementGaps(counts=[], note=None, table=None, _rows=partial(_rows, c, area, day, gap))


async def _rows(c: Context, area: str, on: Date, gap: Gap | None, size: int, after: str) -> EntitlementGapConnection:
    more = await c.graph.read(c.actor, persons.dossiers, area, on, size + 1, after)
    if c.vault is None or c.audit is None:  # checked by the caller; repeated for mypy
        raise c.refusal(Action.READ_CASES)
    ring = c.vault.ring({d.minor for d in more[:size]})
    read = [persons.opened_among(ring, c.actor, d) async for d in by_turns(more[:size])]
    classes = {f for o in read for f in (FieldClass.F1, *o.read)}
    c.trail.opened((o.dossier.minor for o in read), classes, message("purpose.entitlements"))
    judged = await asyncio.to_thread(_judged, c.book, read, on)
    whole = sum(not o.withheld for o in read)
    edges = [Edge(cursor=cursor(d.id), node=EntitlementGap.of(c, d, e)) for d, e in judged if gap in (None, e.gap)]
    return EntitlementGapConnection(
        edges=edges,
        nodes=[e.node for e in edges],
        page_info=forward_info([d.id for d in more], size, after),
        judged=whole,
        withheld=len(read) - whole,
    )


def _judged(book: Rulebook, read: Iterable[persons.Opened], on: Date) -> list[tuple[persons.Dossier, Entitlement]]:
    same = SameFacts(on)
    facts = ((o, same.of(book.within(o.dossier.area), o.situation)) for o in read)
    every = ((o, e) for o, f in facts for e in entitlements(f, o.situation))
    return [(o.dossier, e) for o, e in every if not o.withheld or _rests_on(e) in set(FieldClass) - set(o.withheld)]


def _rests_on(e: Entitlement) -> FieldClass | None:
    """Return the class of the fact to ask first, else of what the child receives; None for a derived fact.

    A gap based on unreadable facts is not shown, on file or not: nobody learns which it is, nor asks twice.
    """
    fact = asked_fact(e.ask) if e.ask else RECEIVING
    return FACTS[fact].field_class if fact else None


async def _counts(c: Context, area: str, on: Date, gap: Gap | None) -> EntitlementGaps:
    """Return the counts of the published table by street; a gap without any appears once, for the area, as null.

    Raises:
        BadInput: The area is smaller than a street.
    """
    require_published_for(c, area, AreaLevel.STREET)
    table = await latest_table(c, area, on)
    published = {measure for _, measure in table.shown} if table else set()
    within = [a.code for a in c.network.within(area) if table and a.code in table.areas - {table.district}]
    rows = [
        EntitlementCount(
            area=Area.of(c.network.areas[code]),
            gap=kind,
            service=NamedCode.subject(c.book, service.code),
            children=table.value(code, measure) if table else None,
        )
        for kind in Gap
        for service in benefits(c.book)
        if gap in (None, kind)
        for measure in (in_gap(kind, service.code),)
        for code in (sorted(within) if measure in published else [area])
    ]
    note = str(stands_on(table, c.network))
    return EntitlementGaps(counts=rows, note=note, table=CountsTable.of(table), _rows=None)
