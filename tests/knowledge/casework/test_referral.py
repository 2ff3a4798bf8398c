"""A need is carried from body to body until the child says that it helped."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge.access.policy import CaseRelation
from knowledge.casework.decide import decide
from knowledge.casework.load import table
from knowledge.casework.order import Decided, Doer, Order, RefusalCode, RefusedOrder
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, District

ASKED = {"who_says": "child", "child_view": "说老师每周都来"}


@pytest.fixture
def d() -> District:
    """A district with a case and a need."""
    made = District(table())
    made.do("wang", "case", "open", minor=CHILDREN[0])
    done(made.do("wang", "referral", "open", made.one("case").id, need="N08", urgency="week"))
    return made


def done(made: Decided | RefusedOrder) -> Decided:
    assert isinstance(made, Decided), made
    return made


def why(made: Decided | RefusedOrder) -> str:
    assert isinstance(made, RefusedOrder)
    return made.why.code


def send(d: District, body: str = "B-1", who: str = "wang") -> Decided | RefusedOrder:
    return d.do(who, "attempt", "send", d.one("referral").id, recipient=body, way="phone")


def step(d: District, action: str, who: str = "wang", **form: Any) -> Decided | RefusedOrder:
    return d.do(who, "attempt", action, d.one("attempt").id, **form)


def test_the_loop_is_closed_by_what_the_child_says(d: District):
    need = d.one("referral").id
    assert set(d.one("referral").clocks) == {"send"}
    done(send(d))
    assert not d.one("referral").clocks
    done(step(d, "accept", spoke_to="某老师"))
    assert why(d.do("wang", "referral", "solve", need, **ASKED)) == "casework.nothing_given"
    done(step(d, "done", result="每周两次特教指导"))
    assert set(d.items[need].clocks) == {"ask_back"}
    done(d.do("wang", "referral", "solve", need, **ASKED))
    assert (d.items[need].state, d.items[need].open["tried"]) == ("solved", "B-1")


def test_not_solved_is_taken_up_again_with_another_body(d: District):
    need = d.one("referral").id
    send(d)
    step(d, "accept")
    step(d, "done", result="去了一次")
    done(d.do("wang", "referral", "again", need, **ASKED))
    assert set(d.items[need].clocks) == {"send"}
    assert why(d.do("wang", "referral", "solve", need, **ASKED)) == "casework.nothing_given"
    assert why(send(d)) == "casework.tried"
    done(send(d, "B-2"))


def test_one_body_at_a_time_and_none_twice(d: District):
    done(send(d))
    assert why(send(d, "B-2")) == "casework.attempt_open"
    refusal = {"why_refused": "task", "evidence": "三定方案"}
    assert why(step(d, "refuse", **refusal)) == "casework.whose_instead"
    done(step(d, "refuse", **refusal, instead="B-2"))
    assert why(send(d)) == "casework.tried"
    assert set(d.one("referral").clocks) == {"send"}


def test_after_three_the_district_decides(d: District):
    for body in ("B-1", "B-2", "B-3"):
        done(send(d, body))
        done(step(d, "refuse", why_refused="full", evidence="排到明年"))
    assert why(send(d, "B-4")) == "casework.attempts"
    need = d.one("referral")
    order = Order("referral", "allow_more", {"note": "区里协调"}, "k", d.now)
    lead = Doer("lead", (ActorRole.LEAD,), frozenset({CaseRelation.AREA}))
    assert isinstance(d.do("chen", "referral", "allow_more", need.id, note="x"), RefusedOrder)
    made = done(decide(table(), need, order, lead, d.around(need)))
    d.items |= {i.id: i for i in made.items}
    done(send(d, "B-4"))


def test_a_dispute_is_decided_by_the_district_and_the_need_stays(d: District):
    send(d)
    done(step(d, "dispute", why_refused="place", evidence="户籍在外区"))
    item = d.one("attempt")
    assert why(step(d, "accept")) == "casework.state"
    arbiter = Doer("office", (ActorRole.ARBITER,), frozenset({CaseRelation.AREA}))
    order = Order("attempt", "order", {"evidence": "居住地管"}, "k", d.now)
    made = done(decide(table(), item, order, arbiter, d.around(item)))
    assert made.item.state == "accepted"


def test_silence_is_reported_up_and_locks_nothing(d: District):
    send(d)
    item = d.one("attempt")
    due = item.clocks["answer_week"]
    order = Order("attempt", "report_up", {}, "k", due + timedelta(minutes=1))
    clock = Doer("clock", (ActorRole.CLOCK,), frozenset({CaseRelation.SYSTEM}))
    made = done(decide(table(), item, order, clock, d.around(item)))
    assert {i.kind: i.open.get("what") for i in made.items} == {"attempt": None, "escalation": None}
    assert set(made.item.clocks) == {"late"}
    d.items |= {i.id: i for i in made.items}
    done(step(d, "accept"))


def test_a_case_does_not_close_over_an_open_need(d: District):
    case, closing = d.one("case").id, {"why_closed": "need_met", "child_view": "好"}
    assert why(d.do("wang", "case", "propose_close", case, **closing)) == "casework.tasks_open"
    done(send(d))
    done(d.do("chen", "case", "death", case, note="x"))
    assert all(i.ended for i in d.items.values() if i.kind in ("referral", "attempt"))
    assert {i.state for i in d.items.values() if i.kind == "attempt"} == {"withdrawn"}


def test_only_who_is_responsible_begins_and_sends(d: District):
    made = send(d, who="li")
    assert isinstance(made, RefusedOrder)
    assert made.code is RefusalCode.NOT_YOURS


def test_a_sending_entered_in_error_was_never_sent(d: District):
    done(send(d))
    assert d.one("referral").open["attempts"] == 1
    done(step(d, "mistake", "chen", note="点错了"))
    assert (d.one("referral").open["attempts"], d.one("referral").open["tried"]) == (0, "")
    done(send(d))
