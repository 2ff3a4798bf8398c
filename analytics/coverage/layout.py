"""A network with what is asked of it: the live one or a draft, in one form (布局)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Labelled
from network.drafts.draft import Draft
from network.entities import Area, ServicePoint
from network.referral.points import distance
from network.snapshot import Network


class Pair(NamedTuple):
    """A need or service in an area: what demand is counted by."""

    area: str
    code: str
    """Code of the need or service."""

    def __str__(self) -> str:
        """Text for sorting, cursors and clients: `area/code`."""
        return f"{self.area}/{self.code}"


class Measure(Labelled):
    """By what a place is said to reach an area."""

    SERVED = "served", "按服务范围"
    STRAIGHT = "straight", "按直线距离（公里）"
    TRAVEL = "travel", "按载入的路程或时间"


@dataclass(frozen=True, slots=True)
class Standard:
    """A service standard; `within` is inclusive. No text sets a radius: it is always the planner's own (配置值)."""

    measure: Measure = Measure.SERVED
    within: float | None = None

    def __post_init__(self) -> None:
        """Refuse a standard that says nothing.

        Raises:
            BadInput: a distance without a limit, or a limit that is no distance.
        """
        if self.measure is not Measure.SERVED and (self.within is None or not 0 <= self.within < float("inf")):
            raise BadInput("within", "coverage.limit_missing")


@dataclass(frozen=True)
class Layout:
    """Places and areas, and how many children ask for what."""

    network: Network
    name: str = "live"
    demand: Mapping[Pair, int] = field(default_factory=dict)
    """Children by (area, need or service); a pair that is absent is not known."""
    candidates: tuple[ServicePoint, ...] = ()
    """Places that could be opened."""
    travel: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Way between (area, place), in the unit of the file; a pair that is absent cannot be travelled."""
    links: tuple[tuple[str, str], ...] = ()
    """Edges of the referral network beside those that the tiers make: (from place, to place)."""
    memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    """What was worked out of it; a layout does not change."""

    def communities(self, within: str | None = None) -> tuple[Area, ...]:
        """The lowest areas inside an area: communities, or what a draft has instead.

        Raises:
            BadInput: the area is not in this network.
        """
        if within is not None and within not in self.network.areas:
            raise BadInput("area", "area.not_loaded")
        areas = self.network.within(within) if within else tuple(self.network.areas.values())
        lowest = [a for a in areas if a.level is AreaLevel.COMMUNITY]
        return tuple(lowest or [a for a in areas if not self.network.children.get(a.code)])

    def minors(self, code: str) -> int | None:
        """Minors of an area; None where no figure is loaded."""
        found = self.network.populations.get(code)
        return None if found is None else found.minors

    @cached_property
    def all_points(self) -> Mapping[str, ServicePoint]:
        """Existing places and candidates, by key."""
        return dict(self.network.points) | {c.id: c for c in self.candidates}

    def way(self, area: Area, point: ServicePoint, measure: Measure) -> float | None:
        """Kilometres, or the loaded way, from an area to a place; None: no location known, or no way loaded."""
        if measure is Measure.TRAVEL:
            return self.travel.get((area.code, point.id))
        return distance(area, point)


def of_draft(draft: Draft, live: Network, name: str) -> Layout:
    """A draft as a layout; it has its own demand and ways, none of the live network's.

    Raises:
        BadInput: a part names an area or a place that is not there.
    """
    return Layout(
        draft.on(live), name, {Pair(d.area, d.code): d.children for d in draft.demand},
        tuple(p.record() for p in draft.candidates), {(w.area, w.point): w.cost for w in draft.travel},
        tuple((x.from_point, x.to_point) for x in draft.links),
    )  # fmt: skip


def services_of(book: Rulebook, code: str) -> tuple[str, ...]:
    """The services that a code asks for: itself, or every service that answers the need.

    Raises:
        BadInput: neither a service nor a need.
    """
    if code in book.services:
        return (code,)
    found = tuple(s.code for s in book.services.values() if code in s.needs)
    if not found and code not in {n.code for n in book.needs}:
        raise BadInput("need", "input.no_need_or_service")
    return found


def named(book: Rulebook, code: str) -> str:
    """The name of a service or a need."""
    if code in book.services:
        return book.services[code].name
    return next((n.name for n in book.needs if n.code == code), code)


def kinds_of(book: Rulebook, code: str) -> tuple[str, ...]:
    """The kinds of body that the rules name as giving it.

    Raises:
        BadInput: neither a service nor a need.
    """
    return tuple(dict.fromkeys(k for s in services_of(book, code) for k in book.services[s].points))


def placed(book: Rulebook, code: str) -> bool:
    """Whether it is given at places of the network, rather than applied for at an office."""
    return bool(kinds_of(book, code))
