"""Who should receive what and does not: rows for those with the case, safe counts for planners."""

from typing import Any

import pytest

DISTRICT = "440104000000"
COMMUNITY = "440104001007"
GAPS = """query($area: String!, $gap: String, $first: Int! = 100, $after: String! = "") {
  entitlementGaps(area: $area, gap: $gap, first: $first, after: $after) {
    judged withheld note hasNextPage endCursor rows { case pseudonym gap { code } service reason ask other }
    counts { area gap { code } service children } } }"""


async def gaps(ask: Any, role: str, **variables: Any) -> Any:
    reply = await ask(GAPS, role, **variables)
    assert "errors" not in reply, reply
    return reply["data"]["entitlementGaps"]


async def test_a_worker_gets_rows_of_her_cases_and_knows_what_was_withheld(ask: Any):
    found = await gaps(ask, "street", area="440104001000", first=500)
    assert found["judged"] > 0
    assert found["withheld"] > 0, "of every second case the street is not on the team"
    assert found["counts"] == []
    by_gap = {r["gap"]["code"] for r in found["rows"]}
    assert {"ask", "receipt_unknown"} <= by_gap
    assert all(r["ask"] for r in found["rows"] if r["gap"]["code"] == "ask")
    assert all(r["reason"] for r in found["rows"] if r["gap"]["code"] == "ended")


async def test_pages_follow_each_other(ask: Any):
    whole = await gaps(ask, "centre", area=DISTRICT, first=60, gap="missing")
    first = await gaps(ask, "centre", area=DISTRICT, first=30, gap="missing")
    second = await gaps(ask, "centre", area=DISTRICT, first=30, gap="missing", after="case-demo-0030")
    assert first["rows"] + second["rows"] == whole["rows"]


async def test_a_client_knows_when_it_has_all(ask: Any):
    """Also past pages on which no case has the gap that is asked for, and with a last page that is exactly full."""
    street, size = "440104001000", 7
    whole = await gaps(ask, "street", area=street, first=500, gap="missing")
    cases = whole["judged"] + whole["withheld"]
    assert (whole["hasNextPage"], cases > 2 * size) == (False, True)
    rows: list[Any] = []
    after, pages, seen = "", 0, 0
    while True:
        page = await gaps(ask, "street", area=street, first=size, gap="missing", after=after)
        rows, pages, seen = rows + page["rows"], pages + 1, seen + page["judged"] + page["withheld"]
        if not page["hasNextPage"]:
            break
        after = page["endCursor"]
    assert (rows, seen, pages) == (whole["rows"], cases, -(-cases // size))
    exact = await gaps(ask, "street", area=street, first=cases)
    assert (exact["hasNextPage"], exact["endCursor"]) == (False, whole["endCursor"])
    beyond = await gaps(ask, "street", area=street, after=whole["endCursor"])
    assert (beyond["judged"], beyond["hasNextPage"], beyond["endCursor"]) == (0, False, None)


async def test_a_planner_gets_counts_only_and_no_small_one(ask: Any):
    found = await gaps(ask, "planner", area=DISTRICT)
    assert found["rows"] == []
    assert (found["judged"], found["hasNextPage"], found["endCursor"]) == (None, False, None)
    shown = [c["children"] for c in found["counts"] if c["children"] is not None]
    assert shown
    assert all(n == 0 or n >= 10 for n in shown)
    assert any(c["children"] is None for c in found["counts"])
    assert "10" in found["note"]


async def test_a_part_shows_no_more_than_the_whole(ask: Any):
    """Asked street by street nothing appears that the table of the district hides."""
    whole = {(c["area"], c["gap"]["code"], c["service"]): c["children"]
             for c in (await gaps(ask, "planner", area=DISTRICT))["counts"]}  # fmt: skip
    part = (await gaps(ask, "planner", area="440104001000"))["counts"]
    assert part
    assert all(whole[c["area"], c["gap"]["code"], c["service"]] == c["children"] for c in part)
    assert (await gaps(ask, "planner", area=COMMUNITY))["counts"] == []


@pytest.mark.parametrize(("role", "code"), [(None, "UNAUTHENTICATED"), ("auditor", "FORBIDDEN")])
async def test_nobody_else_gets_anything(ask: Any, role: str | None, code: str):
    reply = await ask(GAPS, role, area=DISTRICT)
    assert reply["errors"][0]["extensions"]["code"] == code


async def test_outside_ones_areas_there_is_nothing(ask: Any):
    found = await gaps(ask, "director", area="440104010000", first=500)
    assert (found["judged"], found["withheld"], found["rows"]) == (0, 0, [])
