"""Who on duty is asked: the next one each time, the district where nobody is, nobody twice."""

from datetime import datetime, timedelta
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table
from knowledge.casework.order import Decided
from knowledge.duty.roster import DutyLine, Shift, uncovered
from tests.support.casework import HOME, START, District

NIGHT = timedelta(hours=13)
"""From the morning at which stories begin to its evening."""


def at(hour: int) -> datetime:
    return datetime(2026, 11, 23, tzinfo=SHANGHAI) + timedelta(hours=hour)


def shift(since: int, until: int, **more: Any) -> Shift:
    return Shift(
        **{"id": f"s{since}", "area": HOME, "rank": 1, "account": "a", **more, "since": at(since), "until": at(until)}
    )


def test_hours_that_nobody_has():
    planned = [shift(10, 14), shift(12, 16), shift(20, 22), shift(16, 18, absent=True)]
    assert uncovered(planned, at(8), at(24)) == [(at(8), at(10)), (at(16), at(20)), (at(22), at(24))]
    assert uncovered([shift(0, 48)], at(8), at(24)) == []
    assert uncovered([], at(8), at(24)) == [(at(8), at(24))]


def test_two_for_one_place_and_rank_meet_only_at_the_same_time():
    assert shift(8, 12).meets(shift(11, 13))
    assert not shift(8, 12).meets(shift(12, 13))
    assert not shift(8, 12).meets(shift(8, 12, rank=2))


def asked(d: District, **more: Any) -> tuple[str, Any]:
    form = {"area": HOME, "channel": "phone", "said": "孩子身上有伤", **more}
    made = d.do("wang", "report", "register", **form)
    assert isinstance(made, Decided)
    return made.item.id, made.item.open


def names(d: District, code: str) -> tuple[str, ...]:
    return d.table.kinds["report"].asked(d.items[code])


def test_the_next_on_duty_is_asked_until_the_call_is_recorded():
    d = District(table(), duty=DutyLine(("li", "chen"), ("he",)))
    d.wait(hours=13)
    code, _ = asked(d, urgency="now")
    assert names(d, code) == ("li",)
    d.wait(minutes=15)
    d.do("clock", "report", "remind", code)
    assert names(d, code) == ("chen", "li")
    assert d.items[code].open["no_duty"] is False
    d.wait(minutes=15)
    d.do("clock", "report", "remind", code)
    assert (names(d, code), d.items[code].open["no_duty"]) == (("chen", "he", "li"), True)
    d.do("li", "report", "take", code)
    assert names(d, code) == ()
    d.wait(minutes=15)
    d.do("clock", "report", "remind", code)
    assert names(d, code) == ("chen",), "not the one who has taken it"
    d.do("li", "report", "call", code, called="police", answered=True)
    assert names(d, code) == ()


def test_where_nobody_is_on_duty_the_district_is_asked_unless_offices_are_open():
    d = District(table(), duty=DutyLine(above=("he", "zhao")))
    assert "on_duty" not in asked(d, urgency="today")[1]
    d.now = START + NIGHT
    code, opened = asked(d, urgency="today")
    assert (names(d, code), opened["no_duty"]) == (("he", "zhao"), True)


def test_what_can_wait_until_morning_asks_nobody():
    d = District(table(), duty=DutyLine(("li",)))
    d.wait(hours=13)
    code, opened = asked(d, urgency="month")
    assert (names(d, code), opened.get("no_duty")) == ((), None)
    d.do("wang", "report", "set_urgency", code, urgency="now")
    assert names(d, code) == ("li",)


def test_danger_in_an_order_of_the_hotline_asks_whoever_is_on_duty():
    d = District(table(), duty=DutyLine(("li",)))
    raising = [a for k in d.table.kinds.values() for a in k.action if any(c.item == "report" for c in a.creates)]
    assert raising
    assert all(d.table.asks_duty(a) for a in raising if any(c.action == "raise" for c in a.creates))
