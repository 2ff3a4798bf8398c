"""Matters that no concrete body answers for: the no-orphan proof (无主事项)."""

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
"""Where the concrete office of a level is looked for."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A matter and role whose kind of body has no office in an area that should have one."""

    matter: Matter
    role: Role
    kind: BodyKind
    area: Area

    @property
    def key(self) -> str:
        """What orders and names it."""
        return f"{self.matter.code}/{self.role}/{self.kind.code}/{self.area.code}"


def orphans(network: Network, book: Rulebook, on: date, within: str | None = None) -> Iterator[Orphan]:
    """Every orphan on a day, in the whole network or within an area.

    Units and persons (the school, the parents) are named by the case and are never orphans.

    Raises:
        NotFound: the area is not loaded.
    """
    if within is not None and within not in network.areas:
        raise NotFound("area", within)
    areas = network.within(within) if within else tuple(network.areas.values())
    wanted = {(m.code, d.role, d.body) for m, d in book.duties() if book.in_force(d, on)}
    for matter, role, body in sorted(wanted):
        kind = book.kinds[body]
        level = AREA_OF.get(kind.level)
        for area in (a for a in areas if a.level is level):
            if not network.seated(body, area.code, on):
                yield Orphan(book.matters[matter], role, kind, area)
