"""A handed file reaches nothing outside the areas of whoever handed it in."""

from dataclasses import replace

import pytest

from graph_model.directory.records import Record
from knowledge.roles import ActorRole
from knowledge.vocabulary import AreaLevel, PostKind, Provenance
from loaders.intake.scope import OUTSIDE, TAKEN, LoadScope
from loaders.tables.keys import InvalidRow
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


def refused(scope: LoadScope, record: Record) -> str | None:
    """The code of the message, None for a record that may be written."""
    try:
        scope.check(record)
    except InvalidRow as e:
        return e.reason.code
    return None


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
    assert refused(LoadScope(world(), CENTRE), record) == why
    assert refused(LoadScope(world(), CENTRE, everywhere=True), record) is None


@pytest.mark.parametrize(
    ("area", "why"),
    [
        (replace(STREET, parent=COMMUNITY.code), "row.level_not_below_parent"),
        (replace(STREET, level=AreaLevel.COMMUNITY), "row.level_differs"),
        (Area(MINE, "越秀区", AreaLevel.DISTRICT, THEIRS), OUTSIDE),
        (Area("440104002000", "乙街道", AreaLevel.STREET, STREET.code), "row.level_not_below_parent"),
        (Area("440104002000", "乙街道", AreaLevel.STREET, "440199000000"), "row.parent_not_loaded"),
    ],
)
def test_no_area_can_close_a_circle_or_leave(area: Area, why: str):
    assert refused(LoadScope(world(), CENTRE), area) == why


def test_what_a_file_adds_counts_for_the_rows_below_it():
    scope = LoadScope(world(), CENTRE)
    below = Area("440104002001", "乙社区", AreaLevel.COMMUNITY, "440104002000")
    assert refused(scope, below)
    assert refused(scope, Area("440104002000", "乙街道", AreaLevel.STREET, MINE)) is None
    assert refused(scope, below) is None
