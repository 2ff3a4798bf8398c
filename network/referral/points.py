"""Service points that can take a child, their order, and reasons against the others (服务点选择)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from knowledge.calendar.hours import AHEAD, Hours, Openness
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel, Labelled, Verdict
from network.entities import Area, ServicePoint
from network.places import Place
from network.snapshot import Network

FRESH = timedelta(days=365)
"""Facts confirmed longer ago rank lower; configured, no text gives it."""
BY_KIND = "point.by_kind"
"""Code of the reason for a point that states no service: the rules name its kind, and somebody has to ask it."""
BY_KIND_ALONE = 2
"""Rank of such a point, after all that state the service."""
EARTH = 6371.0
"""Mean radius of the earth in kilometres."""


class Out(Labelled):
    """The first condition that a point fails, in the order of the checks."""

    AREA = "area", "不服务该地"
    PAUSED = "paused", "暂停服务"
    AGE = "age", "不接收该年龄"
    STAGE = "stage", "不是该学段的学校"
    ACCESS = "access", "没有无障碍条件"
    FULL = "full", "已满"
    CLOSED = "closed", "14日内不开放"


@dataclass(frozen=True, slots=True)
class PointQuery:
    """The requirements that points are checked against."""

    place: Place
    moment: datetime
    age: int | None
    accessible: bool
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class RankReason:
    """One reason for the rank of a point; `good` is None if it is unknown."""

    says: Message
    good: bool | None


@dataclass(frozen=True, slots=True)
class PointOption:
    """A point that can take the child."""

    point: ServicePoint
    near: Area
    """The area, of those above the child, that the point serves."""
    openness: Openness
    distance: float | None
    """Straight distance in kilometres; None if a location is unknown."""
    reasons: tuple[RankReason, ...]
    rank: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ExcludedPoint:
    """A point that provides the service but cannot take the child, with the first condition that fails."""

    point: ServicePoint
    out: Out
    says: Message


@dataclass(frozen=True, slots=True)
class PointChoice:
    """The points for one service, best first."""

    options: tuple[PointOption, ...]
    left_out: tuple[ExcludedPoint, ...]
    """Points in the child's own street or serving it that cannot take the child."""
    elsewhere: int
    """Number of points in other streets of the district that do not serve the child; only counted."""
    unlocated: int
    """Number of options with unknown location, and so without distance."""


NOWHERE = PointChoice((), (), 0, 0)
"""For a child who is not eligible: no points."""


class Points:
    """The points of a district for one question: each is checked once, however many services it provides."""

    def __init__(self, network: Network, query: PointQuery) -> None:
        self.network, self.query = network, query
        self._checked: dict[tuple[str, bool], PointOption | ExcludedPoint] = {}

    def choose(self, service: str, kinds: tuple[str, ...]) -> PointChoice:
        """Check every point of the district that provides a service, or may: its kind is named, and no service stated.

        The order is stable: kinds of body that the rules name for the service, others that state it, those that state
        none; tier nearest to the child, same community, distance (known before unknown), open now, free capacity
        known, facts confirmed within a year, key.
        """
        network, place = self.network, self.query.place
        serving = {p.id: p for a in place.path for p in network.points_for.get(a.code, ()) if p.gives(service, kinds)}
        nearby = serving | {p.id: p for p in _own(network, service, kinds, place)}
        checked = [self._check(p, named=p.body in kinds) for p in nearby.values()]
        options = sorted((o for o in checked if isinstance(o, PointOption)), key=lambda o: (*o.rank, o.point.id))
        left_out = tuple(o for o in checked if isinstance(o, ExcludedPoint))
        districts = (a.code for a in place.path if a.level is AreaLevel.DISTRICT)
        there = frozenset[str]().union(*(_ids(network, service, kinds, code) for code in districts))
        unlocated = sum(o.point.lon is None for o in options)
        return PointChoice(tuple(options), left_out, len(there - nearby.keys()), unlocated)

    def _check(self, point: ServicePoint, *, named: bool) -> PointOption | ExcludedPoint:
        known = self._checked.get((point.id, named))
        if known is None:
            known = self._checked[point.id, named] = _judge(self.network, point, self.query, named=named)
        return known


def _ids(network: Network, service: str, kinds: tuple[str, ...], area: str) -> frozenset[str]:
    """The points in an area that give a service by their own statement, or by their kind where they state none."""
    stated = network.ids_giving.get((service, area), frozenset())
    return stated.union(*(network.unstated.get((kind, area), ()) for kind in kinds))


def _own(network: Network, service: str, kinds: tuple[str, ...], place: Place) -> Iterator[ServicePoint]:
    """Points in the child's own street that provide the service, also those that do not serve it."""
    streets = [a for a in place.path if a.level in (AreaLevel.STREET, AreaLevel.COMMUNITY)]
    ids = (_ids(network, service, kinds, a.code) for a in streets[-1:])
    return (network.points[key] for of in ids for key in sorted(of))


