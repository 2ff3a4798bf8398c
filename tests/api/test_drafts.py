"""Drafts are read back as they were put: write, read and write again is the identity."""

from datetime import date
from typing import Any

import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st
from strawberry.scalars import JSON

from api.drafts.types import DraftInput, put_form
from graph_model.drafts import store
from network.drafts import draft as drafts
from tests.api.coverage_queries import DRAFT

PUT = (
    "mutation($name: String!, $draft: DraftInput!) { putDraft(input: {name: $name, draft: $draft}) { draft { name } } }"
)
GET = "query($name: String!) { draft(name: $name) { name owner storedOn content } }"
DELETE = "mutation($name: String!) { deleteDraft(input: {name: $name}) { name } }"
FULL: dict[str, Any] = {
    "areas": [
        {"code": "S", "name": "街", "level": "STREET"},
        {"code": "C", "parent": "S", "minors": 0, "lon": 113.25, "lat": 23.1, "crs": "GCJ-02"},
    ],
    "points": [
        {"code": "p", "area": "S", "serves": ["S", "C"], "tier": "STREET",
         "bodyKind": "street_station", "services": ["B21"],
         "hours": ["Mo-Fr 09:00-17:00", "PH off"], "ageFrom": 0, "ageUnder": 18, "capacity": 0, "load": 3, "staff": 1},
    ],
    "posts": [{"kind": "DIRECTOR", "area": "C", "holder": "k-1"}, {"kind": "DIRECTOR", "area": "C"}],
    "demand": [{"area": "C", "code": "N18", "children": 4}],
    "candidates": [{"code": "new@C", "area": "C", "serves": ["C"]}],
    "travel": [{"area": "C", "point": "p", "cost": 0.0}, {"area": "C", "point": "new@C", "cost": 1.5}],
    "referralRoutes": [{"fromPoint": "p", "toPoint": "new@C"}],
}  # fmt: skip

CHANGED: dict[str, Any] = {
    "changes": [
        {"step": "CLOSE", "code": "rescue_centre@440104000000"},
        {"step": "REHOUR", "code": "community_place@440104001007", "hours": ["24/7"]},
        {"step": "OPEN", "code": "new-1", "point": {
            "code": "new-1", "area": "440104001007", "serves": ["440104001007"], "tier": "COMMUNITY",
            "services": ["B21"], "hours": ["24/7"]}},
    ]
}  # fmt: skip
"""Changes of the live network."""


async def kept(ask: Any, name: str, draft: dict[str, Any], role: str = "planner") -> Any:
    assert "errors" not in (reply := await ask(PUT, role, name=name, draft=draft)), reply
    return (await ask(GET, role, name=name))["data"]["draft"]


@pytest.mark.parametrize("draft", [FULL, DRAFT, CHANGED, {}], ids=["full", "small", "changes", "empty"])
async def test_write_read_write_is_the_identity(ask: Any, draft: dict[str, Any]):
    first = await kept(ask, "读回一", draft)
    again = await kept(ask, "读回二", first["content"])
    assert first["content"] == again["content"]
    assert (first["name"], first["owner"]) == ("读回一", "demo-planner")
    if draft in (FULL, CHANGED):
        assert first["content"] == draft
    for name in ("读回一", "读回二"):
        await ask(DELETE, "planner", name=name)


async def test_who_may_use_a_draft_may_read_it_and_nobody_else(ask: Any):
    await kept(ask, "读回", FULL)
    assert (await ask(GET, "centre", name="读回"))["data"]["draft"]["owner"] == "demo-planner"
    for role in (None, "street", "director", "auditor"):
        (error,) = (await ask(GET, role, name="读回"))["errors"]
        assert error["extensions"]["code"] == ("FORBIDDEN" if role else "UNAUTHENTICATED"), role
    await ask(DELETE, "planner", name="读回")
    (error,) = (await ask(GET, "planner", name="读回"))["errors"]
    assert "没有草案 读回" in error["message"]


async def test_all_that_is_wrong_is_told_at_once_and_where(ask: Any):
    place = {"code": "a", "area": "ZZ", "serves": ["S"], "services": ["B99"], "hours": ["周一到"]}
    way = {"area": "S", "point": "b", "cost": 1}
    draft = {"areas": [{"code": "S", "parent": "S"}], "points": [place], "travel": [way]}
    (error,) = (await ask(PUT, "planner", name="不成", draft=draft))["errors"]
    lines = error["message"].splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "points.0.hours", "points.0.services", "areas.0.parent", "points.0.area", "travel.0.point",
    ]  # fmt: skip
    assert lines[0].startswith("points.0.hours: 第1个服务点的开放时间：开放时间“周一到”读不懂，应如 ")
    assert "Value error" not in error["message"]


async def test_a_large_draft_comes_back_whole_and_a_planner_is_told_why_she_cannot_put_it(ask: Any):
    areas = [{"code": f"C{n}", "name": "一个不短的社区名称"} for n in range(4000)]
    large = await kept(ask, "大草案", {"areas": areas}, "centre")
    assert large["content"] == {"areas": areas}
    assert len((await ask(GET, "planner", name="大草案"))["data"]["draft"]["content"]["areas"]) == 4000
    (error,) = (await ask(PUT, "planner", name="大草案二", draft=large["content"]))["errors"]
    assert "上限 100000" in error["message"]
    await ask(DELETE, "centre", name="大草案")


