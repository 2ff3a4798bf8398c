"""Reach of a need at an hour for each community: reached, full, unknown or not reached (可及)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from analytics.coverage.cells import Cell
from analytics.coverage.layout import Layout, Measure, Pair, Standard
from analytics.coverage.week import whole_hours
from knowledge.vocabulary import Labelled
from network.entities import Area, ServicePoint


class ReachState(Labelled):
    """State of reach of a need for an area at an hour, from best to worst."""

    SERVED = "served", "可及"
    FULL = "full", "可及但已满"
    UNKNOWN = "unknown", "位置或时间不详"
    NONE = "none", "不可及"


@dataclass(frozen=True, slots=True)
class AreaReach:
    """Reach of a need at an hour for one community and a range of ages."""

    area: Area
    state: ReachState
    k: int
    """Points that are not known to be full and are open the whole hour (k-cover); 0 if only several points together
    cover the hour."""
    points: tuple[str, ...]
    """Keys of these points."""
    travel: float | None
    """To the nearest of them, by the standard's measure; None if unknown."""
    minors: int | None
    demand: int | None
    """Children known to have the need; None if unknown."""


def reach(
    layout: Layout, cells: Iterable[Cell], hour: int | None, ages: tuple[int, int], standard: Standard | None = None
) -> tuple[AreaReach, ...]:
    """The state of each community and code: the worst over the ages.

    Args:
        layout: The network that the cells belong to.
        cells: From `analytics.coverage.cells`.
        hour: One bit of the week (`analytics.coverage.week.hour_bit`); None: points open at any hour count.
        ages: From (inclusive) and under (exclusive).
        standard: The standard of the cells; its measure is the one of `travel`.
    """
    measure = (standard or Standard()).measure
    worst: dict[Pair, AreaReach] = {}
    for c in cells:
        if c.age_under <= ages[0] or c.age_from >= ages[1]:
            continue
        row = _reach_of(layout, c, hour, measure)
        pair = Pair(c.area.code, c.code)
        before = worst.get(pair)
        if before is None or _badness(row) > _badness(before):
            worst[pair] = row
    return tuple(worst.values())


def _badness(r: AreaReach) -> tuple[int, int]:
    return list(ReachState).index(r.state), -r.k


def _open(minutes: int, hour: int | None) -> bool:
    """True if the whole hour is open; without an hour, if any minute is."""
    return bool(minutes) if hour is None else bool(whole_hours(minutes) & hour)


def _reach_of(layout: Layout, cell: Cell, hour: int | None, measure: Measure) -> AreaReach:
    able = [p for p, m in cell.points if p.free != 0 and _open(m, hour)]
    with_room = reduce(or_, (m for p, m in cell.points if p.free != 0), 0)
    together = reduce(or_, (m for _, m in cell.points), 0)
    if _open(with_room, hour):
        state = ReachState.SERVED
    elif _open(together, hour):
        state = ReachState.FULL
    else:
        state = ReachState.UNKNOWN if cell.uncertain else ReachState.NONE
    shown = Measure.STRAIGHT if measure is Measure.SERVED else measure
    travel = [t for p in able if (t := layout.travel_to(cell.area, p, shown)) is not None]
    return AreaReach(
        cell.area,
        state,
        len(able),
        tuple(p.id for p in able),
        min(travel, default=None),
        layout.minors(cell.area.code),
        layout.demand.get(Pair(cell.area.code, cell.code)),
    )


def services_at_points(layout: Layout, within: str | None = None) -> tuple[tuple[ServicePoint, int], ...]:
    """Number of services at each point of the tiers (一点多用), the fewest first.

    Source: 行动方案三（三）1. The plan gives no number.
    """
    areas = {a.code for a in layout.network.within(within)} if within else layout.network.areas.keys()
    counts = ((p, len(p.services)) for p in layout.network.points.values() if p.tier and p.area in areas)
    return tuple(sorted(counts, key=lambda c: (c[1], c[0].id)))
