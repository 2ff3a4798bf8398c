"""Casework over GraphQL: a report becomes a case and visits; who may not is refused and sees nothing."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.casework.clock import tick
from graph_model.casework import store
from graph_model.casework.records import EventRow
from graph_model.casework.store import Desk
from graph_model.graph import Graph, Tx
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from loaders.shipped.load import DEMO_COMMUNITY
from network.snapshot import Network
from tests.api.conftest import answered, refused_field
from tests.api.loads import delete

ITEM = """
  code itemKind state stateLabel revision child responsible due overdue
  clocks { label due } steps { mutation } actions { mutation label why form { name required } }
  fields { name value valueLabel } under { code itemKind } timeline { actionLabel by fields { name value } withheld }
"""
PAYLOAD = (
    "{ __typename ... on WorkItem { " + ITEM + " } ... on RefusedAction { reason why wrongFields allowed whoMay } }"
)


def mutation(name: str) -> str:
    kind = f"{name[0].upper()}{name[1:]}Input"
    return f"mutation($input: {kind}!) {{ {name}(input: $input) {PAYLOAD} }}"


DUTY = ("onDuty", "noDuty")
"""Fields that depend on the hour at which a report comes in."""
MADE = (
    (
        "MATCH (n:Item) WHERE left(n.root, 2) IN ['R-', 'C-'] OR left(n.id, 2) IN ['F-', 'S-', 'T-'] "
        "OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s"
    ),
    "MATCH (c:Command) WHERE c.key STARTS WITH '[\"item\"' DETACH DELETE c",
    "MATCH (r:Record {source: '办理'}) DETACH DELETE r",
)
"""What takes away what these tests write."""


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE)


class Worker:
    """A demo role at work."""

    def __init__(self, ask: Any, role: str | None) -> None:
        self.ask, self.role = ask, role

    async def do(self, name: str, key: str = "", **form: Any) -> Any:
        reply = await self.ask(mutation(name), self.role, input={"key": key or name, **form})
        return answered(reply, name)

    async def register(self, **more: Any) -> Any:
        form = {"area": DEMO_COMMUNITY, "channel": "WECHAT", "said": "三年级学生身上有伤，说是爸爸打的", **more}
        return await self.do("reportRegister", reporter="某小学班主任", **form)

    async def item(self, code: str) -> Any:
        return answered(
            await self.ask(f"query($c: String!) {{ item(code: $c) {{ {ITEM} }} }}", self.role, c=code), "item"
        )

    async def work(self, **arguments: Any) -> Any:
        given = ", ".join(f"{k}: {v}" for k, v in arguments.items())
        shown = "{ totalCount nodes { code itemKind steps { mutation } } }"
        query = f"{{ work{f'({given})' if given else ''} {shown} }}"
        return answered(await self.ask(query, self.role), "work")


@pytest.fixture
def director(ask: Any) -> Worker:
    return Worker(ask, "director")


@pytest.fixture
def street(ask: Any) -> Worker:
    return Worker(ask, "street")


async def test_a_report_is_registered_taken_called_and_ended(director: Worker, street: Worker):
    report = await director.register(urgency="NOW")
    assert (report["stateLabel"], report["responsible"], report["overdue"]) == ("新报", None, False)
    assert [c["label"] for c in report["clocks"]] == ["打电话，打通为止", "有人接下", "没有人接，请人来接"]
    code = report["code"]
    taken = await director.do("reportTake", code=code)
    assert (taken["stateLabel"], taken["responsible"]) == ("在处置", "demo-director")
    assert [f["value"] for f in taken["fields"] if f["name"] == "said"] == ["三年级学生身上有伤，说是爸爸打的"]
    ending = {"code": code, "whyEnded": "UNFOUNDED", "reporterTold": "TOLD", "note": "到校核实"}
    early = await director.do("reportEnd", **ending)
    assert (early["__typename"], early["reason"]) == ("RefusedAction", "GUARD")
    assert "电话" in early["why"]
    await director.do("reportCall", code=code, called="POLICE", answered=True, receipt="JJ-001")
    ended = await director.do("reportEnd", **ending)
    assert ended["stateLabel"] == "结束"
    reopened = await street.do("reportReopen", code=code, note="再看一次")
    assert (reopened["stateLabel"], reopened["responsible"]) == ("在处置", "demo-street")


async def test_the_supervisor_reads_the_words_before_she_takes_it_and_never_the_reporter(
    director: Worker, street: Worker
):
    code = (await director.register())["code"]
    seen = await street.item(code)
    assert [f["name"] for f in seen["fields"] if f["name"] not in DUTY] == ["channel", "said", "dangerHeard"]
    assert seen["timeline"][0]["withheld"] == ["F8"]
    taken = await street.do("reportTake", code=code)
    assert "said" in [f["name"] for f in taken["fields"]]
    assert taken["timeline"][-1]["withheld"] == ["F8"]


async def test_whoever_typed_the_words_reads_them_and_nobody_else(director: Worker, street: Worker):
    code = (await director.register())["code"]
    assert {"said", "reporter"} <= {f["name"] for f in (await director.item(code))["fields"]}
    await street.do("reportSetUrgency", code=code, urgency="NOW", note="老师又打来")
    seen = await director.item(code)
    assert [e["withheld"] for e in seen["timeline"]] == [["F7"], []]
    assert "老师又打来" not in str(seen)


async def test_the_entries_of_an_item_are_read_once(director: Worker, monkeypatch: pytest.MonkeyPatch):
    code = (await director.register())["code"]
    reads, read = list[str](), store.events

    async def counted(tx: Tx, item: str, first: int, before: int | None = None) -> list[EventRow]:
        reads.append(item)
        return await read(tx, item, first, before)

    monkeypatch.setattr(store, "events", counted)
    await director.item(code)
    assert reads == [code]


async def test_a_benefit_is_one_of_the_catalogue(director: Worker):
    case = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    wrong = await director.do("entitlementBegin", under=case, service="B777")
    assert (wrong["reason"], wrong["wrongFields"]) == ("FORM", ["service"])


async def test_every_offered_step_is_a_mutation_with_its_form(ask: Any, director: Worker):
    code = (await director.register())["code"]
    offers = (await director.item(code))["actions"]
    assert [a["mutation"] for a in offers if not a["why"]] == [
        "reportTake", "reportCall", "reportSetUrgency", "reportMerge", "reportAttach",
    ]  # fmt: skip  # a list
    inputs = answered(await ask('{ __type(name: "ReportCallInput") { inputFields { name } } }'), "__type")
    form = next(a["form"] for a in offers if a["mutation"] == "reportCall")
    assert {f["name"] for f in form} < {f["name"] for f in inputs["inputFields"]}
    begun: Any = answered(await ask("{ newItems { mutation } }", "director"), "newItems")
    assert [b["mutation"] for b in begun] == [
        "accessRequestRegister", "activityRecord", "caseOpen", "complaintRegister", "employmentCheckRegister",
        "incidentRegister", "paperRegister", "reportRegister", "screeningBegin",
    ]  # fmt: skip  # a list


async def test_a_step_happens_once_by_its_key(director: Worker):
    code = (await director.register())["code"]
    call = {"code": code, "called": "POLICE", "answered": False}
    one, two = [await director.do("reportCall", key="k", **call) for _ in range(2)]
    assert one["revision"] == two["revision"] == 2
    other = await director.do("reportCall", key="k", **{**call, "answered": True})
    assert other["code"] == "CONFLICT"
    late = await director.do("reportTake", code=code, expectedRevision=1)
    assert late["reason"] == "VERSION"


@pytest.mark.parametrize("role", [None, "planner", "auditor"])
async def test_who_does_no_casework_sees_nothing(ask: Any, director: Worker, role: str | None):
    code = (await director.register())["code"]
    other = Worker(ask, role)
    for made in (await other.item(code), await other.do("reportTake", code=code), await other.work()):
        assert made["code"] in {"FORBIDDEN", "UNAUTHENTICATED"}
        assert "有伤" not in str(made)


async def test_an_item_of_nobody_looks_like_one_of_another_area(ask: Any, director: Worker):
    elsewhere = await Worker(ask, "centre").register(area="440104010113")
    hidden, absent = await director.item(elsewhere["code"]), await director.item("R-222222222")
    assert hidden["message"].replace(elsewhere["code"], "") == absent["message"].replace("R-222222222", "")
    refused = await director.do("reportTake", code=elsewhere["code"])
    assert refused["code"] == "NOT_FOUND"


async def test_worklists(director: Worker, street: Worker):
    before = (await director.work(kind="REPORT"))["totalCount"]
    code = (await director.register(urgency="TODAY"))["code"]
    untaken = await street.work(scope="UNTAKEN", kind="REPORT")
    assert code in [n["code"] for n in untaken["nodes"]]
    await director.do("reportTake", code=code)
    mine = await director.work(kind="REPORT")
    assert mine["totalCount"] == before + 1
    (row,) = [n for n in mine["nodes"] if n["code"] == code]
    assert row["steps"][0] == {"mutation": "reportOpenCase"}
    visits = await director.work(kind="VISIT", first=3)
    assert visits["totalCount"] > 0
    assert {n["steps"][0]["mutation"] for n in visits["nodes"]} == {"visitSeen"}


async def test_children_are_found_by_pseudonym_within_the_areas(ask: Any):
    query = "query($s: String!) { children(search: $s, first: 100) { code child } }"
    near: Any = answered(await ask(query, "director", s="演示"), "children")
    every: Any = answered(await ask(query, "centre", s=near[0]["child"]), "children")
    assert near
    assert every == near[:1]
    assert answered(await ask(query, "planner", s="演示"), "children")["code"] == "FORBIDDEN"


async def test_a_wrong_form_names_the_field(director: Worker):
    made = await director.register(ageAbout=99)
    assert (made["reason"], made["wrongFields"]) == ("FORM", ["ageAbout"])
    made = await director.register(area="440106001001")
    assert (made["reason"], made["wrongFields"]) == ("NOT_YOURS", [])


async def test_the_clock_of_the_program_reminds(graph: Graph, keys: Any, director: Worker):
    vault = Vault(keys)
    late = datetime.now(SHANGHAI) + timedelta(minutes=17)
    desk = Desk(graph, vault, table(), RuleCodes())
    await tick(desk, ("440000000000",), late)  # what others have left
    code = (await director.register(urgency="NOW"))["code"]
    assert await tick(desk, ("440000000000",), late) == 1
    assert await tick(desk, ("440000000000",), late) == 0
    vault.close()
    seen = await director.item(code)
    assert seen["revision"] == 2
    assert [e["actionLabel"] for e in seen["timeline"]] == ["到点没有人办，请下一位", "登记"]
    assert seen["timeline"][0]["by"] == "clock"


async def test_a_need_is_sent_refused_sent_elsewhere_and_solved(director: Worker, network: Network):
    first, second = sorted(network.bodies)[:2]
    case = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    opened = await director.do("referralOpen", under=case, need="N08", urgency="WEEK", text="想要特教指导")
    need = opened["code"]
    begun = await director.item(need)
    assert "attemptSend" in [a["mutation"] for a in begun["actions"] if not a["why"]]
    sent = await director.do("attemptSend", under=need, recipient=first, way="PHONE", spokeTo="某办公室")
    assert (sent["stateLabel"], sent["clocks"][0]["label"]) == ("等对方接", "对方接或者不接")
    absent = await director.do("attemptSend", key="k", under=need, recipient="no-such-body", way="PHONE")
    assert absent["reason"] == "GUARD"
    refusal = {"code": sent["code"], "whyRefused": "FULL", "evidence": "名额满"}
    assert (await director.do("attemptRefuse", **refusal))["stateLabel"] == "退回"
    again = await director.do("attemptSend", key="k2", under=need, recipient=first, way="PHONE")
    assert "送过" in again["why"]
    nobody = await director.do("attemptSend", key="k3", under=need, recipient="no-such-body", way="PHONE")
    assert (nobody["reason"], nobody["wrongFields"]) == ("FORM", ["recipient"])
    other = await director.do("attemptSend", key="k4", under=need, recipient=second, way="LETTER")
    await director.do("attemptAccept", code=other["code"], number="H-1")
    await director.do("attemptDone", code=other["code"], result="每周两次")
    solved = await director.do("referralSolve", code=need, whoSays="CHILD", childView="说好多了")
    assert solved["stateLabel"] == "解决了"
    assert [e["actionLabel"] for e in solved["timeline"]][:2] == ["回访：解决了", "对方办完，等回访"]


async def test_whoever_can_be_named_is_offered_by_the_step(ask: Any):
    async def offered(step: str | None) -> set[str]:
        query = "query($a: String!, $s: String) { colleagues(area: $a, step: $s) { roles } }"
        rows: Any = answered(await ask(query, "street", a=DEMO_COMMUNITY, s=step), "colleagues")
        return {role for row in rows for role in row["roles"]}

    workers = await offered(None)
    assert workers == await offered("caseHandOver")
    assert "DIRECTOR" in workers
    assert not workers & {"POLICE", "SCHOOL", "WELFARE", "DUTY_DESK"}
    assert await offered("conferenceAdmit") > workers | {"POLICE", "SCHOOL"}
    wrong = await ask(
        'query($a: String!) { colleagues(area: $a, step: "reportTake") { code } }', "street", a=DEMO_COMMUNITY
    )
    assert refused_field(wrong) == "step"


async def test_a_list_counts_all_whether_or_not_its_rows_are_asked_for(ask: Any):
    """Rows that nobody asks for are not read, and a list that is whole on its first page is not counted again."""
    shown = "{ work(scope: AREA, first: %s) { totalCount pageInfo { hasNextPage } nodes { code } } }"
    whole, part = [(await ask(shown % first, "street"))["data"]["work"] for first in ("100", "1")]
    counted = await ask("{ work(scope: AREA, first: 1) { ...on WorkItemConnection { totalCount } } }", "street")
    assert counted["data"]["work"]["totalCount"] == whole["totalCount"] == part["totalCount"] > 1
    assert len(whole["nodes"]) == min(100, whole["totalCount"])
    assert part["pageInfo"]["hasNextPage"]
