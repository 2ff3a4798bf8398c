"""Who is told, what comes in, what goes wrong, who asks for the file: each ends when what the law asks for is done."""

from typing import Any

import pytest

from knowledge.calendar.deadlines import end_of, plus_months
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from tests.support.casework import CHILDREN, HOME, District


@pytest.fixture
def d() -> District:
    """An empty district."""
    return District(table())


def did(d: District, kind: str, action: str, code: str | None = None, who: str = "wang", **form: Any) -> WorkItem:
    made = d.do(who, kind, action, code, **form)
    assert isinstance(made, Decided), made
    return made.item


def why(made: Decided | RefusedOrder) -> str:
    assert isinstance(made, RefusedOrder), made
    return made.why.code


def prepared(d: District, **more: Any) -> WorkItem:
    case = did(d, "case", "open", minor=CHILDREN[0])
    given = {"ground": "harm", "recipient": "B-1", "minimum": "三年级，身上有伤", "answer_wanted": False, **more}
    return did(d, "notification", "prepare", case.id, **given)


def test_a_notification_is_sent_by_a_person_and_received_by_the_body(d: District):
    item = prepared(d)
    assert set(item.clocks) == {"at_once"}
    assert why(d.do("lin", "notification", "receive", item.id)) == "casework.state"
    assert set(did(d, "notification", "send", item.id, way="system").clocks) == {"taken"}
    assert did(d, "notification", "receive", item.id, who="lin").state == "received"
    assert did(d, "notification", "settle", item.id).ended


def test_a_notice_of_failed_guardianship_is_evidence_until_it_is_withdrawn(d: District):
    item = prepared(d, ground="guardian_unable")
    did(d, "notification", "send", item.id, way="letter")
    assert [(f.obligation, f.object) for f in d.filings if f.kind == "report"] == [("O97", item.id)]
    made = d.do("wang", "notification", "withdraw", item.id, note="发错了单位")
    assert isinstance(made, Decided)
    assert made.withdrawn == (item.id,)


def test_an_answer_that_was_asked_for_is_waited_for(d: District):
    item = prepared(d, ground="guardian_unable", answer_wanted=True, due_on="2026-12-04")
    did(d, "notification", "send", item.id, way="letter", number="函1")
    assert set(did(d, "notification", "receive", item.id).clocks) == {"answered", "settled"}
    assert why(d.do("wang", "notification", "settle", item.id)) == "casework.not_here"
    assert did(d, "notification", "answer", item.id, who="lin", answer="已安排").state == "answered"


def paper(d: District, **more: Any) -> WorkItem:
    item = did(d, "paper", "register", area=HOME, number="穗检〔2026〕1号", content="见附件", **more)
    return did(d, "paper", "take", item.id)


def test_a_proposal_is_answered_in_writing_within_a_month(d: District):
    item = paper(d, what="proposal")
    assert item.clocks["reply"] == end_of(plus_months(d.now.date(), 1))
    assert why(d.do("wang", "paper", "end", item.id, note="办了")) == "casework.no_reply"
    assert "reply" not in did(d, "paper", "reply", item.id, reply="已整改", reply_number="复1").clocks
    assert did(d, "paper", "end", item.id, note="办了").ended


def test_an_admonition_is_followed_by_visits_and_violence_again_is_a_report(d: District):
    item = paper(d, what="admonition", minor=CHILDREN[0])
    assert "visit" in item.clocks
    assert why(d.do("wang", "paper", "end", item.id, note="x")) == "casework.not_looked_in"
    did(d, "paper", "look_in", item.id, note="两人都在")
    did(d, "paper", "breach", item.id, note="昨晚又打")
    report = d.one("report")
    assert (report.open["urgency"], report.minor) == ("now", CHILDREN[0])
    assert d.history(report.id)[0].sealed == {"F7": {"said": "昨晚又打"}}
    assert why(d.do("wang", "paper", "breach", item.id, note="再说一遍")) == "casework.begun"
    assert did(d, "paper", "end", item.id, note="到期没有再犯").ended


