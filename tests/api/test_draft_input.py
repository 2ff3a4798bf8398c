"""Who may put, use and delete a draft; a wrong draft is refused whole; its points are searched."""

from typing import Any

import pytest

from tests.api.coverage_queries import COVERAGE, DRAFT, PUT, refused


async def test_a_draft_belongs_to_planners(ask: Any, draft: str):
    for role in (None, "director", "street"):
        expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
        assert (await refused(ask, PUT, role, name="x", draft=DRAFT))[0] == expected
        assert (await refused(ask, COVERAGE, role, code="B21", draft=draft))[0] == expected
    assert (await refused(ask, PUT, "centre", name=draft, draft=DRAFT))[0] == "FORBIDDEN", "somebody else's name"
    assert (await refused(ask, COVERAGE, code="B21", draft="没有"))[0] == "NOT_FOUND"
    names = await ask("{ drafts { nodes { name } } }", "planner")
    assert {"name": draft} in names["data"]["drafts"]["nodes"]
    assert (await refused(ask, "{ drafts { nodes { name } } }", None))[0] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points": [{"code": "p", "area": "Z", "serves": ["Z"]}]}, "points.0.area"),
        ({"points": [{"code": "p", "area": "C1", "serves": ["C1"], "hours": ["9 to 5"]}]}, "points.0.hours"),
        ({"points": [{"code": "p", "area": "C1", "serves": []}]}, "points.0.serves"),
        ({"points": [{"code": "p", "area": "C1", "serves": ["C1"], "services": ["B21", "B99"]}]}, "points.0.services"),
        ({"candidates": [{"code": "p", "area": "C1", "serves": ["C1"], "services": ["N04"]}]}, "candidates.0.services"),
        ({"demand": [{"area": "C1", "code": "B99", "children": 1}]}, "demand.0.code"),
        ({"areas": [{"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}]}, "areas.0.parent"),
        ({"travel": [{"area": "C1", "point": "nowhere", "cost": 1}]}, "travel.0.point"),
        ({"demand": [{"area": "C1", "code": "B21", "children": -1}]}, "demand.0.children"),
        ({"posts": [{"kind": "DIRECTOR", "area": "C1", "holder": "张 三"}]}, "posts.0.holder"),
    ],
)
async def test_a_wrong_draft_is_refused_whole(ask: Any, change: dict[str, Any], field: str):
    base = {"areas": DRAFT["areas"]} if "areas" not in change else {}
    code, said = await refused(ask, PUT, name="错", draft=base | change)
    assert code == "BAD_USER_INPUT"
    assert said.startswith(f"{field}:"), said
    assert (await refused(ask, COVERAGE, code="B21", draft="错"))[0] == "NOT_FOUND", "nothing was kept"


async def test_a_draft_is_deleted_by_its_owner(ask: Any):
    document = "mutation($name: String!) { deleteDraft(input: {name: $name}) { name } }"
    await ask(PUT, "centre", name="弃", draft=DRAFT)
    assert (await refused(ask, document, "planner", name="弃"))[0] == "NOT_FOUND"
    assert (await ask(document, "centre", name="弃"))["data"]["deleteDraft"]["name"] == "弃"
    assert (await refused(ask, COVERAGE, "centre", code="B21", draft="弃"))[0] == "NOT_FOUND"


POINTS = """query($search: String, $area: String, $candidates: Boolean! = false, $draft: String) {
  points(search: $search, area: $area, candidates: $candidates, draft: $draft, first: 5) {
    totalCount nodes { code name tier } } needs { code name } }"""


async def test_places_are_found_by_name_initials_and_key(ask: Any):
    by_name = (await ask(POINTS, search="三眼井"))["data"]["points"]["nodes"]
    assert by_name
    assert all("三眼井" in p["name"] for p in by_name)
    assert (await ask(POINTS, search="syj"))["data"]["points"]["nodes"] == by_name
    first = by_name[0]
    assert (await ask(POINTS, search=first["code"]))["data"]["points"]["nodes"][0] == first
    assert (await ask(POINTS, search=first["code"], area="440104010000"))["data"]["points"]["totalCount"] == 0
    assert {"code": "N13", "name": "法律援助、代理"} in (await ask(POINTS))["data"]["needs"]


async def test_candidates_of_a_draft_are_found_and_are_not_the_publics(ask: Any, draft: str):
    found = await ask(POINTS, "planner", draft=draft, candidates=True)
    assert [p["code"] for p in found["data"]["points"]["nodes"]] == ["place2"]
    (error,) = (await ask(POINTS, None, draft=draft))["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
