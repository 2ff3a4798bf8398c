"""The network as one frozen, indexed value: areas, offices, service points and posts (网络快照)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from knowledge.vocabulary import AreaLevel
from network.entities import Area, Body, NetworkVersion, Population, Post, ServicePoint

K = TypeVar("K", bound=Hashable)


V = TypeVar("V")


@dataclass(frozen=True)
class Network:
    """Areas, offices, places and posts, indexed; no person's facts."""

    version: NetworkVersion
    areas: Mapping[str, Area]
    bodies: Mapping[str, Body]
    points: Mapping[str, ServicePoint]
    posts: Mapping[str, Post]
    offices: Mapping[tuple[str, str], tuple[Body, ...]]
    """Offices by (body kind, area code)."""
    posts_in: Mapping[str, tuple[Post, ...]]
    points_for: Mapping[str, tuple[ServicePoint, ...]]
    """Places by the area that they serve."""
    children: Mapping[str, tuple[Area, ...]]
    points_giving: Mapping[tuple[str, str], tuple[ServicePoint, ...]]
    """Places by (service that they give, area in which they lie), for every area above theirs too."""
    populations: Mapping[str, Population]
    """Figures of minors by area; an area without one is not known, never nought."""

    def path(self, code: str) -> tuple[Area, ...]:
        """The area and those above it, upwards; empty where it is not loaded."""
        found: list[Area] = []
        here = self.areas.get(code)
        while here is not None:
            found.append(here)
            here = self.areas.get(here.parent or "")
        return tuple(found)

    def above(self, code: str, level: AreaLevel) -> str | None:
        """The area itself or the one above it that is of a level; None where there is none."""
        return next((a.code for a in self.path(code) if a.level is level), None)

    def seated(self, kind: str, code: str, on: date) -> tuple[Body, ...]:
        """The offices of a kind for exactly this area on the day.

        Where no office is recorded, the places of that kind that serve the area are the office: a station is both.
        """
        offices = tuple(b for b in self.offices.get((kind, code), ()) if b.on_duty(on))
        return offices or tuple(s.as_body() for s in self.points_for.get(code, ()) if s.body == kind)

    def within(self, code: str) -> tuple[Area, ...]:
        """The area and everything below it, downwards."""
        here = self.areas.get(code)
        if here is None:
            return ()
        return (here, *(a for child in self.children.get(code, ()) for a in self.within(child.code)))


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {k: tuple(v) for k, v in found.items()}


def _above(areas: Mapping[str, Area], code: str) -> Iterator[str]:
    here = areas.get(code)
    while here is not None:
        yield here.code
        here = areas.get(here.parent or "")


def network(
    version: NetworkVersion,
    areas: Iterable[Area],
    bodies: Iterable[Body],
    points: Iterable[ServicePoint],
    posts: Iterable[Post],
    populations: Iterable[Population] = (),
) -> Network:
    """Index the records."""
    areas, bodies, points, posts = tuple(areas), tuple(bodies), tuple(points), tuple(posts)
    by_code = {a.code: a for a in areas}
    return Network(
        version,
        by_code,
        {b.id: b for b in bodies},
        {s.id: s for s in points},
        {p.id: p for p in posts},
        _group(((b.kind, b.area), b) for b in bodies),
        _group((p.area, p) for p in posts),
        _group((code, s) for s in points for code in s.serves),
        _group((a.parent, a) for a in areas if a.parent),
        _group(((code, up), s) for s in points for up in _above(by_code, s.area) for code in s.services),
        {p.area: p for p in populations},
    )
