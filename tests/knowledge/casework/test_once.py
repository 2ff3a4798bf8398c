"""What was done twice happens once, and what was recorded wrongly is corrected without being deleted."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge.casework.decide import decide
from knowledge.casework.following import Value
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer, Order, RefusalCode, RefusedOrder
from knowledge.casework.rows import ActionRow, ItemKind
from tests.support.casework import CHILDREN, HOME, START, District

TWICE = [
    (kind, action)
    for kind in table().kinds.values()
    for action in kind.action
    if action.stays and not action.automatic and any(r.item not in action.closes and not r.many for r in action.creates)
]
"""Steps of people that can be taken again at once and begin something."""


def met(action: ActionRow) -> dict[str, Value]:
    """Open fields that meet the conditions of a step."""
    plain = {c: v[-1] if isinstance(v, tuple) else v for c, v in action.when.items()}
    return {c: v for c, v in plain.items() if isinstance(v, bool | int | str)}


@pytest.mark.parametrize(("kind", "action"), TWICE, ids=lambda row: row.code)
def test_a_step_taken_twice_begins_one_thing(kind: ItemKind, action: ActionRow):
    item = WorkItem("X-1", kind.code, "X-1", action.source[0], 3, HOME, START, minor=CHILDREN[0], open=met(action))
    role, relation = min(table().may(action), key=str)
    doer, form = Doer("a", (role,), frozenset({relation})), dict.fromkeys(action.needs, "说明")
    first = decide(table(), item, Order(kind.code, action.code, form, "k", START), doer, Around())
    assert isinstance(first, Decided), first
    begun = [i for i in first.items if i.id != item.id]
    assert begun
    around = Around(tuple(i for i in begun if i.root == item.root), tuple(i for i in begun if i.root == i.id))
    again = decide(table(), first.item, Order(kind.code, action.code, form, "l", START), doer, around)
    assert isinstance(again, RefusedOrder)
    assert (again.why.code, again.why.params["code"]) == ("casework.begun", begun[0].id)


def did(d: District, kind: str, action: str, code: str | None = None, who: str = "wang", **form: Any) -> WorkItem:
    made = d.do(who, kind, action, code, **form)
    assert isinstance(made, Decided), made
    return made.item


def test_a_danger_of_an_order_is_one_report_with_its_words():
    d = District(table())
    given = {"area": HOME, "number": "12345-77", "due_on": "2026-11-27", "said": "楼上小孩晚上一直哭"}
    item = did(d, "complaint", "register", danger=False, **given)
    did(d, "complaint", "see_danger", item.id, note="邻居说有伤")
    report = d.one("report")
    assert d.history(report.id)[0].sealed == {"F7": {"said": "邻居说有伤"}}
    refused = d.do("chen", "complaint", "see_danger", item.id, note="又说有伤")
    assert isinstance(refused, RefusedOrder)
    assert refused.why.params["code"] == report.id
    did(d, "report", "take", report.id)
    did(d, "report", "call", report.id, called="police", answered=True)
    did(d, "report", "end", report.id, why_ended="unfounded", reporter_told="told", note="核实过")
    did(d, "complaint", "see_danger", item.id, note="新的伤")
    assert d.one("report").id != report.id


def test_the_words_of_an_order_of_danger_go_with_it():
    d = District(table())
    given = {"area": HOME, "number": "1", "due_on": "2026-11-27", "said": "孩子被打", "reporter": "邻居"}
    did(d, "complaint", "register", danger=True, **given)
    assert d.history(d.one("report").id)[0].sealed == {"F7": {"said": "孩子被打"}, "F8": {"reporter": "邻居"}}


def test_a_danger_at_a_visit_holds_what_was_seen():
    d = District(table())
    did(d, "case", "open", minor=CHILDREN[0])
    seen: dict[str, Any] = {"alone": True, "danger": True, "child_view": "怕回家", "note": "手臂有伤"}
    did(d, "visit", "seen", d.one("visit").id, **seen)
    assert d.history(d.one("report").id)[0].sealed == {"F7": {"said": "怕回家\n手臂有伤"}}


def test_a_visit_recorded_wrongly_does_not_count_and_is_made_again():
    d = District(table())
    case = did(d, "case", "open", minor=CHILDREN[0], grade="red").id
    visit = d.one("visit").id
    did(d, "visit", "seen", visit, alone=True, danger=False, child_view="好")
    events = len(d.history(visit))
    made = d.do("wang", "visit", "mistaken", visit, note="见到的是她妹妹")
    assert isinstance(made, Decided)
    assert made.withdrawn == (visit,)
    assert [e.action for e in d.history(visit)] == ["plan", "seen", "mistaken"][: events + 1]
    again = d.one("visit")
    assert (again.root, set(again.clocks)) == (case, {"again_red"})
    did(d, "case", "leave", case, who="chen", away_until="2026-12-20", whereabouts="外婆家")
    assert not [i for i in d.items.values() if i.kind == "visit" and not i.ended]


def test_every_state_of_every_kind_can_be_corrected():
    for kind in table().kinds.values():
        correct = kind.action_of("correct")
        assert correct is not None, kind.code
        assert (set(correct.source), correct.to) == ({s.code for s in kind.state}, None)
    d = District(table())
    case = did(d, "case", "open", minor=CHILDREN[0])
    after = did(d, "case", "correct", case.id, wrong="立案日期是昨天")
    assert (after.state, after.clocks, after.open) == (case.state, case.clocks, case.open)
    assert d.history(case.id)[-1].sealed == {"F7": {"wrong": "立案日期是昨天"}}


@pytest.mark.parametrize("state", [s for s in table().kinds["case"].state if s.ended], ids=lambda s: s.code)
def test_an_item_that_has_ended_is_told_nothing(state: Any):
    d = District(table())
    case = did(d, "case", "open", minor=CHILDREN[0])
    item = did(d, "assessment", "begin", case.id, what="overall")
    d.items[case.id] = WorkItem(case.id, "case", case.id, state.code, 9, HOME, START, ended=True, owner="wang")
    form = {"grade": "red", "fit": True, "findings": "x", "child_view": "y"}
    made = d.do("wang", "assessment", "conclude", item.id, **form)
    assert isinstance(made, Decided)
    assert {i.kind for i in made.items} == {"assessment"}


def test_a_visit_tells_what_the_child_says_or_why_nothing():
    d = District(table())
    did(d, "case", "open", minor=CHILDREN[0])
    visit = d.one("visit").id
    silent = d.do("wang", "visit", "seen", visit, alone=False, danger=False)
    assert isinstance(silent, RefusedOrder)
    assert silent.code is RefusalCode.GUARD
    did(d, "visit", "seen", visit, alone=False, danger=False, no_view="too_young")


def test_an_agreed_day_comes_before_the_next_visit_and_never_puts_it_off():
    d = District(table())
    did(d, "case", "open", minor=CHILDREN[0])
    days = {"again_on": (d.now + timedelta(days=1)).date().isoformat()}
    did(d, "visit", "not_seen", d.one("visit").id, why_not_seen="nobody", **days)
    assert set(d.one("visit").clocks) == {"again", "agreed"}
    did(d, "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    assert set(d.one("visit").clocks) == {"again"}


def test_a_reporter_who_wants_an_answer_is_not_forgotten_and_no_other_is_asked_for():
    for wanted in (True, False):
        d = District(table())
        report = did(d, "report", "register", said="没人管", channel="phone", area=HOME, answer_wanted=wanted).id
        did(d, "report", "take", report, minor=CHILDREN[0])
        made = d.do("wang", "report", "open_case", report)
        assert isinstance(made, RefusedOrder) is wanted