def _judge(network: Network, point: ServicePoint, query: PointQuery, *, named: bool) -> PointOption | ExcludedPoint:
    near = next((a for a in query.place.path if a.code in point.serves), None)
    if near is None:
        return ExcludedPoint(point, Out.AREA, message("point.own_street"))
    openness = opening(network, point, query)
    fails = next(_fails(point, openness, query), None)
    return ExcludedPoint(point, *fails) if fails else _option(network, point, query, near, openness, is_named=named)


def _fails(point: ServicePoint, openness: Openness, query: PointQuery) -> Iterator[tuple[Out, Message]]:
    """The conditions that a point fails, in the order of `Out`, if it serves the area."""
    if point.paused:
        until = point.paused_until
        yield Out.PAUSED, message("point.paused_until", until=until) if until else message("point.paused")
    if query.age is not None and not _takes(point, query.age):
        yield Out.AGE, _ages(point)
    if query.stage is not None and point.stages and query.stage not in point.stages:
        yield Out.STAGE, message("point.stage")
    if query.accessible and point.accessible is False:
        yield Out.ACCESS, message("point.access")
    if point.free == 0:
        yield Out.FULL, message("point.full", capacity=point.capacity, day=_counted_on(point))
    if openness.verdict is Verdict.NO and openness.next is None:
        yield Out.CLOSED, message("hours.closed_days", days=AHEAD)


def _takes(point: ServicePoint, age: int) -> bool:
    return (point.age_from or 0) <= age and (point.age_under is None or age < point.age_under)


def _ages(point: ServicePoint) -> Message:
    low = [message("point.age_from", years=point.age_from)] if point.age_from else []
    high = [message("point.age_under", years=point.age_under)] if point.age_under else []
    return message("point.ages", ages=(*low, *high))


def _option(
    network: Network, point: ServicePoint, query: PointQuery, near: Area, openness: Openness, *, is_named: bool
) -> PointOption:
    community = query.place.path[0].code if query.place.path else ""
    tier = query.place.path.index(near)
    same_community = point.area == community
    km = distance(network.areas.get(community), point)
    is_fresh = _fresh(point, query.moment.date())
    reasons = (
        _ground(point, is_named=is_named),
        RankReason(message("point.serves", area=near.name), tier == 0),
        RankReason(message("point.same_community" if same_community else "point.other_community"), same_community),
        _way(km),
        _open(openness),
        _room(point),
        RankReason(_assured(point), is_fresh),
    )
    rank = (
        not is_named if point.services else BY_KIND_ALONE,
        tier,
        not same_community,
        km is None,
        km or 0.0,
        (Verdict.YES, Verdict.UNKNOWN, Verdict.NO).index(openness.verdict),
        point.free is None,
        not is_fresh,
    )
    return PointOption(point, near, openness, km, reasons, rank)


def opening(network: Network, point: ServicePoint, query: PointQuery) -> Openness:
    """Return the opening state of a point, in the school year of its area."""
    return Hours.parse(point.hours).at(query.moment, network.calendar(point.area))


def _ground(point: ServicePoint, *, is_named: bool) -> RankReason:
    """The reason why the point counts for the service; in doubt where it is the kind alone."""
    if not point.services:
        return RankReason(message(BY_KIND), None)
    return RankReason(message("point.named" if is_named else "point.unnamed"), is_named)


def _open(openness: Openness) -> RankReason:
    if openness.verdict is Verdict.UNKNOWN:
        return RankReason(message("point.hours_unknown"), None)
    is_open = openness.verdict is Verdict.YES
    says = message("point.open") if is_open else message("point.opens", moment=openness.next)
    return RankReason(message("point.tentative", says=says) if openness.tentative else says, is_open)


def _room(point: ServicePoint) -> RankReason:
    if point.free is None:
        return RankReason(message("point.room_unknown"), None)
    return RankReason(message("point.room", free=point.free, day=_counted_on(point)), good=True)


def _way(km: float | None) -> RankReason:
    return (
        RankReason(message("point.no_way"), None) if km is None else RankReason(message("point.way", km=km), good=True)
    )


def _assured(point: ServicePoint) -> Message:
    return message("point.assured", day=point.assured_on) if point.assured_on else message("point.not_assured")


def _counted_on(point: ServicePoint) -> date | Message:
    return point.load_on or message("point.no_day")


def _fresh(point: ServicePoint, on: date) -> bool:
    return point.assured_on is not None and on - point.assured_on <= FRESH


def distance(area: Area | None, point: ServicePoint) -> float | None:
    """Straight distance in kilometres; None if a location is unknown or confidential, or the systems differ."""
    if area is None or area.lon is None or area.lat is None or point.lon is None or point.lat is None:
        return None
    if area.crs != point.crs or point.confidential:
        return None
    return kilometres((area.lon, area.lat), (point.lon, point.lat))


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The straight distance of two positions in degrees (longitude, latitude) of one reference system."""
    north, other = radians(a[1]), radians(b[1])
    half = sin((other - north) / 2) ** 2 + cos(north) * cos(other) * sin(radians(b[0] - a[0]) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
