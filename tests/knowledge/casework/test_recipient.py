"""A body with an account of its own answers what was sent to it; what the rules give it is its own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knowledge.access.policy import CaseRelation, readable
from knowledge.casework.decide import decide
from knowledge.casework.load import table
from knowledge.casework.order import Decided, Doer, Order, RefusalCode, RefusedOrder, Theirs
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, District

NOT_OURS: dict[str, Any] = {"why_refused": "task", "evidence": "三定方案", "instead": "B-2"}


@pytest.fixture
def d() -> District:
    """A district in which a need was sent to the school B-1."""
    made = District(table())
    made.do("wang", "case", "open", minor=CHILDREN[0])
    made.do("wang", "referral", "open", made.one("case").id, need="N08", urgency="week", matter="M01")
    given = {"recipient": "B-1", "way": "system", "for_them": "特教指导"}
    sent = made.do("wang", "attempt", "send", made.one("referral").id, **given)
    assert isinstance(sent, Decided)
    return made


def step(d: District, action: str, who: str = "lin", **form: Any) -> Decided | RefusedOrder:
    return d.do(who, "attempt", action, d.one("attempt", ended=None).id, **form)


def done(made: Decided | RefusedOrder) -> Decided:
    assert isinstance(made, Decided), made
    return made


def test_it_knows_what_is_needed_and_accepts_by_itself(d: District):
    assert {d.one("attempt").open[c] for c in ("need", "matter", "urgency")} == {"N08", "M01", "week"}
    made = done(step(d, "accept"))
    assert (made.item.state, made.events[0].by) == ("accepted", "lin")
    done(step(d, "done", result="每周两次"))
    assert isinstance(step(d, "ask", question="还有吗"), RefusedOrder), "its right has ended"


def test_it_asks_and_is_answered_while_the_time_runs(d: District):
    due = d.one("attempt").clocks["answer_week"]
    assert set(done(step(d, "ask", question="上几年级")).item.clocks) == {"answer_week", "answer"}
    refused = step(d, "answer", answer="三年级")
    assert isinstance(refused, RefusedOrder)
    assert refused.code is RefusalCode.NOT_YOURS
    assert done(step(d, "answer", "wang", answer="三年级")).item.clocks == {"answer_week": due}


def test_what_was_not_sent_to_it_is_not_its_own(d: District):
    d.items |= {i.id: replace(i, open={**i.open, "recipient": "B-2"}) for i in [d.one("attempt")]}
    made = step(d, "accept")
    assert isinstance(made, RefusedOrder)
    assert made.code is RefusalCode.NOT_YOURS
    for item in d.items.values():
        assert not [b for b in d.buttons("lin", item.id) if b.code != "call"] or item.kind == "report"


def test_a_refusal_against_the_rules_goes_to_the_district_with_the_clause(d: District):
    item = d.one("attempt")
    around = replace(d.around(item), theirs=Theirs("WB/91", "学校"))
    order = Order("attempt", "refuse", NOT_OURS, "k", d.now)
    made = decide(table(), item, order, d.standing("lin", item), around)
    assert isinstance(made, RefusedOrder)
    assert (made.why.code, made.why.params["clause"]) == ("casework.theirs", "WB/91")
    other = replace(order, form={"why_refused": "full", "evidence": "x"})
    no_consent = replace(order, form={"why_refused": "no_consent", "evidence": "家长不同意"})
    made = decide(table(), item, no_consent, d.standing("lin", item), around)
    assert isinstance(made, RefusedOrder), "a duty does not wait for the parents"
    assert made.why.code == "casework.theirs"
    full = decide(table(), item, other, d.standing("lin", item), around)
    assert isinstance(full, Decided), "a reason that is no question of whose it is"
    claim = replace(order, action="dispute", form={"why_refused": "task", "evidence": "三定方案"})
    opened = done(decide(table(), item, claim, d.standing("lin", item), around)).item.open
    assert (opened["rules_say"], opened["rules_clause"]) == ("theirs", "WB/91")


def test_where_the_rules_are_silent_it_may_refuse_and_a_dispute_says_so(d: District):
    assert done(step(d, "dispute", why_refused="task", evidence="x")).item.open["rules_say"] == "unclear"
    assert d.one("case").owner == "wang", "whoever had it first looks after the child"


def test_what_the_district_has_ordered_does_not_come_back(d: District):
    done(step(d, "dispute", why_refused="task", evidence="三定方案"))
    item = d.one("attempt")
    arbiter = Doer("office", (ActorRole.ARBITER,), frozenset({CaseRelation.AREA}))
    made = done(
        decide(table(), item, Order("attempt", "order", {"evidence": "x"}, "k", d.now), arbiter, d.around(item))
    )
    d.items |= {i.id: i for i in made.items}
    for why in table().kinds["attempt"].field_of("why_refused").values:  # type: ignore[union-attr]  # it is there
        refused = step(d, "refuse", why_refused=why.code, evidence="x", instead="B-2")
        assert isinstance(refused, RefusedOrder)
        assert refused.why.code == "casework.ordered"
    done(step(d, "dispute", why_refused="full", evidence="床位满了"))


def test_a_place_on_the_list_is_a_day_to_come(d: District):
    today = d.now.date()
    for day in (today - timedelta(days=300), today):
        made = step(d, "queue", queue_until=day.isoformat())
        assert isinstance(made, RefusedOrder)
        assert made.why.code == "casework.day_passed"
    done(step(d, "queue", queue_until=(today + timedelta(days=9)).isoformat()))


def test_who_decides_a_dispute_reads_both_sides_and_no_contact():
    kind = table().kinds["attempt"]
    shared = kind.shared_in("disputed")
    assert {"evidence", "for_them", "why_refused", "rules_clause"} <= shared
    assert "contact" not in shared
    assert table().disputed == {"attempt:disputed", "costs:open"}
    for role in (ActorRole.LEAD, ActorRole.ARBITER):
        classes = readable((role,), {CaseRelation.DECIDER})
        assert {f.field_class for f in kind.field if f.code in shared} <= classes, role


@pytest.mark.parametrize("room", [None, 1, 0, -1])
def test_a_full_point_does_not_accept(d: District, room: int | None):
    item = d.one("attempt")
    around = replace(d.around(item), room=room)
    made = decide(table(), item, Order("attempt", "accept", {}, "k", d.now), d.standing("lin", item), around)
    assert isinstance(made, RefusedOrder if room is not None and room <= 0 else Decided)


def test_a_body_reads_what_rows_share_and_contacts_only_when_it_has_accepted():
    kind = table().kinds["attempt"]
    before, after = kind.shared_in("sent"), kind.shared_in("accepted")
    assert after - before == {"contact"}
    assert not {"note", "spoke_to", "wrong"} & after
    for role, relation in table().who["recipient"]:
        classes = readable((role,), {relation})
        assert {f.field_class for f in kind.field if f.code in after} <= classes, role
