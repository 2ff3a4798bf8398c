"""Search for areas and offices by name or address (查找)."""

from asyncio import to_thread
from collections import defaultdict

from graph_model.directory.divisions import called
from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.absent import NotLoaded
from knowledge.errors import AmbiguousPlace, BadInput
from knowledge.messages.message import message
from network.addresses.decide import candidate, locate, roads
from network.codes import LEVELS
from network.entities import Segment
from network.names import below, core
from network.places import AreaHit, Place, _above, _place, lucene, of_gone
from network.snapshot import Network

AREAS_BY_NAME, SEGMENTS_OF_ROADS = statements(__file__, "areas_by_name", "segments_of_roads")


LONGEST = 300
"""Most characters of the name or address of a place (configured value)."""
MOST_ALIKE = 8
"""Most areas with a character of the name that are offered for it."""


def _require_short(field: str, text: str) -> None:
    if len(text) > LONGEST:
        raise BadInput(field, "input.too_long", most=LONGEST)


async def by_name(tx: Tx, network: Network, name: str) -> Place:
    """Return the area with this name, or the only one that matches.

    A street before a community narrows the search (六榕街道盘福社区).

    Raises:
        BadInput: The name is longer than any, or contains nothing but generic words.
        NotLoaded: No loaded area matches, or the name is that of an area elsewhere in the nation.
        AmbiguousPlace: Several areas match; the candidates have their full names.
    """
    _require_short("at.name", name)
    query = core(below(name, network.upper))
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
    if not matches:
        await _require_loaded(network, name)
        matches = [h for h in hits if set(core(h.name)) & set(query)][:MOST_ALIKE]
    if not matches:
        raise NotLoaded(key=name, elsewhere=())
    raise AmbiguousPlace(name, tuple(candidate(network, h.code) for h in matches))


async def _require_loaded(network: Network, name: str) -> None:
    """Refuse the name of an area elsewhere in the nation: no loaded area is offered for it.

    Raises:
        NotLoaded: The nation has such an area, and none of that name is loaded.
    """
    texts = dict.fromkeys((below(name, network.upper).strip(), name.strip()))
    known = [area for text in texts for area in await to_thread(called, text) if area[0] not in network.areas]
    if known:
        near = {code[:digits] for code in network.areas for _, digits in LEVELS}
        nearest = sorted(dict.fromkeys(known), key=lambda a: -sum(a[0][:digits] in near for _, digits in LEVELS))
        raise NotLoaded(key=name, elsewhere=tuple(nearest))


async def by_address(tx: Tx, network: Network, address: str) -> Place:
    """Return the area of an address by its written areas, house number, or place name; never the nearest one.

    Raises:
        BadInput: No place in the address, or no loaded segment of its road contains the number.
        AmbiguousPlace: Segments of several areas contain the number, or the written area is another one.
        EndedArea: It lies in an area that no longer exists and went into several.
    """
    _require_short("at.address", address)
    rows = await tx.rows(SEGMENTS_OF_ROADS, Segment, roads=list(roads(network, address)))
    segments: defaultdict[str, list[Segment]] = defaultdict(list)
    for s in rows:
        segments[s.road].append(s)
    located = locate(network, address, segments)
    now = {network.home(code) or code: code for code in sorted(located.codes)}
    if len(now) > 1:
        raise AmbiguousPlace("address", tuple(candidate(network, c) for c in now))
    ((home, code),) = now.items()
    if gone := network.gone.get(code):
        return of_gone(network, gone, located.how)
    return _place(network, network.areas[home], located.how)
