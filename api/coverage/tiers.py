"""The three tiers of the live network or a draft: areas with their posts and points (三级网络)."""

import strawberry

from api.common import Info
from api.coverage.network import layout
from api.enums import labelled
from api.network.types import Area, Point
from api.notices import notice
from api.request.context import today
from knowledge.coverage.tiers import tiers
from knowledge.errors import BadInput
from knowledge.vocabulary import AreaLevel, PostKind
from network.snapshot import PLACEHOLDERS, Network

MOST = 1000
"""The most areas of one answer; a district has fewer."""
LEVELS = (AreaLevel.DISTRICT, AreaLevel.STREET, AreaLevel.COMMUNITY)


@strawberry.type
@labelled
class NetworkPost:
    """A post without its holder."""

    code: str
    kind: PostKind
    vacant: bool
    notice: str | None


@strawberry.type
class TierArea:
    """An area with its posts and points."""

    area: Area
    minors: int | None
    place_stated: bool
    posts: list[NetworkPost]
    points: list[Point]


@strawberry.type
class TierQuery:
    """The areas, posts and points of the network."""

    @strawberry.field
    def network_version(self, info: Info) -> int | None:
        """As long as it stays the same, so does the live network of a day."""
        return info.context.network.version.number

    @strawberry.field
    async def tiers(self, info: Info, area: str | None = None, draft: str | None = None) -> list[TierArea] | None:
        """Each area before those below it; a confidential point has no location."""
        here = await layout(info.context, draft)
        if area is not None and area not in here.network.areas:
            raise BadInput("area", "area.not_loaded")
        areas = [a for top in _tops(here.network, area) for a in here.network.within(top)]
        areas = [a for a in areas if a.level in LEVELS and a.name not in PLACEHOLDERS]
        if len(areas) > MOST:
            raise BadInput("area", "area.too_wide", most=MOST)
        points: dict[str, list[Point]] = {}
        for p in here.network.points.values():
            points.setdefault(p.area, []).append(Point.of(here.network, p))
        return [
            TierArea(
                area=Area.of(a),
                minors=here.minors(a.code),
                place_stated=here.network.stated(tiers()[a.level].point, a.code, today()),
                points=points.get(a.code, []),
                posts=[
                    NetworkPost(code=p.id, kind=p.kind, vacant=p.holder is None, notice=notice(p.provenance))
                    for p in here.network.posts_in.get(a.code, ())
                ],
            )
            for a in areas
        ]


def _tops(network: Network, area: str | None) -> list[str]:
    if area is not None:
        return [area]
    return [a.code for a in network.areas.values() if a.parent not in network.areas]