def test_a_leak_ends_when_it_was_stopped_and_told(d: District):
    item = did(d, "incident", "register", area=HOME, what="leak", facts="发错了群", stopped=False)
    assert set(item.clocks) == {"stopped", "taken", "ask_take"}
    did(d, "incident", "take", item.id, who="chen")
    ending = {"lessons": "群里不发孩子的信息"}
    assert why(d.do("chen", "incident", "end", item.id, **ending)) == "casework.leak_open"
    did(d, "incident", "stop", item.id, note="撤回了")
    did(d, "incident", "tell_authority", item.id, who="chen", authority="B-2")
    assert why(d.do("chen", "incident", "end", item.id, **ending)) == "casework.leak_open"
    did(d, "incident", "tell_persons", item.id, who="chen", persons_told="told", note="电话")
    assert did(d, "incident", "end", item.id, who="chen", **ending).ended
    assert why(d.do("wang", "incident", "answer_press", item.id, answered="x")) == "casework.state"


def test_where_a_child_came_to_grief_the_others_are_seen_first(d: District):
    item = did(d, "incident", "register", area=HOME, what="grave", facts="x", minor=CHILDREN[0])
    assert "siblings" in did(d, "incident", "take", item.id, who="chen").clocks
    did(d, "incident", "tell_authority", item.id, who="chen", authority="B-2")
    assert why(d.do("chen", "incident", "end", item.id, lessons="x")) == "casework.siblings_unseen"
    assert "siblings" not in did(d, "incident", "see_siblings", item.id, note="妹妹在外婆家，好").clocks
    assert did(d, "incident", "end", item.id, who="chen", lessons="x").ended


def asked(d: District, who_asks: str = "guardian", *, suspect: bool = False) -> WorkItem:
    given = {"area": HOME, "asks": "see", "who_asks": who_asks, "applicant": "妈妈", "minor": CHILDREN[0]}
    item = did(d, "access_request", "register", **given)
    did(d, "access_request", "take", item.id, who="chen")
    return did(d, "access_request", "check", item.id, who="chen", identity_checked=True, suspect=suspect)


GIVEN = {"gives": "走访记录", "withheld": "报告人", "reporter_withheld": True}


def test_nobody_unchecked_reads_a_file_and_nobody_learns_who_reported(d: District):
    given = {"area": HOME, "asks": "see", "who_asks": "guardian", "applicant": "妈妈"}
    early = did(d, "access_request", "register", **given)
    did(d, "access_request", "take", early.id, who="chen")
    assert why(d.do("chen", "access_request", "give", early.id, **GIVEN)) == "casework.not_entitled"
    item = asked(d)
    shown = {**GIVEN, "reporter_withheld": False}
    assert why(d.do("chen", "access_request", "give", item.id, **shown)) == "casework.reporter_shown"
    assert did(d, "access_request", "give", item.id, who="chen", **GIVEN).state == "given"
    stranger = asked(d, "other")
    assert why(d.do("chen", "access_request", "give", stranger.id, **GIVEN)) == "casework.not_entitled"
    refusal = {"reason": "不是监护人", "letter": "复2"}
    assert did(d, "access_request", "refuse", stranger.id, who="chen", **refusal).state == "refused"


def test_a_suspect_does_not_learn_where_the_child_is(d: District):
    item = asked(d, suspect=True)
    assert why(d.do("chen", "access_request", "give", item.id, **GIVEN)) == "casework.address_shown"
    given = {**GIVEN, "address_withheld": True}
    assert did(d, "access_request", "give", item.id, who="chen", **given).state == "given"


def test_the_death_of_a_child_freezes_its_record_at_once():
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0])
    made = d.do("chen", "case", "death", d.one("case").id, note="医院告知")
    assert isinstance(made, Decided), made
    incident = d.one("incident")
    assert (incident.minor, incident.open["what"], incident.ended) == (CHILDREN[0], "grave", False)
    assert table().kinds["incident"].freezes
    assert set(incident.clocks) == {"taken", "ask_take"}


def test_each_ground_of_a_notification_has_what_is_told_at_least():
    steps = [a for a in table().kinds["notification"].action if a.creating and a.put.get("ground")]
    assert {a.put["ground"] for a in steps} == {"harm", "guardian_unable", "leaving_school"}
    for action in steps:
        assert {"recipient", "child", "minimum", "call_back", "answer_wanted"} <= set(action.needs)
        kind = table().kinds["notification"]
        assert all("*" in field.shared for c in action.form if (field := kind.field_of(c))), "the body reads it"
    now = [a for a in steps if a.put["ground"] != "leaving_school"]
    assert all({"where_now", "danger_now"} <= set(a.needs) for a in now)
