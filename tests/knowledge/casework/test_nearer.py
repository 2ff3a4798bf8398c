"""What is planned anew is never put off, and nobody who was not seen is forgotten: all steps that replan are walked."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.decide import decide
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer, Order, RefusedOrder
from knowledge.casework.rows import ActionRow
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, HOME, START, District

FIRST = CHILDREN[0]
REPLANS = [
    (kind.code, action)
    for kind in (table().kinds["case"], table().kinds["visit"])
    for action in kind.action
    if any(c.item == "visit" and not c.anew for c in action.creates)
    and ("visit" in action.closes or (kind.code == "visit" and "due" in action.source))
]
"""Every step that ends a planned visit and plans another, without anybody having seen the child."""
FORMS = {"grade": "red", "note": "说明", "child_view": "好", "why_not_seen": "nobody"}
ANYBODY = Doer("x", tuple(ActorRole), frozenset({CaseRelation.AREA, CaseRelation.SYSTEM}))


def test_there_are_steps_that_replan():
    assert {a.code for _, a in REPLANS} >= {
        "set_grade",
        "lower",
        "assessed",
        "endangered",
        "told",
        "keep",
        "cancel",
        "not_seen",
    }


@pytest.mark.parametrize(("kind", "action"), REPLANS, ids=lambda row: getattr(row, "code", row))
@pytest.mark.parametrize("days", [-30, 0, 1, 40])
def test_what_is_planned_anew_is_due_no_later_and_forgets_nothing(kind: str, action: ActionRow, days: int):
    """Whatever the grade, whether it is overdue, whether danger was told or the child was seen before."""
    for grade, urgency, seen in product((None, "red", "green"), ("", "now"), ("", "2026-11-20")):
        known = {c: v for c, v in {"grade": grade, "urgency": urgency, "seen_on": seen}.items() if v}
        due = START + timedelta(days=days)
        state = action.source[-1] if kind == "case" else "open"
        case = WorkItem("C-1", "case", "C-1", state, 3, HOME, START, minor=FIRST, owner="y", open=known)
        visit = WorkItem(
            "V-1", "visit", "C-1", "due", 1, HOME, START, minor=FIRST, parent="C-1",
            open={**known, "misses": 2}, clocks={"again": due},
        )  # fmt: skip  # an item
        item = case if kind == "case" else visit
        form = {c: FORMS[c] for c in action.needs}
        made = decide(table(), item, Order(kind, action.code, form, "k", START), ANYBODY, Around((case, visit)))
        assert isinstance(made, Decided), made
        planned = [i for i in made.items if i.kind == "visit" and not i.ended]
        replans = any(state in (c.during or (state,)) for c in action.creates) or kind == "visit"
        assert len(planned) == replans
        for after in planned:
            assert min(after.clocks.values()) <= due
            assert after.open["misses"] >= 2 - bool(action.takes_back), "no more than the one entered in error"
            unseen = action.code.startswith("revisit")
            assert after.open.get("seen_on") in ({"", None} if unseen else {known.get("seen_on")})


def opened(grade: str | None = None, who: str = "wang") -> tuple[District, str]:
    d = District(table())
    d.do(who, "case", "open", minor=FIRST, **({"grade": grade} if grade else {}))
    return d, d.one("case").id


def why(made: Decided | RefusedOrder) -> str:
    return made.why.code.removeprefix("casework.") if isinstance(made, RefusedOrder) else ""


@pytest.mark.parametrize(
    ("gone", "form"), [("leave", {"away_until": "2026-12-20", "whereabouts": "外婆家"}), ("lose", {"note": "x"})]
)
@pytest.mark.parametrize("grade", ["red", "yellow"])
def test_who_comes_back_is_visited_and_her_misses_are_known(grade: str, gone: str, form: dict[str, str]):
    d, case = opened(grade)
    for _ in range(2):
        d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="refused")
    assert isinstance(d.do("chen", "case", gone, case, **form), Decided)
    assert isinstance(d.do("wang", "case", "return", case), Decided)
    assert d.one("visit").open["misses"] == 2
    assert d.one("visit").clocks["back_red" if grade == "red" else "back"] <= d.now + timedelta(days=4)
    if grade == "red":
        assert min(d.one("visit").clocks.values()) == d.now + timedelta(hours=24)
    d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="refused")
    assert "ask_police" in {i.open["what"] for i in d.items.values() if i.kind == "task"}


def test_who_came_back_is_seen_before_she_goes_again():
    d, case = opened("yellow")
    away = {"away_until": "2026-12-20", "whereabouts": "外婆家"}
    d.do("wang", "case", "leave", case, **away)
    d.do("wang", "case", "return", case)
    assert why(d.do("wang", "case", "leave", case, **away)) == "unseen_since_back"
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    assert isinstance(d.do("wang", "case", "leave", case, **away), Decided)


def test_a_visit_told_wrongly_to_be_made_leaves_the_misses_before_it():
    d, _ = opened("red")
    for _ in range(2):
        d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="refused")
    visit = d.one("visit").id
    d.do("wang", "visit", "seen", visit, alone=True, danger=False, child_view="好")
    assert d.one("visit").open["misses"] == 0
    d.do("wang", "visit", "mistaken", visit, note="不是她")
    assert (d.one("visit").open["misses"], d.one("visit").open["seen_on"]) == (3, "")


def test_a_newly_red_child_is_seen_this_week():
    sunday = datetime(2026, 11, 30, tzinfo=SHANGHAI)
    d, _ = opened("red")
    assert d.one("visit").clocks == {"due": sunday}
    d, case = opened("blue")
    d.wait(days=1)
    d.do("wang", "case", "set_grade", case, grade="red", note="新伤")
    assert d.one("visit").clocks == {"due": sunday}
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    assert d.one("visit").clocks == {"due": datetime(2026, 12, 5, tzinfo=SHANGHAI)}, "in the next week, within ten days"


def test_a_child_away_is_telephoned_by_grade_and_not_for_ever():
    d, case = opened("yellow")
    for day in ("2029-01-01", "2027-01-25"):
        assert why(d.do("wang", "case", "leave", case, away_until=day, whereabouts="外婆家")) == "form"
    d.do("wang", "case", "leave", case, away_until="2027-01-24", whereabouts="外婆家")
    first = d.items[case].clocks["contact"]
    d.wait(days=15)
    d.do("wang", "case", "contacted", case, child_view="想回家")
    assert d.items[case].clocks["contact"] > first
    assert (d.items[case].state, d.items[case].open.get("seen_on")) == ("away", None), "a call is no visit"


def test_a_red_child_or_one_in_danger_is_let_go_by_a_supervisor_only():
    away = {"away_until": "2026-12-20", "whereabouts": "外婆家"}
    d, case = opened("red")
    assert why(d.do("wang", "case", "leave", case, **away)) == "second"
    assert isinstance(d.do("chen", "case", "leave", case, **away), Decided)


def test_a_red_child_whom_nobody_has_seen_is_not_closed():
    d, case = opened("red")
    close = {"why_closed": "need_met", "child_view": "没问"}
    assert why(d.do("wang", "case", "propose_close", case, **close)) == "never_seen"
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    assert isinstance(d.do("wang", "case", "propose_close", case, **close), Decided)
    assert isinstance(d.do("chen", "case", "close", case), Decided)


def test_the_first_miss_of_a_red_child_asks_school_and_kin_within_the_day():
    d, _ = opened("red")
    d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    tasks = {i.open["what"]: i.clocks for i in d.items.values() if i.kind == "task"}
    soon = {"soon": d.now + timedelta(hours=24)}
    assert tasks == {"ask_school": soon, "ask_kin": soon}


def test_a_miss_told_wrongly_is_taken_back_with_what_it_began():
    d, _ = opened("red")
    for _ in range(2):
        d.do("wang", "visit", "not_seen", visit := d.one("visit").id, why_not_seen="moved")
    tasks = [i.open["what"] for i in d.items.values() if i.kind == "task"]
    assert tasks == ["ask_school", "ask_kin", "supervisor_decides"]
    assert why(d.do("wang", "visit", "mistaken", visit, note="走错了门")) == "second"
    d.do("chen", "visit", "mistaken", visit, note="走错了门")
    assert d.one("visit").open["misses"] == 1
    still = {i.open["what"] for i in d.items.values() if i.kind == "task" and not i.ended}
    assert still == {"ask_school", "ask_kin"}, "the first miss stands"
    first = next(i.id for i in d.items.values() if i.state == "not_seen")
    d.do("chen", "visit", "mistaken", first, note="走错了门")
    assert d.one("visit").open["misses"] == 0
    assert not [i for i in d.items.values() if i.kind in ("task", "handover") and not i.ended]


def test_what_a_wrong_miss_asked_for_is_asked_again_where_another_miss_stands():
    d, _ = opened("red")
    for _ in range(2):
        d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    first = next(i.id for i in d.items.values() if i.state == "not_seen")
    d.do("chen", "visit", "mistaken", first, note="走错了门")
    asked = [i.open["what"] for i in d.items.values() if i.kind == "task" and not i.ended]
    assert (d.one("visit").open["misses"], sorted(asked)) == (1, ["ask_kin", "ask_school", "supervisor_decides"])


def test_a_miss_before_the_child_was_seen_takes_nothing_from_the_misses_since():
    d, _ = opened("yellow")
    d.do("wang", "visit", "not_seen", first := d.one("visit").id, why_not_seen="nobody")
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    d.wait(days=15)
    d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    d.do("chen", "visit", "mistaken", first, note="走错了门")
    assert d.one("visit").open["misses"] == 1


@pytest.mark.parametrize("grade", ["red", "yellow", "green"])
def test_a_miss_moves_the_deadline_only_nearer_until_the_child_is_seen(grade: str):
    d, _ = opened(grade)
    dues = [min(d.one("visit").clocks.values())]
    for hours in (5, 20, 30):
        d.now += timedelta(hours=hours)
        d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
        dues.append(min(d.one("visit").clocks.values()))
    assert dues == sorted(dues, reverse=True)
    assert dues[1] == min(dues[0], START + timedelta(hours=29)) if grade == "red" else dues[1] <= dues[0]
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    assert min(d.one("visit").clocks.values()) > d.now


def test_what_was_opened_to_find_the_child_ends_when_it_is_seen_and_nothing_else():
    """Whatever the task: those that look for the child end, the supervisor's and all others stay."""
    d, _ = opened("red")
    for _ in range(3):
        d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    d.do("wang", "task", "open", d.one("case").id, what="other", due_on="2026-12-20")
    d.do("wang", "visit", "seen", d.one("visit").id, alone=True, danger=False, child_view="好")
    tasks = {i.open["what"]: i.state for i in d.items.values() if i.kind == "task"}
    assert tasks == {
        "ask_school": "dropped", "ask_kin": "dropped", "ask_police": "dropped",
        "supervisor_decides": "deciding", "other": "open",
    }  # fmt: skip  # what looks for the child, and the rest


def test_what_a_supervisor_decides_waits_for_supervisors_and_those_above():
    """It stands on their list: there, and not on that of whoever is responsible."""
    assert "task:deciding" in table().awaited([ActorRole.STREET]) & table().awaited([ActorRole.WELFARE])
    assert "task:deciding" in table().waiting([ActorRole.DIRECTOR])
    created = [
        (k.code, a.code, c) for k in table().kinds.values() for a in k.action for c in a.creates
        if c.item == "task" and c.put.get("what") == "supervisor_decides"
    ]  # fmt: skip  # one row of rows
    assert created
    assert all(c.action == "open" for _, _, c in created), "the step that leads there by what is to be done"
