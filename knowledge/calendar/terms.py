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
    """What a part of the school year is."""

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
        """Whether it is then."""
        return self.since <= day < self.until


Layer = tuple[SchoolSpan, ...]
"""What one area states."""


@cache
def configured() -> Layer:
    """The estimates that ship: they count on days of which no file says anything."""
    raw = tomllib.loads((Path(__file__).parent / "calendar.toml").read_text("utf-8"))
    return tuple(SchoolSpan(k, r["since"], r["until"]) for k in reversed(PeriodKind) for r in raw[k.value])


@cache
def configured_until() -> date:
    """The day from which no school term or vacation is configured."""
    return max(p.until for p in configured())


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The school year at a place: of each day the nearest area that says something of it decides."""

    stated: tuple[Layer, ...] = ()
    """From files, the nearest area first."""

    def kind(self, day: date) -> PeriodKind | None:
        """Term or vacation; None where nothing is known, or the area that decides contradicts itself."""
        nearest = next((kinds for layer in self._layers() if (kinds := _kinds(layer, day))), ())
        return next(iter(nearest)) if len(nearest) == 1 else None

    def vacations(self) -> tuple[date, ...]:
        """The first days of vacations, but those of which a nearer area says what the day is."""
        layers = tuple(self._layers())
        days = {
            p.since
            for n, layer in enumerate(layers)
            for p in layer
            if p.kind is PeriodKind.VACATION and not any(_kinds(nearer, p.since) for nearer in layers[:n])
        }
        return tuple(sorted(days))

    def stated_until(self, day: date) -> date:
        """The first day, from a day on, of which no file says anything."""
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
"""Where no area states anything."""


def _kinds(layer: Layer, day: date) -> frozenset[PeriodKind]:
    return frozenset(p.kind for p in layer if p.holds(day))
