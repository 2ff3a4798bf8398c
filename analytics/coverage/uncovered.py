"""Hours at which nobody meets a need, exactly (未覆盖)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analytics.coverage.cells import AGES, Cell
from analytics.coverage.week import ALL_HOURS, HourRange, hour_ranges
from network.entities import Area, ServicePoint
from network.responsibility.orphans import Orphan


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Hours at which no point meets a need in an area, or no body is responsible for a matter, for a range of ages."""

    area: Area
    code: str
    """Code of the need, service or matter."""
    age_from: int
    age_under: int
    hours: int
    """Hours as bits (`analytics.coverage.week`)."""
    doubtful: tuple[ServicePoint, ...]
    """Points that may be open at these hours: their hours or location are unknown."""
    offices: tuple[str, ...] = ()
    """Offices that may meet the need: their hours are not recorded."""
    missing: tuple[Orphan, ...] = ()
    """For a matter: kinds of body that must act and have no office."""

    @property
    def certain(self) -> bool:
        """True if no doubtful point or office, and none that is only not loaded, might cover the hours."""
        return not (self.doubtful or self.offices or any(not o.stated for o in self.missing))

    @property
    def count(self) -> int:
        """Number of (code, community, hour, year of age) tuples."""
        return self.hours.bit_count() * (self.age_under - self.age_from)

    @property
    def hour_ranges(self) -> tuple[HourRange, ...]:
        """The hours as ranges, as long as possible."""
        return hour_ranges(self.hours)

    @property
    def key(self) -> str:
        """Sort key and cursor."""
        return f"{self.code}/{self.area.code}/{self.age_from:02d}"


def uncovered(
    cells: Iterable[Cell], hours: int = ALL_HOURS, ages: tuple[int, int] = (0, AGES)
) -> tuple[Uncovered, ...]:
    """All tuples without a point, by key; adjacent ages with the same hours and doubtful points share a row.

    The sum of the counts is exact. An empty answer proves that nothing is uncovered.
    """
    rows: list[Uncovered] = []
    for c in cells:
        low, high = max(c.age_from, ages[0]), min(c.age_under, ages[1])
        gap = hours & ~c.hours()
        if low >= high or not gap:
            continue
        last = rows[-1] if rows else None
        same = (c.area, c.code, low, gap, c.doubtful)
        if last and (last.area, last.code, last.age_under, last.hours, last.doubtful) == same:
            rows[-1] = replace(last, age_under=high)
        else:
            rows.append(Uncovered(c.area, c.code, low, high, gap, c.doubtful, c.offices))
    return tuple(sorted(rows, key=lambda r: r.key))


@dataclass(frozen=True, slots=True)
class AlikeGaps:
    """Needs that are uncovered alike in several areas: at the same ages and hours, with the same doubt."""

    codes: tuple[str, ...]
    areas: tuple[Area, ...]
    one: Uncovered
    """One of them, whose ages, hours and doubt are those of all; the offices of the others are as many."""


def alike(rows: Iterable[Uncovered]) -> tuple[AlikeGaps, ...]:
    """Return the rows joined, first by area and then by need, in their order: hundreds become a handful."""
    areas: dict[tuple[object, ...], list[Uncovered]] = {}
    for r in rows:
        doubt = tuple(p.id for p in r.doubtful), len(r.offices), tuple(o.key for o in r.missing)
        areas.setdefault((r.code, r.age_from, r.age_under, r.hours, doubt), []).append(r)
    codes: dict[tuple[object, ...], list[list[Uncovered]]] = {}
    for (_, *same), own in areas.items():
        codes.setdefault((*same, *(r.area.code for r in own)), []).append(own)
    return tuple(
        AlikeGaps(tuple(own[0].code for own in groups), tuple(r.area for r in groups[0]), groups[0][0])
        for groups in codes.values()
    )
