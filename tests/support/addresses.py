"""Addresses as tests read them."""

from network.places import readings


def parse(address: str) -> tuple[str, int] | None:
    """Road and house number as written, or None where the address does not name both."""
    roads = readings(address)
    return roads[-2] if roads else None  # the last two: the road as written, then with or without its 路
