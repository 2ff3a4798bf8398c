"""Which places can take the child, in which order: the documented order, an independent oracle, and its laws."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.baseline.referral import places_giving
from graph_model.graph import Graph
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.hours import Hours
from knowledge.messages.message import message, speaking
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, Provenance, Verdict
from network.entities import ANONYMOUS, Area, NetworkVersion, ServicePoint
from network.places import by_code
from network.referral.points import Out, PointChoice, PointQuery, Points
from network.referral.tiers import gaps
from network.snapshot import Network, network

CITY, DISTRICT, OTHER = "440100000000", "440104000000", "440105000000"
STREET, NEXT = "440104001000", "440104002000"
HERE, BESIDE = "440104001001", "440104001002"
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)
KINDS = ("street_station", "community_place")
AREAS = (
    Area("440000000000", "省", AreaLevel.PROVINCE),
    Area(CITY, "市", AreaLevel.CITY, "440000000000"),
    Area(DISTRICT, "区", AreaLevel.DISTRICT, CITY),
    Area(OTHER, "邻区", AreaLevel.DISTRICT, CITY),
    Area(STREET, "甲街道", AreaLevel.STREET, DISTRICT),
    Area(NEXT, "乙街道", AreaLevel.STREET, DISTRICT),
    Area(HERE, "甲一社区", AreaLevel.COMMUNITY, STREET, lon=113.26, lat=23.13, crs="GCJ-02"),
    Area(BESIDE, "甲二社区", AreaLevel.COMMUNITY, STREET),
)


def point(key: str, area: str = STREET, body: str = "street_station", **rest: Any) -> ServicePoint:
    made = ServicePoint(key, key, area, body, (area,), Provenance.SYNTHETIC, "试", services=("B41",))
    return replace(made, **rest)


def world(*points: ServicePoint) -> Network:
    return network(NetworkVersion(1, None), AREAS, (), points, ())


def asked(net: Network, moment: datetime = WEDNESDAY, age: int | None = 10, **rest: bool) -> PointQuery:
    return PointQuery(by_code(net, HERE), moment, age, rest.get("accessible", False))


def chosen(*points: ServicePoint, moment: datetime = WEDNESDAY, age: int | None = 10, **rest: bool) -> PointChoice:
    net = world(*points)
    return Points(net, asked(net, moment, age, **rest)).choose("B41", KINDS)


def keys(c: PointChoice) -> list[str]:
    return [o.point.id for o in c.options]


def test_a_station_serves_its_own_street_only():
    found = chosen(point("own"), point("next", NEXT))
    assert keys(found) == ["own"]
    assert (found.elsewhere, found.left_out) == (1, ())


def test_another_district_is_not_ours_to_offer():
    found = chosen(point("own"), point("other", OTHER))
    assert (keys(found), found.elsewhere) == (["own"], 0)


@pytest.mark.parametrize(
    ("rest", "out"),
    [
        ({"age_under": 10}, Out.AGE),
        ({"age_from": 11}, Out.AGE),
        ({"capacity": 5, "load": 5}, Out.FULL),
        ({"capacity": 5, "load": 7}, Out.FULL),
    ],
)
def test_a_place_that_cannot_take_the_child_says_why(rest: dict[str, Any], out: Out):
    found = chosen(point("a", **rest))
    assert (keys(found), [x.out for x in found.left_out]) == ([], [out])


def test_the_birthday_itself_is_out():
    assert keys(chosen(point("a", age_under=14), age=13)) == ["a"]
    assert keys(chosen(point("a", age_under=14), age=14)) == []
    assert keys(chosen(point("a", age_from=14), age=14)) == ["a"]


def test_what_is_not_known_leaves_nobody_out():
    assert keys(chosen(point("a", age_under=3), age=None)) == ["a"]
    found = chosen(point("b", capacity=None, hours=()))
    assert keys(found) == ["b"]
    assert found.options[0].openness.verdict is Verdict.UNKNOWN
    assert found.unlocated == 1


def test_step_free_access_is_asked_for():
    found = chosen(
        point("a", accessible=False), point("b", accessible=None), point("c", accessible=True), accessible=True
    )
    assert set(keys(found)) == {"b", "c"}
    assert found.left_out[0].out is Out.ACCESS


def test_closed_now_comes_after_open_now_and_says_when():
    weekend, week = point("a", hours=("Sa-Su 09:00-17:00",)), point("b", hours=("Mo-Fr 09:00-17:00",))
    assert keys(chosen(weekend, week)) == ["b", "a"]
    assert keys(chosen(weekend, week, moment=SUNDAY)) == ["a", "b"]
    late = chosen(weekend).options[0].openness
    assert late.next == datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)


def test_no_distance_is_made_up():
    near = point("z", lon=113.27, lat=23.13, crs="GCJ-02")
    other = point("a", lon=113.26, lat=23.13, crs="WGS-84")
    secret = point("b", lon=113.26, lat=23.13, crs="GCJ-02", confidential=True)
    found = chosen(near, other, secret)
    assert keys(found) == ["z", "a", "b"]
    assert [o.distance is None for o in found.options] == [False, True, True]
    assert found.options[0].distance == pytest.approx(1.02, abs=0.02)


GIVEN = [(s.code, kind) for s in rulebook().services.values() for kind in s.points]
"""Each service with each kind of place that the rules name for it."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_place_that_states_no_services_is_offered_by_its_kind_and_says_so(language: str):
    services = rulebook().services
    assert ("B16", "rescue_centre") in GIVEN
    with speaking(language):
        for code, kind in GIVEN:
            other = next(s for s in services if s != code)
            never = next(k for k in rulebook().kinds if k not in services[code].points)
            net = world(
                point("bare", body=kind, services=()),
                point("stated", body=never, services=(code,)),
                point("others", body=kind, services=(other,)),
                point("unnamed", body=never, services=()),
                point("next", NEXT, kind, services=()),
            )
            found = Points(net, asked(net)).choose(code, services[code].points)
            assert (keys(found), found.elsewhere) == (["stated", "bare"], 1), (code, kind)
            assert [r.good for o in found.options for r in o.reasons[:1]] == [False, None]
            assert str(found.options[1].reasons[0].says) == str(message("point.by_kind"))


