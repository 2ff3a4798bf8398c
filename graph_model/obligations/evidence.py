"""Objects of continuing obligations, and the evidence on file (义务的对象与台账)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph_model.commands import Command, commit, new_key
from graph_model.directory.records import batches
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, plain, statements
from knowledge.errors import Conflict, NotFound
from knowledge.obligations.standing import Record
from knowledge.vocabulary import Provenance
from network.entities import Actor
from network.obligations.things import Named

(
    PUT_RECORDS,
    CREATE_RECORD,
    RECORD,
    RECORDS_IN,
    PUT_THINGS,
    THINGS_IN,
    RECORDS_AMONG,
    THINGS_AMONG,
    IN_AREAS,
) = statements(
    __file__,
    "put_records",
    "create_record",
    "record",
    "records_in",
    "put_things",
    "things_in",
    "records_among",
    "things_among",
    "in_areas",
)


TRIES = 2
"""Attempts to file a record: another area may take its key in between."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A record of evidence with its area and who filed it."""

    record: Record
    area: str
    by: str
    provenance: Provenance = Provenance.LOADED
    source: str = ""

    def row(self) -> dict[str, Any]:
        """As parameters of a statement."""
        return {
            **plain(self.record),
            "area": self.area,
            "by": self.by,
            "provenance": self.provenance.value,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class _ThingRow:
    key: str
    obligation: str | None
    name: str
    area: str
    since: date | None
    attributes: str


def own_key(filed: Filed) -> str:
    """The key of a record with its area in it, where a record outside the actor's areas has the key itself."""
    return f"{filed.record.key}@{filed.area}"


async def put_records(tx: Tx, filed: Sequence[Filed]) -> frozenset[str]:
    """Write evidence and return the keys written.

    A key that is missing from the result belongs to a record outside the actor's areas.
    """
    return frozenset(r.key for r in await tx.rows(PUT_RECORDS, KeyRow, records=[f.row() for f in filed]))


async def put_things(tx: Tx, things: Sequence[Named]) -> frozenset[str]:
    """Write objects and return the keys written.

    A key that is missing from the result belongs to an object outside the actor's areas.
    """
    return frozenset(r.key for r in await tx.rows(PUT_THINGS, KeyRow, records=[plain(t) for t in things]))


async def put_all(graph: Graph, actor: Actor, filed: Sequence[Filed], things: Sequence[Named]) -> frozenset[str]:
    """Write objects, then evidence, in batches; safe to repeat."""
    written: set[str] = set()
    for some in batches(things):
        written |= await graph.write(actor, put_things, some)
    for group in batches(filed):
        written |= await graph.write(actor, put_records, group)
    return frozenset(written)


@dataclass(frozen=True, slots=True)
class _RecordInScope(Record):
    mine: bool = False


@dataclass(frozen=True, slots=True)
class _ThingInScope(_ThingRow):
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Among:
    """The stored records and objects with the keys of a file; None if outside the actor's areas."""

    records: Mapping[str, Record | None]
    things: Mapping[str, Named | None]


async def among(tx: Tx, records: Sequence[str], named: Sequence[str]) -> Among:
    """The stored records and objects with these keys; None for those outside the actor's areas."""
    stored = await tx.rows(RECORDS_AMONG, _RecordInScope, keys=list(records))
    things = await tx.rows(THINGS_AMONG, _ThingInScope, keys=list(named))
    return Among(
        {r.key: r if r.mine else None for r in stored},
        {t.key: Named(t.key, t.obligation, t.name, t.area, t.since, t.attributes) if t.mine else None for t in things},
    )


def same(one: Record, other: Record) -> bool:
    """True if two records have the same content, whenever they were filed."""
    return _content(one) == _content(other)


async def file_one(graph: Graph, actor: Actor, filed: Filed) -> Record:
    """File one record under the client's key; filing the same record again changes nothing.

    Raises:
        Conflict: The key has a record of the actor's areas with different content.
        NotFound: The object is outside the actor's areas.
    """
    record = filed.record
    request = {**plain(record), "area": filed.area, "recorded_on": None}

    row = {k: v for k, v in filed.row().items() if k != "key"}

    async def effect(tx: Tx) -> None:
        for _ in range(TRIES):
            if await tx.row(CREATE_RECORD, KeyRow, key=record.key, record=row, nonce=new_key()) is not None:
                return
            if await _stands(tx, filed):
                return
        raise NotFound("object", record.object)

    async def answer(tx: Tx) -> Record:
        if (stored := await _stands(tx, filed)) is not None:
            return replace(stored, key=record.key)
        raise NotFound("object", record.object)

    return await commit(graph, actor, Command("record", record.key, request), effect, answer)


async def _stands(tx: Tx, filed: Filed) -> Record | None:
    """The stored record with the key, if it is the one filed; None if there is none in the actor's areas.

    Raises:
        Conflict: It is another one.
        NotFound: The object is outside the actor's areas.
    """
    stored = await tx.row(RECORD, Record, key=filed.record.key, area=filed.area)
    if stored is not None and not same(stored, filed.record):
        raise Conflict("record", filed.record.key)
    if stored is None and not await tx.rows(IN_AREAS, KeyRow, area=filed.area):
        raise NotFound("object", filed.record.object)
    return stored


def _content(r: Record) -> tuple[object, ...]:
    return (r.obligation, r.component, r.object, r.occurred_on, r.kind, r.result, r.reason, r.demand_done)


@dataclass(frozen=True, slots=True)
class OnFile:
    """The evidence and named objects of an area."""

    records: tuple[Record, ...]
    named: tuple[Named, ...]


async def on_file(tx: Tx, area: str, obligations: Iterable[str]) -> OnFile:
    """The evidence and named objects of an area, within the actor's areas."""
    records = await tx.rows(RECORDS_IN, Record, area=area, obligations=sorted(obligations))
    named = await tx.rows(THINGS_IN, _ThingRow, area=area)
    return OnFile(
        tuple(records), tuple(Named(t.key, t.obligation, t.name, t.area, t.since, t.attributes) for t in named)
    )
