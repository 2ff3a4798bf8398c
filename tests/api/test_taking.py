"""Taking a list through GraphQL: each role gets what the policy lets it see, and nothing of a child."""

import base64
import csv
import io
from typing import Any

import pytest

from tests.api.conftest import answered
from tests.api.loads import load

TAKE = """query($topic: String!, $area: String, $format: FileFormat) {
  takeTopic(topic: $topic, area: $area, format: $format) { name mediaType content rows hidden leftOut note } }"""
DISTRICT, STREET = "440104000000", "440104001000"
PUBLIC = ("areas", "bodies", "points", "schools", "population", "lists", "segments", "plans", "standards", "terms")


async def take(ask: Any, role: str | None, topic: str, **asked: Any) -> dict[str, Any]:
    return answered(await ask(TAKE, role, topic=topic, **asked), "takeTopic")


def rows(found: dict[str, Any]) -> list[dict[str, str]]:
    text = base64.b64decode(found["content"]).decode("utf-8-sig")
    return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("role", [None, "director", "planner", "street", "centre"])
async def test_where_a_confidential_place_is_only_who_may_see_it_takes(ask: Any, role: str | None):
    found = await take(ask, role, "points", area=DISTRICT)
    secret = [r for r in rows(found) if r["位置保密"] == "是"]
    sees = role == "centre"
    assert (bool(secret), found["hidden"] == 0, found["note"] is None) == (sees, sees, sees)
    assert found["rows"] == len(rows(found)) > 500
    assert found["leftOut"] == []


@pytest.mark.parametrize(
    ("role", "code"), [(None, "UNAUTHENTICATED"), ("planner", "FORBIDDEN"), ("auditor", "FORBIDDEN")]
)
async def test_names_only_for_who_may_see_holders(ask: Any, role: str | None, code: str):
    assert (await take(ask, role, "posts", area=STREET))["code"] == code


@pytest.mark.parametrize("role", [None, "director", "planner", "auditor"])
async def test_the_roster_only_for_who_keeps_it(ask: Any, role: str | None):
    assert (await take(ask, role, "rosters", area=STREET))["code"] in {"UNAUTHENTICATED", "FORBIDDEN"}


async def test_names_only_of_the_areas_of_the_account(ask: Any):
    centre = await take(ask, "centre", "posts")
    assert centre["hidden"] == 0
    assert any(r["姓名"].startswith("演示人员") for r in rows(centre))
    street = await take(ask, "street", "posts")
    assert (street["rows"], street["hidden"]) == (len(rows(street)), 0)
    assert 0 < street["rows"] < centre["rows"]
    beyond = await take(ask, "street", "posts", area=DISTRICT)
    assert beyond["hidden"] > 0, "a post without its name would load as vacant"
    assert {r["区划"] for r in rows(beyond) if r["姓名"]} <= {r["区划"] for r in rows(street)}


async def test_public_lists_are_for_everybody_and_name_nobody(ask: Any):
    for topic in PUBLIC:
        found = await take(ask, None, topic, area=DISTRICT)
        assert found["rows"] == len(rows(found))
        assert "演示人员" not in base64.b64decode(found["content"]).decode("utf-8-sig"), topic
        assert found["name"].startswith(f"{topic}-{DISTRICT}-")


async def test_what_is_made_up_says_so(ask: Any):
    assert {r["数据标记"][:4] for r in rows(await take(ask, None, "points", area=DISTRICT))} == {"演示数据"}
    assert {r["数据标记"] for r in rows(await take(ask, None, "schools", area=DISTRICT))} == {"有来源"}


async def test_children_cannot_be_taken(ask: Any):
    for role in (None, "director", "centre", "planner"):
        refused = await take(ask, role, "children")
        assert (refused["code"], refused["field"]) == ("BAD_USER_INPUT", "topic")


async def test_what_the_centre_takes_it_loads_without_a_change(ask: Any):
    for topic in (*PUBLIC, "posts", "rosters"):
        for made in ("CSV", "XLSX"):
            taken = await take(ask, "centre", topic, format=made)
            if taken["rows"]:
                file = {"name": taken["name"], "content": taken["content"]}
                found = await load(ask, topic, file, preview=False)
                counts = (found["written"], found["rejected"], found["unchanged"])
                assert counts == (0, 0, taken["rows"]), (topic, found)
