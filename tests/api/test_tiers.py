"""What the three tiers are made of, live and on a draft, and what it does not tell."""

from typing import Any

import pytest

from tests.api.coverage_queries import DISTRICT, DRAFT, PUT, STREET, data, refused

TIERS = """query($area: String, $draft: String) {
  tiers(area: $area, draft: $draft) {
    area { code parentCode level lon } minors
    posts { code kind vacant notice }
    points { code area { code } tier lon lat crs confidential } } }"""


@pytest.fixture(scope="session")
async def small(ask: Any) -> str:
    await ask(PUT, "planner", name="三级", draft=DRAFT)
    return "三级"


async def test_the_district_is_told_from_the_top_down(ask: Any):
    found = await data(ask, TIERS, "tiers", None, area=DISTRICT)
    assert [n["area"]["level"] for n in found].count("STREET") == 18
    assert [n["area"]["level"] for n in found].count("COMMUNITY") == 222
    seen: set[str] = set()
    for n in found:
        assert n["area"]["code"] == DISTRICT or n["area"]["parentCode"] in seen
        seen.add(n["area"]["code"])
    points = [p for n in found for p in n["points"]]
    assert len({p["code"] for p in points}) == len(points)
    located = [p for p in points if p["lon"] is not None]
    assert located
    assert {p["crs"] for p in located} == {"GCJ-02"}
    assert not [p for p in located if p["confidential"]]


async def test_a_vacant_post_is_what_the_checks_find(ask: Any):
    found = await data(ask, TIERS, "tiers", None, area=DISTRICT)
    vacant = {p["code"] for n in found for p in n["posts"] if p["vacant"]}
    said = """{ networkConformance(first: 100) { nodes { check { code } code } } }"""
    checks = {"community_director", "street_supervisor", "station_head", "centre_head"}
    findings = (await data(ask, said, "networkConformance", None))["nodes"]
    assert vacant == {f["code"] for f in findings if f["check"]["code"] in checks}


async def test_a_street_and_a_draft(ask: Any, small: str):
    street = await data(ask, TIERS, "tiers", None, area=STREET)
    assert len(street) == 9
    assert all(p["notice"] for n in street for p in n["posts"])
    own = await data(ask, TIERS, "tiers", draft=small)
    assert [(n["area"]["code"], n["minors"]) for n in own] == [("D", None), ("S", None), ("C1", 180), ("C2", 360)]
    assert [[(p["kind"], p["vacant"]) for p in n["posts"]] for n in own] == [
        [], [("SUPERVISOR", False)], [("DIRECTOR", False)], [],
    ]  # fmt: skip
    assert [[p["code"] for p in n["points"]] for n in own] == [["centre"], ["station"], ["place1"], []]


async def test_every_need_is_named(ask: Any):
    needs = (await ask("{ needs { code name } }"))["data"]["needs"]
    assert len(needs) == 27
    assert {"code": "N13", "name": "法律援助、代理"} in needs


async def test_an_area_outside_and_a_draft_without_the_right_are_refused(ask: Any, small: str):
    assert (await refused(ask, TIERS, area="999"))[0] == "BAD_USER_INPUT"
    assert (await refused(ask, TIERS, None, draft=small))[0] == "UNAUTHENTICATED"
