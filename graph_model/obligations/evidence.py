"""Over which things each continuing duty is, and the evidence on file (义务的对象与台账)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.directory.records import batches
from graph_model.graph import Graph, Tx
from graph_model.rows import plain, statements
from knowledge.errors import Conflict, NotFound
from knowledge.obligations.standing import Record
from knowledge.vocabulary import Provenance
from network.entities import Actor
from network.obligations.things import Named

PUT_RECORDS, RECORD, RECORDS_IN, PUT_THINGS, THINGS_IN, RECORDS_AMONG, THINGS_AMONG = statements(
    __file__, "put_records", "record", "records_in", "put_things", "things_in", "records_among", "things_among"
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A record with where it belongs and who filed it."""

    record: Record
    area: str
    by: str
    provenance: Provenance = Provenance.LOADED
    source: str = ""

    def row(self) -> dict[str, Any]:
        """As parameters."""
        return {
            **plain(self.record), "area": self.area, "by": self.by, "provenance": self.provenance.value,
            "source": self.source,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


@dataclass(frozen=True, slots=True)
class _Thing:
    key: str
    obligation: str | None
    name: str
    area: str
    since: date | None
    attributes: str


async def put_records(tx: Tx, filed: Sequence[Filed]) -> frozenset[str]:
    """File evidence; a key that is missing belongs to a row outside the actor's areas."""
    return frozenset(r.key for r in await tx.rows(PUT_RECORDS, _Key, records=[f.row() for f in filed]))


async def put_things(tx: Tx, things: Sequence[Named]) -> frozenset[str]:
    """Name things; a key that is missing belongs to a row outside the actor's areas."""
    return frozenset(r.key for r in await tx.rows(PUT_THINGS, _Key, records=[plain(t) for t in things]))


async def put_all(graph: Graph, actor: Actor, filed: Sequence[Filed], things: Sequence[Named]) -> frozenset[str]:
    """Things, then evidence, in batches; safe to repeat."""
    written: set[str] = set()
    for some in batches(things):
        written |= await graph.write(actor, put_things, some)
    for group in batches(filed):
        written |= await graph.write(actor, put_records, group)
    return frozenset(written)


@dataclass(frozen=True, slots=True)
class _Held(Record):
    mine: bool = False


@dataclass(frozen=True, slots=True)
class _HeldThing(_Thing):
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Among:
    """What stands under the keys of a file; None where it is out of reach."""

    records: Mapping[str, Record | None]
    things: Mapping[str, Named | None]


async def among(tx: Tx, records: Sequence[str], named: Sequence[str]) -> Among:
    """What the graph holds under these keys; None stands for one outside the actor's areas."""
    held = await tx.rows(RECORDS_AMONG, _Held, keys=list(records))
    there = await tx.rows(THINGS_AMONG, _HeldThing, keys=list(named))
    return Among(
        {r.key: r if r.mine else None for r in held},
        {t.key: Named(t.key, t.obligation, t.name, t.area, t.since, t.attributes) if t.mine else None for t in there},
    )


def same(one: Record, other: Record) -> bool:
    """Whether two records say the same, whenever each came on file."""
    return _content(one) == _content(other)


async def file_one(tx: Tx, filed: Filed) -> Record:
    """File one piece of evidence under the client's key; the same again changes nothing.

    Raises:
        Conflict: the key stands with another content.
        NotFound: the object is outside the actor's areas.
    """
    held = await tx.row(RECORD, Record, key=filed.record.key)
    if held is not None:
        if _content(held) != _content(filed.record):
            raise Conflict("record", filed.record.key)
        return held
    if not await put_records(tx, [filed]):
        raise NotFound("object", filed.record.object)
    return filed.record


def _content(r: Record) -> tuple[object, ...]:
    return (r.obligation, r.component, r.object, r.occurred_on, r.kind, r.result, r.reason, r.demand_done)


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is on file in an area."""

    records: tuple[Record, ...]
    named: tuple[Named, ...]


async def on_file(tx: Tx, area: str, obligations: Iterable[str]) -> OnFile:
    """The evidence and the named things of an area, within the actor's scope."""
    records = await tx.rows(RECORDS_IN, Record, area=area, obligations=sorted(obligations))
    named = await tx.rows(THINGS_IN, _Thing, area=area)
    return OnFile(
        tuple(records), tuple(Named(t.key, t.obligation, t.name, t.area, t.since, t.attributes) for t in named)
    )