def test_a_missing_station_is_a_gap_and_goes_upwards():
    centre = point("centre", DISTRICT, "rescue_centre", serves=(DISTRICT,))
    net = world(point("next", NEXT), centre)
    (gap,) = gaps(net, KINDS[:1], asked(net))
    assert gap.missing
    assert (gap.kind, gap.area.code, [s.id for s in gap.upwards]) == ("street_station", STREET, ["centre"])


def test_a_closed_station_is_no_structural_gap():
    net = world(point("own", hours=("Mo-Fr 09:00-17:00",)))
    assert not list(gaps(net, KINDS[:1], asked(net)))
    (gap,) = gaps(net, KINDS[:1], asked(net, SUNDAY))
    assert not gap.missing


def _all_made(rows: Sequence[dict[str, Any]]) -> list[ServicePoint]:
    return [_made(n, **row) for n, row in enumerate(rows)]


def _made(n: int, *, lon: float | None, **rest: Any) -> ServicePoint:
    where: dict[str, Any] = {"lon": lon, "lat": 23.13, "crs": "GCJ-02"} if lon is not None else {}
    return point(f"p{n}", **rest, **where)


HOURS = st.sampled_from([(), ("Mo-Fr 09:00-17:00",), ("Sa-Su 09:00-17:00",), ("Mo-Su 00:00-24:00",)])
POINTS = st.lists(
    st.builds(
        dict,
        area=st.sampled_from([HERE, BESIDE, STREET, NEXT, DISTRICT, OTHER]),
        body=st.sampled_from(["street_station", "community_place", "rescue_centre"]),
        services=st.sampled_from([("B41",), ()]),
        hours=HOURS,
        capacity=st.none() | st.integers(0, 3),
        load=st.none() | st.integers(0, 3),
        age_from=st.none() | st.integers(3, 12),
        age_under=st.none() | st.integers(8, 18),
        assured_on=st.none() | st.dates(date(2024, 1, 1), date(2026, 11, 1)),
        lon=st.none() | st.floats(113.2, 113.3),
    ),
    max_size=7,
).map(_all_made)


MOMENTS = st.sampled_from([WEDNESDAY, SUNDAY, datetime(2026, 11, 25, 3, 0, tzinfo=SHANGHAI)])


def may_give(p: ServicePoint) -> bool:
    """It states the service, or states none and is of a kind that the rules name."""
    return bool(p.services) or p.body in KINDS


