"""Areas of a network as tests pick them."""

from knowledge.vocabulary import AreaLevel
from network.entities import Area
from network.snapshot import Network


def of_level(network: Network, level: AreaLevel) -> tuple[Area, ...]:
    """All areas of a level, by code."""
    return tuple(a for a in network.areas.values() if a.level is level)
