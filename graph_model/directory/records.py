"""Writing records of the network in keyed batches (载入)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, TypeVar

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement, plain, statements
from knowledge.vocabulary import AreaLevel
from network.entities import Actor, Area, Body, Holder, Outline, Population, Post, Segment, ServicePoint

(
    PUT_AREAS,
    PUT_BODIES,
    PUT_POINTS,
    PUT_HOLDERS,
    PUT_POSTS,
    PUT_SEGMENTS,
    PUT_POPULATIONS,
    PUT_OUTLINES,
    SEGMENTS_AMONG,
    HOLDERS_AMONG,
    PUT_ACCOUNTS,
    PUT_MARK,
    MARK,
    BUMP,
) = statements(
    __file__,
    "put_areas",
    "put_bodies",
    "put_points",
    "put_holders",
    "put_posts",
    "put_segments",
    "put_populations",
    "put_outlines",
    "segments_among",
    "holders_among",
    "put_accounts",
    "put_mark",
    "mark",
    "bump",
)

BATCH = 2000
"""Rows a transaction; `tongxin bench` compares sizes."""

PART = 500
"""Rows of one statement where a whole file is one transaction, which reports progress after each."""

Record = Area | Body | ServicePoint | Holder | Post | Segment | Population | Outline | Actor

PUT: dict[type, Statement] = {
    Area: PUT_AREAS,
    Body: PUT_BODIES,
    ServicePoint: PUT_POINTS,
    Holder: PUT_HOLDERS,
    Post: PUT_POSTS,
    Segment: PUT_SEGMENTS,
    Population: PUT_POPULATIONS,
    Outline: PUT_OUTLINES,
    Actor: PUT_ACCOUNTS,
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


def key_of(record: Record) -> str:
    """What identifies a record: an area's code, else its id."""
    return record.code if isinstance(record, Area) else record.id


def _row(record: Record) -> dict[str, Any]:
    row = plain(record)
    if isinstance(record, Area):
        row["label"] = record.level.value.capitalize()
    if isinstance(record, Body):
        row["alias_text"] = " ".join(record.aliases)
    return row


async def put(tx: Tx, records: Sequence[Record]) -> frozenset[str]:
    """Write records of one kind; the keys that were written.

    A key that is missing belongs to a row whose area, parent or kind the graph does not hold.
    """
    if not records:
        return frozenset()
    statement = PUT[type(records[0])]
    found = await tx.rows(statement, _Key, records=[_row(r) for r in records])
    await tx.write(BUMP)
    return frozenset(f.key for f in found)


def batches(records: Sequence[T], size: int = BATCH) -> Iterator[tuple[T, ...]]:
    """The records in groups of at most `size`."""
    rest = iter(records)
    while group := tuple(islice(rest, size)):
        yield group


def layers(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """Records in the order in which they can be written: areas a level at a time, parents first."""
    depth = list(AreaLevel)
    ordered = sorted(records, key=lambda r: depth.index(r.level) if isinstance(r, Area) else 0)
    for _, group in groupby(ordered, key=lambda r: r.level if isinstance(r, Area) else None):
        yield tuple(group)


async def put_all(graph: Graph, actor: Actor, records: Sequence[Record]) -> frozenset[str]:
    """Write records of one kind, a transaction a batch; safe to interrupt and to repeat."""
    written: set[str] = set()
    for group in (batch for layer in layers(records) for batch in batches(layer)):
        written |= await graph.write(actor, put, group)
    return frozenset(written)


async def among(tx: Tx, records: Sequence[Record]) -> list[Record]:
    """Of the segments and people among these records, what the graph holds under their keys."""
    keys = {kind: [r.id for r in records if isinstance(r, kind)] for kind in (Segment, Holder)}
    return [
        *(await tx.rows(SEGMENTS_AMONG, Segment, keys=keys[Segment])),
        *(await tx.rows(HOLDERS_AMONG, Holder, keys=keys[Holder])),
    ]


async def set_mark(tx: Tx, mark: str) -> None:
    """Say that all of the demo data with this mark stands."""
    await tx.rows(PUT_MARK, _Key, mark=mark)


async def mark(tx: Tx) -> str | None:
    """The mark of the demo data that stands whole, if any."""
    found = await tx.row(MARK, _Key)
    return found.key if found else None
