"""The part of the network that an answer about one place needs, so that it costs the same in a nation (所需的部分)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.directory.places import AREAS_BY_NAME, by_name
from graph_model.directory.snapshot import NAMES, READ, Records, made, records, version
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement, statements
from knowledge.errors import DomainError
from knowledge.vocabulary import AreaLevel
from network import days
from network.entities import ANONYMOUS, Area, NetworkVersion, ServicePoint
from network.local import LocalClause, LocalDocument
from network.places import AreaHit, by_code, lucene
from network.snapshot import Network

UPPER, BEGUN, PATHS, BECAME, INSIDE, RECORDS, CLAUSES = statements(
    __file__, "upper", "begun", "paths", "became", "inside", "records", "clauses"
)
LENGTH = 12


@dataclass(frozen=True, slots=True)
class KeysFound:
    """Keys of records, with the name of their type where they are of several."""

    keys: tuple[str, ...]
    kind: str = Area.__name__


@dataclass(frozen=True, slots=True)
class JoinedDistricts:
    """Two districts that are to be read together."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class DistrictName:
    """A district of which something is loaded."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PartQuery:
    """Query for a part of the network: place and day."""

    place: str | None
    """Code or name of the place; without one the names of provinces, cities and districts are read."""
    on: date
    named: tuple[str, ...] = ()
    """Names of places in the text of a question."""


async def begun(tx: Tx) -> list[DistrictName]:
    """The districts of which more than the name is loaded."""
    return await tx.rows(BEGUN, DistrictName)


async def part(graph: Graph, asked: PartQuery) -> Network:
    """Return the district of a place whole, with what is above it, and the names of all other districts.

    An answer about the place equals that of the whole network. If no place or several places match, it contains the
    data to report that.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    while True:
        state = await graph.read(ANONYMOUS, version)
        records = await graph.read_whole(ANONYMOUS, _read, asked)
        if await graph.read(ANONYMOUS, version) == state:
            return made(state, records)


async def _read(tx: Tx, asked: PartQuery) -> Records:
    areas = await _areas(tx, await _keys(tx, UPPER))
    await _with_paths(tx, areas, await _meant(tx, asked))
    code = await _place(tx, areas, asked)
    districts = await _together(tx, areas, code) if code else frozenset[str]()
    inside = await _keys(tx, INSIDE, districts)
    areas |= await _areas(tx, inside - areas.keys())
    above = {up for c in (*districts, *((code,) if code else ())) for up in _path(areas, c)}
    around = await tx.rows(RECORDS, KeysFound, codes=sorted(inside | above), kinds=list(NAMES))
    keys: dict[str, Collection[str]] = {row.kind: row.keys for row in around}
    clauses = await tx.rows(CLAUSES, KeyRow, documents=keys.get(LocalDocument.__name__, ()))
    keys[LocalClause.__name__] = [row.key for row in clauses]
    of: dict[type, Mapping[str, Any]] = {kind: {} for kind in READ}
    of |= await records(tx, keys)
    return of | {Area: areas | await _served(tx, areas, of[ServicePoint].values())}


async def _keys(tx: Tx, statement: Statement, codes: Iterable[str] = ()) -> frozenset[str]:
    row = await tx.row(statement, KeysFound, codes=sorted(codes))
    return frozenset(row.keys if row else ())


async def _areas(tx: Tx, codes: Collection[str]) -> dict[str, Area]:
    return dict((await records(tx, {Area.__name__: codes}))[Area])


async def _served(tx: Tx, areas: Mapping[str, Area], points: Iterable[ServicePoint]) -> dict[str, Area]:
    """The areas of the other districts that places lie in or serve: whether they serve a whole one follows from all."""
    named = {code for p in points for code in (p.area, *p.serves)} - areas.keys()
    around: dict[str, Area] = {}
    await _with_paths(tx, around, named)
    beside = {up for code in named for up in _path(around, code) if around[up].level is AreaLevel.DISTRICT}
    return around | await _areas(tx, await _keys(tx, INSIDE, beside) - around.keys())


async def _meant(tx: Tx, asked: PartQuery) -> set[str]:
    """The areas that may be meant."""
    named = [*asked.named]
    if asked.place and not asked.place.isdigit():
        named.append(asked.place)
    codes = {h.code for name in named for h in await tx.rows(AREAS_BY_NAME, AreaHit, text=lucene(name))}
    return codes | ({asked.place.ljust(LENGTH, "0")} if asked.place and asked.place.isdigit() else set())


async def _with_paths(tx: Tx, areas: dict[str, Area], codes: Collection[str]) -> None:
    """Add areas with all above them, and those that they became."""
    while codes:
        new = await _areas(tx, await _keys(tx, PATHS, codes) - areas.keys())
        areas |= new
        codes = {s for a in areas.values() for s in a.successors} - areas.keys() if new else ()


async def _place(tx: Tx, areas: Mapping[str, Area], asked: PartQuery) -> str | None:
    """The place where it is one, on the day."""
    if asked.place is None:
        return None
    sketch = days.at(made(NetworkVersion(0, None), {kind: {} for kind in READ} | {Area: areas}), asked.on)
    try:
        place = by_code(sketch, asked.place) if asked.place.isdigit() else await by_name(tx, sketch, asked.place)
    except DomainError:
        return None  # whoever asks is told the same
    return place.code if place.loaded else None


def _path(areas: Mapping[str, Area], code: str) -> Iterator[str]:
    """The area and the areas above it."""
    area = areas.get(code)
    while area is not None:
        yield area.code
        area = areas.get(area.parent or "")


async def _together(tx: Tx, areas: Mapping[str, Area], code: str) -> frozenset[str]:
    """Return the district of a place, with those that its areas came from or went to."""
    districts = {up for up in _path(areas, code) if areas[up].level is AreaLevel.DISTRICT}
    pairs = await tx.rows(BECAME, JoinedDistricts)
    while (
        joined := {d for p in pairs if not districts.isdisjoint((p.one, p.other)) for d in (p.one, p.other)} - districts
    ):
        districts |= joined
    return frozenset(districts)
