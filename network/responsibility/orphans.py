"""Orphans: matters without any responsible office (无主事项)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.errors import NotFound
from knowledge.rows.rows import BodyKind, Matter
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Level, Role
from network.entities import Area
from network.snapshot import Network

AREA_OF = {
    Level.CITY: AreaLevel.CITY,
    Level.DISTRICT: AreaLevel.DISTRICT,
    Level.STREET: AreaLevel.STREET,
    Level.COMMUNITY: AreaLevel.COMMUNITY,
}
"""The level of area that has the office of each level of body."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A matter and role whose kind of body has no office in an area that should have one."""

    matter: Matter
    role: Role
    kind: BodyKind
    area: Area

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
        raise NotFound("area", within)
    areas = network.within(within) if within else tuple(network.areas.values())
    required = {(m.code, d.role, d.body) for m, d in book.duties() if book.in_force(d, on)}
    for matter, role, body in sorted(required):
        kind = book.kinds[body]
        level = AREA_OF.get(kind.level)
        for area in (a for a in areas if a.level is level):
            if not network.seated(body, area.code, on):
                yield Orphan(book.matters[matter], role, kind, area)
