"""Orphans: matters without any responsible office (无主事项)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from knowledge.absent import NotLoaded
from knowledge.rows.rows import BodyKind, Matter
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Level, Role
from network.entities import Area
from network.snapshot import Network
from network.territory import rulebooks

AREA_OF = {
    Level.CITY: AreaLevel.CITY,
    Level.DISTRICT: AreaLevel.DISTRICT,
    Level.STREET: AreaLevel.STREET,
    Level.COMMUNITY: AreaLevel.COMMUNITY,
}
"""The level of area that has the office of each level of body."""
Assigned = tuple[str, Role, str]
"""Matter, role and kind of body."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A matter and role whose kind of body has no office in an area that should have one."""

    matter: Matter
    role: Role
    kind: BodyKind
    area: Area
    stated: bool = True
    """False: no office is loaded, and nobody stated that the list of its kind is complete."""

    @property
    def key(self) -> str:
        """Sort key and identifier."""
        return f"{self.matter.code}/{self.role}/{self.kind.code}/{self.area.code}"


def orphans(network: Network, book: Rulebook, on: date, within: str | None = None) -> Iterator[Orphan]:
    """All orphans on a day, in the whole network or inside an area.

    Units and persons (the school, the parents) are given by the case and are never orphans.

    Raises:
        NotFound: The area is not loaded.
    """
    if within is not None and within not in network.areas:
        raise NotLoaded(key=within)
    areas = network.within(within) if within else tuple(network.areas.values())
    required = RequiredOffice(network, book, on)
    for area in areas:
        for matter, role, body in sorted(required.of(area)):
            if not network.seated(body, area.code):
                stated = network.stated(body, area.code, on)
                yield Orphan(book.matters[matter], role, book.kinds[body], area, stated)


@dataclass(frozen=True)
class RequiredOffice:
    """Kinds of bodies that each area needs on a day: those of its level with duties by texts in force there."""

    network: Network
    book: Rulebook
    on: date
    _known: dict[tuple[int, AreaLevel], frozenset[Assigned]] = field(default_factory=dict, repr=False)

    def of(self, area: Area) -> frozenset[Assigned]:
        """Return the matters, roles and kinds of an area; a text that is in force in a part of the area counts."""
        parts = rulebooks(self.network, self.book, area.code)
        return frozenset().union(*(self._in(b, area.level) for b in parts))

    def _in(self, book: Rulebook, level: AreaLevel) -> frozenset[Assigned]:
        key = id(book), level
        if key not in self._known:
            duties = ((m, d) for m, d in book.duties() if AREA_OF.get(book.kinds[d.body].level) is level)
            self._known[key] = frozenset((m.code, d.role, d.body) for m, d in duties if book.in_force(d, self.on))
        return self._known[key]
