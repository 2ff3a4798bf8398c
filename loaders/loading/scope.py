"""Which rows of a handed file somebody may write: those of her own areas, and nothing of elsewhere (辖区)."""

from collections.abc import Collection, Iterator

from graph_model.directory.records import Record
from knowledge.vocabulary import AreaLevel
from loaders.directory.known import NOT_LOADED
from network.entities import Actor, Area, Body, Holder, Population, Post, Segment, ServicePoint
from network.snapshot import Network

OUTSIDE = "不在你的辖区 / outside your areas"
TAKEN = "编号已用在别处 / the key is taken elsewhere"
LEVELS = list(AreaLevel)


class Scope:
    """The areas of an actor, with those that a file adds to them."""

    def __init__(self, network: Network, actor: Actor) -> None:
        self.network = network
        self.inside = {a.code for top in actor.areas for a in network.within(top)}
        self.levels = {a.code: a.level for a in network.areas.values()}

    def refused(self, r: Record) -> str | None:
        """Why a record may not be written, or nothing; areas must come parents first."""
        if isinstance(r, Area):
            return self._area(r)
        if isinstance(r, Holder):
            held = (p.area for p in self.network.posts.values() if p.holder == r.id)
            return TAKEN if any(area not in self.inside for area in held) else None
        if not all(area in self.inside for area in _areas(r)):
            return OUTSIDE
        stands = self._stands(r)
        return TAKEN if stands is not None and stands.area not in self.inside else None

    def _stands(self, r: Record) -> Body | ServicePoint | Post | None:
        if isinstance(r, Body):
            return self.network.bodies.get(r.id)
        if isinstance(r, ServicePoint):
            return self.network.points.get(r.id)
        return self.network.posts.get(r.id) if isinstance(r, Post) else None

    def _area(self, r: Area) -> str | None:
        """The level of an area that stands does not change, and a parent is of a higher level: no circle can come."""
        if self.network.areas.get(r.code) == r and r.code in self.inside:
            return None
        if r.parent is None or r.parent not in self.levels:
            return f"上级代码 parent_code: {NOT_LOADED}"
        if r.parent not in self.inside or (r.code in self.levels and r.code not in self.inside):
            return OUTSIDE
        if self.levels.get(r.code, r.level) is not r.level:
            return "级别 level与已载入的不同 / the level differs from what is loaded"
        if LEVELS.index(self.levels[r.parent]) >= LEVELS.index(r.level):
            return "级别 level不低于上级 / the level is not below that of the parent"
        self.inside.add(r.code)
        self.levels[r.code] = r.level
        return None


def _areas(r: Record) -> Iterator[str]:
    if isinstance(r, Body | ServicePoint | Post | Segment | Population):
        yield r.area
    if isinstance(r, ServicePoint):
        yield from r.serves


def stands(network: Network, r: Record, others: Collection[Record]) -> bool:
    """Whether a record stands already, word for word; `others` are those that the network does not hold."""
    match r:
        case Area():
            return network.areas.get(r.code) == r
        case Body():
            return network.bodies.get(r.id) == r
        case ServicePoint():
            return network.points.get(r.id) == r
        case Post():
            return network.posts.get(r.id) == r
        case Population():
            return network.populations.get(r.area) == r
        case _:
            return r in others
