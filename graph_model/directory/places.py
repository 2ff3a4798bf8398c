"""Areas and bodies found by name or address in the graph (查找)."""

from collections.abc import Sequence

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.errors import AmbiguousPlace, BadInput, Candidate, NotFound
from network.entities import Segment
from network.places import AreaHit, Place, _above, _place, core, full_name, holds, lucene, readings
from network.snapshot import Network

AREAS_BY_NAME, BODIES_BY_NAME, SEGMENTS_OF_ROAD = statements(
    __file__, "areas_by_name", "bodies_by_name", "segments_of_road"
)


async def by_name(tx: Tx, network: Network, name: str) -> Place:
    """The place that a name means: an exact one, or the only one that fits.

    `街道 社区` together narrow the search (六榕街道盘福社区).

    Raises:
        NotFound: nothing fits.
        AmbiguousPlace: several fit; the candidates say where each is.
    """
    wanted = core(name)
    if not wanted:
        raise BadInput("at.name", "area.name_missing")
    hits = [h for h in await tx.rows(AREAS_BY_NAME, AreaHit, text=lucene(name)) if h.code in network.areas]
    same = [h for h in hits if h.name == name.strip()]
    fits = same or [h for h in hits if core(h.name) == wanted]
    fits = fits or [h for h in hits if wanted.endswith(core(h.name)) and _above(network, h.code, wanted)]
    fits = fits or [h for h in hits if wanted in h.name]
    if len(fits) == 1:
        return _place(network, network.areas[fits[0].code], "按名称")
    if not fits and not hits:
        raise NotFound("area", "name")
    raise AmbiguousPlace(name, tuple(Candidate(h.code, full_name(network, h.code)) for h in fits or hits[:8]))


async def by_address(tx: Tx, network: Network, address: str) -> Place:
    """The place whose loaded segment holds the house number; never the nearest centre.

    Raises:
        BadInput: no road and number in it, or no segment of that road is loaded: name the street or community.
        AmbiguousPlace: segments of several areas hold the number.
    """
    found = readings(address)
    if not found:
        raise BadInput("at.address", "area.no_road_and_number")
    road, codes = "", list[str]()
    for road, number in found:
        segments: Sequence[Segment] = await tx.rows(SEGMENTS_OF_ROAD, Segment, road=road)
        if codes := sorted({s.area for s in segments if holds(s, number) and s.area in network.areas}):
            break
    if not codes:
        raise BadInput("at.address", "area.segment_not_loaded")
    if len(codes) > 1:
        raise AmbiguousPlace("address", tuple(Candidate(c, full_name(network, c)) for c in codes))
    return _place(network, network.areas[codes[0]], f"按门牌路段（{road}）")


async def bodies_by_name(tx: Tx, text: str) -> list[AreaHit]:
    """Offices that fit a text, best first; `level` is the kind of body."""
    return await tx.rows(BODIES_BY_NAME, AreaHit, text=lucene(text))