KEYS = st.text("abcdefgh", min_size=1, max_size=3)
WORDS = st.text(min_size=0, max_size=5)
SOME = st.none() | st.integers(0, 10)
PLACES = st.floats(-90, 90)


def made(**required: st.SearchStrategy[Any]) -> Any:
    """A part with some of its fields; what may be left out is left out now and then."""
    return lambda **optional: st.fixed_dictionaries(required, optional=optional)


POINTS = made(code=KEYS, area=KEYS, serves=st.lists(KEYS, min_size=1, max_size=3))(
    name=WORDS, bodyKind=st.sampled_from(["community_place", "street_station"]),
    tier=st.none() | st.sampled_from(["DISTRICT", "STREET", "COMMUNITY"]),
    services=st.lists(st.sampled_from(["B01", "B21"]), max_size=2),
    hours=st.lists(st.sampled_from(["24/7", "Mo-Fr 09:00-17:30", "PH off"]), max_size=2),
    ageFrom=st.none() | st.integers(0, 17), ageUnder=st.none() | st.integers(1, 18), capacity=SOME, load=SOME,
    staff=SOME, lon=PLACES, lat=PLACES, crs=st.none() | KEYS,
)  # fmt: skip
AREAS = made(code=KEYS)(
    name=WORDS, level=st.sampled_from(["DISTRICT", "STREET", "COMMUNITY"]), minors=SOME, lon=PLACES, lat=PLACES,
    crs=st.none() | KEYS, parent=st.none(),
)  # fmt: skip
DRAFTS = made()(
    areas=st.lists(AREAS, max_size=3, unique_by=lambda a: a["code"]),
    points=st.lists(POINTS, max_size=3), candidates=st.lists(POINTS, max_size=2),
    posts=st.lists(made(kind=st.just("DIRECTOR"), area=KEYS)(holder=st.none() | KEYS), max_size=2),
    demand=st.lists(made(area=KEYS, code=st.sampled_from(["N18", "B21"]), children=st.integers(0, 9))(), max_size=2),
    travel=st.lists(made(area=KEYS, point=KEYS, cost=st.floats(0, 1e9))(), max_size=2),
    referralRoutes=st.lists(made(fromPoint=KEYS, toPoint=KEYS)(), max_size=2),
    changes=st.lists(
        made(step=st.sampled_from(["OPEN", "RESIZE"]), code=KEYS)(capacity=SOME, point=st.none() | POINTS), max_size=2
    ),
)  # fmt: skip


@strawberry.type
class Echo:
    @strawberry.field
    def put(self, draft: DraftInput) -> JSON:
        """What would be kept, in the form that is read."""
        kept = drafts.parse(strawberry.asdict(draft)).content()
        return JSON(put_form(store.Stored("n", "o", kept, date.min, 1).raw()))


SCHEMA = strawberry.Schema(Echo)


def put(draft: Any) -> Any:
    reply = SCHEMA.execute_sync("query($d: DraftInput!) { put(draft: $d) }", {"d": draft})
    assert reply.errors is None
    assert reply.data
    return reply.data["put"]


def whole(draft: dict[str, Any]) -> dict[str, Any]:
    """What was left out, and what says nothing, is the same."""
    left_out = {"level": "COMMUNITY"}

    def filled(row: dict[str, Any]) -> dict[str, Any]:
        parts = {k: filled(v) if isinstance(v, dict) else v for k, v in row.items()}
        return {k: v for k, v in parts.items() if v not in (None, "", []) and left_out.get(k) != v}

    return {name: [filled(row) for row in rows] for name, rows in draft.items() if rows}


@given(DRAFTS)
def test_nothing_of_a_draft_is_lost_on_its_way(draft: dict[str, Any]):
    once = put(draft)
    assert put(once) == once
    assert once == whole(draft)


COMPARE = """query($draft: String!, $base: String, $codes: [String!]) {
  compareDrafts(draft: $draft, base: $base, codes: $codes) {
    before after minorsLost newlyUncovered { subject { code } } } }"""
TRIED = """query($changes: [NetworkChangeInput!]!, $codes: [String!]) {
  whatIf(changes: $changes, codes: $codes) { before after minorsLost newlyUncovered { subject { code } } } }"""


async def test_a_draft_of_changes_is_the_live_network_with_them(ask: Any):
    await kept(ask, "改动", CHANGED)
    compared = await ask(COMPARE, "planner", draft="改动", codes=["N03"])
    tried = await ask(TRIED, "planner", changes=CHANGED["changes"], codes=["N03"])
    assert compared["data"]["compareDrafts"] == tried["data"]["whatIf"]
    assert compared["data"]["compareDrafts"]["minorsLost"] > 0
    same = (await ask(COMPARE, "planner", draft="改动", base="改动", codes=["N03"]))["data"]["compareDrafts"]
    assert same["before"] == same["after"]
    await kept(ask, "另一区", DRAFT)
    (error,) = (await ask(COMPARE, "planner", draft="另一区"))["errors"]
    assert "区划不一样" in error["message"]
    for name in ("改动", "另一区"):
        await ask(DELETE, "planner", name=name)


async def test_a_change_that_is_not_possible_is_refused_when_it_is_put(ask: Any):
    nowhere = {"changes": [{"step": "CLOSE", "code": "nowhere"}]}
    (error,) = (await ask(PUT, "planner", name="不能", draft=nowhere))["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert (await ask(GET, "planner", name="不能"))["errors"][0]["extensions"]["code"] == "NOT_FOUND"
