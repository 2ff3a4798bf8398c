"""Structural faults of the three-tier network, found from the network alone (结构缺陷)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from graph_model.entities import Body, ServicePoint
from graph_model.network import Network
from graph_model.responsibility import POSTS
from knowledge.vocabulary import AreaLevel, Tier

STALE_AFTER = timedelta(days=365)
"""Configured, not set by law: facts of a place confirmed longer ago than this are stale (配置值，非法定)."""

WEEKEND = ("Sa", "Su")


@dataclass(frozen=True, slots=True)
class Faults:
    """Keys of what is missing or doubtful; one person in several posts is reported, not called a violation."""

    street_without_station: tuple[str, ...]
    community_without_place: tuple[str, ...]
    vacant: tuple[str, ...]
    two_posts: tuple[str, ...]
    weekend_only: tuple[str, ...]
    no_contact: tuple[str, ...]
    stale: tuple[str, ...]


def faults(network: Network, on: date) -> Faults:
    """Every structural fault of the network on a day, by key.

    Bodies that are only named by a text (no contact is public) are judged by their provenance: a contact is
    expected of loaded and synthetic records.

    Source: 未成年人保护法 81、43；行动方案三（三）1、3.
    """
    return Faults(
        _without(network, AreaLevel.STREET, Tier.STREET),
        _without(network, AreaLevel.COMMUNITY, Tier.COMMUNITY),
        _vacant(network),
        tuple(sorted(h for h, n in Counter(p.holder for p in network.posts.values()).items() if h and n > 1)),
        tuple(sorted(s.id for s in network.points.values() if s.hours and all(h.startswith(WEEKEND) for h in s.hours))),
        _silent(network),
        tuple(sorted(s.id for s in network.points.values() if s.assured_on and on - s.assured_on > STALE_AFTER)),
    )


def _without(network: Network, level: AreaLevel, tier: Tier) -> tuple[str, ...]:
    """Areas that no point of their tier serves; a neighbour's station does not count (facts 9)."""
    served = {code for s in network.points.values() if s.tier is tier for code in s.serves}
    return tuple(a.code for a in network.of_level(level) if a.code not in served)


def _vacant(network: Network) -> tuple[str, ...]:
    held = {(p.area, p.kind) for p in network.posts.values() if p.holder}
    wanted = ((a.code, kind) for a in network.areas.values() for kind in POSTS.get(a.level, ()))
    return tuple(sorted(f"{kind}@{code}" for code, kind in wanted if (code, kind) not in held))


def _silent(network: Network) -> tuple[str, ...]:
    records: tuple[Body | ServicePoint, ...] = (*network.bodies.values(), *network.points.values())
    return tuple(sorted(r.id for r in records if r.contact is None and r.provenance.value != "sourced"))
