"""Writing records of the network by key, in batches (载入)."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any, TypeVar

from graph_model.directory.changes import bump
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement, plain, statements
from knowledge.vocabulary import AreaLevel
from network.entities import Actor, Area, Body, CompleteList, Holder, Outline, Population, Post, Segment, ServicePoint
from network.local import LocalClause, LocalDocument
from network.standards import BenefitStandard
from network.terms import SchoolPeriod

(
    PUT_AREAS,
    PUT_BODIES,
    PUT_POINTS,
    PUT_HOLDERS,
    PUT_POSTS,
    PUT_SEGMENTS,
    PUT_POPULATIONS,
    PUT_LISTS,
    PUT_LOCAL_DOCUMENTS,
    PUT_LOCAL_CLAUSES,
    PUT_STANDARDS,
    PUT_TERMS,
    PUT_OUTLINES,
    SEGMENTS_AMONG,
    SEGMENTS_IN,
    NUMBERED,
    HOLDERS_AMONG,
    PUT_ACCOUNTS,
    PUT_MARK,
    MARK,
) = statements(
    __file__,
    "put_areas",
    "put_bodies",
    "put_points",
    "put_holders",
    "put_posts",
    "put_segments",
    "put_populations",
    "put_lists",
    "put_local_documents",
    "put_local_clauses",
    "put_standards",
    "put_terms",
    "put_outlines",
    "segments_among",
    "segments_in",
    "numbered",
    "holders_among",
    "put_accounts",
    "put_mark",
    "mark",
)

BATCH = 2000
"""Rows per transaction; `tongxin bench` compares sizes."""

PART = 500
"""Rows per statement if a whole file is one transaction; progress is reported after each."""

Local = LocalDocument | LocalClause | BenefitStandard | SchoolPeriod
"""Records of an area's own beside its network."""
Record = Area | Body | ServicePoint | Holder | Post | Segment | Population | CompleteList | Local | Outline | Actor

PUT: dict[type, Statement] = {
    Area: PUT_AREAS,
    Body: PUT_BODIES,
    ServicePoint: PUT_POINTS,
    Holder: PUT_HOLDERS,
    Post: PUT_POSTS,
    Segment: PUT_SEGMENTS,
    Population: PUT_POPULATIONS,
    CompleteList: PUT_LISTS,
    LocalDocument: PUT_LOCAL_DOCUMENTS,
    LocalClause: PUT_LOCAL_CLAUSES,
    BenefitStandard: PUT_STANDARDS,
    SchoolPeriod: PUT_TERMS,
    Outline: PUT_OUTLINES,
    Actor: PUT_ACCOUNTS,
}

T = TypeVar("T")


def key_of(record: Record) -> str:
    """The key of a record: an area's code, else its id."""
    return record.code if isinstance(record, Area) else record.id


def _row(record: Record) -> dict[str, Any]:
    row = plain(record)
    if isinstance(record, Area):
        row["label"] = record.level.value.capitalize()
    if isinstance(record, Actor):
        row["roles"] = [role.value for role in record.roles]
    return row


async def put(tx: Tx, records: Sequence[Record]) -> frozenset[str]:
    """Write records of one kind and return the keys written.

    A key that is missing from the result belongs to a record whose area, parent or kind is not in the graph.
    """
    if not records:
        return frozenset()
    statement = PUT[type(records[0])]
    rows = await tx.rows(statement, KeyRow, records=[_row(r) for r in records])
    await bump(tx, type(records[0]).__name__, [key_of(r) for r in records])
    return frozenset(f.key for f in rows)


def batches(records: Sequence[T], size: int = BATCH) -> Iterator[tuple[T, ...]]:
    """The records in groups of at most `size`."""
    rest = iter(records)
    while group := tuple(islice(rest, size)):
        yield group


def layers(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """The records in the order in which they can be written: areas level by level, parents first."""
    depth = list(AreaLevel)
    ordered = sorted(records, key=lambda r: depth.index(r.level) if isinstance(r, Area) else 0)
    for _, group in groupby(ordered, key=lambda r: r.level if isinstance(r, Area) else None):
        yield tuple(group)


async def put_all(graph: Graph, actor: Actor, records: Sequence[Record]) -> frozenset[str]:
    """Write records of one kind, one transaction per batch; safe to interrupt and to repeat."""
    written: set[str] = set()
    for group in (batch for layer in layers(records) for batch in batches(layer)):
        written |= await graph.write(actor, put, group)
    return frozenset(written)


async def among(tx: Tx, records: Sequence[Record]) -> list[Record]:
    """The stored segments and holders with the keys of these records."""
    keys = {kind: [r.id for r in records if isinstance(r, kind)] for kind in (Segment, Holder)}
    return [
        *(await tx.rows(SEGMENTS_AMONG, Segment, keys=keys[Segment])),
        *(await tx.rows(HOLDERS_AMONG, Holder, keys=keys[Holder])),
    ]


async def segments(tx: Tx, areas: Sequence[str], most: int) -> list[Segment]:
    """The segments of these areas, at most so many."""
    return await tx.rows(SEGMENTS_IN, Segment, areas=list(areas), most=most)


async def numbered(tx: Tx, areas: Sequence[str]) -> frozenset[str]:
    """Return the areas that have segments."""
    return frozenset(r.key for r in await tx.rows(NUMBERED, KeyRow, areas=list(areas)))


async def people(tx: Tx, keys: Sequence[str]) -> list[Holder]:
    """The people with these keys, of posts in the actor's areas."""
    return await tx.rows(HOLDERS_AMONG, Holder, keys=list(keys))


async def set_mark(tx: Tx, mark: str) -> None:
    """Store the mark of demo data: that its load has begun, or which demo is complete."""
    await tx.rows(PUT_MARK, KeyRow, mark=mark)


async def mark(tx: Tx) -> str | None:
    """The mark of demo data, if any."""
    row = await tx.row(MARK, KeyRow)
    return row.key if row else None
