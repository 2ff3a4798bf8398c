"""Danger that was told goes on until somebody answered the telephone and the child was seen, whatever is pressed."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.decide import decide
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer, Order, RefusedOrder
from knowledge.casework.rows import ActionRow, FieldType
from knowledge.duty.roster import DutyLine
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, HOME, START, District

FIRST, SECOND = CHILDREN
REPORT = table().kinds["report"]
PRESSED = [a for a in REPORT.action if not (a.creating or a.automatic or a.common)]
"""Every step that somebody can take on a report."""
NEVER = {"merge", "open_case", "end", "register_child", "set_urgency"}
"""Those that are refused whatever is filled in."""
CHOSEN = ("urgency", "why_ended", "reporter_told", "answered")
"""Fields whose every value is tried."""
NIGHT = DutyLine(("li", "chen"), ("he",))


def forms(action: ActionRow) -> list[dict[str, Any]]:
    """A form for each value of what can be chosen, except that somebody answered, and all that must be filled in."""
    rows = {c: REPORT.field_of(c) for c in CHOSEN if c in action.form}
    values = [
        [(c, v.code) for v in row.values] if row and row.type is FieldType.CHOICE else [(c, False)]
        for c, row in rows.items()
    ]
    plain = {"called": "police", "into": "R-2", "minor": FIRST, "note": "说明"}
    fixed = {c: plain[c] for c in action.form if c in plain}
    return [{**fixed, **dict(chosen)} for chosen in product(*values)]


@pytest.mark.parametrize("action", PRESSED, ids=lambda a: a.code)
@pytest.mark.parametrize("state", ["new", "handling"])
def test_no_step_ends_or_lowers_danger_before_somebody_answered(state: str, action: ActionRow):
    """Not by whoever handles it, whatever is filled in; only a supervisor beside her lowers it, and says why."""
    case = WorkItem("C-1", "case", "C-1", "open", 1, HOME, START, minor=FIRST)
    into = WorkItem("R-2", "report", "R-2", "new", 1, HOME, START, open={"urgency": "now"})
    clocks = {"first_call": START + timedelta(minutes=5)}
    item = WorkItem(
        "R-1", "report", "R-1", state, 3, HOME, START, minor=FIRST, owner="a", open={"urgency": "now"}, clocks=clocks
    )
    around = Around((item,), named={"R-2": into}, homes={FIRST: HOME}, open_cases={FIRST: case}, duty=NIGHT)
    doer = Doer("a", (ActorRole.STREET,), frozenset({CaseRelation.AREA, CaseRelation.OWNER}))
    taken = 0
    for form, cases in product(forms(action), (around.open_cases, {})):
        looked = Around(around.others, named=around.named, homes=around.homes, open_cases=cases, duty=NIGHT)
        made = decide(table(), item, Order("report", action.code, form, "k", START), doer, looked)
        if isinstance(made, Decided):
            taken += 1
            assert not made.item.ended, form
            assert (made.item.open["urgency"], made.item.open.get("calls")) == ("now", None), form
            assert "first_call" in made.item.clocks, form
    assert bool(taken) is (state in action.source and action.code not in NEVER)


def told(d: District, urgency: str = "now", **more: Any) -> str:
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="孩子身上有伤", urgency=urgency, **more)
    assert isinstance(made, Decided)
    d.do("wang", "report", "take", made.item.id)
    return made.item.id


def called(d: District, code: str, *, answered: bool = True) -> Decided | RefusedOrder:
    return d.do("wang", "report", "call", code, called="police", answered=answered)


def why(made: Decided | RefusedOrder) -> str:
    return made.why.code.removeprefix("casework.") if isinstance(made, RefusedOrder) else ""


def test_a_call_that_nobody_answers_asks_the_next_at_once_and_ends_nothing():
    d = District(table(), now=START + timedelta(hours=13), duty=NIGHT)
    code = told(d)
    due = d.items[code].clocks["first_call"]
    for asked in (("li",), ("chen", "li"), ("chen", "he", "li")):
        called(d, code, answered=False)
        assert d.table.kinds["report"].asked(d.items[code]) == asked
        assert d.items[code].clocks["first_call"] == due
    called(d, code)
    assert d.table.kinds["report"].asked(d.items[code]) == ()
    assert "first_call" not in d.items[code].clocks


def test_a_report_that_was_called_for_is_not_called_for_again():
    d = District(table())
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="有伤", urgency="now")
    assert isinstance(made, Decided)
    called(d, made.item.id)
    d.do("li", "report", "take", made.item.id)
    assert "first_call" not in d.items[made.item.id].clocks


def test_danger_is_lowered_by_a_supervisor_who_says_why_or_after_the_call():
    d = District(table())
    code = told(d)
    lower = {"urgency": "week"}
    for who, form in (("wang", {**lower, "note": "看错了"}), ("chen", lower), ("li", {**lower, "note": "x"})):
        assert why(d.do(who, "report", "set_urgency", code, **form)) == "danger_unjudged"
    assert isinstance(d.do("chen", "report", "set_urgency", code, **lower, note="两份是同一件事"), Decided)
    assert "first_call" not in d.items[code].clocks
    d.do("wang", "report", "set_urgency", code, urgency="now")
    assert "first_call" in d.items[code].clocks
    called(d, code)
    assert isinstance(d.do("wang", "report", "set_urgency", code, **lower), Decided)


@pytest.mark.parametrize(
    ("known", "said", "good"),
    [
        ("now", "today", False),
        ("today", "month", False),
        ("week", "now", True),
        (None, "month", True),
        ("now", "now", True),
    ],
)
def test_whoever_takes_a_report_can_only_say_that_it_is_more_urgent(known: str | None, said: str, *, good: bool):
    d = District(table())
    form = {"urgency": known} if known else {}
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="有伤", **form)
    assert isinstance(made, Decided)
    assert isinstance(d.do("wang", "report", "take", made.item.id, urgency=said), Decided) is good


def test_a_child_is_placed_while_nobody_answers_and_the_report_stays():
    d = District(table())
    code = told(d, minor=FIRST)
    assert why(d.do("wang", "report", "open_case", code)) == "no_call"
    assert isinstance(d.do("wang", "report", "begin_case", code), Decided)
    assert "first_call" in d.items[code].clocks
    case = d.one("case")
    assert (case.open["urgency"], d.one("visit").clocks["told"]) == ("now", d.now + timedelta(hours=24))
    assert isinstance(d.do("wang", "placement", "propose", case.id, ground="danger", facts="没有人管"), Decided)
    ending = {"why_ended": "case_open", "reporter_told": "told", "note": "记到个案"}
    assert why(d.do("wang", "report", "end", code, **ending)) == "no_call"
    called(d, code)
    assert isinstance(d.do("wang", "report", "end", code, **ending), Decided)
    assert why(d.do("wang", "report", "begin_case", code)) == "state"


@pytest.mark.parametrize("urgency", ["now", "today"])
@pytest.mark.parametrize("at", [START, datetime(2026, 2, 13, 9, tzinfo=SHANGHAI)])
def test_the_first_visit_after_danger_was_told_is_within_a_day(at: datetime, urgency: str):
    """Through the Spring Festival too, in a new case and in one that was there."""
    d = District(table(), now=at)
    code = told(d, urgency, minor=FIRST)
    called(d, code)
    if urgency == "now":
        assert min(d.items[code].clocks.values()) == at + timedelta(hours=24)
    d.do("wang", "report", "open_case", code)
    assert min(d.one("visit").clocks.values()) == at + timedelta(hours=24)
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    assert min(d.one("visit").clocks.values()) > at + timedelta(days=2), "seen: the interval again"
    again = told(d, urgency, minor=FIRST)
    called(d, again)
    d.do("wang", "report", "end", again, why_ended="case_open", reporter_told="told", note="记到个案")
    assert min(d.one("visit").clocks.values()) == at + timedelta(hours=24)
    assert d.items[d.one("case").id].open["urgency"] == urgency


def test_danger_that_is_not_graded_is_sought_in_calendar_hours():
    at = datetime(2026, 2, 13, 9, tzinfo=SHANGHAI)
    d = District(table(), now=at)
    code = told(d, minor=FIRST)
    called(d, code)
    d.do("wang", "report", "open_case", code)
    for _ in range(3):
        d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="refused")
        assert min(d.one("visit").clocks.values()) == at + timedelta(hours=24)
    tasks = {i.open["what"]: min(i.clocks.values()) for i in d.items.values() if i.kind == "task"}
    asked = ("ask_school", "ask_kin", "supervisor_decides", "ask_police")
    assert tasks == dict.fromkeys(asked, at + timedelta(hours=24))
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    assert min(d.one("visit").clocks.values()) == at + timedelta(hours=24), "seen once, and not graded yet"


def test_merged_reports_keep_the_child_and_who_waits_for_an_answer():
    d = District(table())
    one, two = told(d, "week", minor=FIRST, answer_wanted=True, reporter="邻居"), told(d, "week", minor=SECOND)
    assert why(d.do("wang", "report", "merge", one, into=two)) == "two_children"
    unknown = told(d, "month")
    assert why(d.do("wang", "report", "merge", one, into=unknown)) == "less_urgent"
    d.do("wang", "report", "set_urgency", unknown, urgency="today")
    assert isinstance(d.do("wang", "report", "merge", one, into=unknown), Decided)
    kept = d.items[unknown]
    assert (kept.minor, kept.open["answer_wanted"], kept.open["joined"]) == (FIRST, True, one)
    assert d.items[one].minor == FIRST


def test_a_report_that_nobody_waits_for_takes_no_answer_away():
    d = District(table())
    one, two = told(d, "week", answer_wanted=False), told(d, "week", minor=FIRST, answer_wanted=True)
    d.do("wang", "report", "merge", one, into=two)
    assert (d.items[two].minor, d.items[two].open["answer_wanted"]) == (FIRST, True)


@pytest.mark.parametrize("urgency", ["today", "week", "month", None])
def test_what_ends_in_a_case_has_one(urgency: str | None):
    d = District(table())
    code = told(d, urgency or "", minor=FIRST)
    ending = {"why_ended": "case_open", "reporter_told": "told", "note": "记到个案"}
    assert why(d.do("wang", "report", "end", code, **ending)) == "no_case_for_danger"
    d.do("wang", "case", "open", minor=FIRST)
    assert isinstance(d.do("wang", "report", "end", code, **ending), Decided)


@pytest.mark.parametrize("action", ["end", "open_case"])
def test_who_was_not_answered_yet_is_answered_later(action: str):
    d = District(table())
    code = told(d, "week", minor=FIRST, answer_wanted=True)
    form = {"why_ended": "unfounded", "note": "x"} if action == "end" else {}
    assert isinstance(d.do("wang", "report", action, code, reporter_told="not_yet", **form), Decided)
    assert (d.one("task").open["what"], d.one("task").root) == ("answer_reporter", code)
    assert isinstance(d.do("wang", "task", "done", d.one("task").id, result="电话回复了"), Decided)


@pytest.mark.parametrize(("heard", "urgency"), [(True, None), (True, "week"), (True, "now"), (False, None)])
def test_danger_in_the_words_is_first_until_a_call_or_a_grade(heard: bool, urgency: str | None):
    """Heard by the program, it claims nothing: a person who grades it, or who was answered, ends it."""
    doer = Doer("a", (ActorRole.DIRECTOR,), frozenset({CaseRelation.AREA, CaseRelation.OWNER}))
    form = {"said": "身上有伤", "channel": "phone", "area": HOME, **({"urgency": urgency} if urgency else {})}
    words = frozenset({"said"} if heard else ())
    made = decide(table(), None, Order("report", "register", form, "k", START, heard=words), doer, Around())
    assert isinstance(made, Decided)
    first = heard and urgency is None
    assert (made.item.clocks.get("danger_heard") == START + timedelta(minutes=15)) is first
    assert made.item.open.get("urgency") == urgency, "nobody is said to have graded it"
    for action, more in (("set_urgency", {"urgency": "week"}), ("call", {"called": "police", "answered": True})):
        done = decide(table(), made.item, Order("report", action, more, "l", START), doer, Around((made.item,)))
        if urgency is None:
            assert isinstance(done, Decided)
            assert "danger_heard" not in done.item.clocks
    tried = {"called": "police", "answered": False}
    missed = decide(table(), made.item, Order("report", "call", tried, "m", START), doer, Around((made.item,)))
    assert isinstance(missed, Decided)
    assert ("danger_heard" in missed.item.clocks) is first, "nobody answered"
