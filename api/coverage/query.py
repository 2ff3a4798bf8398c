"""Does the three-tier network hold, where does it not, what if: networkConformance, coverage, uncovered… (覆盖)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from functools import partial
from typing import Any

import strawberry

from analytics.coverage import conformance, reach, week, whatif
from analytics.coverage import uncovered as gaps
from analytics.coverage.layout import Layout, Measure, Standard, name_of
from analytics.coverage.matters import uncovered_matters
from analytics.coverage.streets import compare_streets
from analytics.resilience import losses as resilience
from analytics.resilience.connectivity import connectivity
from analytics.siting.hosting import only_at_offices
from api.common import Area, Point
from api.coverage.findings import Finding, FindingConnection
from api.coverage.inputs import AgeBandInput, ChangeInput, HourInput, StandardInput
from api.coverage.network import LIVE, cells_of, codes_of, hours_of, layout
from api.coverage.reach import Coverage
from api.coverage.types import (
    BodyLoss,
    Difference,
    PersonLoss,
    PointLoss,
    Uncovered,
    Uses,
    WeakPoints,
    WorstLoss,
)
from api.request.context import Context, today
from api.request.paging import Connection, page
from api.scalars import BigInt
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.vocabulary import Severity
from network.places import heard
from network.responsibility.orphans import orphans

SHOWN = 50
"""Rows of weak points that are listed; the gravest first."""
MOST_CHANGES = 100


def shown_to(c: Context, found: Sequence[conformance.ConformanceFinding]) -> list[conformance.ConformanceFinding]:
    """The findings; the public is not told the key of a person."""
    if c.may(Action.ANALYSE_NETWORK):
        return list(found)
    return [replace(f, key=f"posts-{n:05d}") if f.check.code == "two_posts" else f for n, f in enumerate(found)]


@strawberry.type
class CoverageQuery:
    """Does the network hold."""

    @strawberry.field
    async def network_conformance(
        self, info: strawberry.Info[Context, None], area: str | None = None, on: Date | None = None,
        network: str = LIVE, severity: str | None = None, first: int | None = None, after: str | None = None,
        last: int | None = None, before: str | None = None,
    ) -> FindingConnection | None:  # fmt: skip
        """In the order of the checks; `severity` is violation, short, encouraged or data."""
        c = info.context
        if severity is not None and severity not in set(Severity):
            raise BadInput("severity", "input.not_allowed", allowed=list(Severity))
        found = conformance.conformance((await layout(c, network)).network, on or today(), area)
        order = {code: n for n, code in enumerate(conformance.CHECKS)}
        every = shown_to(c, found)
        shown = [f for f in every if severity in (None, f.severity.value)]
        rows = [(f"{order[f.check.code]:03d}/{f.key}", f) for f in shown]
        return FindingConnection.of(page(rows, _FindingOf(c), first, after, last, before), every)

    @strawberry.field
    async def coverage(
        self, info: strawberry.Info[Context, None], code: str, area: str | None = None,
        standard: StandardInput | None = None, hour: HourInput | None = None, age_band: AgeBandInput | None = None,
        network: str = LIVE,
    ) -> Coverage | None:  # fmt: skip
        """`hour` left out asks for the places at any hour."""
        c, s = info.context, (standard or StandardInput()).read()
        here = await layout(c, network)
        at, ages = hour.read() if hour else None, (age_band or AgeBandInput()).read()

        def work() -> tuple[reach.AreaReach, ...]:
            return reach.reach(here, cells_of(here, c, [code], area, s), at, ages, s)

        key = ("reach", code, area, s, at, ages)
        rows = here.cache.get(key, work)
        by_street = partial(here.cache.get, ("streets", *key), lambda: compare_streets(here, rows))
        away = only_at_offices(c.book, code)
        said = [*([f"{away.text}；这里的“不可及”不表示没有人办"] if away else []), *notes(here, s)]
        return Coverage.of(code, name_of(c.book, code), rows, said, by_street)

    @strawberry.field
    async def uncovered(
        self, info: strawberry.Info[Context, None], area: str | None = None, codes: list[str] | None = None,
        standard: StandardInput | None = None, hours: list[str] | None = None, age_band: AgeBandInput | None = None,
        network: str = LIVE, on: Date | None = None, first: int | None = None, after: str | None = None,
        last: int | None = None, before: str | None = None,
    ) -> "UncoveredPage | None":  # fmt: skip
        """`hours` restricts the question, as opening hours do; `codes` are needs, services and matters.

        Without codes: every need that places can meet and, where offices are loaded, every matter.
        """
        c = info.context
        here, s, at = await layout(c, network), (standard or StandardInput()).read(), hours_of(hours)
        ages, day = (age_band or AgeBandInput()).read(), on or today()
        matters = _matters(c, here, codes)
        places = [x for x in codes_of(c, codes) if x not in c.book.matters]

        def work() -> list[gaps.Uncovered]:
            found = list(gaps.uncovered(cells_of(here, c, places, area, s), at, ages))
            if matters:
                orphaned = here.cache.get(("orphans", day), lambda: tuple(orphans(here.network, c.book, day)))
                found += uncovered_matters(here, orphaned, matters, area, at, ages)
            return sorted(found, key=lambda u: u.key)

        found = await asyncio.to_thread(work)
        rows = page([(u.key, u) for u in found], Uncovered, first, after, last, before)
        certain = sum(u.count for u in found if u.certain)
        return UncoveredPage(rows=rows, tuples=BigInt(sum(u.count for u in found)), certain=BigInt(certain))

    @strawberry.field
    async def points(
        self, info: strawberry.Info[Context, None], search: str | None = None, area: str | None = None,
        candidates: bool = False, network: str = LIVE, first: int | None = None, after: str | None = None,
        last: int | None = None, before: str | None = None,
    ) -> Connection[Point] | None:  # fmt: skip
        """In the order of their keys, those of the tiers first; with `search`, best first."""
        here = await layout(info.context, network)
        here.communities(area)  # refuses an area that is not there
        inside = {a.code for a in here.network.within(area)} if area else here.network.areas.keys()
        every = here.candidates if candidates else tuple(here.network.points.values())
        found = {p.id: p for p in every if p.area in inside}
        ranks = heard({k: (p.name, k) for k, p in found.items()}, search) if search else dict.fromkeys(found, 0)
        order = {f"{rank}{0 if found[k].tier else 1}{k}": found[k] for k, rank in ranks.items()}
        return page(sorted(order.items(), key=lambda r: r[0]), Point, first, after, last, before)  # type: ignore[no-any-return]

    @strawberry.field
    async def point_uses(
        self, info: strawberry.Info[Context, None], area: str | None = None, network: str = LIVE
    ) -> list[Uses] | None:
        """The fewest first."""
        here = await layout(info.context, network)
        here.communities(area)  # refuses an area that is not there
        return [Uses(point=Point.of(p), services=n) for p, n in reach.services_at_points(here, area)]

    @strawberry.field
    async def single_points_of_failure(
        self, info: strawberry.Info[Context, None], area: str | None = None, codes: list[str] | None = None,
        hour: HourInput | None = None, k: int | None = None, network: str = LIVE, on: Date | None = None,
    ) -> WeakPoints | None:  # fmt: skip
        """With `k` and `hour`, also the worst loss of k places at once."""
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        here = await layout(c, network)
        at = hour.read() if hour else None
        if k is not None and at is None:
            raise BadInput("hour", "coverage.hour_missing")
        return await asyncio.to_thread(_weak, c, here, codes_of(c, codes), area, at, k, on or today())

    @strawberry.field
    async def what_if(
        self, info: strawberry.Info[Context, None], changes: list[ChangeInput], area: str | None = None,
        codes: list[str] | None = None, standard: StandardInput | None = None, hours: list[str] | None = None,
        network: str = LIVE, on: Date | None = None,
    ) -> Difference | None:  # fmt: skip
        """Close, open, resize, re-hour, add a service, move a post."""
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        if not 0 < len(changes) <= MOST_CHANGES:
            raise BadInput("changes", "input.not_between", least=1, most=MOST_CHANGES)
        here = await layout(c, network)
        after = whatif.apply(here, [x.read(n) for n, x in enumerate(changes)])
        asked = whatif.Comparison(codes_of(c, codes), area, (standard or StandardInput()).read(), hours_of(hours))
        found = await asyncio.to_thread(whatif.compare, here, after, c.book, asked, on or today())
        return Difference.of(c.book, found)


@strawberry.type
class UncoveredPage:
    """Empty is the proof."""

    rows: Connection[Uncovered]
    tuples: BigInt
    certain: BigInt


def _matters(c: Context, here: Layout, codes: Sequence[str] | None) -> list[str]:
    if codes:
        return [x for x in dict.fromkeys(codes) if x in c.book.matters]
    return list(c.book.matters) if here.network.bodies else []


class _FindingOf:
    """A finding needs the rulebook for its words."""

    def __init__(self, c: Context) -> None:
        self._book = c.book

    def of(self, f: Any) -> Finding:
        """The finding."""
        return Finding.of(self._book, f)


def notes(here: Layout, s: Standard) -> list[str]:
    """What a reader must know of the figures."""
    said = [message("note.estimate")]
    if s.measure is not Measure.SERVED:
        said.append(message("note.own_standard", measure=s.measure.label, within=s.within))
    if here.cache.get(
        "synthetic", lambda: any(p.provenance.value == "synthetic" for p in here.network.points.values())
    ):
        said.append(message("note.contains_synthetic"))
    return [str(note) for note in said]


def _weak(
    c: Context, here: Layout, codes: Sequence[str], area: str | None, at: int | None, k: int | None, on: Date
) -> WeakPoints:
    cells = cells_of(here, c, codes, area)
    lost = resilience.point_losses(here, cells, week.ALL_HOURS if at is None else at)
    connected = connectivity(here)
    worst = resilience.worst_loss(here, cells, k, at) if k is not None and at is not None else None
    persons = [p for p in resilience.person_losses(here) if len(p.posts) > 1]
    return WeakPoints(
        places=[PointLoss.of(x, Point.of(here.network.points[x.point])) for x in lost[:SHOWN]],
        persons=[
            PersonLoss(holder=p.holder, posts=list(p.posts), areas=[Area.of(a) for a in p.areas], minors=p.minors)
            for p in persons[:SHOWN]
        ],
        bodies=[
            BodyLoss(body=b.body.id, name=b.body.name, matters=list(b.matters), minors=b.minors)
            for b in resilience.body_losses(here, c.book, on, area)[:SHOWN]
        ],
        articulation=list(connected.articulation_points),
        bridges=[list(b) for b in connected.bridges],
        pieces=connected.components,
        worst=WorstLoss.of(worst) if worst else None,
        notes=[*notes(here, Standard()), str(message("note.at_most_each", most=SHOWN))],
    )  # fmt: skip
