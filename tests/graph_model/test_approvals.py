"""Accounts that read children need a second person, and only she gets the code with which somebody signs in."""

from dataclasses import replace

import pytest

from graph_model.access import approvals, invitations
from graph_model.access.accounts import AccountChange, change
from graph_model.access.actors import Actors
from graph_model.graph import Graph
from knowledge.access.accounts import Account
from knowledge.errors import BadInput, Unauthenticated
from knowledge.roles import ActorRole
from tests.graph_model.test_staff import (
    BY,
    COMMUNITY,
    DAY,
    ELSEWHERE,
    NOW,
    ON,
    SHELL,
    people,  # noqa: F401  # a fixture of all tests here
)


async def test_what_waits_for_approval_reads_nothing_and_the_approval_stays(graph: Graph):
    def asked(a: Account) -> Account:
        return replace(a, roles=(ActorRole.STREET,), areas=(ELSEWHERE,), subject="sub-staff-three")

    made = await change(graph, SHELL, AccountChange("staff-three", BY, ON, asked, new=True))
    assert (made.roles, made.active(ON)) == ((), False)
    with pytest.raises(Unauthenticated):
        await Actors(graph).actor("sub-staff-three", 0, ON)
    for by in (BY, "staff-three", "staff-approver", None):
        with pytest.raises(BadInput, check=lambda e: str(e.reason).startswith("approval.")):
            await approvals.approve(graph, SHELL, "staff-three", by, "新任", NOW)
    await approvals.approve(graph, SHELL, "staff-three", "demo-lead", "新任", NOW)
    assert (await Actors(graph).actor("sub-staff-three", 0, ON)).role is ActorRole.STREET
    more = AccountChange("staff-three", BY, ON, lambda a: replace(a, areas=(ELSEWHERE, COMMUNITY)))
    assert (await change(graph, SHELL, more)).areas == (ELSEWHERE,)
    await approvals.approve(graph, SHELL, "staff-three", "demo-lead", "兼管", NOW + DAY)
    rows = await graph.read(SHELL, approvals.of, ["staff-three"])
    assert [(r.by, r.at, r.reason, r.areas) for r in rows] == [
        ("demo-lead", NOW + DAY, "兼管", (ELSEWHERE, COMMUNITY)),
        ("demo-lead", NOW, "新任", (ELSEWHERE,)),
    ]
    with pytest.raises(BadInput, check=lambda e: e.reason == "approval.nothing_proposed"):
        await approvals.approve(graph, SHELL, "staff-three", "demo-lead", "再批", NOW)


async def test_whoever_makes_an_account_never_holds_a_code_that_reads_children(graph: Graph):
    """Neither issued afterwards, nor issued while nothing was read, nor used before the approval."""

    def planner(a: Account) -> Account:
        return replace(a, roles=(ActorRole.PLANNER,), areas=(COMMUNITY,))

    def reader(a: Account) -> Account:
        return replace(a, roles=(ActorRole.PLANNER, ActorRole.LEAD))

    for key, used in (("staff-code-1", True), ("staff-code-2", False)):
        await change(graph, SHELL, AccountChange(key, BY, ON, planner, new=True))
        code = (await invitations.invite(graph, SHELL, key, BY, NOW)).code
        if used:
            await invitations.accept(graph, code, f"ghost-{key}", NOW)
        await change(graph, SHELL, AccountChange(key, BY, ON, reader))
        await approvals.approve(graph, SHELL, key, "demo-lead", "新任", NOW)
        with pytest.raises(Unauthenticated):
            await Actors(graph).actor(f"ghost-{key}", 0, ON)
        with pytest.raises(BadInput):
            await invitations.accept(graph, code, f"ghost-{key}", NOW)
        with pytest.raises(BadInput, check=lambda e: e.reason == "approval.approver"):
            await invitations.invite(graph, SHELL, key, BY, NOW)
        code = (await invitations.invite(graph, SHELL, key, "demo-lead", NOW)).code
        await invitations.accept(graph, code, f"sub-{key}", NOW)
        assert ActorRole.LEAD in (await Actors(graph).actor(f"sub-{key}", 0, ON)).roles
