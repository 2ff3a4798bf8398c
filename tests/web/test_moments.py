"""Moments as people say them."""

from datetime import datetime
from typing import Any

import pytest

from web.casework.held import age, held
from web.parts.moments import SHANGHAI, due, waited, when

AT = datetime(2026, 11, 28, 12, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "text", "note", "late"),
    [
        ("2026-11-26T12:00", "逾期 2 天", "11月26日到期", True),
        ("2026-11-28T00:00", "逾期 12 小时", "11月27日到期", True),
        ("2026-11-28T12:30", "逾期 1 分钟", "11月28日到期", True),
        ("2026-11-28T13:15", "今天 13:15", "还有 45 分钟", False),
        ("2026-11-28T17:30", "今天 17:30", "还有 5 小时", False),
        ("2026-11-29T00:00", "今天", "还有 11 小时", False),
        ("2026-11-30T00:00", "明天", "还有 35 小时", False),
        ("2026-12-01T00:00", "周一", "11月30日", False),
        ("2026-12-16T00:00", "12月15日", "还有 17 天", False),
    ],
)
def test_days_for_people_and_hours_under_two_days(moment: str, text: str, note: str, late: bool):
    found = due(f"{moment}:00+08:00", AT)
    assert (found.text, found.note, found.late) == (text, note, late)


def test_what_others_owe_is_over():
    assert due("2026-11-28T08:30:00+08:00", AT, others=True).text == "超 4 小时"


def test_a_day_that_ends_is_named_by_itself():
    assert when("2026-12-01T16:00:00+00:00", AT) == "12月1日 周二"
    assert when("2026-11-28T01:05:00+00:00", AT) == "今天 9:05"
    assert when(None, AT) == ""


def test_waiting_is_counted_from_the_first_day():
    assert waited("2026-11-26T23:00:00+08:00", AT) == "第 3 天"


def event(action: str, hour: int, body: str = "") -> dict[str, Any]:
    fields = [{"name": "recipient", "valueLabel": body}] if body else []
    return {"action": action, "occurredAt": f"2026-11-28T{hour:02}:00:00+08:00", "fields": fields}


@pytest.mark.parametrize(
    ("timeline", "wanted"),
    [
        (
            [event("came_back", 10), event("sent", 4, "某站"), event("open", 2)],
            [("我们", "2 小时", False), ("某站", "6 小时", False), ("我们", "2 小时", True)],
        ),
        (
            [event("with_them", 11, "某站"), event("asked_district", 10), event("sent_out", 4), event("open", 2)],
            [
                ("我们", "2 小时", False),
                ("对方单位", "6 小时", False),
                ("区里", "1 小时", False),
                ("某站", "1 小时", True),
            ],
        ),
    ],
    ids=["sent back", "let the district decide"],
)
def test_the_parts_of_a_referral_add_up_to_its_age(timeline: list[dict[str, Any]], wanted: list[tuple[str, str, bool]]):
    item = {"itemKind": "REFERRAL", "ended": False, "since": "2026-11-28T02:00:00+08:00", "timeline": timeline}
    parts = held(item, AT.replace(minute=0))
    assert [(p["who"], p["span"], p["now"]) for p in parts] == wanted
    assert age(item, AT.replace(minute=0)) == "10 小时"
