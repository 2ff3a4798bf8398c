"""A child who moved is handed over; whoever had it stays responsible until the other side has accepted."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.access.policy import CaseRelation
from knowledge.casework.decide import decide
from knowledge.casework.item import fold
from knowledge.casework.load import table
from knowledge.casework.order import Decided, Doer, Order, RefusedOrder
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, ELSEWHERE, HOME, District

SENT = {"recipient": "B-2", "for_them": "三年级，半年内走访过六次", "child_view": "想跟外婆住"}


def done(made: Decided | RefusedOrder) -> Decided:
    assert isinstance(made, Decided), made
    return made


@pytest.fixture
def d() -> District:
    """A district in which a child was not met because it has moved."""
    made = District(table())
    made.do("wang", "case", "open", minor=CHILDREN[0])
    done(made.do("wang", "visit", "not_seen", made.one("visit").id, why_not_seen="moved"))
    return made


def accept(d: District, *relations: CaseRelation, role: ActorRole = ActorRole.DIRECTOR) -> Decided | RefusedOrder:
    """Somebody of the other community takes it over."""
    item, form = d.one("handover"), {"area": ELSEWHERE}
    around = replace(d.around(item, form), areas={HOME, ELSEWHERE}.__contains__)
    doer = Doer("zhou", (role,), frozenset(relations))
    made = decide(table(), item, Order("handover", "accept", form, "k", d.now), doer, around)
    if isinstance(made, Decided):
        d.items |= {i.id: i for i in made.items}
        d.events += made.events
    return made


def test_not_met_because_moved_begins_one_hand_over_and_visits_go_on(d: District):
    assert (d.one("handover").state, set(d.one("handover").clocks)) == ("draft", {"sent"})
    d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="moved")
    assert d.one("handover").state == "draft"
    assert d.one("visit").clocks
    again = d.do("wang", "handover", "begin", d.one("case").id)
    assert isinstance(again, RefusedOrder)
    assert again.why.params["code"] == d.one("handover").id


def test_until_it_is_accepted_nothing_has_changed_hands(d: District):
    nobody = d.do("wang", "handover", "send", d.one("handover").id, for_them="x", child_view="y")
    assert isinstance(nobody, RefusedOrder)
    done(d.do("wang", "handover", "send", d.one("handover").id, **SENT))
    assert (d.one("case").owner, d.one("case").area) == ("wang", HOME)
    closing = d.do("wang", "case", "propose_close", d.one("case").id, why_closed="moved", child_view="好")
    assert isinstance(closing, RefusedOrder), "moving away closes nothing"
    for stranger in (accept(d, CaseRelation.AREA), accept(d, CaseRelation.RECIPIENT, role=ActorRole.SCHOOL)):
        assert isinstance(stranger, RefusedOrder)


def test_it_closes_as_moved_once_somebody_elsewhere_has_taken_it():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0])
    case, form = d.one("case").id, {"why_closed": "moved", "child_view": "好"}
    closing = d.do("wang", "case", "propose_close", case, **form)
    assert isinstance(closing, RefusedOrder), "with no hand-over at all"
    assert closing.why.code == "casework.not_taken"
    done(d.do("wang", "handover", "begin", case))
    done(d.do("wang", "handover", "send", d.one("handover").id, elsewhere="某区", for_them="x", child_view="y"))
    done(d.do("wang", "handover", "accepted_elsewhere", d.one("handover").id, elsewhere="某区", number="0072"))
    done(d.do("wang", "case", "propose_close", case, **form))


def test_whoever_accepts_is_responsible_and_all_that_is_open_goes_along(d: District):
    done(d.do("wang", "handover", "send", d.one("handover").id, **SENT))
    made = done(accept(d, CaseRelation.RECIPIENT))
    assert made.moved == (CHILDREN[0], ELSEWHERE)
    assert (d.one("case").owner, d.one("case").area, d.one("case").state) == ("zhou", ELSEWHERE, "open")
    assert {i.area for i in d.items.values() if not i.ended} == {ELSEWHERE}
    assert d.one("visit").clocks, "the visit that is due is still due"
    for item in d.items.values():
        assert fold(d.history(item.id)) == item


def test_returned_it_stays_with_whoever_had_it_and_the_supervisor_is_asked(d: District):
    done(d.do("wang", "handover", "send", d.one("handover").id, **SENT))
    form: dict[str, Any] = {"why_returned": "not_here", "evidence": "去过两次，房东说没有"}
    done(d.do("wang", "handover", "refuse", d.one("handover").id, **form))
    assert (d.one("handover").state, d.one("case").owner) == ("returned", "wang")
    assert "supervisor_decides" in {i.open["what"] for i in d.items.values() if i.kind == "task"}
    done(d.do("wang", "handover", "send", d.one("handover").id, elsewhere="番禺区某街道", for_them="x", child_view="y"))
    number = {"elsewhere": "番禺区某街道某主任", "number": "函7"}
    done(d.do("wang", "handover", "accepted_elsewhere", d.one("handover", ended=None).id, **number))
    assert d.one("case").owner == "wang", "it closes by the supervisor, not by itself"
