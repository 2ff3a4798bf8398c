"""Offices and service points to which something about a child can be sent, the nearest first (可送的单位)."""

from collections.abc import Collection, Iterator
from itertools import chain, islice

from network.entities import Body
from network.places import ranked_by_name
from network.snapshot import Network


def recipients(
    network: Network, area: str, most: int, search: str = "", kinds: Collection[str] | None = None
) -> list[Body]:
    """Return up to `most` offices and points: those of an area, of the areas above it, then further and further out.

    With `search` only those that match it by name, pinyin, initials or key, the best match first; `kinds` limits them
    to kinds of body.
    """
    near = (b for b in _outwards(network, area) if kinds is None or b.kind in kinds)
    if not search:
        return list(islice(near, most))
    known = {b.id: b for b in near}
    ranks = ranked_by_name({b.id: (b.name, b.id, *b.aliases) for b in known.values()}, search)
    matches = (b for b in known.values() if b.id in ranks)
    return sorted(matches, key=lambda b: ranks[b.id])[:most]


def _outwards(network: Network, area: str) -> Iterator[Body]:
    """Yield each office and point once, by the nearness of its area; areas further out are read only when needed."""
    path, passed = [a.code for a in network.path(area)], set[str]()
    around = (a.code for top in (*path, *network.roots) for a in network.within(top))
    for code in chain(path, around):
        if code not in passed:
            passed.add(code)
            yield from network.addressable.get(code, ())
