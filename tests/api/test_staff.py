"""Accounts, invitations, teams, deputies and the audit over HTTP: who may, who may not, and nobody for herself."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.tokens import issue
from api.request.context import today
from api.settings import Settings
from graph_model.access.accounts import AccountChange, change
from graph_model.graph import Graph
from knowledge.access.accounts import Account
from knowledge.access.policy import ACCOUNT_ROLES
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.api.loads import delete

CASE = "case-demo-0001"
SHELL = Actor("shell:test", ActorRole.OPERATOR, ("440104000000",))
PARTS = "{ account part partLabel since until approver reason }"
MAKE = "mutation($input: MakeAccountInput!) { makeAccount(input: $input) { account { code active canSignIn } } }"
CHANGE = """mutation($input: ChangeAccountInput!) {
  changeAccount(input: $input) { account { code roles suspended until areas { code } } } }"""
INVITE = "mutation($input: InviteAccountInput!) { inviteAccount(input: $input) { invitation { code until } } }"
APPROVE = """mutation($input: ApproveAccountInput!) { approveAccount(input: $input) { account {
  code active readsChildren roles proposed { by } approvals { by reason roles } } } }"""
ASSIGN = f"mutation($input: AssignToCaseInput!) {{ assignToCase(input: $input) {{ team {PARTS} }} }}"
END = f"mutation($input: EndAssignmentInput!) {{ endAssignment(input: $input) {{ team {PARTS} }} }}"
ADD = "mutation($input: AddDeputyInput!) { addDeputy(input: $input) { deputies { deputy principal until } } }"
STOP = "mutation($input: EndDeputyInput!) { endDeputy(input: $input) { deputies { deputy principal until } } }"
SAW = """query($case: String!, $purpose: String!) {
  whoSaw(case: $case, purpose: $purpose) { who roles purposes opened openedLabels what outcome } }"""
DIRECTOR = {"code": "staff-1", "roles": ["DIRECTOR"], "areas": ["440104001007"]}
MANAGERS, APPROVERS, AUDITORS = {"security"}, {"street", "lead", "welfare"}, {"auditor"}
ROOTS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "accounts": ("{ accounts(first: 1) { totalCount } }", {}, MANAGERS | AUDITORS | APPROVERS),
    "account": ('{ account(code: "demo-lead") { code } }', {}, MANAGERS | AUDITORS | APPROVERS),
    "caseTeam": (f'{{ caseTeam(case: "{CASE}") {{ account }} }}', {}, MANAGERS | AUDITORS | APPROVERS),
    "deputies": ('{ deputies(account: "demo-lead") { deputy } }', {}, MANAGERS | AUDITORS | APPROVERS),
    "whoSaw": (SAW, {"case": CASE, "purpose": "核查"}, AUDITORS),
    "makeAccount": (MAKE, {"input": {**DIRECTOR, "code": "demo-x"}}, MANAGERS),
    "changeAccount": (CHANGE, {"input": {"code": "staff-none", "suspended": True}}, MANAGERS),
    "inviteAccount": (INVITE, {"input": {"code": "staff-none"}}, MANAGERS | APPROVERS),
    "approveAccount": (APPROVE, {"input": {"code": "staff-none", "reason": "x"}}, APPROVERS),
    "assignToCase": (
        ASSIGN,
        {"input": {"case": "case-none", "account": "x", "part": "MEMBER", "reason": "x"}},
        APPROVERS,
    ),
    "endAssignment": (END, {"input": {"case": "case-none", "account": "x", "reason": "x"}}, APPROVERS | MANAGERS),
    "addDeputy": (
        ADD,
        {"input": {"deputy": "x", "principal": "y", "reason": "x", "until": "2026-12-31"}},
        APPROVERS,
    ),
    "endDeputy": (STOP, {"input": {"deputy": "x", "principal": "y", "reason": "x"}}, APPROVERS | MANAGERS),
}


@pytest.fixture(autouse=True)
async def gone(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, "MATCH (a:Account) WHERE a.id STARTS WITH 'staff-' DETACH DELETE a")


def good(reply: dict[str, Any], root: str) -> Any:
    assert "errors" not in reply, reply
    return reply["data"][root]


def refusal(reply: dict[str, Any]) -> tuple[str, str]:
    (error,) = reply["errors"]
    return error["extensions"]["code"], error["extensions"].get("reason", "")


async def made(ask: Any, given: dict[str, Any] = DIRECTOR) -> dict[str, Any]:
    """An account that is made by one and approved by another."""
    good(await ask(MAKE, "security", input=given), "makeAccount")
    approved = {"code": given["code"], "reason": "新任"}
    account: dict[str, Any] = good(await ask(APPROVE, "lead", input=approved), "approveAccount")["account"]
    return account


@pytest.mark.parametrize("root", ROOTS)
async def test_every_other_role_is_refused(ask: Any, root: str):
    query, variables, may = ROOTS[root]
    for role in (None, *(r.value for r in ACCOUNT_ROLES)):
        reply = await ask(query, role, **variables)
        code = refusal(reply)[0] if "errors" in reply else ""
        wanted = "UNAUTHENTICATED" if role is None else "FORBIDDEN"
        assert (code == wanted) is (role not in may), (role, reply)


async def test_one_person_alone_makes_no_reader_of_children(ask: Any):
    waits = good(await ask(MAKE, "security", input=DIRECTOR), "makeAccount")["account"]
    assert waits == {"code": "staff-1", "active": False, "canSignIn": False}
    assert refusal(await ask(INVITE, "security", input={"code": "staff-1"}))[1] == "approval.proposed"
    approved = {"code": "staff-1", "reason": "新任"}
    assert refusal(await ask(APPROVE, "security", input=approved))[0] == "FORBIDDEN"
    done = good(await ask(APPROVE, "street", input=approved), "approveAccount")["account"]
    assert done["approvals"] == [{"by": "demo-street", "reason": "新任", "roles": ["DIRECTOR"]}]
    assert (done["active"], done["readsChildren"], done["proposed"]) == (True, True, None)
    assert refusal(await ask(INVITE, "security", input={"code": "staff-1"}))[1] == "approval.approver"
    wider = {"code": "staff-1", "areas": ["440104001007", "440104003104"]}
    after = good(await ask(CHANGE, "security", input=wider), "changeAccount")["account"]
    assert after["areas"] == [{"code": "440104001007"}]
    assert refusal(await ask(APPROVE, "street", input=approved))[1] == "approval.not_there"
    assert refusal(await ask('{ account(code: "staff-1") { code } }', "street"))[0] == "NOT_FOUND"
    assert good(await ask('{ account(code: "staff-1") { proposed { by } } }', "lead"), "account") == {
        "proposed": {"by": "demo-security"}
    }


async def test_an_account_is_made_invited_taken_and_suspended(ask: Any, client: httpx.AsyncClient, keys: Path):
    assert (await made(ask))["active"]
    assert refusal(await ask(MAKE, "security", input=DIRECTOR))[0] == "CONFLICT"
    code = good(await ask(INVITE, "lead", input={"code": "staff-1"}), "inviteAccount")["invitation"]["code"]
    taken = await client.post("/invitation", json={"code": code})
    token = {"authorization": f"Bearer {taken.json()['token']}"}
    viewer = {"query": "{ viewer { subject roles } }"}
    assert (await client.post("/graphql", json=viewer, headers=token)).json()["data"]["viewer"]["subject"] == "staff-1"
    changed = {"code": "staff-1", "roles": ["STREET"], "areas": ["440104001000"], "until": "2099-01-01"}
    good(await ask(CHANGE, "security", input=changed), "changeAccount")
    good(await ask(APPROVE, "lead", input={"code": "staff-1", "reason": "升任"}), "approveAccount")
    after = good(await ask('{ account(code: "staff-1") { roles until areas { code } } }', "auditor"), "account")
    assert (after["roles"], after["until"], after["areas"]) == (["STREET"], "2099-01-01", [{"code": "440104001000"}])
    good(await ask(CHANGE, "security", input={"code": "staff-1", "suspended": True}), "changeAccount")
    reply = (await client.post("/graphql", json=viewer, headers=token)).json()
    assert refusal(reply)[0] == "UNAUTHENTICATED"
    listed = good(await ask('{ accounts(search: "staff") { nodes { code suspended } } }', "auditor"), "accounts")
    assert listed["nodes"] == [{"code": "staff-1", "suspended": True}]
    assert code not in "".join(p.read_text("utf-8") for p in keys.parent.rglob("*.jsonl"))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"roles": []}, "account.no_role"),
        ({"areas": []}, "account.no_area"),
        ({"areas": ["449999999999"]}, "area.not_loaded"),
        ({"roles": ["SECURITY", "DIRECTOR"]}, "account.alone"),
        ({"roles": ["ANONYMOUS"]}, "account.no_role"),
        ({"roles": ["OPERATOR"]}, "account.no_role"),
        ({"roles": ["INSPECTOR"]}, "account.no_end"),
        ({"until": "2020-01-01"}, "account.until_past"),
        ({"code": "王老师"}, "account.id"),
        ({"code": "demo-x"}, "account.reserved"),
    ],
)
async def test_what_an_account_cannot_be(ask: Any, given: dict[str, Any], reason: str):
    assert refusal(await ask(MAKE, "security", input={**DIRECTOR, **given})) == ("BAD_USER_INPUT", reason)


async def test_nobody_changes_or_invites_herself(ask: Any, client: httpx.AsyncClient, settings: Settings, graph: Graph):
    def after(a: Account) -> Account:
        return replace(a, roles=(ActorRole.SECURITY,), subject="staff-sec")

    await change(graph, SHELL, AccountChange("staff-sec", "demo-security", today(), after, new=True))
    headers = {"authorization": f"Bearer {issue(settings, 'staff-sec')}"}
    for query, given in (
        (CHANGE, {"code": "staff-sec", "roles": ["CENTRE"], "areas": ["440104000000"]}),
        (CHANGE, {"code": "staff-sec", "until": "2099-01-01"}),
        (INVITE, {"code": "staff-sec"}),
    ):
        reply = await client.post("/graphql", json={"query": query, "variables": {"input": given}}, headers=headers)
        assert refusal(reply.json()) == ("BAD_USER_INPUT", "account.by")
    other = good(await ask(CHANGE, "security", input={"code": "staff-sec", "suspended": True}), "changeAccount")
    assert other["account"]["suspended"]


async def test_a_part_is_approved_by_another_in_her_areas_and_ended_by_either(ask: Any):
    await made(ask)
    wanted = {"case": CASE, "account": "staff-1", "part": "MEMBER", "reason": "协助走访"}
    team = good(await ask(ASSIGN, "lead", input=wanted), "assignToCase")["team"]
    (mine,) = [m for m in team if m["account"] == "staff-1"]
    assert (mine["approver"], mine["reason"], mine["partLabel"]) == ("demo-lead", "协助走访", "成员")
    assert refusal(await ask(ASSIGN, "lead", input={**wanted, "account": "demo-lead"}))[1] == "approval.self"
    assert refusal(await ask(ASSIGN, "lead", input={**wanted, "reason": " "}))[1] == "approval.reason"
    assert refusal(await ask(ASSIGN, "lead", input={**wanted, "case": "case-none"}))[0] == "NOT_FOUND"
    ended = {"case": CASE, "account": "staff-1", "reason": "调走"}
    team = good(await ask(END, "security", input=ended), "endAssignment")["team"]
    assert next(m for m in team if m["account"] == "staff-1")["until"] == today().isoformat()


async def test_a_deputy_is_approved_and_ended(ask: Any):
    await made(ask)
    await made(ask, {**DIRECTOR, "code": "staff-2"})
    until = today() + timedelta(days=20)
    wanted = {"deputy": "staff-2", "principal": "staff-1", "reason": "休假", "until": until.isoformat()}
    rows = good(await ask(ADD, "lead", input=wanted), "addDeputy")["deputies"]
    assert rows == [{"deputy": "staff-2", "principal": "staff-1", "until": until.isoformat()}]
    long = {**wanted, "until": (until + timedelta(days=200)).isoformat()}
    assert refusal(await ask(ADD, "lead", input=long))[1] == "approval.too_long"
    pair = {"deputy": "staff-2", "principal": "staff-1", "reason": "回来了"}
    rows = good(await ask(STOP, "security", input=pair), "endDeputy")["deputies"]
    assert rows[0]["until"] == today().isoformat()


async def test_who_saw_a_child_is_read_with_a_purpose_and_the_look_is_recorded(ask: Any):
    moment = datetime.now(UTC).replace(hour=2).isoformat()
    advice = f'{{ referralOptions(case: "{CASE}", atTime: "{moment}") {{ case {{ code }} }} }}'
    good(await ask(advice, "lead"), "referralOptions")
    rows = good(await ask(SAW, "auditor", case=CASE, purpose="家长投诉核查"), "whoSaw")
    opened = next(r for r in rows if "referralOptions" in r["what"])
    assert (opened["who"], opened["roles"], opened["outcome"]) == ("demo-lead", ["LEAD"], "answered")
    assert "F1" in opened["opened"]
    again = good(await ask(SAW, "auditor", case=CASE, purpose="复核"), "whoSaw")
    assert again[0]["what"] == ["whoSaw"]
    assert again[0]["purposes"] == ["家长投诉核查"]
    assert refusal(await ask(SAW, "auditor", case=CASE, purpose=" "))[0] == "BAD_USER_INPUT"
