"""Which places can take this child, in which order, and why the others cannot (服务点选择)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from knowledge.calendar.hours import AHEAD, Hours, Openness
from knowledge.coverage.tiers import tiers
from knowledge.messages.message import message
from knowledge.vocabulary import AreaLevel, Labelled, Verdict
from network.entities import Area, ServicePoint
from network.places import Place
from network.snapshot import Network

FRESH = timedelta(days=365)
"""Facts confirmed longer ago rank behind; configured, no text gives it."""
EARTH = 6371.0


class Out(Labelled):
    """The first condition that a place fails, in the order in which they are tried."""

    AREA = "area", "不服务该地"
    AGE = "age", "不接收该年龄"
    STAGE = "stage", "不是该学段的学校"
    ACCESS = "access", "没有无障碍条件"
    FULL = "full", "已满"
    CLOSED = "closed", "14日内不开放"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a place is judged against."""

    place: Place
    moment: datetime
    age: int | None
    accessible: bool
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the rank of a place; `good` is how it compares, None where it is not known."""

    text: str
    good: bool | None


@dataclass(frozen=True, slots=True)
class Option:
    """A place that can take the child."""

    point: ServicePoint
    near: Area
    """The served area by which it serves the child."""
    openness: Openness
    distance: float | None
    """Kilometres as the crow flies; None where a location is not known."""
    reasons: tuple[Reason, ...]
    rank: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A place that gives the service but cannot take the child, with its first failing condition."""

    point: ServicePoint
    out: Out
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The places for one service, best first."""

    options: tuple[Option, ...]
    left_out: tuple[LeftOut, ...]
    """Those of the child's own street and above, and those that fail another condition than the area."""
    elsewhere: int
    """Places of other streets that do not serve the child: never borrowed, only counted."""
    unlocated: int
    """Options whose location is not known: no distance is made up for them."""


NOWHERE = Choice((), (), 0, 0)
"""For somebody who cannot have the service: no place is offered."""


def choose(network: Network, service: str, kinds: tuple[str, ...], asked: Asked) -> Choice:
    """Judge every place of the district that gives a service.

    The order is stable and documented: the kinds that the rules name for the service, the tier nearest to the child,
    the same community, distance where both locations are known, open now, places left, facts confirmed within a year,
    then the key.
    """
    options, out = [], []
    serving = {p.id: p for a in asked.place.path for p in network.points_for.get(a.code, ()) if service in p.services}
    own = {p.id: p for p in _own(network, service, asked.place)}
    for point in (serving | own).values():
        judged = _judge(network, point, kinds, asked)
        if isinstance(judged, Option):
            options.append(judged)
        else:
            out.append(judged)
    district = {p.id for a in asked.place.path if a.level is AreaLevel.DISTRICT for p in _in(network, service, a)}
    ordered = tuple(sorted(options, key=lambda o: (*o.rank, o.point.id)))
    elsewhere = len(district - serving.keys() - own.keys())
    return Choice(ordered, tuple(out), elsewhere, sum(o.point.lon is None for o in ordered))


def _in(network: Network, service: str, area: Area) -> tuple[ServicePoint, ...]:
    return network.points_giving.get((service, area.code), ())


def _own(network: Network, service: str, place: Place) -> Iterator[ServicePoint]:
    """Places of the child's own street: named with their reason even where they do not serve it."""
    streets = [a for a in place.path if a.level in (AreaLevel.STREET, AreaLevel.COMMUNITY)]
    return (p for a in streets[-1:] for p in _in(network, service, a))


def _judge(network: Network, point: ServicePoint, kinds: tuple[str, ...], asked: Asked) -> Option | LeftOut:
    near = next((a for a in asked.place.path if a.code in point.serves), None)
    if near is None:
        return LeftOut(point, Out.AREA, "只服务其所属街道、社区，不向相邻街道借用")
    openness = Hours.parse(point.hours).at(asked.moment)
    fails = next(_fails(point, openness, asked), None)
    return LeftOut(point, *fails) if fails else _option(network, point, kinds, asked, near, openness)


def _fails(point: ServicePoint, openness: Openness, asked: Asked) -> Iterator[tuple[Out, str]]:
    """The conditions that a place which serves the area fails, in the order of `Out`."""
    if asked.age is not None and not _takes(point, asked.age):
        yield Out.AGE, _ages(point)
    if asked.stage is not None and point.stage is not None and point.stage != asked.stage:
        yield Out.STAGE, "学段不符"
    if asked.accessible and point.accessible is False:
        yield Out.ACCESS, "没有无障碍通行条件"
    if point.free == 0:
        yield Out.FULL, f"容量{point.capacity}已满（{point.load_on or '统计日不详'}）"
    if openness.verdict is Verdict.NO and openness.next is None:
        yield Out.CLOSED, str(message("hours.closed_days", days=AHEAD))


