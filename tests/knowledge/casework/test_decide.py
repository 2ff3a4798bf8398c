"""Every action by everybody in every state: what no row allows is refused and changes nothing."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from knowledge.access.policy import CaseRelation
from knowledge.casework.decide import available, decide, offered
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer, Order, RefusalCode, RefusedOrder
from knowledge.messages import message
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, ELSEWHERE, HOME, START, District
from tests.support.walks import every

MESSAGES = Path(message.__file__).parent
RELATIONS = [
    frozenset(),
    *(frozenset({r}) for r in (CaseRelation.AREA, CaseRelation.OWNER, CaseRelation.TEAM, CaseRelation.RECIPIENT)),
]


def standing_at(kind: str, state: str | None) -> WorkItem | None:
    if state is None:
        return None
    return WorkItem("X-1", kind, "X-1", state, 3, HOME, START, minor=CHILDREN[0], open={"calls": 1})


@pytest.mark.parametrize("kind", table().kinds)
def test_what_no_row_allows_is_refused(kind: str):
    """Written from the words of the rows, not from the decision: state, role and relation must all stand in one."""
    rows = table().kinds[kind]
    for action, state, role, relations in product(
        rows.action, (None, *(s.code for s in rows.state)), ActorRole, RELATIONS
    ):
        if action.creating and state:
            continue  # a creating action looks at no state
        listed = state in action.source if state else action.creating
        above = ["above_supervisors"] if {} in action.second else []
        pairs = {p for g in (*action.who, *above) for p in table().who[g]}
        may = listed and any((role, r) in pairs for r in relations)
        order = Order(kind, action.code, {}, "k", START)
        item = (
            standing_at(action.under, "open")
            if action.creating and state is None and action.under
            else standing_at(kind, state)
        )
        made = decide(table(), item, order, Doer("a", (role,), relations), Around())
        if may:
            assert not (isinstance(made, RefusedOrder) and made.code in (RefusalCode.STATE, RefusalCode.NOT_YOURS))
        else:
            assert isinstance(made, RefusedOrder)
            assert made.code is (RefusalCode.NOT_YOURS if listed else RefusalCode.STATE)
            people = {r for r, _ in pairs if r not in (ActorRole.CLOCK, ActorRole.LOADER)}
            assert set(made.who_may) == (people if listed else set()), "whom to ask instead"


@every(("ended", "kind"), product([False, True], table().kinds))
def test_what_is_looked_at_for_an_offer_are_its_own_steps_and_what_is_made_under_it(kind: str, ended: bool):
    item = standing_at(kind, table().kinds[kind].state[0].code)
    assert item
    looked = available(
        table(), replace(item, ended=ended), Doer("a", (), frozenset()), Around(), Order("", "", {}, "k", START)
    )
    own = {(kind, a.code) for a in table().kinds[kind].action if not a.automatic and not a.creating}
    under = {(k.code, a.code) for k in table().kinds.values() for a in k.action if a.creating and a.under == kind}
    assert {(k.code, a.code) for k, a, _ in looked} == (own if ended else own | under)


@every("kind", table().kinds)
def test_what_is_offered_is_all_that_nothing_speaks_against(kind: str):
    order = Order("", "", {}, "k", START)
    for state, role in product(table().kinds[kind].state, ActorRole):
        item, doer = standing_at(kind, state.code), Doer("a", (role,), frozenset(CaseRelation))
        assert item
        looked = available(table(), item, doer, Around(), order)
        assert offered(table(), item, doer, Around(), order) == tuple(
            (k.code, a.code) for k, a, why in looked if not why
        )


def registered(d: District, **more: Any) -> str:
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="孩子身上有伤", **more)
    assert isinstance(made, Decided)
    return made.item.id


def refused(made: Decided | RefusedOrder) -> RefusedOrder:
    assert isinstance(made, RefusedOrder)
    return made


def test_a_report_becomes_a_case_with_a_visit():
    d = District(table())
    code = registered(d, urgency="today", minor=CHILDREN[0])
    assert refused(d.do("wang", "report", "open_case", code, reporter_told="told")).code is RefusalCode.STATE
    d.do("wang", "report", "take", code)
    made = d.do("wang", "report", "open_case", code, reporter_told="told")
    assert isinstance(made, Decided)
    assert d.items[code].ended
    case, visit = d.one("case"), d.one("visit")
    assert (case.owner, case.minor, case.area, case.state) == ("wang", CHILDREN[0], HOME, "open")
    assert (visit.root, visit.state) == (case.id, "due")
    assert [f.obligation for f in d.filings] == ["O61"]


def test_immediate_danger_does_not_end_without_a_call():
    d = District(table())
    code = registered(d, urgency="now")
    d.do("wang", "report", "take", code)
    ending = {"why_ended": "unfounded", "reporter_told": "told", "note": "核实过"}
    assert refused(d.do("wang", "report", "end", code, **ending)).code is RefusalCode.GUARD
    d.do("wang", "report", "call", code, called="police", answered=True, receipt="JJ-1")
    assert "first_call" not in d.items[code].clocks
    assert isinstance(d.do("wang", "report", "end", code, **ending), Decided)


def test_a_case_of_the_child_is_not_opened_twice():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0])
    assert refused(d.do("li", "case", "open", minor=CHILDREN[0])).code is RefusalCode.GUARD


def test_danger_at_a_visit_is_a_report_and_the_next_visit_stands():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="blue")
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=True, child_view="怕回家", comfort=True)
    report = d.one("report")
    assert (report.open["urgency"], report.owner, report.minor) == ("now", "wang", CHILDREN[0])
    assert (report.state, set(report.clocks)) == ("handling", {"first_call", "decided", "decided_now"})
    assert d.one("visit").state == "due"
    assert {(f.obligation, f.component) for f in d.filings} == {
        ("O61", None), ("O10", None), ("O08", "visit"), ("O08", "comfort"),
    }  # fmt: skip  # a table


def test_a_child_not_seen_is_visited_again_and_sought():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="red")
    for tasks in (2, 3, 4):
        visit = d.one("visit")
        made = d.do("wang", "visit", "not_seen", visit.id, why_not_seen="nobody")
        assert isinstance(made, Decided)
        assert d.one("visit").clocks == {"again_red": d.now + timedelta(hours=24)}
        assert len([i for i in d.items.values() if i.kind == "task"]) == tasks
    assert {i.open["what"] for i in d.items.values() if i.kind == "task"} == {
        "ask_school", "ask_kin", "supervisor_decides", "ask_police",
    }  # fmt: skip  # a list


def test_only_a_supervisor_lowers_a_grade():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="yellow")
    case = d.one("case").id
    assert refused(d.do("wang", "case", "set_grade", case, grade="green", note="好转")).code is RefusalCode.GUARD
    lower = {"grade": "green", "note": "好转", "child_view": "说爸爸不打了"}
    assert refused(d.do("wang", "case", "lower", case, **lower)).who_may == (
        ActorRole.STREET,
        ActorRole.WELFARE,
        ActorRole.LEAD,
    )
    assert isinstance(d.do("chen", "case", "lower", case, **lower), Decided)
    assert d.one("visit").open["grade"] == "green"


def test_a_visit_that_is_planned_anew_is_not_put_off():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="yellow")
    case, due = d.one("case").id, d.one("visit").clocks["due"]
    d.wait(days=10)
    d.do("wang", "case", "set_grade", case, grade="yellow", note="没有变")
    assert d.one("visit").clocks["due"] == due
    d.do("wang", "case", "propose_close", case, why_closed="adult", child_view="同意")
    d.wait(days=1)
    d.do("chen", "case", "keep", case, note="再看一次")
    assert d.one("visit").clocks["due"] == due
    d.do("wang", "case", "set_grade", case, grade="red", note="又打了")
    assert d.one("visit").clocks["due"] <= due


def test_a_child_away_whose_case_may_be_closed_has_a_planned_visit():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="yellow")
    case = d.one("case").id
    d.do("wang", "case", "leave", case, away_until="2027-01-10", whereabouts="外婆家")
    assert [i for i in d.items.values() if i.kind == "visit" and not i.ended] == []
    d.do("wang", "case", "propose_close", case, why_closed="adult", child_view="同意")
    assert d.one("visit").state == "due"


def test_asking_the_procuratorate_outlives_the_report():
    d = District(table())
    report = registered(d)
    d.do("wang", "report", "take", report, minor=CHILDREN[0])
    d.do("wang", "report", "not_filed", report)
    assert isinstance(d.do("wang", "report", "open_case", report), Decided)
    assert d.items[report].ended
    assert isinstance(d.do("wang", "task", "done", d.one("task").id, result="检察院已受理"), Decided)


def test_a_version_that_was_overtaken_is_refused():
    d = District(table())
    item = d.items[registered(d)]
    order = Order("report", "take", {}, "k", START, expected=item.version - 1)
    made = decide(table(), item, order, d.standing("wang", item), d.around(item))
    assert refused(made).code is RefusalCode.VERSION


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area", ELSEWHERE), ("channel", "pigeon"), ("age_about", 99), ("answer_wanted", "yes"), ("said", ""),
        ("said", "长" * 5000), ("minor", "别的孩子"), ("weather", "雨"), ("number", "1" * 41),
    ],
)  # fmt: skip  # a table
def test_a_wrong_form_names_its_field(field: str, value: Any):
    d = District(table())
    form = {"area": HOME, "channel": "phone", "said": "有伤", field: value}
    made = refused(d.do("wang", "report", "register", **form))
    assert (made.code, made.fields) == (RefusalCode.FORM, (field,))
    assert not d.items


@pytest.mark.parametrize("shift", [timedelta(minutes=1), -timedelta(days=400)])
def test_what_happened_lies_in_the_last_year(shift: timedelta):
    d = District(table())
    item = d.items[registered(d)]
    order = Order("report", "call", {"called": "police", "answered": True}, "k", START, occurred=START + shift)
    assert refused(decide(table(), item, order, d.standing("wang", item), d.around(item))).code is RefusalCode.MOMENT


def test_the_same_order_makes_the_same_items():
    order = Order("case", "open", {"minor": CHILDREN[0]}, "k", START)
    d = District(table())
    one, two = (decide(table(), None, order, d.standing("wang", None), d.around(None)) for _ in range(2))
    assert one == two
    assert isinstance(one, Decided)
    other = decide(table(), None, replace(order, key="l"), d.standing("wang", None), d.around(None))
    assert isinstance(other, Decided)
    assert not {i.id for i in one.items} & {i.id for i in other.items}


def test_a_step_is_taken_on_items_of_its_own_kind_only():
    """Two kinds may have a state of the same name: a task is done, a case is not."""
    d = District(table())
    case = d.do("wang", "case", "open", minor=CHILDREN[0])
    assert isinstance(case, Decided)
    for kind, action, form in (("task", "done", {"result": "好"}), ("visit", "cancel", {"note": "x"})):
        for who in ("wang", "chen"):
            made = refused(d.do(who, kind, action, case.item.id, **form))
            assert (made.code, made.why.code) == (RefusalCode.STATE, "casework.other_kind")


def test_a_refusal_names_the_case_that_the_child_has_and_what_has_begun():
    """By the code of an item alone: nothing else that a sentence of casework names is called a code."""
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0])
    case = d.one("case").id
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="没人管", minor=CHILDREN[0])
    assert isinstance(made, Decided)
    report = made.item.id
    d.do("wang", "report", "take", report)
    assert _blocked(d, report)["report.open_case"] == case
    assert _blocked(d, report)["report.take"] is None
    d.do("wang", "handover", "begin", case, whereabouts="外婆家")
    assert _blocked(d, case)["handover.begin"] == d.one("handover").id
    texts = tomllib.loads((MESSAGES / "zh.toml").read_text("utf-8"))["casework"]
    assert {name for name, text in texts.items() if "{code}" in text} == {"has_case", "begun", "danger_lost"}


def _blocked(d: District, code: str) -> dict[str, str | None]:
    """The steps that are refused now, each with the item in its way."""
    item = d.items[code]
    steps = available(table(), item, d.standing("wang", item), d.around(item), Order(item.kind, "", {}, "", d.now))
    return {f"{kind.code}.{action.code}": why.blocked_by for kind, action, why in steps if why is not None}
