"""Export of a list as a file: records of the graph, as rows that restore them when loaded (拿走)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_model.directory import records as store
from graph_model.jobs.loading import LoadContext
from graph_model.jobs.taking import FileFormat, TakenFile
from knowledge.errors import BadInput
from loaders.directory import contracts, local, points, segment_rows, terms
from loaders.directory.forms import Form
from loaders.directory.known import Known
from loaders.taking.files import NO_SOURCE, WRITERS, columns_of, gives
from loaders.taking.lines import RowWriter, TakenRow
from loaders.taking.outlines import written_outlines
from loaders.taking.records import written_records
from loaders.taking.rosters import written_rosters
from network.entities import ServicePoint
from network.snapshot import Network

MOST = 10_000
"""Most rows of a file (configured value): a district has fewer; a city is taken district by district."""
TABLES = (FileFormat.CSV, FileFormat.XLSX)
DRAWN = (*TABLES, FileFormat.GEOJSON)


@dataclass(frozen=True, slots=True)
class AskedList:
    """The request for rows: whose, and by whom."""

    context: LoadContext
    writer: RowWriter
    codes: frozenset[str]
    """The areas, each by its code."""
    above: tuple[str, ...]
    """The areas above them: without these, an empty graph takes none."""

    @property
    def network(self) -> Network:
        """All that is loaded, also what has ended."""
        return self.context.network


@dataclass(frozen=True, slots=True)
class Takeable:
    """A topic that can be taken away: its form, its formats, its rows."""

    form: Form
    formats: tuple[FileFormat, ...]
    entries: Callable[[AskedList], Awaitable[Sequence[TakenRow | None]]]
    """None for what the actor may not see."""


async def take(
    context: LoadContext, topic: str, area: str | None, made: FileFormat, *, confidential: bool
) -> TakenFile:
    """Return the list of a topic in an area and all below it; by default in the actor's areas, or everywhere.

    Places with a confidential location are listed only for those who may see it; of posts, the names within the
    actor's areas. A record that a row cannot represent is left out and named.

    Raises:
        BadInput: No such topic, area or format, or too many rows.
        GraphUnavailable: The database cannot be used.
    """
    known = Known.of(context, NO_SOURCE)
    asked = _asked(context, RowWriter(known, context.network), area)
    name = f"{topic}-{area or 'all'}-{context.on}.{made}"
    formats = OTHERS[topic] if topic in OTHERS else _takeable(topic).formats
    if made not in formats:
        raise BadInput("format", "input.not_allowed", allowed=[f.value for f in formats])
    if topic == OUTLINES:
        return await written_outlines(context, name, sorted(asked.codes))
    if topic == RECORDS:
        return await written_records(context, name, made, sorted(asked.codes), MOST)
    if topic == ROSTERS:
        return await written_rosters(context, name, made, sorted(asked.codes), MOST)
    takeable = _takeable(topic)
    every = await takeable.entries(asked)
    if len(every) > MOST:
        raise BadInput("area", "taking.too_many", count=len(every), most=MOST)
    shown = [e for e in every if e is not None and (confidential or not _confidential(e))]
    return await asyncio.to_thread(_written, takeable.form, name, made, shown, len(every) - len(shown), known)


def _takeable(topic: str) -> Takeable:
    if topic not in TAKEABLE:
        raise BadInput("topic", "input.not_allowed", allowed=[*TAKEABLE, *OTHERS])
    return TAKEABLE[topic]


def _asked(context: LoadContext, writer: RowWriter, area: str | None) -> AskedList:
    network = context.network
    if area is not None and area not in network.areas:
        raise BadInput("area", "area.not_loaded")
    tops = [area] if area else [a for a in context.actor.areas or network.roots if a in network.areas]
    codes = frozenset(a.code for top in tops for a in network.within(top))
    above = dict.fromkeys(a.code for top in tops for a in reversed(network.path(top)) if a.code not in codes)
    return AskedList(context, writer, codes, tuple(above))


def _confidential(e: TakenRow) -> bool:
    return any(isinstance(r, ServicePoint) and r.confidential for r in e.records)


def _written(
    form: Form, name: str, made: FileFormat, entries: Sequence[TakenRow], hidden: int, known: Known
) -> TakenFile:
    """The file of the rows that give their records again."""
    sound = [e for e in entries if gives(form, e, known)]
    kept = {e.key for e in sound}
    left_out = tuple(e.key for e in entries if e.key not in kept)
    content = WRITERS[made](columns_of(form.columns), [e.line for e in sound])
    named = tuple(e.key for e in sound if len(e.records) > 1)
    return TakenFile(name, made, content, len(sound), hidden, left_out, named)


async def _areas(a: AskedList) -> Sequence[TakenRow]:
    """With the areas above: they are refused where their parent is not loaded."""
    areas = a.network.areas
    return [a.writer.area(areas[c]) for c in (*a.above, *(c for c in areas if c in a.codes))]


async def _bodies(a: AskedList) -> Sequence[TakenRow]:
    return [a.writer.body(b) for b in a.network.bodies.values() if b.area in a.codes]


async def _points(a: AskedList) -> Sequence[TakenRow]:
    """All places but those that are rows of schools."""
    return [a.writer.point(p) for p in _places(a) if p.body != points.SCHOOL or not _is_school_row(a, p)]


async def _schools(a: AskedList) -> Sequence[TakenRow]:
    """Return the schools whose known facts all fit the form of schools."""
    return [a.writer.school(p) for p in _places(a) if p.body == points.SCHOOL and _is_school_row(a, p)]


def _places(a: AskedList) -> Iterator[ServicePoint]:
    return (a.network.recorded[code] for code, p in a.network.points.items() if p.area in a.codes)


def _is_school_row(a: AskedList, p: ServicePoint) -> bool:
    return gives(points.SCHOOLS, a.writer.school(p), a.writer.known)


async def _posts(a: AskedList) -> Sequence[TakenRow | None]:
    """Return posts with the names within the actor's areas; others cannot be exported so that they load again."""
    posts = [p for p in a.network.posts.values() if p.area in a.codes]
    keys = sorted({p.holder for p in posts if p.holder})
    people = {h.id: h for h in await a.context.graph.read(a.context.actor, store.people, keys)}
    return [a.writer.post(p, people.get(p.holder or "")) if p.holder in {None, *people} else None for p in posts]


