"""The three tiers as they stand: areas, their posts, the places in them; the live network or a draft (三级网络)."""

import strawberry

from analytics.coverage.conformance import PLACEHOLDERS
from api.common import Area, Label, Point
from api.coverage.network import LIVE, layout
from api.notices import notice
from api.request.context import Context
from knowledge.errors import BadInput
from knowledge.vocabulary import AreaLevel
from network.snapshot import Network

MOST = 1000
"""Areas of one answer: a district with room to spare."""
LEVELS = (AreaLevel.DISTRICT, AreaLevel.STREET, AreaLevel.COMMUNITY)


@strawberry.type
class TierPost:
    """Nothing of the person who holds it."""

    key: str
    kind: Label
    vacant: bool
    notice: str | None


@strawberry.type
class TierArea:
    """With its posts and the places that stand in it."""

    area: Area
    minors: int | None
    posts: list[TierPost]
    points: list[Point]


@strawberry.type
class TierQuery:
    """What the network is made of."""

    @strawberry.field
    async def tiers(
        self, info: strawberry.Info[Context, None], area: str | None = None, network: str = LIVE
    ) -> list[TierArea] | None:
        """Each area before those below it; a confidential place has no location."""
        here = await layout(info.context, network)
        if area is not None and area not in here.network.areas:
            raise BadInput("area", "area.not_loaded")
        areas = [a for top in _tops(here.network, area) for a in here.network.within(top)]
        areas = [a for a in areas if a.level in LEVELS and a.name not in PLACEHOLDERS]
        if len(areas) > MOST:
            raise BadInput("area", "area.too_wide", most=MOST)
        standing: dict[str, list[Point]] = {}
        for p in here.network.points.values():
            standing.setdefault(p.area, []).append(Point.of(p))
        return [
            TierArea(
                area=Area.of(a), minors=here.minors(a.code), points=standing.get(a.code, []),
                posts=[
                    TierPost(key=p.id, kind=Label.of(p.kind), vacant=p.holder is None, notice=notice(p.provenance))
                    for p in here.network.posts_in.get(a.code, ())
                ],
            )
            for a in areas
        ]  # fmt: skip


def _tops(network: Network, area: str | None) -> list[str]:
    if area is not None:
        return [area]
    return [a.code for a in network.areas.values() if a.parent not in network.areas]
