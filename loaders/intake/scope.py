"""Records that an actor may write: those within the actor's areas (辖区)."""

import os
from collections.abc import Collection, Iterator, Mapping

from graph_model.access import use
from graph_model.directory.records import Record, key_of
from graph_model.jobs.loading import LoadContext
from knowledge.vocabulary import AreaLevel
from loaders.tables.keys import InvalidRow
from network.entities import Actor, Area, Body, CompleteList, Holder, Population, Post, Segment, ServicePoint
from network.local import LocalClause, LocalDocument
from network.snapshot import Network
from network.standards import BenefitStandard
from network.terms import SchoolPeriod

OUTSIDE = "row.outside_your_areas"
TAKEN = "row.key_taken_elsewhere"
LEVELS = list(AreaLevel)


def is_development() -> bool:
    """True if this process may write made-up records; production has `TONGXIN_ENV=production`."""
    return os.environ.get("TONGXIN_ENV", "development") == "development"


async def may_hold_demo(context: LoadContext) -> bool:
    """True if made-up records may be written here: not by a process of production, and not into its database."""
    return is_development() and not (await context.graph.read(context.actor, use.held)).production


class LoadScope:
    """The areas of an actor, with those that the file adds to them; `everywhere` for an operator."""

    def __init__(self, network: Network, actor: Actor, *, everywhere: bool = False) -> None:
        self.network, self.everywhere = network, everywhere
        self.inside = {a.code for top in actor.areas for a in network.within(top)}
        self.levels = {a.code: a.level for a in network.areas.values()}

    def check_area(self, code: str, column: str = "area") -> None:
        """Check an area that a row names.

        Raises:
            InvalidRow: it is outside the actor's areas.
        """
        if not self.everywhere and code not in self.inside:
            raise InvalidRow(column, OUTSIDE)

    def check(self, r: Record) -> None:
        """Check a record; areas must come parents first.

        Raises:
            InvalidRow: it is outside the actor's areas, or its key is used there.
        """
        if self.everywhere:
            return
        if isinstance(r, Area):
            self._check_area_record(r)
        elif isinstance(r, Holder):
            if any(p.area not in self.inside for p in self.network.posts.values() if p.holder == r.id):
                raise InvalidRow("holder_id", TAKEN)
        else:
            for column, code in _areas(r):
                self.check_area(code, column)
            there = self._in_graph(r)
            if there is not None and there.area not in self.inside:
                raise InvalidRow(None, TAKEN)

    def _in_graph(self, r: Record) -> Body | ServicePoint | Post | None:
        if isinstance(r, Body):
            return self.network.bodies.get(r.id)
        if isinstance(r, ServicePoint):
            return self.network.recorded.get(r.id)
        return self.network.posts.get(r.id) if isinstance(r, Post) else None

    def _check_area_record(self, r: Area) -> None:
        """Check that a loaded area retains its level, and that a parent is of a higher one: no cycle can arise."""
        if self.network.areas.get(r.code) == r:  # also one above: nothing is written
            return
        if r.parent is None or r.parent not in self.levels:
            raise InvalidRow("parent_code", "row.parent_not_loaded")
        if r.parent not in self.inside or (r.code in self.levels and r.code not in self.inside):
            raise InvalidRow("parent_code", OUTSIDE)
        if self.levels.get(r.code, r.level) is not r.level:
            raise InvalidRow("level", "row.level_differs")
        if LEVELS.index(self.levels[r.parent]) >= LEVELS.index(r.level):
            raise InvalidRow("level", "row.level_not_below_parent")
        self.inside.add(r.code)
        self.levels[r.code] = r.level


def _areas(r: Record) -> Iterator[tuple[str, str]]:
    if isinstance(
        r,
        Body
        | ServicePoint
        | Post
        | Segment
        | Population
        | CompleteList
        | LocalDocument
        | LocalClause
        | BenefitStandard
        | SchoolPeriod,
    ):
        yield "area", r.area
    if isinstance(r, ServicePoint):
        yield from (("serves", code) for code in r.serves)


def in_graph(network: Network, r: Record, others: Collection[Record]) -> bool:
    """True if the graph contains exactly this record; `others` are records that the network snapshot leaves out."""
    held: Mapping[type, Mapping[str, Record]] = {
        Area: network.areas,
        Body: network.bodies,
        ServicePoint: network.recorded,
        Post: network.posts,
        Population: network.populations,
        CompleteList: network.lists,
        LocalDocument: network.local.documents,
        LocalClause: network.local.clauses,
        BenefitStandard: network.local.standards,
        SchoolPeriod: network.local.terms,
    }
    own = held.get(type(r))
    return r in others if own is None else own.get(key_of(r)) == r
