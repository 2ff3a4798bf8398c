"""What a worker does tonight, on the sheets of all stories: who leads, what is one's own, who tells the parents."""

import re
from itertools import product

import pytest

from knowledge.referral.safety import door_steps
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.vocabulary import CautionKind, Fit, Verdict
from network.referral.referral import Referral
from network.sheet.asker import passes_by
from network.sheet.model import FoldKind, Sheet, SheetContact, When
from network.sheet.relevance import is_role
from network.sheet.sheet import of_referral
from network.sheet.steps import open_doors
from network.sheet.text import text
from tests.scenarios.referral_stories import ALL
from tests.scenarios.sheets import CHILDREN, EVENING, FILES, child, children, district, matter, sheets
from tests.support.walks import every

REPORTERS = tuple(FACTS["reporter"].options)
HARM = {"age": 9, "domestic_violence": True, "offender": "guardian"}
ALONE = {"age": 6, "unattended": True}
NOT_FILED = "不立案"


def sheet_of(**facts: object) -> tuple[Referral, Sheet]:
    r = child({"on": ALL[0][1]["on"], "situation": facts}, EVENING)
    return r, of_referral(r)


def contacts(s: Sheet) -> list[SheetContact]:
    return [*(c for step in s.now for c in step.who), *s.who]


def next_lines(s: Sheet) -> str:
    return "\n".join(x.text for f in s.folds if f.kind is FoldKind.NEXT for x in f.lines)


def test_a_foundling_is_kept_warm_and_the_ambulance_comes_first():
    _, s = sheet_of(age=0, abandoned=True, reporter="public")
    assert s.now[0].who[0].phone.text == "120"
    assert "保暖" in s.now[0].text
    assert s.now[1].who[0].phone.text == "110"
    first = matter({"matter": "M12", "situation": {"age": 0, "abandoned": True}, "on": ALL[0][1]["on"]}).now[0].text
    assert first.index("120") < first.index("110")


@pytest.mark.parametrize("file", CHILDREN)
def test_where_no_office_of_a_door_has_a_number_110_leads(file: str):
    for name, r, s in children(file):
        doors = {d.concept.code: d for d in open_doors(r)}
        for step in (x for x in s.now if x.code in doors and x.who):
            numbered = any(c.number for c in doors[step.code].concept.call)
            assert step.who[0].phone.text or not numbered, (name, step.text)
            assert (step.who[0].phone.text in {"110", "120"}) <= (step.when is When.NOW), (name, step.text)


@every(
    ("facts", "reporter"),
    product([HARM, ALONE, {"age": 12, "bullied": True, "severity": "serious", "injury": True}], REPORTERS),
)
def test_nobody_is_sent_to_itself(facts: dict[str, object], reporter: str, book: Rulebook):
    r, s = sheet_of(**facts, reporter=reporter)
    if reporter not in book.kinds:
        return
    own = {book.kinds[reporter].name, *(b.name for b in r.network.bodies.values() if b.kind == reporter)}
    assert [c.name for c in contacts(s) if c.name in own] == []


@every("code", [m.code for m in rulebook().matters.values() if m.danger or m.report])
def test_no_matter_sends_a_committee_to_itself(code: str, book: Rulebook):
    asker = "community_committee"
    s = matter({"matter": code, "situation": {"reporter": asker}, "on": ALL[0][1]["on"]})
    own = {book.kinds[asker].name, *(b.name for b in district().bodies.values() if b.kind == asker)}
    assert [c.name for c in contacts(s) if c.name in own] == []


def test_what_a_committee_and_a_hospital_do_themselves_is_their_duty():
    _, committee = sheet_of(**ALONE, reporter="community_committee")
    assert committee.you is not None
    assert "临时生活照料" in committee.you.duties[0]
    for doubtful in ({"injury": True}, {"injury": True, "crime_suspected": True}):
        _, hospital = sheet_of(age=10, reporter="medical", **doubtful)
        assert hospital.you is not None
        duties = "\n".join(hospital.you.duties)
        assert all(word in duties for word in ("救治", "病历", "检材", "立即向公安")), duties
        assert "120" not in {c.phone.text for c in contacts(hospital)}


def test_each_step_of_a_door_that_asks_who_reports_is_shown_to_them_alone(book: Rulebook):
    asked = [(d, s) for d in book.doors for s in d.step if any(a.fact == "reporter" for a in s.when.atoms)]
    assert asked
    for d, step in asked:
        mine = {str(v) for a in step.when.atoms if a.fact == "reporter" for v in a.values}
        for reporter in REPORTERS:
            _, s = sheet_of(age=6, unattended=True, injury=True, crime_under_way=True, reporter=reporter)
            shown = step.text in text(s, opened=True)
            assert shown is (reporter in mine), (d.code, step.text, reporter)


@every("file", FILES)
def test_leaving_whoever_harms_stands_with_the_calls(file: str):
    """Where harm is by somebody near, and nowhere in a fold."""
    for name, s in sheets(file):
        assert "先让孩子离开侵害人" not in next_lines(s), name
    for name, r, s in children(file) if file in CHILDREN else ():
        police = "door_police" in {d.concept.code for d in open_doors(r)}
        if police and r.facts.verdict("is_harm_near") is Verdict.YES and not r.by_child:
            assert any("先让孩子离开侵害人" in step.text for step in s.now), name


