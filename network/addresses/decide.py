"""Area of an address: written areas, house numbers, names of places; contradictions become questions (定位)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.errors import AmbiguousPlace, BadInput, Candidate
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel
from network.addresses.houses import House, holds, houses, only_near, several
from network.addresses.written import AddressHead, behind, heads, lies_in
from network.entities import Segment
from network.names import plain
from network.snapshot import PLACEHOLDERS, Network

Segments = Mapping[str, Sequence[Segment]]
LOCAL = {AreaLevel.STREET, AreaLevel.COMMUNITY}


@dataclass(frozen=True, slots=True)
class Located:
    """The areas that an address may be in, as segments or places name them, and how that is known."""

    codes: frozenset[str]
    how: Message


def roads(network: Network, address: str) -> tuple[str, ...]:
    """The roads whose segments decide an address."""
    every = (h for head in heads(network, plain(address)) for h in houses(head.rest))
    return tuple(dict.fromkeys(road for h in every for road in (h.road, *h.inner, h.beside) if road))


def locate(network: Network, address: str, segments: Segments) -> Located:
    """Return the area that all parts of an address agree on; never the nearest one.

    Raises:
        BadInput: It names no place, only the surroundings of one, or nothing that is loaded.
        AmbiguousPlace: The written street or community is not that of the house number.
    """
    readings = tuple(heads(network, plain(address)))
    if any(only_near(h.rest) for h in readings):
        raise BadInput("at.address", "area.only_near")
    if any(several(h.rest) for h in readings):
        raise BadInput("at.address", "area.several_addresses")
    known = [h for h in readings if not h.unknown]
    located = [one for head in known if (one := _located(network, head, segments))]
    if located:
        codes = frozenset(code for one in located for code in one.codes)
        for written in behind(network, known[0].rest):
            if not any(lies_in(network, a, b) or lies_in(network, b, a) for a in codes for b in written.codes):
                raise _conflict(network, written, address, codes)
        return Located(codes, located[-1].how)
    written = min(known, key=lambda h: len(h.rest))
    if unknown := [h for h in readings if h.unknown and len(h.rest) < len(written.rest)]:
        code = "area.not_inside" if unknown[0].inside else "area.written_not_loaded"
        raise BadInput("at.address", code, area=unknown[0].unknown, inside=unknown[0].inside)
    if written.level in LOCAL:
        return Located(written.codes, message("place.by_written", area=written.word))
    parsed = any(houses(h.rest) for h in known)
    raise BadInput("at.address", "area.segment_not_loaded" if parsed else "area.no_road_and_number")


def _located(network: Network, head: AddressHead, segments: Segments) -> Located | None:
    """Return the areas of the house numbers, or of the name of a place, in one reading."""
    beyond: tuple[str, frozenset[str]] | None = None
    for name, codes in _evidence(network, head, segments):
        if inside := frozenset(c for code in codes for c in _within(network, head, code)):
            return Located(inside, message("place.by_address", road=name))
        beyond = beyond or (name, codes)
    if beyond and head.level in LOCAL and (near := _same_district(network, head, beyond[1])):
        raise _conflict(network, head, beyond[0], near)
    return None


def _evidence(network: Network, head: AddressHead, segments: Segments) -> Iterator[tuple[str, frozenset[str]]]:
    """Each road with the areas that its segments give the numbers, the narrowest first; then the place of that name."""
    for house in houses(head.rest):
        held = tuple(_held(network, house, segments))
        if not all(held):
            continue  # of several numbers one lies nowhere: the others do not tell where it is
        codes = frozenset(c for areas in held for c in _lowest(network, areas))
        if codes := frozenset(c for c in codes if _goes_off(network, house, c, segments)):
            inner = (s.area for road in house.inner for s in segments.get(road, ()))
            yield house.road, codes | {c for c in inner if network.home(c)}
    if codes := network.place_names.get(head.rest, frozenset()):
        yield head.rest, codes


def _held(network: Network, house: House, segments: Segments) -> Iterator[set[str]]:
    """Yield for each number the areas of its segments; for a road without numbers those of its whole segments."""
    rows = [s for s in segments.get(house.road, ()) if network.home(s.area)]
    if house.numbers:
        yield from ({s.area for s in rows if holds(s, n)} for n in house.numbers)
    elif all(s.low is None and s.high is None for s in rows):
        yield {s.area for s in rows}


def _lowest(network: Network, codes: Iterable[str]) -> frozenset[str]:
    """The areas that contain no other of them."""
    every = frozenset(codes)
    return frozenset(c for c in every if not any(d != c and lies_in(network, d, c) for d in every))


def _within(network: Network, head: AddressHead, code: str) -> frozenset[str]:
    """The area as far as it is the written one: itself, or a written area inside it."""
    if not head.codes or any(lies_in(network, code, above) for above in head.codes):
        return frozenset((code,))
    return frozenset(c for c in head.codes if lies_in(network, c, code))


def _goes_off(network: Network, house: House, code: str, segments: Segments) -> bool:
    """True if the road that is written before a lane runs through the street of the lane."""
    if not house.beside:
        return True
    street = network.above(network.home(code) or "", AreaLevel.STREET)
    return street is not None and any(lies_in(network, s.area, street) for s in segments.get(house.beside, ()))


def _same_district(network: Network, head: AddressHead, codes: frozenset[str]) -> frozenset[str]:
    """The areas in the district of the written one: elsewhere another road has the same name."""
    above = {network.above(network.home(c) or "", AreaLevel.DISTRICT) for c in head.codes}
    return frozenset(c for c in codes if network.above(network.home(c) or "", AreaLevel.DISTRICT) in above)


def _conflict(network: Network, head: AddressHead, road: str, codes: frozenset[str]) -> AmbiguousPlace:
    every = dict.fromkeys(network.home(c) or c for c in (*sorted(head.codes), *sorted(codes)))
    conflict = message("place.conflict", written=head.word, road=road)
    return AmbiguousPlace("address", tuple(candidate(network, c) for c in every), conflict)


def candidate(network: Network, code: str) -> Candidate:
    """Return an area to choose, with city and district, so that two of one name can be distinguished."""
    path = [a for a in network.path(code) if a.level is not AreaLevel.PROVINCE and a.name not in PLACEHOLDERS]
    return Candidate(code, " ".join(a.name for a in reversed(path)))
