"""The objects of continuing duties that follow from the network (义务的对象)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from knowledge.obligations.standing import Record, Result, Thing
from knowledge.rows.obligations import Evidence, Obligation
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Provenance, SchoolStage
from network.entities import Area, Body, ServicePoint
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class Named:
    """Thing that the records name themselves, or further facts of one in the graph."""

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
        attributes: dict[str, Any] = json.loads(self.attributes)
        return attributes


def things(
    network: Network,
    book: Rulebook,
    obligation: Obligation,
    area: str,
    named: Iterable[Named] = (),
    readable: Iterable[str] | None = None,
) -> tuple[Thing, ...]:
    """The things that a duty is over, in an area and in its territory, with what is known of them; no children.

    Args:
        network: The areas, bodies and places.
        book: The rules.
        obligation: The duty.
        area: Where.
        named: Things that the records name, and further facts of others.
        readable: Areas whose records whoever asks may read, with all below them; None: everywhere.
    """
    seen = None if readable is None else {a.code for code in readable for a in network.within(code)}
    known = {n.key: n for n in named}
    inside = {a.code: a for a in network.within(area) if book.within(a.code).applies(obligation)}
    own = (n for n in known.values() if n.obligation == obligation.code and book.within(n.area).applies(obligation))
    here = _of_network(network, obligation, inside)
    by_key = {t.key: replace(t, seen=seen is None or where in seen) for t, where in here}
    by_key |= {n.key: Thing(n.key, n.name, {}, n.since) for n in own}
    return tuple(_with(t, known.get(t.key)) for _, t in sorted(by_key.items()))


def _with(thing: Thing, named: Named | None) -> Thing:
    if named is None:
        return thing
    return replace(thing, attributes={**thing.attributes, **named.facts()}, since=named.since or thing.since)


def _of_network(network: Network, obligation: Obligation, inside: Mapping[str, Area]) -> Iterator[tuple[Thing, str]]:
    """Each thing with its area."""
    x = obligation.objects
    if x.of == "area":
        yield from ((Thing(a.code, a.name), a.code) for a in inside.values() if a.level in x.level)
        return
    if x.of == "body":
        own = (b for b in network.bodies.values() if b.area in inside and b.kind in x.kind)
        yield from ((Thing(b.id, b.name), b.area) for b in own)
    for p in (p for p in network.points.values() if p.area in inside):
        if _is(p, obligation):
            yield Thing(p.id, p.name, {"stage": _chief(p.stages)} if p.stages else {}), p.area


def _chief(stages: Sequence[str]) -> str:
    """Return the stage by which rules distinguish a school from a kindergarten: of several the first that is none."""
    return next((s for s in stages if s != SchoolStage.KINDERGARTEN), stages[0])


def _is(p: ServicePoint, obligation: Obligation) -> bool:
    x = obligation.objects
    if x.of == "school":
        return bool(p.stages) and (not x.stage or not set(p.stages).isdisjoint(x.stage))
    if x.of in ("body", "point"):
        return p.body in x.kind or (p.tier is not None and p.tier in x.tier)
    return False


def is_stated(network: Network, obligation: Obligation, area: str, on: date) -> bool:
    """True if the register of a duty is stated complete, or all lists of what could prove it are."""
    proof = obligation.from_network
    proving = (*proof.kind, *proof.post) if proof and not proof.tier else ()
    stated = network.stated(obligation.code, area, on)
    return stated or bool(proving and all(network.stated(str(kind), area, on) for kind in proving))


def area_of(network: Network, key: str) -> str | None:
    """Return the area of a thing of the network: an area itself, a body's, a place's; None if it is none of these."""
    thing: Area | Body | ServicePoint | None = (
        network.areas.get(key) or network.bodies.get(key) or network.points.get(key)
    )
    if thing is None:
        return None
    return thing.code if isinstance(thing, Area) else thing.area


def from_network(network: Network, duties: Iterable[Obligation], area: str, on: date) -> Iterator[Record]:
    """Yield evidence from the network itself: a station that serves the street, a post that is held.

    A place whose facts were confirmed later than the day counts from the day in question: it exists.
    """
    inside = network.within(area)
    for o in duties:
        for a in (a for a in inside if o.from_network and a.level in o.objects.level):
            for kind, day in islice(_proofs(network, o, a.code), 1):
                seen = min(day or on, on)
                yield Record(f"network:{o.code}:{a.code}", o.code, None, a.code, seen, seen, kind.value, Result.OK)


def _proofs(network: Network, o: Obligation, area: str) -> Iterator[tuple[Evidence, date | None]]:
    """Yield the proofs of the duty in an area, with the day since which each is known; places first."""
    proof = o.from_network
    if proof is None:
        return
    for p in network.points_for.get(area, ()):
        if p.tier in proof.tier or p.body in proof.kind:
            yield Evidence.FACILITY, p.assured_on
    for post in network.posts_in.get(area, ()):
        if post.kind in proof.post and post.holder:
            yield Evidence.APPOINTMENT, post.since
