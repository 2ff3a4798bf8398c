"""Query.entitlementGaps: who should receive what and does not (应纳尽纳)."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from datetime import datetime as DateTime  # noqa: N812

import strawberry

from analytics.demand.counts import THRESHOLD
from analytics.demand.suppression import protect
from analytics.demand.tables import Key, hierarchical
from api.common import Label
from api.eligibility.types import fact_label
from api.request.context import Context, today
from graph_model.persons import persons
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.eligibility.entitlement import Entitlement, Gap, entitlements
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import Message
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, FieldClass
from network.snapshot import Network

MOST = 500
CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F4)


@strawberry.type
class EntitlementGap:
    """Under the case's code, no identity."""

    case: str
    pseudonym: str
    area: str
    gap: Label
    service: str
    name: str
    reason: str
    ask: str | None
    other: str | None

    @classmethod
    def of(cls, d: persons.Dossier, e: Entitlement) -> "EntitlementGap":
        """From the decision."""
        failing = e.eligibility.failing
        return cls(
            case=d.id, pseudonym=d.pseudonym, area=d.area, gap=Label.of(e.gap), service=e.service.code,
            name=e.service.name, reason=failing.row.text if failing else "",
            ask=fact_label(e.ask) if e.ask else None, other=e.other,
        )  # fmt: skip


@strawberry.type
class EntitlementCount:
    """Of children, by area, gap and service."""

    area: str
    gap: Label
    service: str
    children: int | None


@strawberry.type
class EntitlementGaps:
    """Rows for those with the right to the cases; counts for those who see only counts."""

    judged: int | None
    withheld: int
    rows: list[EntitlementGap]
    counts: list[EntitlementCount]
    note: str | None
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class EntitlementQuery:
    """Rights and receipts."""

    @strawberry.field
    async def entitlement_gaps(
        self, info: strawberry.Info[Context, None], area: str, on: Date | None = None, gap: str | None = None,
        first: int = 100, after: str = "",
    ) -> EntitlementGaps | None:  # fmt: skip
        """`first` cases after the case `after`; a planner gets counts, of today."""
        c, day = info.context, on or today()
        if area not in c.network.areas:
            raise NotFound("area", area)
        if gap is not None and gap not in set(Gap):
            raise BadInput("gap", "input.not_allowed", allowed=list(Gap))
        if not 0 < first <= MOST:
            raise BadInput("first", "input.not_between", least=1, most=MOST)
        if c.vault is None or c.audit is None:
            raise c.refusal(Action.READ_CASES)
        if c.may(Action.COUNT_CASES):
            return await _counts(c, area, gap)
        if not c.may(Action.READ_CASES):
            raise c.refusal(Action.READ_CASES)
        return await _rows(c, area, day, gap, (first, after))


async def _rows(c: Context, area: str, on: Date, gap: str | None, page: tuple[int, str]) -> EntitlementGaps:
    first, after = page
    more = await c.graph.read(c.actor, persons.dossiers, area, on, first + 1, after)
    found = more[:first]
    if c.vault is None or c.audit is None:  # asked before; for the reader of types
        raise c.refusal(Action.READ_CASES)
    read = [persons.opened(c.vault, c.actor, d) for d in found]
    c.audit.record(c.actor, "entitlementGaps", area, "应纳尽纳", CLASSES, DateTime.now(SHANGHAI))
    whole = [o for o in read if not o.withheld]
    judged = await asyncio.to_thread(_judged, c.book, whole, on)
    return EntitlementGaps(
        judged=len(whole), withheld=len(read) - len(whole),
        rows=[EntitlementGap.of(d, e) for d, e in judged if gap in (None, e.gap.value)], counts=[], note=None,
        has_next_page=len(more) > first, end_cursor=found[-1].id if found else None,
    )  # fmt: skip


def _judged(book: Rulebook, read: Iterable[persons.Opened], on: Date) -> list[tuple[persons.Dossier, Entitlement]]:
    return [(o.dossier, e) for o in read for e in entitlements(book, o.situation, on)]


async def _counts(c: Context, area: str, gap: str | None) -> EntitlementGaps:
    """Counts of today, by street, always worked out over the whole district and then shown in part.

    Tables of parts or of other days, protected apart, would give each other's hidden cells away.
    """
    district = c.network.above(area, AreaLevel.DISTRICT) or area
    found = await persons.all_dossiers(c.graph, c.actor, district, today())
    if c.vault is None or c.audit is None:  # as above
        raise c.refusal(Action.READ_CASES)
    c.audit.record(c.actor, "entitlementGaps", district, "合计", CLASSES, DateTime.now(SHANGHAI))
    situations = [(d.area, persons.counted(c.vault, c.actor, d)) for d in found]
    published = await asyncio.to_thread(_published, c.book, c.network, district, situations)
    inside = {a.code for a in c.network.within(area)}
    rows = [
        EntitlementCount(area=street, gap=Label.of(kind), service=service, children=n)
        for (street, kind, service), n in sorted(published.counts.items())
        if street in inside and gap in (None, kind.value)
    ]
    return EntitlementGaps(
        judged=None, withheld=0, rows=[], counts=rows, note=str(published.note), has_next_page=False, end_cursor=None
    )


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
    """Children by street and gap: a child may be in several gaps, so gaps have no total."""
    cells: Counter[Key] = Counter()
    gaps: dict[str, tuple[Gap, str]] = {}
    for area, situation in situations:
        street = network.areas[area].parent or area
        for e in entitlements(book, situation, today()):
            value = f"{e.gap.value}/{e.service.code}"
            gaps[value] = e.gap, e.service.code
            cells[street, value] += 1
    parents = {a.code: district for a in network.within(district) if a.level is AreaLevel.STREET}
    safe = protect(hierarchical(cells, {"area": parents, "gap": {}}), THRESHOLD)
    counts = {(street, *gaps[value]): safe.value((street, value)) for street, value in (*safe.shown, *safe.hidden)}
    return _Safe(counts, safe.note)
