"""School terms and vacations of an area, from its own file (校历)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.calendar.terms import Layer, PeriodKind, SchoolSpan
from knowledge.vocabulary import Provenance


@dataclass(frozen=True, slots=True)
class SchoolPeriod:
    """A term or a vacation of the schools in an area and all below it."""

    area: str
    since: date
    until: date
    """The first day after it."""
    kind: PeriodKind
    name: str
    source: str
    """The authority that published it."""
    provenance: Provenance
    withdrawn: bool = False

    @property
    def id(self) -> str:
        """One begins in an area on a day: loaded again with another end it replaces the former."""
        return f"{self.area}/{self.since}"


def layers(periods: Iterable[SchoolPeriod]) -> Mapping[str, Layer]:
    """Return the periods that each area states, without withdrawn ones."""
    by_area: defaultdict[str, list[SchoolSpan]] = defaultdict(list)
    for p in sorted(periods, key=lambda p: p.id):
        if not p.withdrawn:
            by_area[p.area].append(SchoolSpan(PeriodKind(p.kind), p.since, p.until))
    return {area: tuple(rows) for area, rows in by_area.items()}
