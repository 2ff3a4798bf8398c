"""Queries about the three-tier network: networkConformance, coverage, uncovered, whatIf… (覆盖)."""

import asyncio
from collections.abc import Sequence
from datetime import date as Date
from functools import partial

import strawberry

from analytics.coverage import conformance, reach, whatif
from analytics.coverage import uncovered as gaps
from analytics.coverage.causes import causes
from analytics.coverage.known import known_cells
from analytics.coverage.layout import Layout, Measure, Standard
from analytics.coverage.matters import uncovered_matters
from analytics.coverage.streets import compare_streets
from analytics.resilience.weakness import WeakQuestion, weakness
from analytics.siting.hosting import only_at_offices
from api.common import Info
from api.coverage.findings import ConformanceFinding, FindingCause, FindingConnection, findings
from api.coverage.inputs import AgeBandInput, StandardInput, WeekHourInput
from api.coverage.losses import PointUse, WeakPoints
from api.coverage.network import codes_of, hours_of, layout
from api.coverage.reach import Coverage
from api.coverage.types import NetworkComparison, UncoveredAnalysis
from api.drafts.types import NetworkChangeInput
from api.network.types import Point
from api.request.context import Context, today
from api.request.paging import Connection, bounded, page
from graph_model.breath import by_turns
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.vocabulary import Severity
from network.drafts.draft import MOST_CHANGES
from network.places import ranked_by_name
from network.responsibility.orphans import orphans


