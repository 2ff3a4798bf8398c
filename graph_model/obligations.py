"""Over which things each continuing duty is, and the evidence on file (义务的对象与台账)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.entities import Actor, Area, Body, ServicePoint
from graph_model.graph import Graph, Tx, plain, statements
from graph_model.network import Network
from graph_model.records import Step, batches, parted
from knowledge.errors import Conflict, NotFound
from knowledge.obligation_rules import Evidence, Obligation
from knowledge.standing import Record, Result, Thing
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Tier

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
class Named:
    """A thing that the records name themselves, or further facts of one that the graph holds."""

    key: str
    obligation: str | None
    """The duty to whose things it belongs; None: it only adds attributes to a thing of the network."""
    name: str
    area: str
    since: date | None = None
    attributes: str = "{}"
    """Plain values as JSON, by attribute."""
    provenance: Provenance = Provenance.LOADED
    source: str = ""

    def facts(self) -> dict[str, Any]:
        """The attributes."""
        found: dict[str, Any] = json.loads(self.attributes)
        return found


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


async def put_whole(tx: Tx, filed: Sequence[Filed], things: Sequence[Named], step: Step) -> frozenset[str]:
    """Things, then evidence, in this one transaction."""
    written: set[str] = set()
    for done, some in parted([things]):
        step(done)
        written |= await put_things(tx, some)
    for done, group in parted([filed]):
        step(len(things) + done)
        written |= await put_records(tx, group)
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


def things(network: Network, obligation: Obligation, area: str, named: Iterable[Named] = ()) -> tuple[Thing, ...]:
    """The things of the network that a duty is over, in an area, with what is known of them; children are not here."""
    known = {n.key: n for n in named}
    own = (n for n in known.values() if n.obligation == obligation.code)
    found = {t.key: t for t in _of_network(network, obligation, area)}
    found |= {n.key: Thing(n.key, n.name, {}, n.since) for n in own}
    return tuple(_with(t, known.get(t.key)) for _, t in sorted(found.items()))


def _with(thing: Thing, named: Named | None) -> Thing:
    if named is None:
        return thing
    return Thing(thing.key, thing.name, {**thing.attributes, **named.facts()}, named.since or thing.since)


def _of_network(network: Network, obligation: Obligation, area: str) -> Iterator[Thing]:
    x, inside = obligation.objects, {a.code: a for a in network.within(area)}
    if x.of == "area":
        yield from (Thing(a.code, a.name) for a in inside.values() if a.level in x.level)
        return
    if x.of == "body":
        yield from (Thing(b.id, b.name) for b in network.bodies.values() if b.area in inside and b.kind in x.kind)
    for p in (p for p in network.points.values() if p.area in inside):
        if _is(p, obligation):
            yield Thing(p.id, p.name, {"stage": p.stage} if p.stage else {})


def _is(p: ServicePoint, obligation: Obligation) -> bool:
    x = obligation.objects
    if x.of == "school":
        return p.stage is not None and (not x.stage or p.stage in x.stage)
    if x.of in ("body", "point"):
        return p.body in x.kind or (p.tier is not None and p.tier in x.tier)
    return False


def area_of(network: Network, key: str) -> str | None:
    """Where a thing of the network belongs: an area itself, a body's, a place's; None where it is none of these."""
    found: Area | Body | ServicePoint | None = (
        network.areas.get(key) or network.bodies.get(key) or network.points.get(key)
    )
    if found is None:
        return None
    return found.code if isinstance(found, Area) else found.area


def from_network(network: Network, area: str, on: date) -> Iterator[Record]:
    """Evidence that the network itself is: a station that serves the street, a post that is held.

    A place whose facts were confirmed later than the day counts from the day asked about: it is there.
    """
    inside = network.within(area)
    for code, keys in _facts(network, inside):
        for key, day in keys:
            seen = min(day or on, on)
            yield Record(f"network:{code}:{key}", code, None, key, seen, seen, _kind(code), Result.OK)


def _kind(code: str) -> str:
    return (Evidence.APPOINTMENT if code in ("O109", "O110") else Evidence.FACILITY).value


def _facts(network: Network, inside: Sequence[Area]) -> Iterator[tuple[str, Iterator[tuple[str, date | None]]]]:
    level = {x: [a for a in inside if a.level is x] for x in AreaLevel}
    yield "O01", _served(network, level[AreaLevel.COMMUNITY], body="family_education_station")
    yield "O100", _served(network, level[AreaLevel.DISTRICT], tier=Tier.DISTRICT)
    yield "O102", _served(network, level[AreaLevel.STREET], tier=Tier.STREET)
    yield "O103", _served(network, level[AreaLevel.COMMUNITY], tier=Tier.COMMUNITY)
    yield "O109", _held(network, level[AreaLevel.STREET], PostKind.SUPERVISOR)
    yield "O110", _held(network, level[AreaLevel.COMMUNITY], PostKind.DIRECTOR)
    streets = level[AreaLevel.STREET]
    held = {a: d for kind in (PostKind.SUPERVISOR, PostKind.STATION_HEAD) for a, d in _held(network, streets, kind)}
    yield "O101", iter((held | dict(_served(network, streets, tier=Tier.STREET))).items())


def _served(
    network: Network, areas: Iterable[Area], *, tier: Tier | None = None, body: str | None = None
) -> Iterator[tuple[str, date | None]]:
    for a in areas:
        for p in network.points_for.get(a.code, ()):
            if (tier is not None and p.tier is tier) or p.body == body:
                yield a.code, p.assured_on
                break


def _held(network: Network, areas: Iterable[Area], kind: PostKind) -> Iterator[tuple[str, date | None]]:
    for a in areas:
        for p in network.posts_in.get(a.code, ()):
            if p.kind is kind and p.holder:
                yield a.code, p.since
                break