async def _population(a: AskedList) -> Sequence[TakenRow]:
    return [a.writer.population(p) for p in a.network.populations.values() if p.area in a.codes]


async def _lists(a: AskedList) -> Sequence[TakenRow]:
    return [a.writer.complete_list(c) for c in a.network.lists.values() if c.area in a.codes]


async def _segments(a: AskedList) -> Sequence[TakenRow]:
    held = await a.context.graph.read(a.context.actor, store.segments, sorted(a.codes), MOST + 1)
    return [a.writer.segment(s) for s in held]


async def _plans(a: AskedList) -> Sequence[TakenRow]:
    held = a.network.local
    return [a.writer.local_clause(c, held.documents[c.document]) for c in held.clauses.values() if c.area in a.codes]


async def _standards(a: AskedList) -> Sequence[TakenRow]:
    return [a.writer.standard(s) for s in a.network.local.standards.values() if s.area in a.codes]


async def _terms(a: AskedList) -> Sequence[TakenRow]:
    return [a.writer.term(p) for p in a.network.local.terms.values() if p.area in a.codes]


OUTLINES, RECORDS, ROSTERS = "outlines", "records", "rosters"
OTHERS: Mapping[str, tuple[FileFormat, ...]] = {OUTLINES: (FileFormat.GEOJSON,), RECORDS: TABLES, ROSTERS: TABLES}
"""Drawings, evidence, and times on duty: no records of the directory, each written by a file of its own."""
TAKEABLE: Mapping[str, Takeable] = {
    "areas": Takeable(contracts.AREAS, DRAWN, _areas),
    "bodies": Takeable(contracts.BODIES, TABLES, _bodies),
    "points": Takeable(points.POINTS, DRAWN, _points),
    "schools": Takeable(points.SCHOOLS, DRAWN, _schools),
    "posts": Takeable(contracts.POSTS, TABLES, _posts),
    "population": Takeable(contracts.POPULATION, TABLES, _population),
    "lists": Takeable(contracts.LISTS, TABLES, _lists),
    "segments": Takeable(segment_rows.SEGMENTS, TABLES, _segments),
    "plans": Takeable(local.PLANS, TABLES, _plans),
    "standards": Takeable(local.STANDARDS, TABLES, _standards),
    "terms": Takeable(terms.TERMS, TABLES, _terms),
}
"""In the order in which they are loaded."""
