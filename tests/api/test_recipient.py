"""A body with an account of its own over GraphQL: it sees what was sent to it, and no more than rows share."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor, Body
from network.responsibility.refusal import rule_for
from network.snapshot import Network
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker
from tests.api.test_casework_files import CONTENT, listed, opened


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, "MATCH (p:FilePart) DETACH DELETE p", *MADE)


@pytest.fixture
def director(ask: Any) -> Worker:
    return Worker(ask, "director")


WORDS = {"forThem": "特教指导", "contact": "妈妈的电话在这里"}
BODY = Statement(
    "body",
    "MATCH (a:Account {id: 'demo-school'}) SET a.body = $body, a.areas = $areas "
    "MERGE (f:Feed {id: 'feed'}) SET f.access = coalesce(f.access, 0) + 1",
)
"""As a change of an account is written: the number of the rights grows, so that the service reads it anew."""
DISTRICT = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))


async def put_body(tx: Tx, body: str | None, areas: list[str]) -> None:
    await tx.write(BODY, body=body, areas=areas)


@pytest.fixture
async def school(graph: Graph, ask: Any, network: Network) -> AsyncIterator[Worker]:
    """A school whose account has the areas of another community, and belongs to the police station that M10 is for."""
    await graph.write(DISTRICT, put_body, body_for(network).id, ["440104010113"])
    yield Worker(ask, "school")
    await graph.write(DISTRICT, put_body, None, ["440104000000"])


def body_for(network: Network) -> Body:
    """A body that deals with M10 in the community, whatever is unknown."""
    book, day = rulebook(), datetime.now(SHANGHAI).date()
    return next(b for b in network.bodies.values() if rule_for(network, book, "M10", DEMO_COMMUNITY, b.id, day))


async def test_a_body_attaches_what_the_workers_open_and_no_other_body(
    ask: Any, director: Worker, school: Worker, network: Network, graph: Graph
):
    case = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    need = (await director.do("referralOpen", under=case, need="N08", urgency="WEEK"))["code"]
    sent = await director.do("attemptSend", under=need, recipient=body_for(network).id, way="SYSTEM", forThem="请核实")
    made = await school.do("attemptSupply", key="s", code=sent["code"], attachment=CONTENT, attachmentAbout="回执")
    assert made["__typename"] == "WorkItem", made
    (file,) = await listed(ask, "director", sent["code"])
    assert (file["name"], file["fieldClass"], file["about"]) == ("attachment", "F7", "回执")
    got = answered(await opened(ask, "director", sent["code"], file), "item")["file"]
    assert got["content"] == CONTENT
    assert "errors" in await opened(ask, "school", sent["code"], file), "what it sent is the child's record"
    own = await director.do("attemptAttach", key="d", code=sent["code"], attachment=CONTENT)
    assert own["__typename"] == "WorkItem"
    assert await listed(ask, "school", sent["code"]) == []
    await graph.write(DISTRICT, put_body, "another", ["440104010113"])
    refused = await school.do("attemptSupply", key="t", code=sent["code"], attachment=CONTENT)
    assert refused.get("code") == "NOT_FOUND" or refused.get("reason") == "NOT_YOURS", refused


async def test_a_body_reads_and_answers_only_what_was_sent_to_it(director: Worker, school: Worker, network: Network):
    body = body_for(network)
    case = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    need = (await director.do("referralOpen", under=case, need="N08", matter="M10", urgency="WEEK", text="内部写的"))[
        "code"
    ]
    before = (await school.work())["totalCount"]
    given = {"forThem": "请核实", "contact": "妈妈的电话在这里", "note": "同事之间的话", "spokeTo": "某老师"}
    sent = await director.do("attemptSend", under=need, recipient=body.id, way="SYSTEM", **given)
    listed = await school.work()
    assert listed["totalCount"] == before + 1
    (row,) = [n for n in listed["nodes"] if n["code"] == sent["code"]]
    assert row["steps"][0] == {"mutation": "attemptAccept"}
    waits_for_her = await school.work(waiting="false")
    assert sent["code"] in [n["code"] for n in waits_for_her["nodes"]], (
        "it is hers to answer, and waits for nobody else"
    )
    assert sent["code"] not in [n["code"] for n in (await school.work(waiting="true"))["nodes"]]
    seen = await school.item(sent["code"])
    assert {f["name"]: f["value"] for f in seen["fields"]}["forThem"] == "请核实"
    assert not {"contact", "note", "spokeTo"} & {f["name"] for f in seen["fields"]}
    assert "妈妈的电话" not in str(seen)
    assert "同事之间的话" not in str(seen)
    assert seen["under"] == []
    assert {(await school.item(c))["code"] for c in (case, need)} == {"NOT_FOUND"}
    refusal: dict[str, Any] = {"whyRefused": "TASK", "evidence": "不归我管", "instead": body.id}
    refused = await school.do("attemptRefuse", code=sent["code"], **refusal)
    assert refused["reason"] == "GUARD"
    assert "请区里定" in refused["why"]
    await school.do("attemptAccept", code=sent["code"])
    contact = [f["value"] for f in (await school.item(sent["code"]))["fields"] if f["name"] == "contact"]
    assert contact == ["妈妈的电话在这里"]
    done = await school.do("attemptDone", code=sent["code"], result="已核实")
    assert "stateLabel" in done, done
    assert (done["stateLabel"], done["fields"]) == ("办完", [])
    again = await school.do("attemptDone", code=sent["code"], result="已核实")
    assert again["revision"] == done["revision"], "a lost answer is given again"
    assert (await school.item(sent["code"]))["code"] == "NOT_FOUND", "its right has ended"
    assert (await director.item(need))["timeline"][0]["actionLabel"] == "对方办完，等回访"


async def test_a_body_that_the_child_lives_near_is_answered_as_any_other(
    director: Worker, school: Worker, network: Network, graph: Graph
):
    case = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    need = (await director.do("referralOpen", under=case, need="N08", matter="M10", urgency="WEEK"))["code"]
    sent = await director.do("attemptSend", under=need, recipient=body_for(network).id, way="SYSTEM")
    await graph.write(DISTRICT, put_body, body_for(network).id, list(DISTRICT.areas))
    await school.do("attemptAccept", code=sent["code"])
    done = await school.do("attemptDone", code=sent["code"], result="已核实")
    assert done.get("stateLabel") == "办完", done
    assert (await school.do("attemptDone", code=sent["code"], result="已核实"))["revision"] == done["revision"]


async def test_a_dispute_carries_what_the_rules_say(ask: Any, director: Worker, school: Worker, network: Network):
    case = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    need = (await director.do("referralOpen", key="d1", under=case, need="N08", matter="M10", urgency="WEEK"))["code"]
    sent = await director.do("attemptSend", key="d2", under=need, recipient=body_for(network).id, way="SYSTEM", **WORDS)
    await school.do("attemptDispute", code=sent["code"], whyRefused="TASK", evidence="三定方案")
    decider = Worker(ask, "arbiter")
    read = {f["name"]: f["value"] for f in (await decider.item(sent["code"]))["fields"]}
    assert (read["evidence"], read["forThem"]) == ("三定方案", "特教指导"), "who decides reads both sides"
    assert "contact" not in read
    fields = {f["name"]: f["value"] for f in (await director.item(sent["code"]))["fields"]}
    assert fields["rulesSay"] == "THEIRS"
    assert fields["rulesClause"]
    await decider.do("attemptOrder", code=sent["code"], evidence="居住地管")
    after = {f["name"]: f["value"] for f in (await decider.item(sent["code"]))["fields"]}
    assert not {"evidence", "forThem"} & set(after), "what is decided is hers to read no more"
