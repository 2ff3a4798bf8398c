"""Tiers of service points that cannot serve a place now, and the points above that take over (层级缺口)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.coverage.tiers import tiers
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel, Verdict
from network.entities import Area, ServicePoint
from network.referral.points import PointQuery, opening
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class TierGap:
    """A tier that cannot serve this place now; the referral falls back to the tier above."""

    kind: str
    """Body kind of the tier."""
    area: Area
    why: Message
    missing: bool
    """True if there is no such point, a structural gap; false if it is closed or full at the moment."""
    upwards: tuple[ServicePoint, ...]
    """The district's own points to use instead; never points of other streets."""


def gaps(network: Network, kinds: Iterable[str], query: PointQuery) -> Iterator[TierGap]:
    """The tiers among `kinds` that cannot serve the place at the moment."""
    wanted_kinds = set(kinds)
    centre = tuple(
        s
        for a in query.place.path
        for s in network.points_for.get(a.code, ())
        if s.body == tiers()[AreaLevel.DISTRICT].point
    )
    for area in query.place.path:
        tier = tiers().get(area.level)
        if tier is None or tier.point not in wanted_kinds:
            continue
        kind = tier.point
        existing = [
            s for s in network.points_for.get(area.code, ()) if s.body == kind and not _ceased(network, s, query)
        ]
        if not existing:
            yield TierGap(kind, area, message("point.tier_missing", area=area.name), missing=True, upwards=centre)
        elif not any(_now(network, s, query) for s in existing):
            yield TierGap(kind, area, message("point.tier_closed", area=area.name), missing=False, upwards=centre)


def _ceased(network: Network, point: ServicePoint, query: PointQuery) -> bool:
    """True if the point does not open again within `AHEAD` days."""
    openness = opening(network, point, query)
    return openness.verdict is Verdict.NO and openness.next is None


def _now(network: Network, point: ServicePoint, query: PointQuery) -> bool:
    return point.free != 0 and opening(network, point, query).verdict is not Verdict.NO
