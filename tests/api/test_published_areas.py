"""Who only counts children and asks for less than is published is told so: never the figures of more, never “none”."""

import json
from typing import Any

from knowledge.rulebook.book import Rulebook
from tests.api.count_queries import COVERAGE, DISTRICT, STREET
from tests.api.loads import COMMUNITY
from tests.api.test_differencing import about_children, attacks

BY_STREET = frozenset({"bottlenecks", "entitlementGaps", "visitAllocation", "visitLoad"})
"""Of what counts are published for streets."""
BY_DISTRICT = frozenset({"goals", "goalsReport", "obligationCoverage"})
"""Of what counts are published for districts only."""
OF_POPULATION = frozenset({"uncovered", "weekCoverage"})
"""What counts the population of an area, no children with a case."""
NEVER_EMPTY = frozenset({"counts", "standings", "streets"})
"""Lists of counts: what is not published stands in them as null."""


def lists(answer: Any) -> list[Any]:
    """Every list of counts in an answer."""
    if isinstance(answer, list):
        return [x for each in answer for x in lists(each)]
    if not isinstance(answer, dict):
        return []
    return [v for k, v in answer.items() if k in NEVER_EMPTY] + [x for v in answer.values() for x in lists(v)]


def smaller(book: Rulebook) -> list[tuple[str, str, dict[str, Any]]]:
    """Every attack on a street or a community, without records of the caller's own."""
    every = [a for a in attacks(book) if a[2].get("area") in (STREET, COMMUNITY) and "given" not in a[2]]
    return [a for a in every if a[0] not in OF_POPULATION]


def test_every_query_that_counts_in_an_area_is_walked(book: Rulebook):
    assert {field for field, _, _ in smaller(book)} == BY_STREET | BY_DISTRICT


async def test_of_less_than_is_published_nothing_is_told_as_if_it_were(ask: Any, book: Rulebook):
    for field, document, variables in smaller(book):
        reply, community = await ask(document, "planner", **variables), variables["area"] == COMMUNITY
        where = (field, variables, reply.get("errors"))
        if "errors" in reply:
            (error,) = reply["errors"]
            assert field in BY_STREET, where
            assert error["extensions"]["reason"] == ("counts.street_least" if community else "counts.all_hidden"), where
        else:
            assert field in BY_DISTRICT or not community, where
            assert field in BY_DISTRICT or all(lists(reply["data"])), where
            said = json.dumps(reply, ensure_ascii=False).count("只按全区公布")
            assert said == {"obligationCoverage": 1}.get(
                field, len(about_children(book)) if field in BY_DISTRICT else 0
            )


async def test_what_is_published_for_the_district_is_null_for_a_street(ask: Any, book: Rulebook):
    for area in (STREET, COMMUNITY):
        for o in about_children(book):
            found = (await ask(COVERAGE, "planner", area=area, code=o.code))["data"]["obligationCoverage"]
            assert {s["count"] for s in found["standings"]} == {None}
            assert (found["known"], found["table"]) == (False, None)
            assert "只按全区公布" in found["note"]


async def test_the_district_itself_is_answered_from_what_was_made_by_that_day(ask: Any):
    found = (await ask(COVERAGE, "planner", area=DISTRICT, code="O10"))["data"]["obligationCoverage"]
    assert found["table"]["area"] == {"code": DISTRICT}
    assert any(s["count"] for s in found["standings"])
    early = (await ask(COVERAGE, "planner", area=DISTRICT, code="O10", on="2026-11-20"))["data"]["obligationCoverage"]
    assert early["table"] is None or early["table"]["madeOn"] <= "2026-11-20"
