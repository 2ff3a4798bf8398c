"""Danger that was told is not lost on the way: neither by merging reports nor by joining two records of one child."""

from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from tests.support.casework import CHILDREN, HOME, District

FIRST, SECOND = CHILDREN


def called_police(d: District, urgency: str) -> str:
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="有哭声", urgency=urgency)
    assert isinstance(made, Decided)
    d.do("wang", "report", "take", made.item.id)
    d.do("wang", "report", "call", made.item.id, called="police", answered=True)
    return made.item.id


def why(made: Decided | RefusedOrder) -> str:
    return made.why.code if isinstance(made, RefusedOrder) else ""


def test_a_report_of_danger_is_merged_into_one_that_says_so_too():
    d = District(table())
    now, week = called_police(d, "now"), called_police(d, "week")
    assert why(d.do("wang", "report", "merge", now, into=week)) == "casework.less_urgent"
    d.do("wang", "report", "set_urgency", week, urgency="now")
    assert isinstance(d.do("wang", "report", "merge", now, into=week), Decided)


def test_one_that_is_not_urgent_is_merged_into_either():
    d = District(table())
    now, week = called_police(d, "now"), called_police(d, "week")
    assert isinstance(d.do("wang", "report", "merge", week, into=now), Decided)


def case_of(d: District, child: str) -> str:
    made = d.do("wang", "case", "open", minor=child)
    assert isinstance(made, Decided)
    return made.item.id


def joined(d: District, case: str) -> Decided | RefusedOrder:
    return d.do("chen", "case", "merge", case, same_as=SECOND, note="同一个孩子")


def test_a_record_with_danger_is_joined_to_one_that_says_no_less():
    d = District(table())
    here, there = case_of(d, FIRST), case_of(d, SECOND)
    d.do("wang", "case", "set_grade", here, grade="red", note="有伤")
    assert why(joined(d, here)) == "casework.danger_lost"
    d.do("wang", "case", "set_grade", there, grade="red", note="有伤")
    assert isinstance(joined(d, here), Decided)


def test_a_calm_record_is_joined_to_any():
    d = District(table())
    here, _ = case_of(d, FIRST), case_of(d, SECOND)
    assert isinstance(joined(d, here), Decided)


def test_what_is_not_urgent_leaves_danger_that_is_told_already():
    d = District(table())
    case = case_of(d, FIRST)
    for urgency in ("now", "week"):
        code = called_police(d, urgency)
        d.do("wang", "report", "identify", code, minor=FIRST)
        d.do("wang", "report", "end", code, why_ended="case_open", reporter_told="told", note="记到个案")
    assert d.items[case].open["urgency"] == "now"