def test_the_call_says_what_it_is_about(book: Rulebook):
    police = next(d for d in book.doors if d.code == "door_police")
    says = {way.says for way in police.way if way.says}
    _, s = sheet_of(age=5, trafficked=True, reporter="public")
    assert "被拐卖" in s.now[0].who[0].says
    for name, r, sheet in (x for file in CHILDREN for x in children(file)):
        ways = [t.row.says for d in open_doors(r) if d.concept is police for t in d.ways if t.row.says]
        calls = [c.says for step in sheet.now if step.code == police.code for c in step.who if c.phone.text == "110"]
        if ways and calls and not r.by_child:
            assert any(w in calls[0] for w in ways), name
    assert says


def test_nothing_reads_as_leave_to_publish_a_child(book: Rulebook):
    """To find a missing child its picture may be published: that is for the police."""
    rows = [c for c in book.cautions if "失踪" in c.text and "公开" in c.text]
    assert rows
    assert all("由公安发布" in c.text for c in rows)
    assert [c.text for c in book.cautions if re.search("失踪[^。；]*除外", c.text)] == []
    advice = [s.text for m in book.matters.values() for s in m.step] + [
        s.text for m in book.matters.values() for s in m.safeguard
    ]
    assert [t for t in advice if "可以披露识别" in t] == []


@pytest.mark.parametrize("file", CHILDREN)
def test_in_danger_nobody_is_asked_what_a_child_is_in_proceedings(file: str):
    for name, r, s in children(file):
        if open_doors(r):
            asked = [q.fact for q in s.apply.ask if is_role(q.fact) and not FACTS[q.fact].background]
            assert asked == [], name


PASSING = {"hotel", "platform", "venue", "entertainment", "net_cafe", "transport_operator"}
"""Who has a child before them for an hour and applies for nothing."""


@every(
    ("facts", "reporter"),
    product([HARM, ALONE, {"age": 15, "crime_suspected": True}, {"age": 5, "trafficked": True}], REPORTERS),
)
def test_who_only_passes_by_keeps_the_child_safe_and_calls(facts: dict[str, object], reporter: str):
    r, s = sheet_of(**facts, reporter=reporter)
    assert passes_by(r) is (reporter in PASSING)
    if passes_by(r):
        assert (s.apply.can, s.apply.ask, s.apply.verify, s.apply.cannot, s.who) == ((), (), (), (), ())
        assert s.now[0].who[0].phone.text == "110"


def test_a_benefit_that_several_answers_decide_is_not_folded():
    """Both parents in prison: who cares tonight is asked first, and the question stands that decides the benefit."""
    _, s = sheet_of(age=8, father_state="imprisoned", mother_state="imprisoned", reporter="community_committee")
    assert "谁在照顾" in s.now[0].text
    asked = next(q for q in s.apply.ask for b in q.decides if "事实无人抚养" in b.name)
    assert "判决书" in asked.text


@pytest.mark.parametrize("file", CHILDREN)
def test_a_benefit_that_known_facts_speak_for_stands_above_the_fold_or_has_no_room(file: str):
    for name, r, s in children(file):
        if open_doors(r):
            continue
        for b in s.apply.verify:
            assert b.fit is Fit.UNKNOWN, name
            assert b.why, (name, b.name)


@pytest.mark.parametrize("file", CHILDREN)
def test_a_door_that_known_facts_speak_for_is_asked_about(file: str):
    for name, r, s in children(file):
        raised = [d for d in r.doors if d.verdict is Verdict.UNKNOWN and d.raised and d.missing]
        if raised and not open_doors(r) and not r.by_child and not r.facts.adult:
            assert "先问：" in "\n".join([*(step.text for step in s.now), next_lines(s)]), name


@every("file", FILES)
def test_that_no_case_was_opened_is_said_only_where_the_police_know_of_it(file: str):
    for name, r, s in children(file) if file in CHILDREN else ():
        known = r.situation.case_organ is not None
        assert (NOT_FILED in "\n".join([x.text for x in s.now] + [next_lines(s)])) <= known, name


def test_that_no_case_was_opened_is_said_where_the_police_know_of_it():
    _, s = sheet_of(age=9, sexual_harm=True, case_organ="police")
    assert NOT_FILED in next_lines(s)


@pytest.mark.parametrize("file", CHILDREN)
def test_whoever_tells_the_parents_is_on_each_sheet_of_a_child_in_danger(file: str):
    """By whom and when; where somebody of the family may be the offender, that nobody does before the police."""
    for name, r, s in children(file):
        if not open_doors(r) or r.by_child:
            continue
        page = text(s, opened=True)
        suspected = any(c.row.family and c.row.kind is CautionKind.NOT_FIRST for c in r.triage.cautions)
        if suspected or r.facts.verdict(r.book.family) is Verdict.YES:
            assert re.search("由公安决定|与公安商量后告知", page), name
        else:
            assert re.search("告诉父母|父母或者其他监护人|通知.{0,6}(父母|家长)|联系.{0,4}(父母|家长)", page), name


def test_steps_of_doors_that_lead_are_few():
    """Three steps stand above the fold, on one page."""
    for name, r, _ in (x for file in CHILDREN for x in children(file)):
        for d in open_doors(r):
            held = [s for s in door_steps(r.facts, d.concept) if s.verdict is Verdict.YES and s.row.lead]
            assert len(held) <= 2, (name, d.concept.code)


@pytest.mark.parametrize("file", CHILDREN)
def test_no_warning_about_the_family_is_taken_for_a_repetition(file: str):
    for name, r, s in children(file):
        page = text(s, opened=True)
        warnings = [c.row.text for c in r.triage.cautions if c.row.family and c.row.kind is CautionKind.NOT_FIRST]
        assert [w for w in warnings if w not in page] == [], name
