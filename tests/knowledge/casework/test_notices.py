"""Notices: nobody is told twice, no more than a few a day but of danger, and nothing of a child is said."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table
from knowledge.casework.notices.making import Concerned, DueLoad, Notice, daily, loud, within
from knowledge.casework.notices.rows import MADE_DAILY, LoudNotice, notices, wrong_notices
from knowledge.messages.message import speaking

ROWS = notices()
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
CANARY = "金丝雀"


def item(row: LoudNotice, name: str = "a", *accounts: str) -> Concerned:
    """An item of which a row tells, with words of a child wherever words can stand."""
    fields: dict[str, Any] = {"minor": CANARY, "said": CANARY, "area": CANARY}
    for code, wanted in row.when.items():
        least = getattr(wanted, "least", None)
        fields[code] = least if least is not None else wanted[-1] if isinstance(wanted, tuple) else wanted
    return Concerned(f"R-{CANARY}{name}", row.item, row.during[0], fields, MONDAY, accounts or ("wang",))


@pytest.mark.parametrize("row", ROWS.loud, ids=lambda r: r.code)
def test_what_is_loud_is_told_once_a_day_to_each_who_is_asked(row: LoudNotice):
    items = [item(row, "a", "wang", "li")]
    told = [n for n in loud(ROWS, items, MONDAY) if n.code == row.code]
    assert [n.account for n in told] == ["wang", "li"]
    assert within(ROWS, told, told) == []
    again = [n for n in loud(ROWS, items, MONDAY + timedelta(days=1)) if n.code == row.code]
    assert not {n.key for n in told} & {n.key for n in again}


def test_a_row_that_tells_what_is_late_waits_until_it_is():
    (row,) = [r for r in ROWS.loud if r.late]
    later = replace(item(row), next=MONDAY + timedelta(minutes=1))
    assert row.code not in {n.code for n in loud(ROWS, [later], MONDAY)}
    assert row.code in {n.code for n in loud(ROWS, [later], MONDAY + timedelta(minutes=1))}


def test_nobody_gets_more_than_a_few_a_day_but_of_danger():
    held = next(r for r in ROWS.loud if r.held_back and not r.late)
    free = next(r for r in ROWS.loud if not r.held_back)
    many = list(loud(ROWS, [item(held, str(n)) for n in range(9)], MONDAY))
    sent = within(ROWS, many, [])
    assert len(sent) == ROWS.most_a_day
    assert [n.last for n in sent] == [False] * (ROWS.most_a_day - 1) + [True], "the last says so"
    assert within(ROWS, many, sent) == []
    danger = list(loud(ROWS, [item(free, str(n)) for n in range(5)], MONDAY))
    assert len(within(ROWS, danger, sent)) == 5
    assert [n.code for n in within(ROWS, [*many, *danger], [])] == [free.code] * 5, "and danger comes first"


def test_what_is_due_is_one_notice_on_the_morning_of_a_working_day():
    load = [DueLoad("wang", 4, 1)]
    (told,) = daily(ROWS, load, MONDAY)
    assert (told.code, told.count, told.late, str(told.by)) == (MADE_DAILY, 4, 1, "2026-11-24")
    friday = datetime(2026, 11, 27, 17, tzinfo=SHANGHAI)
    assert [str(n.by) for n in daily(ROWS, load, friday)] == ["2026-11-30"], "the working day before"
    assert list(daily(ROWS, load, MONDAY.replace(hour=ROWS.hour - 1))) == []
    assert list(daily(ROWS, load, friday + timedelta(days=1))) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_child_is_said(language: str):
    every = [n for r in ROWS.loud for n in loud(ROWS, [item(r)], MONDAY + timedelta(minutes=1))]
    every += daily(ROWS, [DueLoad("wang", 4, 1)], MONDAY)
    assert {n.code for n in every} == {MADE_DAILY, *(r.code for r in ROWS.loud)}
    with speaking(language):
        for notice, last in product(every, (False, True)):
            said = replace(notice, last=last).words(ROWS)
            assert said
            assert CANARY not in said + repr(notice), "neither in the words nor beside them"
            assert not any(word in said for word in ("R-", "wang", "440104"))


def test_a_row_that_looks_at_what_is_not_there_is_refused():
    (first, *rest) = ROWS.loud

    def wrong(**more: Any) -> list[str]:
        return list(wrong_notices(table(), ROWS.model_copy(update={"loud": (first.model_copy(update=more), *rest)})))

    assert wrong() == []
    for more in ({"item": "nothing"}, {"during": ("ended",)}, {"during": ()}, {"when": {"said": "x"}}):
        assert wrong(**more) == [first.code]
    assert wrong(code=rest[0].code) == [rest[0].code]


def test_a_key_is_the_same_for_the_same_and_tells_nothing():
    (row, *_) = ROWS.loud
    keys = [n.key for _ in range(2) for n in loud(ROWS, [item(row)], MONDAY)]
    assert len(set(keys)) == 1
    assert isinstance(next(loud(ROWS, [item(row)], MONDAY)), Notice)
