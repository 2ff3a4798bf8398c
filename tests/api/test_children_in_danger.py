"""The children in danger of an area: the same as by reading every open item in Python, each once, the gravest first."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from itertools import count, product
from typing import Any

import pytest

from api.casework.parts import now
from graph_model.casework import work
from graph_model.casework.danger import FIRST_PLACE, in_danger, placed
from graph_model.casework.records import item_row
from graph_model.casework.work import WorkFilter, WorkRow
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.casework.clocks import matches
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.settings import DangerSign
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE

STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))
LIST = """query($after: String, $first: Int) { childrenInDanger(after: $after, first: $first) { totalCount
  pageInfo { endCursor hasNextPage } nodes { reasons { code label source } item { code itemKind child } } } }"""


HERE = {"report": "440104001007", "case": "440104001104", "visit": "440104001007", "protection_order": "440104001007"}
"""Communities of one street; the director has the first."""
FIELDS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "report": ({"urgency": "now", "number": '"misses": 9,'}, {"urgency": "today"}, {"number": '"urgency": "now",'}, {}),
    "case": ({"grade": "red"}, {"grade": "yellow"}, {"urgency": "now"}, {"urgency": "", "grade": "blue"}, {}),
    "visit": tuple(
        {k: v for k, v in (("grade", g), ("misses", m)) if v is not None}
        for g in ("red", "yellow", None)
        for m in (0, 1, 10, None)
    ),
    "protection_order": ({},),
}
"""Open fields of the items that are tried, one in each of its open states, before and after its clock has ended."""


def items() -> Iterator[WorkItem]:
    """Reports, cases, visits and protection orders of which nobody knows the child."""
    number = count(1)
    for kind, some in FIELDS.items():
        states = [s.code for s in table().kinds[kind].state if not s.ended]
        clock = table().kinds[kind].clock[0].code
        for fields, state, hours in product(some, states, (-1, 1)):
            at, code = now() + timedelta(hours=hours), f"R-danger{next(number)}"
            yield WorkItem(code, kind, code, state, 1, HERE[kind], at, open=fields, clocks={clock: at})


PUT = Statement("put", "MATCH (a:Area {code: $area}) MERGE (n:Item {id: $id}) SET n += $row")


async def put(tx: Tx, item: WorkItem) -> None:
    row = item_row(table(), item)
    await tx.write(PUT, area=item.area, id=row["id"], row=row["row"])


@pytest.fixture(autouse=True)
async def every_item(graph: Graph) -> AsyncIterator[None]:
    """One item of each kind, in each state, with each field; taken away afterwards."""
    for item in items():
        await graph.write(STREET, put, item)
    yield
    await delete(graph, *MADE)


def says(danger: DangerSign, row: WorkRow) -> bool:
    item = row.item()
    late = any(at <= now() for at in item.clocks.values())
    fits = danger.item == item.kind and item.state in danger.during and matches(danger.when, item.open)
    return fits and (late or not danger.late)


async def read(graph: Graph) -> dict[str, set[str]]:
    """By child, or by report where no child is known: the codes of all that is said."""
    found = defaultdict[str, set[str]](set)
    for row in await graph.read(STREET, work.in_areas, WorkFilter(100_000)):
        found[row.minor or row.root] |= {d.code for d in table().dangers if says(d, row)}
    return {child: codes for child, codes in found.items() if codes}


async def test_they_are_those_of_whom_an_open_item_says_so(graph: Graph):
    expected = await read(graph)
    rows = await graph.read(STREET, in_danger, table().dangers, now(), None, 100_000, FIRST_PLACE)
    assert {r.minor or r.root: set(r.reasons) for r in rows} == expected
    assert [r.rank for r in rows] == sorted(r.rank for r in rows)
    assert {code for codes in expected.values() for code in codes} == {d.code for d in table().dangers}


async def test_a_page_goes_on_where_the_one_before_has_ended(ask: Any):
    whole = answered(await ask(LIST, "street", first=100), "childrenInDanger")
    first, codes = whole["totalCount"], list[str]()
    assert first > 2
    after, more = None, True
    while more and len(codes) < 12:
        part = answered(await ask(LIST, "street", first=2, after=after), "childrenInDanger")
        codes += [n["item"]["code"] for n in part["nodes"]]
        after, more = part["pageInfo"]["endCursor"], part["pageInfo"]["hasNextPage"]
    assert codes == [n["item"]["code"] for n in whole["nodes"]][: len(codes)]
    assert all(r["label"] and r["source"] for n in whole["nodes"] for r in n["reasons"])


async def test_they_are_shown_by_the_one_policy(ask: Any):
    others = answered(await ask(LIST, "director"), "childrenInDanger")["nodes"]
    here = answered(await ask(LIST, "street"), "childrenInDanger")["nodes"]
    assert {n["item"]["code"] for n in others} < {n["item"]["code"] for n in here}
    for role in ("planner", "school", "auditor", None):
        reply = await ask(LIST, role)
        assert reply["data"] is None or reply["data"]["childrenInDanger"] is None, role


@pytest.mark.parametrize("key", ["", "1", "a|b|c", "1|2026|"])
def test_a_key_that_names_no_place_is_refused(key: str):
    with pytest.raises(ValueError, match=r"."):
        placed(key.replace("2026", "soon"))
