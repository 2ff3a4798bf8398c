"""Search for areas and offices by name or address (查找)."""

from collections.abc import Sequence

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.errors import AmbiguousPlace, BadInput, Candidate, NotFound
from knowledge.messages.message import message
from network.entities import Segment
from network.places import (
    AreaHit,
    Place,
    _above,
    _place,
    core,
    full_name,
    holds,
    lies_in,
    lucene,
    of_gone,
    readings,
    written_district,
)
from network.snapshot import Network

AREAS_BY_NAME, BODIES_BY_NAME, SEGMENTS_OF_ROAD = statements(
    __file__, "areas_by_name", "bodies_by_name", "segments_of_road"
)


async def by_name(tx: Tx, network: Network, name: str) -> Place:
    """The area with this name, or the only one that matches.

    A street before a community narrows the search (六榕街道盘福社区).

    Raises:
        BadInput: The name contains nothing but generic words.
        NotFound: No area matches.
        AmbiguousPlace: Several areas match; the candidates carry their full names.
    """
    query = core(name)
    if not query:
        raise BadInput("at.name", "area.name_missing")
    every = await tx.rows(AREAS_BY_NAME, AreaHit, text=lucene(name))
    hits = [h for h in every if h.code in network.areas]
    same = [h for h in hits if h.name == name.strip()]
    matches = same or [h for h in hits if core(h.name) == query]
    if not matches and (ended := [h for h in every if h.code in network.gone and core(h.name) == query]):
        return of_gone(network, network.gone[ended[0].code], message("place.by_name"))
    matches = matches or [h for h in hits if query.endswith(core(h.name)) and _above(network, h.code, query)]
    matches = matches or [h for h in hits if query in h.name]
    if len(matches) == 1:
        return _place(network, network.areas[matches[0].code], message("place.by_name"))
    if not matches and not hits:
        raise NotFound("area", "name")
    raise AmbiguousPlace(name, tuple(Candidate(h.code, full_name(network, h.code)) for h in matches or hits[:8]))


async def by_address(tx: Tx, network: Network, address: str) -> Place:
    """The area whose loaded road segment contains the house number; never the nearest one, nor one of another district.

    Raises:
        BadInput: No road and number in the address, or no loaded segment of that road contains the number.
        AmbiguousPlace: Segments of several areas contain the number.
    """
    parsed = readings(address)
    if not parsed:
        raise BadInput("at.address", "area.no_road_and_number")
    road, codes, district = "", list[str](), written_district(address)
    for road, number in parsed:
        segments: Sequence[Segment] = await tx.rows(SEGMENTS_OF_ROAD, Segment, road=road)
        homes = {s.area: home for s in segments if holds(s, number) and (home := network.home(s.area))}
        if codes := sorted(c for c, home in homes.items() if district is None or lies_in(network, home, district)):
            break
    if not codes:
        raise BadInput("at.address", "area.segment_not_loaded")
    now = list(dict.fromkeys(homes[c] for c in codes))
    if len(now) > 1:
        raise AmbiguousPlace("address", tuple(Candidate(c, full_name(network, c)) for c in now))
    how = message("place.by_address", road=road)
    if gone := network.gone.get(codes[0]):
        return of_gone(network, gone, how)
    return _place(network, network.areas[now[0]], how)


async def bodies_by_name(tx: Tx, text: str) -> list[AreaHit]:
    """Offices that match a text, best first; `level` is the body kind."""
    return await tx.rows(BODIES_BY_NAME, AreaHit, text=lucene(text))
