"""Who should receive what and does not: rows for those with the case, safe counts for planners."""

from typing import Any

import pytest

DISTRICT = "440104000000"
COMMUNITY = "440104001007"
GAPS = """query($area: String!, $gap: EntitlementGapKind, $first: Int, $after: String) {
  entitlementGaps(area: $area, gap: $gap) {
    note
    rows(first: $first, after: $after) {
      judged withheld
      pageInfo { hasNextPage endCursor }
      nodes { caseCode pseudonym gap service { code } reason missingFact { label question } other { code } }
    }
    counts { area { code } gap service { code } children } } }"""


async def gaps(ask: Any, role: str, **variables: Any) -> Any:
    reply = await ask(GAPS, role, **variables)
    assert "errors" not in reply, reply
    return reply["data"]["entitlementGaps"]


async def test_a_worker_gets_rows_of_her_cases_and_knows_what_was_withheld(ask: Any):
    found = await gaps(ask, "street", area="440104001000")
    assert found["rows"]["judged"] > 0
    assert found["rows"]["withheld"] > 0, "of every second case the street is not on the team"
    assert found["counts"] == []
    by_gap = {r["gap"] for r in found["rows"]["nodes"]}
    assert {"ASK", "RECEIPT_UNKNOWN"} <= by_gap
    assert all(r["missingFact"]["question"] for r in found["rows"]["nodes"] if r["gap"] == "ASK")
    assert all(r["reason"] for r in found["rows"]["nodes"] if r["gap"] == "ENDED")


async def test_pages_follow_each_other(ask: Any):
    whole = await gaps(ask, "centre", area=DISTRICT, first=60, gap="MISSING")
    first = await gaps(ask, "centre", area=DISTRICT, first=30, gap="MISSING")
    second = await gaps(
        ask, "centre", area=DISTRICT, first=30, gap="MISSING", after=first["rows"]["pageInfo"]["endCursor"]
    )
    assert first["rows"]["nodes"] + second["rows"]["nodes"] == whole["rows"]["nodes"]


async def test_a_client_knows_when_it_has_all(ask: Any):
    """Also past pages on which no case has the gap that is asked for, and with a last page that is exactly full."""
    street, size = "440104001000", 7
    whole = await gaps(ask, "street", area=street, gap="MISSING")
    cases = whole["rows"]["judged"] + whole["rows"]["withheld"]
    assert (whole["rows"]["pageInfo"]["hasNextPage"], cases > 2 * size) == (False, True)
    rows: list[Any] = []
    after, pages, seen = None, 0, 0
    while True:
        page = await gaps(ask, "street", area=street, first=size, gap="MISSING", after=after)
        rows, pages, seen = (
            rows + page["rows"]["nodes"],
            pages + 1,
            seen + page["rows"]["judged"] + page["rows"]["withheld"],
        )
        if not page["rows"]["pageInfo"]["hasNextPage"]:
            break
        after = page["rows"]["pageInfo"]["endCursor"]
    assert (rows, seen, pages) == (whole["rows"]["nodes"], cases, -(-cases // size))
    exact = await gaps(ask, "street", area=street, first=cases)
    end = whole["rows"]["pageInfo"]["endCursor"]
    assert exact["rows"]["pageInfo"] == {"hasNextPage": False, "endCursor": end}
    beyond = await gaps(ask, "street", area=street, after=end)
    assert (beyond["rows"]["judged"], beyond["rows"]["pageInfo"]) == (0, {"hasNextPage": False, "endCursor": None})


async def test_a_planner_gets_counts_only_and_no_small_one(ask: Any):
    found = await gaps(ask, "planner", area=DISTRICT)
    assert found["rows"] is None
    shown = [c["children"] for c in found["counts"] if c["children"] is not None]
    assert shown
    assert all(n >= 10 for n in shown)
    assert any(c["children"] is None for c in found["counts"])
    assert "10" in found["note"]


async def test_a_part_shows_no_more_than_the_whole(ask: Any):
    """Asked street by street nothing appears that the table of the district hides."""
    whole = {(c["area"]["code"], c["gap"], c["service"]["code"]): c["children"]
             for c in (await gaps(ask, "planner", area=DISTRICT))["counts"]}  # fmt: skip
    part = (await gaps(ask, "planner", area="440104001000"))["counts"]
    told = [c for c in part if c["children"] is not None]
    assert told
    assert all(whole[c["area"]["code"], c["gap"], c["service"]["code"]] == c["children"] for c in told)
    less = await ask(GAPS, "planner", area=COMMUNITY)
    assert less["errors"][0]["extensions"]["reason"] == "counts.street_least"


@pytest.mark.parametrize(("role", "code"), [(None, "UNAUTHENTICATED"), ("auditor", "FORBIDDEN")])
async def test_nobody_else_gets_anything(ask: Any, role: str | None, code: str):
    reply = await ask(GAPS, role, area=DISTRICT)
    assert reply["errors"][0]["extensions"]["code"] == code


async def test_outside_ones_areas_there_is_nothing(ask: Any):
    found = await gaps(ask, "director", area="440104010000")
    assert (found["rows"]["judged"], found["rows"]["withheld"], found["rows"]["nodes"]) == (0, 0, [])
