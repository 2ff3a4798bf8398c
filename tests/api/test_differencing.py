"""Who only counts children works out nothing about one child: what they hand in is joined with no child.

The attack asks twice, with a difference that holds for one child, and compares the answers byte by byte.
"""

import json
from datetime import timedelta
from typing import Any

import pytest

from api.request.context import today
from knowledge.rulebook.book import Rulebook
from tests.api.loads import COMMUNITY

DISTRICT, STREET, OTHER = "440104000000", "440104001000", "440104001101"
CHILDREN = ("demo-0001", "demo-0735", "demo-1000", "no-such-child")
COVERAGE = """query($area: String!, $code: String!, $given: [RecordInput!], $on: Date) {
  obligationCoverage(area: $area, obligation: $code, given: $given, on: $on) {
    rate { numerator denominator doubtful exempt } components { rate { numerator } } standings { standing count }
    objects { totalCount } note } }"""
GAPS = """query($area: String!, $on: Date) { entitlementGaps(area: $area, on: $on) {
  counts { area { code } gap children } rows { judged } } }"""
GOALS = """query($area: String!, $on: Date) { goals(area: $area, on: $on) {
  goal rate { numerator denominator } duties { standings { standing count } objects { totalCount } } } }"""
BOTTLENECKS = """query($area: String, $codes: [String!]) { bottlenecks(area: $area, codes: $codes) {
  demand undecided withheld unmet { area { code } children } } }"""
VISITS = """query($area: String) { visitAllocation(area: $area, perDirector: 5, perSupervisor: 0) {
  unmet undecided withheld visits { area { code } count } } }"""


async def answered(ask: Any, query: str, role: str = "planner", **variables: Any) -> bytes:
    return json.dumps(await ask(query, role, **variables), ensure_ascii=False, sort_keys=True).encode()


def about_children(book: Rulebook) -> list[Any]:
    return [o for o in book.obligations_on(today()) if o.objects.of == "minor"]


async def test_records_of_ones_own_are_joined_with_no_child(ask: Any, book: Rulebook):
    for o in about_children(book):
        component = o.components[0].code if o.components else None
        seen = set()
        for child in CHILDREN:
            row = {"code": "g", "obligation": o.code, "object": child, "occurredOn": "2026-11-01"}
            row |= {"kind": next(iter(o.evidence)).name, "component": component}
            seen.add(await answered(ask, COVERAGE, area=DISTRICT, code=o.code, given=[row]))
        (reply,) = seen
        assert b'"record.given_counted"' in reply or b'"given"' in reply, o.code


async def test_who_reads_the_children_may_still_try_records(ask: Any):
    row = {"code": "g", "obligation": "O10", "object": "demo-0001", "occurredOn": "2026-11-01", "kind": "VISIT"}
    assert b'"errors"' not in await answered(ask, COVERAGE, "centre", area=DISTRICT, code="O10", given=[row])


@pytest.mark.parametrize("query", [COVERAGE, GAPS, GOALS], ids=["obligationCoverage", "entitlementGaps", "goals"])
async def test_another_day_is_the_same_table(ask: Any, query: str):
    """Two days would differ by the children whose birthday or deadline lies between."""
    days = [None, *((today() - timedelta(days=n)).isoformat() for n in (1, 40))]
    assert len({await answered(ask, query, area=DISTRICT, code="O62", on=on) for on in days}) == 1


@pytest.mark.parametrize(
    ("query", "codes"), [(COVERAGE, None), (GOALS, None), (GAPS, None), (BOTTLENECKS, ["N16"]), (VISITS, None)]
)
async def test_a_community_is_never_a_table_of_its_own(ask: Any, query: str, codes: list[str] | None):
    """Two communities of a street have one answer: their difference says nothing of a child."""
    asked = {await answered(ask, query, area=area, code="O62", codes=codes) for area in (COMMUNITY, OTHER)}
    assert len(asked) == 1
    assert COMMUNITY.encode() not in asked.pop()
