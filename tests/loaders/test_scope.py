"""A handed file reaches nothing outside the areas of whoever handed it in."""

from dataclasses import replace

import pytest

from graph_model.directory.records import Record
from knowledge.vocabulary import ActorRole, AreaLevel, PostKind, Provenance
from loaders.loading.scope import OUTSIDE, TAKEN, Scope
from network.entities import Actor, Area, Body, Holder, NetworkVersion, Post, ServicePoint
from network.snapshot import Network, network

MINE, THEIRS = "440104000000", "440105000000"
LOADED = Provenance.LOADED
CENTRE = Actor("centre", ActorRole.CENTRE, (MINE,))
CITY = Area("440100000000", "广州市", AreaLevel.CITY)
STREET = Area("440104001000", "甲街道", AreaLevel.STREET, MINE)
COMMUNITY = Area("440104001001", "甲社区", AreaLevel.COMMUNITY, STREET.code)
POINT = ServicePoint("p", "点", THEIRS, "school", (THEIRS,), LOADED, "s")


def world() -> Network:
    districts = (Area(c, c, AreaLevel.DISTRICT, CITY.code) for c in (MINE, THEIRS))
    return network(
        NetworkVersion(1, None),
        (CITY, *districts, STREET, COMMUNITY),
        (Body("b", "单位", "school", THEIRS, "s", LOADED),),
        (POINT,),
        (Post("post", PostKind.DIRECTOR, THEIRS, LOADED, "s", "holder-1"),),
    )


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (Body("new", "单位", "school", MINE, "s", LOADED), None),
        (Body("new", "单位", "school", THEIRS, "s", LOADED), OUTSIDE),
        (Body("new", "单位", "school", CITY.code, "s", LOADED), OUTSIDE),
        (Body("b", "单位", "school", MINE, "s", LOADED), TAKEN),
        (replace(POINT, area=MINE, serves=(MINE,)), TAKEN),
        (replace(POINT, id="q", area=MINE, serves=(MINE, THEIRS)), OUTSIDE),
        (Post("post", PostKind.DIRECTOR, MINE, LOADED, "s"), TAKEN),
        (Holder("holder-1", "名", LOADED), TAKEN),
        (Holder("holder-2", "名", LOADED), None),
        (COMMUNITY, None),
        (replace(COMMUNITY, code="440105001001", parent=THEIRS), OUTSIDE),
    ],
)
def test_only_ones_own_areas_are_written(record: Record, why: str | None):
    assert Scope(world(), CENTRE).refused(record) == why


@pytest.mark.parametrize(
    "area",
    [
        replace(STREET, parent=COMMUNITY.code),
        replace(STREET, level=AreaLevel.COMMUNITY),
        Area(MINE, "越秀区", AreaLevel.DISTRICT, THEIRS),
        Area("440104002000", "乙街道", AreaLevel.STREET, STREET.code),
        Area("440104002000", "乙街道", AreaLevel.STREET, "440199000000"),
    ],
)
def test_no_area_can_close_a_circle_or_leave(area: Area):
    assert Scope(world(), CENTRE).refused(area)


def test_what_a_file_adds_counts_for_the_rows_below_it():
    scope = Scope(world(), CENTRE)
    below = Area("440104002001", "乙社区", AreaLevel.COMMUNITY, "440104002000")
    assert scope.refused(below)
    assert scope.refused(Area("440104002000", "乙街道", AreaLevel.STREET, MINE)) is None
    assert scope.refused(below) is None
