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


def in_danger() -> tuple[District, str]:
    d = District(table())
    report = called_police(d, "now")
    d.do("wang", "report", "open_case", report, minor=FIRST)
    return d, d.one("case").id


SEEN = {"alone": True, "danger": False, "child_view": "好"}
YELLOW = {"grade": "yellow", "note": "x"}
ASSESSED = {"grade": "yellow", "fit": True, "findings": "看过", "child_view": "好"}


def test_danger_that_was_told_is_not_graded_away_before_the_child_was_seen():
    d, case = in_danger()
    assert why(d.do("wang", "case", "set_grade", case, **YELLOW)) == "casework.danger_unseen"
    made = d.do("wang", "assessment", "begin", case, what="overall")
    assert isinstance(made, Decided)
    assert why(d.do("wang", "assessment", "conclude", made.item.id, **ASSESSED)) == "casework.danger_unseen"
    assert isinstance(d.do("wang", "case", "set_grade", case, grade="red", note="x"), Decided), "no less"
    d, case = in_danger()
    d.do("wang", "visit", "not_seen", d.one("visit").id, why_not_seen="nobody")
    assert why(d.do("wang", "case", "set_grade", case, **YELLOW)) == "casework.danger_unseen"
    d.do("wang", "visit", "seen", d.one("visit").id, **SEEN)
    assert isinstance(d.do("wang", "case", "set_grade", case, **YELLOW), Decided)
    assert d.items[case].open["urgency"] == ""


def test_who_was_seen_before_danger_was_told_is_seen_again_before_it_ends():
    d = District(table())
    case = case_of(d, FIRST)
    d.do("wang", "visit", "seen", d.one("visit").id, **SEEN)
    report = called_police(d, "now")
    d.do("wang", "report", "identify", report, minor=FIRST)
    d.do("wang", "report", "end", report, why_ended="case_open", reporter_told="told", note="记到个案")
    close = {"why_closed": "need_met", "child_view": "好"}
    assert why(d.do("wang", "case", "propose_close", case, **close)) == "casework.never_seen"
    assert why(d.do("wang", "case", "set_grade", case, **YELLOW)) == "casework.danger_unseen"
    d.do("chen", "case", "leave", case, away_until="2026-12-20", whereabouts="外婆家")
    assert why(d.do("wang", "case", "set_grade", case, **YELLOW)) == "casework.danger_unseen", "also away"
    assert isinstance(d.do("chen", "case", "danger_over", case, note="打电话问过学校"), Decided)
    assert isinstance(d.do("wang", "case", "set_grade", case, **YELLOW), Decided)


def test_danger_comes_back_with_a_visit_that_was_told_wrongly_to_be_made():
    d, case = in_danger()
    visit = d.one("visit").id
    d.do("wang", "visit", "seen", visit, **SEEN)
    d.do("wang", "case", "set_grade", case, **YELLOW)
    assert isinstance(d.do("wang", "visit", "mistaken", visit, note="见到的是妹妹"), Decided)
    assert (d.items[case].open["urgency"], d.one("visit").open["after"]) == ("now", "told")
    assert why(d.do("wang", "case", "set_grade", case, **YELLOW)) == "casework.danger_unseen"