@strawberry.type
class CoverageQuery:
    """Coverage, conformance and resilience of the network."""

    @strawberry.field
    async def network_conformance(
        self,
        info: Info,
        area: str | None = None,
        on: Date | None = None,
        draft: str | None = None,
        severity: Severity | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> FindingConnection | None:
        """Findings in the order of the checks."""
        c = info.context
        here = await layout(c, draft, on)
        network = here.network
        order = {code: n for n, code in enumerate(conformance.CHECKS)}
        every = await asyncio.to_thread(findings, c, here, on or today(), area)
        shown = [f for f in every if severity in (None, f.severity)]
        rows = [(f"{order[f.check.code]:03d}/{f.key}", f) for f in shown]
        return FindingConnection.of(
            page(rows, partial(ConformanceFinding.of, c.book, network), first, after, last, before),
            every,
        )

    @strawberry.field
    async def finding_causes(
        self, info: Info, area: str | None = None, on: Date | None = None, draft: str | None = None
    ) -> list[FindingCause] | None:
        """The findings joined by cause."""
        c = info.context
        here = await layout(c, draft, on)
        every = await asyncio.to_thread(findings, c, here, on or today(), area)
        joined = await asyncio.to_thread(causes, here, every)
        return [FindingCause.of(c.book, here.network, cause) async for cause in by_turns(joined)]

    @strawberry.field
    async def coverage(
        self,
        info: Info,
        code: str,
        area: str | None = None,
        standard: StandardInput | None = None,
        hour: WeekHourInput | None = None,
        age_band: AgeBandInput | None = None,
        draft: str | None = None,
    ) -> Coverage | None:
        """Without `hour`, points count at whatever hour they are open."""
        c, s = info.context, (standard or StandardInput()).read()
        here = await layout(c, draft)
        at, ages = hour.read() if hour else None, (age_band or AgeBandInput()).read()
        return coverage_of(c, here, code, area, s, at, ages)

    @strawberry.field
    async def uncovered(
        self,
        info: Info,
        area: str | None = None,
        codes: list[str] | None = None,
        standard: StandardInput | None = None,
        hours: list[str] | None = None,
        age_band: AgeBandInput | None = None,
        draft: str | None = None,
        on: Date | None = None,
    ) -> UncoveredAnalysis | None:
        """`hours` restricts the question, written as opening hours; `codes` are needs, services and matters.

        Without `codes`: every need that points can meet and, if offices are loaded, every matter.
        """
        c = info.context
        here, s, at = await layout(c, draft, on), (standard or StandardInput()).read(), hours_of(hours)
        ages, day = (age_band or AgeBandInput()).read(), on or today()
        matters = _matters(c, here, codes)
        places = [x for x in codes_of(c, codes) if x not in c.book.matters]

        def work() -> list[gaps.Uncovered]:
            rows = list(gaps.uncovered(known_cells(here, c.book, places, area, s), at, ages))
            if matters:
                orphaned = here.cache.get(("orphans", day), lambda: tuple(orphans(here.network, c.book, day)))
                rows += uncovered_matters(here, orphaned, matters, area, at, ages)
            return sorted(rows, key=lambda u: u.key)

        return UncoveredAnalysis.of(here, await asyncio.to_thread(work))

    @strawberry.field
    async def points(
        self,
        info: Info,
        search: str | None = None,
        area: str | None = None,
        candidates: bool = False,
        draft: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Point] | None:
        """Points of the tiers first, then by key; with `search`, the best match first."""
        here = await layout(info.context, draft)
        here.communities(area)  # raises BadInput for an unknown area
        inside = {a.code for a in here.network.within(area)} if area else here.network.areas.keys()
        every = here.candidates if candidates else tuple(here.network.points.values())
        by_key = {p.id: p for p in every if p.area in inside}
        ranks = (
            ranked_by_name({k: (p.name, k) for k, p in by_key.items()}, search) if search else dict.fromkeys(by_key, 0)
        )
        order = {f"{rank}{0 if by_key[k].tier else 1}{k}": by_key[k] for k, rank in ranks.items()}
        return page(
            sorted(order.items(), key=lambda r: r[0]), partial(Point.of, here.network), first, after, last, before
        )

    @strawberry.field
    async def point_uses(self, info: Info, area: str | None = None, draft: str | None = None) -> list[PointUse] | None:
        """Points that give the fewest services first."""
        here = await layout(info.context, draft)
        here.communities(area)  # raises BadInput for an unknown area
        uses = await asyncio.to_thread(reach.services_at_points, here, area)
        return [PointUse(point=Point.of(here.network, p), services=n) for p, n in uses]

    @strawberry.field
    async def single_points_of_failure(
        self,
        info: Info,
        area: str | None = None,
        codes: list[str] | None = None,
        hour: WeekHourInput | None = None,
        k: int | None = None,
        draft: str | None = None,
        on: Date | None = None,
    ) -> WeakPoints | None:
        """With `k` and `hour`, also the worst joint loss of k points."""
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        here = await layout(c, draft, on)
        at = hour.read() if hour else None
        if k is not None and at is None:
            raise BadInput("hour", "coverage.hour_missing")
        asked = WeakQuestion(codes_of(c, codes), area, on or today(), at, k)
        weak = await asyncio.to_thread(weakness, here, c.book, asked)
        return WeakPoints.of(c.book, here, weak, notes(here, Standard()))

    @strawberry.field
    async def what_if(
        self,
        info: Info,
        changes: list[NetworkChangeInput],
        area: str | None = None,
        codes: list[str] | None = None,
        standard: StandardInput | None = None,
        hours: list[str] | None = None,
        draft: str | None = None,
        on: Date | None = None,
    ) -> NetworkComparison | None:
        """Compare the network with a copy on which the changes are made."""
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        bounded("changes", len(changes), MOST_CHANGES)
        here = await layout(c, draft, on)
        scope = whatif.Comparison(codes_of(c, codes), area, (standard or StandardInput()).read(), hours_of(hours))
        made = [x.read() for x in changes]
        after, difference = await asyncio.to_thread(whatif.tried, here, c.book, made, scope, on or today())
        return NetworkComparison.of(c.book, here, after, difference)

    @strawberry.field
    async def compare_drafts(
        self, info: Info, draft: str, base: str | None = None, area: str | None = None, codes: list[str] | None = None
    ) -> NetworkComparison | None:
        """Compare a draft with another one, or with the live network."""
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        before, after = await layout(c, base), await layout(c, draft)
        if before.network.areas.keys() != after.network.areas.keys():
            raise BadInput("base", "draft.other_areas")
        scope = whatif.Comparison(codes_of(c, codes), area)
        difference = await asyncio.to_thread(whatif.compare, before, after, c.book, scope, today())
        return NetworkComparison.of(c.book, before, after, difference)


def coverage_of(
    c: Context, here: Layout, code: str, area: str | None, s: Standard, at: int | None, ages: tuple[int, int]
) -> Coverage:
    """The reach of one need or service, cached with the layout."""

    def work() -> tuple[reach.AreaReach, ...]:
        return reach.reach(here, known_cells(here, c.book, [code], area, s), at, ages, s)

    key = ("reach", code, area, s, at, ages)
    rows = here.cache.get(key, work)
    by_street = partial(here.cache.get, ("streets", *key), lambda: compare_streets(here, rows))
    away = only_at_offices(c.book, code)
    notices = [*([str(message("note.at_office", why=away.says))] if away else []), *notes(here, s)]
    return Coverage.of(c.book, here, code, rows, notices, by_street)


def _matters(c: Context, here: Layout, codes: Sequence[str] | None) -> list[str]:
    if codes:
        return [x for x in dict.fromkeys(codes) if x in c.book.matters]
    return list(c.book.matters) if here.network.bodies else []


def notes(here: Layout, s: Standard) -> list[str]:
    """Notes on how to read the figures."""
    messages = [message("note.estimate")]
    if s.measure is not Measure.SERVED:
        messages.append(message("note.own_standard", measure=s.measure.label, within=s.within))
    if here.cache.get(
        "synthetic", lambda: any(p.provenance.value == "synthetic" for p in here.network.points.values())
    ):
        messages.append(message("note.contains_synthetic"))
    return [str(note) for note in messages]