def oracle(points: list[ServicePoint], moment: datetime, age: int) -> list[str]:
    """The documented order, written again in the plainest way: pass after pass of stable sorts, last key first."""
    path = [HERE, STREET, DISTRICT, CITY, "440000000000"]
    fit = []
    for p in points:
        mine = [c for c in path if c in p.serves]
        full = p.capacity is not None and p.load is not None and p.load >= p.capacity
        if may_give(p) and mine and not full and (p.age_from or 0) <= age < (p.age_under or 99):
            fit.append((p, mine[0]))
    fit.sort(key=lambda x: x[0].id)
    fit.sort(key=lambda x: x[0].assured_on is None or (moment.date() - x[0].assured_on).days > 365)
    fit.sort(key=lambda x: x[0].capacity is None or x[0].load is None)
    fit.sort(key=lambda x: ["yes", "unknown", "no"].index(Hours.parse(x[0].hours).at(moment).verdict.value))
    fit.sort(key=lambda x: abs(x[0].lon - 113.26) if x[0].lon is not None else 1e9)
    fit.sort(key=lambda x: x[0].area != HERE)
    fit.sort(key=lambda x: path.index(x[1]))
    fit.sort(key=lambda x: x[0].body not in KINDS)
    fit.sort(key=lambda x: not x[0].services)
    return [p.id for p, _ in fit]


@given(POINTS, MOMENTS, st.integers(0, 17))
def test_the_order_is_the_documented_one(points: list[ServicePoint], moment: datetime, age: int):
    assert keys(chosen(*points, moment=moment, age=age)) == oracle(points, moment, age)


@pytest.mark.long
@settings(max_examples=5000)
@given(POINTS, MOMENTS, st.integers(0, 17))
def test_the_order_is_the_documented_one_on_five_thousand_networks(
    points: list[ServicePoint], moment: datetime, age: int
):
    assert keys(chosen(*points, moment=moment, age=age)) == oracle(points, moment, age)


@given(POINTS, MOMENTS, st.integers(0, 17))
def test_every_place_of_the_district_is_offered_left_out_or_counted(
    points: list[ServicePoint], moment: datetime, age: int
):
    found = chosen(*points, moment=moment, age=age)
    ours = [p for p in points if p.area != OTHER and may_give(p)]
    assert len(found.options) + len(found.left_out) + found.elsewhere == len(ours)


@given(POINTS, MOMENTS, st.integers(0, 17))
def test_without_the_first_the_second_leads(points: list[ServicePoint], moment: datetime, age: int):
    before = keys(chosen(*points, moment=moment, age=age))
    rest = [p for p in points if p.id not in before[:1]]
    assert keys(chosen(*rest, moment=moment, age=age)) == before[1:]


@given(POINTS, MOMENTS, st.integers(0, 17), st.data())
def test_more_capacity_never_lowers_a_rank(points: list[ServicePoint], moment: datetime, age: int, data: st.DataObject):
    before = keys(chosen(*points, moment=moment, age=age))
    known = [p for p in points if p.capacity is not None]
    if not known:
        return
    more = data.draw(st.sampled_from(known))
    changed = [replace(p, capacity=(p.capacity or 0) + 2) if p.id == more.id else p for p in points]
    after = keys(chosen(*changed, moment=moment, age=age))
    if more.id in before:
        assert after.index(more.id) <= before.index(more.id)


@given(POINTS, MOMENTS, st.integers(0, 17))
def test_the_stated_reason_is_what_keeps_a_place_out(points: list[ServicePoint], moment: datetime, age: int):
    mend: dict[Out, dict[str, Any]] = {
        Out.AREA: {"serves": (HERE,)},
        Out.AGE: {"age_from": None, "age_under": None},
        Out.FULL: {"load": 0, "capacity": 1},
    }
    for x in chosen(*points, moment=moment, age=age).left_out:
        mended = replace(x.point, **mend[x.out])
        found = chosen(mended, moment=moment, age=age)
        assert all(list(Out).index(y.out) > list(Out).index(x.out) for y in found.left_out)


@pytest.mark.parametrize("code", ["440104001007", "440104003104", "440104011000", "440104000000"])
@pytest.mark.parametrize("age", [None, 2, 9, 16])
async def test_one_statement_agrees_on_the_demo_network(
    graph: Graph, network: Network, book: Rulebook, code: str, age: int | None
):
    services = [s for s, row in book.services.items() if row.points]
    rows = await graph.read(ANONYMOUS, places_giving, code, services, age)
    there = {(r.service, r.point) for r in rows}
    asked = PointQuery(by_code(network, code), WEDNESDAY, age, accessible=False)
    here = {(s, o.point.id) for s in services for o in Points(network, asked).choose(s, ()).options}
    closed = {
        (s, x.point.id) for s in services for x in Points(network, asked).choose(s, ()).left_out if x.out is Out.CLOSED
    }
    assert there == here | closed
    assert here
