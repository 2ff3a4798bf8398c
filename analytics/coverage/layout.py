"""A network (live or draft) with the demand, candidates and travel that the analyses need (布局)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Labelled
from network.entities import Area, ServicePoint
from network.referral.points import distance
from network.snapshot import Network

if TYPE_CHECKING:
    from network.drafts.draft import Draft

T = TypeVar("T")


class Pair(NamedTuple):
    """A need or service in an area: what demand is counted by."""

    area: str
    code: str
    """Code of the need or service."""

    def __str__(self) -> str:
        """Text for sorting, cursors and clients: `area/code`."""
        return f"{self.area}/{self.code}"


class Measure(Labelled):
    """Way to decide if a service point reaches an area."""

    SERVED = "served", "按服务范围"
    STRAIGHT = "straight", "按直线距离（公里）"
    TRAVEL = "travel", "按载入的路程或时间"


@dataclass(frozen=True, slots=True)
class Standard:
    """Greatest distance to a service point; `within` is inclusive.

    No text sets a distance: it is always the planner's own (configured value).

    Raises:
        BadInput: A distance without a limit, or a negative or infinite limit.
    """

    measure: Measure = Measure.SERVED
    within: float | None = None

    def __post_init__(self) -> None:
        if self.measure is not Measure.SERVED and (self.within is None or not 0 <= self.within < float("inf")):
            raise BadInput("within", "coverage.limit_missing")


TRIED = 4
"""Changed networks that a layout caches: some megabytes each (configured value)."""
LIVE = "live"
"""Name of the layout of the live network; no draft may have it."""
_NOT_STORED = object()


class LayoutCache:
    """The latest results derived from one layout, by key; emptied when full.

    Threads may use it together: at worst a result is computed twice.
    """

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._results: dict[object, object] = {}

    def get(self, key: object, compute: Callable[[], T]) -> T:
        """The result stored under the key, computed if there is none."""
        stored = self._results.get(key, _NOT_STORED)
        if stored is not _NOT_STORED:
            return cast("T", stored)
        result = compute()
        if len(self._results) >= self._size:
            self._results.clear()
        self._results[key] = result
        return result


@dataclass(frozen=True)
class Layout:
    """A network with what is known of demand and travel."""

    network: Network
    name: str = LIVE
    demand: Mapping[Pair, int] = field(default_factory=dict)
    """Children by pair; the demand of an absent pair is unknown."""
    candidates: tuple[ServicePoint, ...] = ()
    """Points that could be opened."""
    travel: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Travel by (area, point key), in the unit of the loaded file; without an entry the point cannot be reached."""
    links: tuple[tuple[str, str], ...] = ()
    """Referral links between points, in addition to those between tiers: (from key, to key)."""
    cache: LayoutCache = field(default_factory=LayoutCache, init=False, repr=False, compare=False)
    """Results derived from this layout; valid as long as it lives, because a layout does not change."""
    tried: LayoutCache = field(default_factory=lambda: LayoutCache(TRIED), init=False, repr=False, compare=False)
    """The latest changes that were tried on it, each with the whole network that it makes."""

    def communities(self, within: str | None = None) -> tuple[Area, ...]:
        """The communities inside an area; without communities (in a draft), the areas that contain no other.

        Raises:
            BadInput: The area is not in this network.
        """
        if within is not None and within not in self.network.areas:
            raise BadInput("area", "area.not_loaded")
        areas = self.network.within(within) if within else tuple(self.network.areas.values())
        lowest = [a for a in areas if a.level is AreaLevel.COMMUNITY]
        return tuple(lowest or [a for a in areas if not self.network.children.get(a.code)])

    def minors(self, code: str) -> int | None:
        """Minors of an area; None if no figure is loaded."""
        population = self.network.populations.get(code)
        return None if population is None else population.minors

    @cached_property
    def all_points(self) -> Mapping[str, ServicePoint]:
        """Existing points and candidates, by key."""
        return dict(self.network.points) | {c.id: c for c in self.candidates}

    def travel_to(self, area: Area, point: ServicePoint, measure: Measure) -> float | None:
        """Kilometres, or the loaded travel, from an area to a point; None if a location or the travel is unknown."""
        if measure is Measure.TRAVEL:
            return self.travel.get((area.code, point.id))
        return distance(area, point)


class CurrentLayout:
    """The latest layouts of the live network, one for each day that differs."""

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._layouts: tuple[Layout, ...] = ()

    def of(self, network: Network) -> Layout:
        """The layout of the network, the same object as long as the network is the same object."""
        known = next((x for x in self._layouts if x.network is network), None)
        if known is None:
            known = Layout(network)
            self._layouts = (known, *self._layouts)[: self._most]
        return known


def of_draft(draft: "Draft", live: Network, name: str) -> Layout:
    """A draft as a layout, with the draft's own demand and travel only.

    Raises:
        BadInput: A part names an unknown area or point.
    """
    return Layout(
        network=draft.on(live),
        name=name,
        demand={Pair(d.area, d.code): d.children for d in draft.demand},
        candidates=tuple(p.record() for p in draft.candidates),
        travel={(t.area, t.point): t.cost for t in draft.travel},
        links=tuple((x.from_point, x.to_point) for x in draft.links),
    )


def services_of(book: Rulebook, code: str) -> tuple[str, ...]:
    """Return the services of a code: the service itself, or all services that meet the need.

    Raises:
        BadInput: The code is neither a service nor a need.
    """
    if code in book.services:
        return (code,)
    services = tuple(s.code for s in book.services.values() if code in s.needs)
    if not services and code not in {n.code for n in book.needs}:
        raise BadInput("need", "input.no_need_or_service")
    return services


def name_of(book: Rulebook, code: str) -> str:
    """The name of a service or need; the code itself if it is neither."""
    if code in book.services:
        return book.services[code].name
    return next((n.name for n in book.needs if n.code == code), code)


def kinds_of(book: Rulebook, code: str) -> tuple[str, ...]:
    """The kinds of body that give a service or meet a need, by the rules.

    Raises:
        BadInput: The code is neither a service nor a need.
    """
    return tuple(dict.fromkeys(k for s in services_of(book, code) for k in book.services[s].points))


def given_at_points(book: Rulebook, code: str) -> bool:
    """True if a service or need is met at points of the network, rather than on application at an office."""
    return bool(kinds_of(book, code))
