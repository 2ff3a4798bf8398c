"""Whoever profits from a step does not approve it: walked over all rows that need a second person."""

from typing import Any

import pytest

from knowledge.access.policy import CaseRelation
from knowledge.casework.decide import decide
from knowledge.casework.following import AtLeast, When
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer, Order, RefusalCode, RefusedOrder
from knowledge.casework.rows import ActionRow
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, HOME, START, District

APPROVED = [(kind.code, a, when) for kind in table().kinds.values() for a in kind.action for when in a.second]
APPROVERS = (ActorRole.STREET, ActorRole.WELFARE, ActorRole.LEAD)
"""Supervisors, and who stands above them: not responsible, and they have not begun it."""


def met(when: When) -> dict[str, Any]:
    plain = {c: v[0] if isinstance(v, tuple) else v for c, v in when.items()}
    return {c: v.least if isinstance(v, AtLeast) else v for c, v in plain.items()}


def test_what_somebody_else_approves():
    assert {f"{kind}.{a.code}" for kind, a, _ in APPROVED} == {
        "case.lower", "case.close", "case.leave", "case.danger_over",
        "assessment.approve", "task.done", "task.not_done", "visit.mistaken",
        "protection_order.lapse", "protection_order.give_up", "guardianship.give_up",
        "goal.give_up", "review.approve", "review.ask_change",
    }  # fmt: skip  # a list


@pytest.mark.parametrize(("kind", "action", "when"), APPROVED, ids=lambda row: getattr(row, "code", str(row)))
def test_a_supervisor_approves_only_what_is_not_her_own(kind: str, action: ActionRow, when: When):
    item = WorkItem("X-1", kind, "C-1", action.source[0], 3, HOME, START, minor=CHILDREN[0], open=met(when))
    order = Order(kind, action.code, dict.fromkeys(action.needs, "好"), "k", START)

    def tried(role: ActorRole, *relations: CaseRelation) -> Decided | RefusedOrder:
        return decide(table(), item, order, Doer("a", (role,), frozenset(relations)), Around())

    for role, relations in (
        (ActorRole.STREET, (CaseRelation.AREA, CaseRelation.OWNER)),
        (ActorRole.STREET, (CaseRelation.AREA, CaseRelation.OWN)),
        (ActorRole.DIRECTOR, (CaseRelation.AREA, CaseRelation.OWNER)),
    ):
        made = tried(role, *relations)
        assert isinstance(made, RefusedOrder)
        listed = any((role, r) in table().may(action) for r in relations)
        assert made.code is (RefusalCode.GUARD if listed else RefusalCode.NOT_YOURS)
        assert not listed or (made.why.code, made.who_may) == ("casework.second", APPROVERS)
    for role in APPROVERS:
        made = tried(role, CaseRelation.AREA)
        assert isinstance(made, Decided) or made.why.code not in ("casework.second", "casework.not_yours")


def test_who_began_a_case_long_ago_may_approve_what_somebody_else_is_responsible_for():
    d = District(table())
    d.do("chen", "case", "open", minor=CHILDREN[0], grade="yellow")
    case = d.one("case").id
    form = {"grade": "green", "child_view": "好", "note": "好转"}
    refused = d.do("chen", "case", "lower", case, **form)
    assert isinstance(refused, RefusedOrder)
    assert refused.why.code == "casework.second"
    d.do("lu", "case", "hand_over", case, owner="wang", why_given="load")
    assert isinstance(d.do("chen", "case", "lower", case, **form), Decided)


def test_what_is_not_the_supervisors_decision_stays_with_who_is_responsible():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="yellow")
    case = d.one("case").id
    d.do("wang", "task", "open", case, what="ask_school")
    assert isinstance(d.do("wang", "task", "not_done", d.one("task").id, why_dropped="放假"), Decided)
    assert isinstance(d.do("wang", "case", "leave", case, away_until="2026-12-01", whereabouts="外婆家"), Decided)


@pytest.mark.parametrize("gone", [(), ("chen",), ("lu",)], ids=["two", "lead alone", "street alone"])
def test_what_every_supervisor_has_a_part_in_is_settled_by_those_above(gone: tuple[str, ...]):
    """One is responsible, the other began it; or there is one, who did both."""
    d = District(table())
    here = [who for who in ("lu", "chen") if who not in gone]
    d.do(here[0], "case", "open", minor=CHILDREN[0])
    case = d.one("case").id
    d.do(here[-1], "task", "open", case, what="supervisor_decides")
    task = d.one("task").id
    for who in here:
        refused = d.do(who, "task", "done", task, result="我定了")
        assert isinstance(refused, RefusedOrder)
        assert (refused.why.code, refused.who_may) == ("casework.second", APPROVERS)
    assert isinstance(d.do("zhao", "task", "done", task, result="明天一起去"), Decided)


def test_those_above_do_not_do_the_work_of_supervisors():
    """Only what needs a second person is theirs: other tasks are done by whoever is responsible."""
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0])
    d.do("wang", "task", "open", d.one("case").id, what="ask_school")
    refused = d.do("zhao", "task", "done", d.one("task").id, result="问过")
    assert isinstance(refused, RefusedOrder)
    assert refused.code is RefusalCode.NOT_YOURS
