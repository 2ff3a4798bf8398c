"""School terms and vacations at a place: those that an area's own file states, else estimates (学期和寒暑假)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

from knowledge.vocabulary import Labelled


class PeriodKind(Labelled):
    """Kind of a period of the school year."""

    TERM = "term", "学期"
    VACATION = "vacation", "寒暑假"


@dataclass(frozen=True, slots=True)
class SchoolSpan:
    """A term or a vacation."""

    kind: PeriodKind
    since: date
    until: date
    """The first day after it."""

    def holds(self, day: date) -> bool:
        """True if the day is in the period."""
        return self.since <= day < self.until


Layer = tuple[SchoolSpan, ...]
"""School periods stated by one area."""


@cache
def configured() -> Layer:
    """Return the shipped estimates, used on days for which no file states anything."""
    raw = tomllib.loads((Path(__file__).parent / "calendar.toml").read_text("utf-8"))
    return tuple(SchoolSpan(k, r["since"], r["until"]) for k in reversed(PeriodKind) for r in raw[k.value])


@cache
def configured_until() -> date:
    """The day from which no school term or vacation is configured."""
    return max(p.until for p in configured())


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """School year at a place: for each day the nearest area that states anything for it decides."""

    stated: tuple[Layer, ...] = ()
    """From files, the nearest area first."""

    def kind(self, day: date) -> PeriodKind | None:
        """Term or vacation; None where nothing is known, or the area that decides contradicts itself."""
        nearest = next((kinds for layer in self._layers() if (kinds := _kinds(layer, day))), ())
        return next(iter(nearest)) if len(nearest) == 1 else None

    def vacations(self) -> tuple[date, ...]:
        """Return the first days of vacations, without those on which a nearer area states another kind of day."""
        layers = tuple(self._layers())
        days = {
            p.since
            for n, layer in enumerate(layers)
            for p in layer
            if p.kind is PeriodKind.VACATION and not any(_kinds(nearer, p.since) for nearer in layers[:n])
        }
        return tuple(sorted(days))

    def stated_until(self, day: date) -> date:
        """Return the first day, from `day` on, for which no file states anything."""
        while ends := [p.until for layer in self.stated for p in layer if p.holds(day)]:
            day = max(ends)
        return day

    def contradiction(self, day: date) -> date | None:
        """The first day, from a day on, that an area states to be both."""
        both = (
            max(a.since, b.since, day)
            for layer in self.stated
            for a, b in combinations(layer, 2)
            if a.kind is not b.kind and max(a.since, b.since, day) < min(a.until, b.until)
        )
        return min(both, default=None)

    def _layers(self) -> Iterator[Layer]:
        yield from self.stated
        yield configured()


ESTIMATED = SchoolCalendar()
"""School calendar of a place for which no area states anything."""


def _kinds(layer: Layer, day: date) -> frozenset[PeriodKind]:
    return frozenset(p.kind for p in layer if p.holds(day))
