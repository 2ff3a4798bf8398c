"""To whom something about a child can be sent: everybody once, the nearest first, anybody by name."""

from dataclasses import replace

import pytest

from loaders.shipped import schools, yuexiu
from network.entities import NetworkVersion
from network.recipients import recipients
from network.snapshot import Network
from network.snapshot import network as index

HERE, STREET, DISTRICT = "440104001007", "440104001000", "440104000000"
ALL = 100_000


@pytest.fixture(scope="module")
def district() -> Network:
    places = schools.points()
    return index(NetworkVersion(1, None), yuexiu.areas(), yuexiu.bodies(), places, ())


def test_everybody_is_there_once_and_the_nearest_come_first(district: Network):
    rows = recipients(district, HERE, ALL)
    assert sorted(b.id for b in rows) == sorted({*district.bodies, *district.points})
    far = [_distance(b.area) for b in rows]
    assert far == sorted(far)
    assert far[0] == 0
    assert recipients(district, HERE, 7) == rows[:7]


def _distance(area: str) -> int:
    """By hand: the community, its street, its district, the rest of the street, the rest of the district."""
    steps = [a == area for a in (HERE, STREET, DISTRICT)] + [area.startswith(STREET[:9]), area.startswith(DISTRICT[:6])]
    return steps.index(True) if True in steps else len(steps)


def test_anybody_is_looked_up_by_name_and_an_exact_name_comes_first(district: Network):
    school = next(p for p in sorted(district.points.values(), key=lambda p: p.id) if p.area != HERE)
    assert recipients(district, HERE, 1, school.name)[0].id == school.id
    assert recipients(district, HERE, 1, school.id)[0].name == school.name
    wide = replace(school, id="x", name="某某社区（演示点）")
    both = index(district.version, district.areas.values(), (), [school, wide], ())
    for written in (wide.name, "某某社区（演示", "某某社区(演示点)"):
        assert [b.id for b in recipients(both, HERE, ALL, written)] == ["x"], written
    part = school.name[2:]
    alike = recipients(district, HERE, ALL, part)
    assert school.id in {b.id for b in alike}
    assert all(part in b.name for b in alike)
    assert recipients(district, HERE, ALL, "没有这样的单位") == []


def test_kinds_limit_them(district: Network):
    kinds = {b.kind for b in recipients(district, HERE, ALL, kinds={"police", "school"})}
    assert kinds == {"police", "school"}
    assert recipients(district, HERE, ALL, kinds=()) == []


def test_a_point_with_the_key_of_an_office_is_that_office(district: Network):
    office = next(iter(district.bodies.values()))
    point = next(iter(district.points.values()))
    double = replace(point, id=office.id)
    both = index(district.version, district.areas.values(), [office], [point, double], ())
    assert {b.id: b.name for b in recipients(both, HERE, ALL)} == {office.id: office.name, point.id: point.name}
