"""The network of a day: nothing that has ended, has not begun or was a mistake; earlier days stay as they were."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from knowledge.errors import EndedArea, NotFound
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, RecordStatus
from loaders.shipped.yuexiu import areas
from network.days import Dated, at, stands, status
from network.entities import Area, Body, NetworkVersion, Post, ServicePoint
from network.places import by_code
from network.snapshot import Network
from network.snapshot import network as index

ON = date(2026, 11, 28)
BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)
DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
OLD, OLD_COMMUNITY = "440104997000", "440104997001"
MARK = Provenance.LOADED


def made(*records: Dated) -> Network:
    kinds = (Area, Body, ServicePoint, Post)
    ours: list[list[Dated]] = [[r for r in records if isinstance(r, kind)] for kind in kinds]
    return index(NetworkVersion(1, None), (*areas(), *ours[0]), *ours[1:])  # type: ignore[arg-type]  # by kind


def old(*successors: str, withdrawn: bool = False) -> Area:
    own = Area(OLD, "旧示例街道", AreaLevel.STREET, DISTRICT, since=BEFORE, until=ON, successors=successors)
    return replace(own, withdrawn=withdrawn)


BELOW = Area(OLD_COMMUNITY, "旧示例社区居委会", AreaLevel.COMMUNITY, OLD)
OFFICE = Body(f"police_station@{STREET}", "甲派出所", "police_station", STREET, "测试", MARK)
POINT = ServicePoint("school@x", "甲校", STREET, "school", (STREET,), MARK, "测试", services=("B21",), capacity=10)
POST = Post(f"director@{COMMUNITY}", PostKind.DIRECTOR, COMMUNITY, MARK, "测试", "holder-x")


RECORDS: tuple[Dated, ...] = (replace(areas()[-1], code=OLD), OFFICE, POINT, POST)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: type(r).__name__)
def test_each_kind_of_record_can_end_and_be_withdrawn(record: Dated):
    names = {f.name for f in fields(record)}
    assert {"until", "withdrawn"} <= names
    ended = replace(record, until=ON)
    assert [stands(ended, day) for day in (BEFORE, ON, AFTER)] == [True, False, False]
    assert status(replace(record, withdrawn=True), BEFORE) is RecordStatus.WITHDRAWN
    whole = made(replace(record, withdrawn=True))
    for day in (BEFORE, AFTER):
        view = at(whole, day)
        assert record not in [*view.dated()]
        assert not {getattr(r, "id", None) or getattr(r, "code", None) for r in view.dated()} & {
            getattr(record, "id", None), getattr(record, "code", None)} - {None}  # fmt: skip


def test_a_network_in_which_nothing_ends_is_itself():
    whole = made(OFFICE, POINT, POST)
    assert at(whole, ON) is whole
    dated = made(replace(OFFICE, until=AFTER))
    assert at(dated, ON) is dated
    assert at(dated, AFTER) is at(dated, AFTER + timedelta(days=300)), "one network for days between two changes"


def test_an_office_closes_on_its_day_and_yesterday_stays():
    whole = made(replace(OFFICE, until=ON))
    assert at(whole, BEFORE).seated("police_station", STREET) == (replace(OFFICE, until=ON),)
    assert at(whole, ON).seated("police_station", STREET) == ()


def test_an_area_that_ended_is_nowhere_today_and_everywhere_before():
    whole = made(old(STREET), BELOW)
    assert {OLD, OLD_COMMUNITY} <= at(whole, BEFORE).areas.keys()
    today = at(whole, ON)
    assert OLD not in today.areas
    assert OLD not in {a.code for a in today.within(DISTRICT)}
    assert today.areas[OLD_COMMUNITY].parent == STREET, "what lay below belongs to what it became"
    assert today.home(OLD) == STREET


def test_asking_for_an_area_that_ended_says_so():
    place = by_code(at(made(old(STREET)), ON), OLD)
    assert (place.code, "已于2026-11-28撤销，并入洪桥街道" in str(place.how)) == (STREET, True)
    assert by_code(at(made(old(STREET)), BEFORE), OLD).code == OLD
    several = old(STREET, "440104003000")
    with pytest.raises(EndedArea) as split:
        by_code(at(made(several), ON), OLD)
    assert [c.code for c in split.value.candidates] == [STREET, "440104003000"]
    assert split.value.message.code == "refused.ended_area_into"
    with pytest.raises(EndedArea) as nowhere:
        by_code(at(made(old()), ON), OLD)
    assert nowhere.value.candidates == ()
    with pytest.raises(NotFound):
        by_code(at(made(old(withdrawn=True)), BEFORE), OLD)


def test_a_unit_stays_where_it_is_and_the_areas_own_ends_with_it():
    school = replace(POINT, area=OLD, serves=(OLD,))
    station = replace(POINT, id=f"street_station@{OLD}", body="street_station", area=OLD, serves=(OLD,))
    own = replace(OFFICE, id=f"police_station@{OLD}", area=OLD)
    unit = replace(OFFICE, id=f"hospital@{OLD}-1234", kind="hospital", area=OLD)
    today = at(made(old(STREET), school, station, own, unit), ON)
    assert (today.points[school.id].area, today.points[school.id].serves) == (STREET, (STREET,))
    assert station.id not in today.points
    assert own.id not in today.bodies
    assert today.bodies[unit.id].area == STREET
    nowhere = at(made(old(), school), ON).points[school.id]
    assert nowhere.area == DISTRICT
    assert at(made(old(STREET, "440104003000"), school), ON).points[school.id].serves == (STREET, "440104003000")


def test_circles_of_successors_end():
    other = "440104996000"
    circle = (replace(old(other), until=BEFORE, since=None), replace(old(OLD), code=other, since=None))
    assert at(made(*circle), ON).home(OLD) is None


def test_what_is_paused_exists_and_takes_nobody():
    whole = made(replace(POINT, paused_since=ON, paused_until=AFTER), replace(OFFICE, paused_since=ON))
    assert not at(whole, BEFORE).points[POINT.id].paused
    today = at(whole, ON)
    assert (today.points[POINT.id].paused, today.points[POINT.id].free) == (True, 0)
    assert today.seated("police_station", STREET) == ()
    later = at(whole, AFTER)
    assert (later.points[POINT.id].paused, later.bodies[OFFICE.id].paused) == (False, True)


def test_a_post_is_vacant_from_the_day_on_which_its_holder_left():
    whole = made(replace(POST, left_on=ON))
    assert at(whole, BEFORE).posts[POST.id].holder == "holder-x"
    assert at(whole, ON).posts[POST.id].holder is None