def _takes(point: ServicePoint, age: int) -> bool:
    return (point.age_from or 0) <= age and (point.age_under is None or age < point.age_under)


def _ages(point: ServicePoint) -> str:
    low = f"满{point.age_from}周岁" if point.age_from else ""
    high = f"未满{point.age_under}周岁" if point.age_under else ""
    return f"只接收{'、'.join(p for p in (low, high) if p)}"


def _option(
    network: Network, point: ServicePoint, kinds: tuple[str, ...], asked: Asked, near: Area, openness: Openness
) -> Option:
    own = asked.place.path[0].code if asked.place.path else ""
    named = point.body in kinds
    tier = asked.place.path.index(near)
    same = point.area == own
    far = distance(network.areas.get(own), point)
    fresh = _fresh(point, asked.moment.date())
    reasons = (
        Reason("依规则提供此项服务的机构" if named else "也提供，但规则没有列它", named),
        Reason(f"服务{near.name}", tier == 0),
        Reason("在同一社区" if same else "不在同一社区", same),
        Reason("位置不详，不计距离" if far is None else f"直线约{far:.1f}公里", None if far is None else True),
        _open(openness),
        _room(point),
        Reason(f"{point.assured_on or '未'}核实", fresh),
    )
    rank = (
        not named,
        tier,
        not same,
        far is None,
        far or 0.0,
        (Verdict.YES, Verdict.UNKNOWN, Verdict.NO).index(openness.verdict),
        point.free is None,
        not fresh,
    )
    return Option(point, near, openness, far, reasons, rank)


def _open(openness: Openness) -> Reason:
    tentative = "（暂定）" if openness.tentative else ""
    if openness.verdict is Verdict.YES:
        return Reason(f"正在开放{tentative}", good=True)
    if openness.verdict is Verdict.UNKNOWN:
        return Reason("开放时间不详，请先联系", None)
    return Reason(f"现在不开放，下次开放{openness.next:%m月%d日 %H:%M}{tentative}", good=False)


def _room(point: ServicePoint) -> Reason:
    if point.free is None:
        return Reason("容量不详，请先联系", None)
    return Reason(f"尚有{point.free}个名额（{point.load_on or '统计日不详'}）", good=True)


def _fresh(point: ServicePoint, on: date) -> bool:
    return point.assured_on is not None and on - point.assured_on <= FRESH


def distance(area: Area | None, point: ServicePoint) -> float | None:
    """Kilometres between an area's location and a place, where both are known in the same reference system."""
    if area is None or area.lon is None or area.lat is None or point.lon is None or point.lat is None:
        return None
    if area.crs != point.crs or point.confidential:
        return None
    a, b = radians(area.lat), radians(point.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(point.lon - area.lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


@dataclass(frozen=True, slots=True)
class Gap:
    """A tier that should serve the place and does not, now: reported, and gone around upwards."""

    kind: str
    """Body kind of the tier."""
    area: Area
    why: str
    missing: bool
    """No such place at all, a structural gap; else it is there but closed or full now."""
    upwards: tuple[ServicePoint, ...]
    """Where it goes instead: the district's own places, never a neighbour's."""


def gaps(network: Network, kinds: Iterable[str], asked: Asked) -> Iterator[Gap]:
    """The tiers among `kinds` that cannot serve the place at the moment."""
    wanted = set(kinds)
    centre = tuple(
        s
        for a in asked.place.path
        for s in network.points_for.get(a.code, ())
        if s.body == tiers()[AreaLevel.DISTRICT].point
    )
    for area in asked.place.path:
        tier = tiers().get(area.level)
        if tier is None or tier.point not in wanted:
            continue
        kind = tier.point
        there = [s for s in network.points_for.get(area.code, ()) if s.body == kind and not _ceased(s, asked)]
        if not there:
            yield Gap(
                kind, area, f"{area.name}没有该服务点：结构性缺口，报区；不借用相邻街道的", missing=True, upwards=centre
            )
        elif not any(_now(s, asked) for s in there):
            yield Gap(kind, area, f"{area.name}的服务点现在不开放或已满", missing=False, upwards=centre)


def _ceased(point: ServicePoint, asked: Asked) -> bool:
    """A place that does not open again is not there."""
    found = Hours.parse(point.hours).at(asked.moment)
    return found.verdict is Verdict.NO and found.next is None


def _now(point: ServicePoint, asked: Asked) -> bool:
    return point.free != 0 and Hours.parse(point.hours).at(asked.moment).verdict is not Verdict.NO
