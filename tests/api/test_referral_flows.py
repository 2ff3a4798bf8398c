"""Referrals of open cases in counts: the same as by adding up the items one by one; only to who reads cases."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from api.casework.parts import now
from graph_model.casework.flows import KIND, VOID
from graph_model.casework.records import item_row
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from network.snapshot import Network
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE
from tests.api.test_children_in_danger import STREET

FLOWS = """query($area: String) { referralFlows(area: $area) {
  sent { area { code } to { code name } sent open waiting overdue late }
  passedOn { body { code } instead { code } count } } }"""
HERE = ("440104001007", "440104001104")
"""Two communities of one street; the director has the first."""
PUT = Statement(
    "put",
    "MATCH (a:Area {code: $area}) MERGE (n:Item {id: $id}) SET n += $row "
    "FOREACH (action IN $actions | CREATE (n)-[:EVENT]->(:Event {action: action, seq: $seq}))",
)


def items(bodies: list[str]) -> Iterator[tuple[WorkItem, bool]]:
    """Cases, open and closed, with what was sent under each in every state; and whether it was reported up."""
    for n, (area, state) in enumerate((a, s) for a in HERE for s in ("open", "away", "closed")):
        case = WorkItem(f"C-flow{n}", "case", f"C-flow{n}", state, 1, area, now(), ended=state == "closed")
        yield case, False
        for m, s in enumerate(table().kinds[KIND].state):
            told = {"recipient": bodies[m % 2], **({"instead": bodies[2]} if s.code in ("refused", "sent") else {})}
            sent = WorkItem(f"S-flow{n}x{m}", KIND, case.id, s.code, 1, area, now(), s.ended, parent=case.id, open=told)
            yield sent, (n + m) % 2 == 0


@pytest.fixture
async def sent(graph: Graph, network: Network) -> AsyncIterator[list[tuple[WorkItem, bool]]]:
    made = list(items(sorted(network.bodies)[:3]))

    async def put(tx: Tx, item: WorkItem, late: bool, seq: int) -> None:
        row = item_row(table(), item)
        await tx.write(
            PUT, area=item.area, id=row["id"], row=row["row"], actions=["report_up"] if late else ["chase"], seq=seq
        )

    for n, (item, late) in enumerate(made, 1):
        await graph.write(STREET, put, item, late, -n)
    yield made
    await delete(graph, "MATCH (v:Event) WHERE v.seq < 0 DETACH DELETE v", *MADE)


def expected(made: list[tuple[WorkItem, bool]], area: str) -> Counter[str]:
    """The numbers of a street or community over all bodies."""
    live = {i.id for i, _ in made if i.kind == "case" and not i.ended and i.area.startswith(area)}
    some = [(i, late) for i, late in made if i.kind == KIND and i.root in live and i.state != VOID]
    return Counter(
        sent=len(some),
        open=sum(not i.ended for i, _ in some),
        waiting=sum(i.state == "sent" for i, _ in some),
        overdue=sum(late and i.state == "sent" for i, late in some),
        late=sum(late and i.state != "sent" for i, late in some),
    )


@pytest.mark.parametrize(("area", "within"), [(None, "440104001"), ("440104001007", "440104001007")])
async def test_they_are_what_adding_up_the_items_gives(ask: Any, sent: Any, area: str | None, within: str):
    flows = answered(await ask(FLOWS, "street", area=area), "referralFlows")
    ours = [f for f in flows["sent"] if f["to"]["code"] in {i.open.get("recipient") for i, _ in sent}]
    told = Counter({k: sum(f[k] for f in ours) for k in ("sent", "open", "waiting", "overdue", "late")})
    assert told == expected(sent, within)
    assert all(told.values()), "every number is of something"
    assert {f["area"]["code"] for f in ours} == {"440104001000"}
    refused = [i for i, _ in sent if i.state == "refused" and i.root in {"C-flow0", "C-flow1", "C-flow3", "C-flow4"}]
    back = Counter((i.open["recipient"], i.open["instead"]) for i in refused if i.area.startswith(within))
    assert {(p["body"]["code"], p["instead"]["code"]): p["count"] for p in flows["passedOn"]} == back


@pytest.mark.usefixtures("sent")
async def test_they_are_shown_by_the_one_policy(ask: Any):
    mine = answered(await ask(FLOWS, "director"), "referralFlows")
    whole = answered(await ask(FLOWS, "street"), "referralFlows")
    assert sum(f["sent"] for f in mine["sent"]) < sum(f["sent"] for f in whole["sent"])
    assert answered(await ask(FLOWS, "director", area="440104010000"), "referralFlows") == {"sent": [], "passedOn": []}
    for role in ("planner", "school", "auditor", None):
        reply = await ask(FLOWS, role)
        assert reply["data"] is None or reply["data"]["referralFlows"] is None, role
