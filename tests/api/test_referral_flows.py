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
from knowledge.casework.clocks import targets
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, Awaited, ItemKind
from knowledge.messages.message import catalogue
from network.snapshot import Network
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE
from tests.api.test_children_in_danger import STREET

FLOWS = """query($area: String) { referralFlows(area: $area) {
  sent { area { code } to { code name } sent open waiting overdue late }
  passedOn { body { code } instead { code } count } } }"""
SILENT = """query($area: String) { silentBodies(area: $area, first: 200) {
  body { code name } waiting nextLine { code } first { code } } }"""
OUTSIDE = {"code": "", "name": "不在系统里的单位"}
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
            to = [{}, {"recipient": bodies[0]}, {"recipient": bodies[1]}][m % 3]
            told = {**to, **({"instead": bodies[2]} if s.code in ("refused", "sent") else {})}
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
    ours = [f for f in flows["sent"] if f["to"]["code"] in {i.open.get("recipient", "") for i, _ in sent}]
    told = Counter({k: sum(f[k] for f in ours) for k in ("sent", "open", "waiting", "overdue", "late")})
    assert told == expected(sent, within)
    assert all(told.values()), "every number is of something"
    assert {f["area"]["code"] for f in ours} == {"440104001000"}
    refused = [i for i, _ in sent if i.state == "refused" and i.root in {"C-flow0", "C-flow1", "C-flow3", "C-flow4"}]
    assert any(f["to"] == OUTSIDE for f in ours)
    back = Counter((i.open.get("recipient", ""), i.open["instead"]) for i in refused if i.area.startswith(within))
    assert {(p["body"]["code"], p["instead"]["code"]): p["count"] for p in flows["passedOn"]} == back


async def test_bodies_that_no_list_has_are_waited_for_too(ask: Any, sent: Any):
    """Their names are sealed in each item: they are one line, which leads to the item that has waited longest."""
    silent: Any = answered(await ask(SILENT, "street", area=HERE[1]), "silentBodies")
    (outside,) = [s for s in silent if s["body"] == OUTSIDE]
    waits = {s.code for s in table().kinds[KIND].state if s.waits is Awaited.RECIPIENT}
    here = [i for i, _ in sent if i.kind == KIND and i.area == HERE[1] and i.state in waits]
    ours = [i for i in here if not i.open.get("recipient")]
    assert outside["waiting"] == len(ours) > 0
    assert (outside["nextLine"], outside["first"]["code"]) == (None, min(i.id for i in ours))


def test_each_kind_that_a_body_need_not_have_a_code_for_says_so_in_words():
    kinds = {k for s in table().received for k in [s.split(":")[0]]}
    free = {k for k in kinds if any(_names_no_code(table().kinds[k], a) for a in table().kinds[k].action)}
    assert {f"unaddressed.{k}" for k in free} == {c for c in catalogue("zh") if c.startswith("unaddressed.")}


def _names_no_code(kind: ItemKind, action: ActionRow) -> bool:
    """True if the step leads to where the body is waited for, and it need not have a code."""
    waits = {s.code for s in kind.state if s.waits is Awaited.RECIPIENT}
    begins = action.creating and (kind.addressee not in action.needs)
    sends = not action.creating and kind.addressee in action.form and kind.addressee not in action.needs
    return bool(targets(action) & waits) and (begins or sends)


@pytest.mark.usefixtures("sent")
async def test_they_are_shown_by_the_one_policy(ask: Any):
    mine = answered(await ask(FLOWS, "director"), "referralFlows")
    whole = answered(await ask(FLOWS, "street"), "referralFlows")
    assert sum(f["sent"] for f in mine["sent"]) < sum(f["sent"] for f in whole["sent"])
    assert answered(await ask(FLOWS, "director", area="440104010000"), "referralFlows") == {"sent": [], "passedOn": []}
    for role in ("planner", "school", "auditor", None):
        reply = await ask(FLOWS, role)
        assert reply["data"] is None or reply["data"]["referralFlows"] is None, role
