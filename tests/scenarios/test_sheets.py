"""The sheets of all stories: short enough for tonight, nothing twice, nothing about others, four answers kept apart."""

from itertools import combinations

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import DURATIONS
from knowledge.vocabulary import CautionKind, Confidence, Fit, Verdict
from network.referral.referral import Referral
from network.sheet.model import Absence, FoldKind, Sheet, When
from network.sheet.once import STEP, pairs, shared
from network.sheet.relevance import for_all, raw
from network.sheet.sheet import of_referral
from network.sheet.text import text
from tests.scenarios.referral_stories import ALL
from tests.scenarios.sheets import (
    CHILDREN,
    FILES,
    MADE_ON,
    MORNING,
    child,
    children,
    matter,
    printed,
    sentences,
    sheets,
)
from tests.support.walks import every

A4 = (46, 48)
"""Letters of a line and lines of a page, at 10.5 points with margins of 2 cm."""
LINES = 40


@every("file", FILES)
def test_a_sheet_is_one_page(file: str):
    for name, s in sheets(file):
        page = text(s)
        assert len(page.splitlines()) <= LINES, f"{name}\n{page}"
        assert printed(page, A4[0]) <= A4[1], f"{name}\n{page}"
        assert len(s.now) <= 3, name


@every("file", FILES)
def test_nothing_is_said_twice(file: str):
    for name, s in sheets(file):
        every = sentences(s)
        assert len(every) == len(set(every)), name
        advice = [(t, pairs(t)) for t in sentences(s, advice=True)]
        again = [(a, b) for (a, p), (b, q) in combinations(advice, 2) if shared(p, q) >= STEP]
        assert not [x for x in again if not _questions(s, x)], (name, again)
        rows = [b.name for b in (*s.apply.can, *s.apply.verify, *s.apply.cannot)]
        rows += [b.name for q in s.apply.ask for b in q.decides]
        assert len(rows) == len(set(rows)), name


def _questions(s: Sheet, both: tuple[str, str]) -> bool:
    """Two questions may resemble each other: father and mother."""
    lines = {x.text for f in s.folds if f.kind is FoldKind.QUESTIONS for x in f.lines}
    return set(both) <= lines


@every("file", FILES)
def test_what_is_due_first_stands_first(file: str):
    order = list(When)
    for name, s in sheets(file):
        ranks = [order.index(step.when) for step in s.now]
        assert ranks == sorted(ranks), name
        assert [f.kind for f in s.folds] == sorted({f.kind for f in s.folds}, key=list(FoldKind).index), name


@every("file", FILES)
def test_each_contact_has_a_number_or_says_why_not(file: str):
    for name, s in sheets(file):
        for c in (*(c for step in s.now for c in step.who), *s.who):
            assert c.name, name
            assert c.phone.absent in {None, Absence.UNKNOWN, Absence.NOT_LOADED, Absence.NOT_REGISTERED}, (name, c)
            assert not (c.phone.text and c.phone.absent), (name, c)
        for b in (*s.apply.can, *s.apply.verify, *(b for q in s.apply.ask for b in q.decides)):
            assert str(b.hours), (name, b)
            assert str(b.days), (name, b)
            assert str(b.bring), (name, b)


ROLES = {
    "age", "sex", "school_kind", "procedural_role", "conduct", "community_correction", "specialised_assessed",
    "in_custody_of_law",
}  # fmt: skip
"""What a child is: of another age, in another role, a service is not refused; it is for others."""


@pytest.mark.parametrize("file", CHILDREN)
def test_nothing_is_refused_or_asked_for_another_role(file: str, book: Rulebook):
    """No suspect's defence on a victim's sheet, no question about a role for which nothing speaks."""
    for name, r, s in children(file):
        offers = {o.code: o.eligibility for n in r.needs for o in n.offers}
        for b in s.apply.cannot:
            e = offers[b.code]
            failing = [t.row.when.failing(e.facts) for q in e.required if q.verdict is Verdict.NO for t in q.ways]
            facts = [raw(book, (a.fact for a in atoms)) for atoms in failing]
            assert any(not f <= ROLES for f in facts), (name, b.name)
        for q in s.apply.ask:
            if q.fact in ROLES - {"age", "sex", "school_kind"}:
                assert all(any(t.some for x in offers[b.code].required for t in x.ways) for b in q.decides), (name, q)


@pytest.mark.parametrize("file", CHILDREN)
def test_in_danger_only_what_cannot_wait_stands_above_the_fold(file: str):
    for name, r, s in children(file):
        if not any(d.verdict is Verdict.YES for d in r.doors):
            continue
        urgent = {o.code for n in r.needs if n.need.concept.tonight for o in n.offers}
        shown = {b.code for b in s.apply.can} | {b.code for q in s.apply.ask for b in q.decides}
        assert shown <= urgent, name
        assert s.now[0].when in {When.NOW, When.TONIGHT}, name


@pytest.mark.parametrize("file", CHILDREN)
def test_each_need_is_answered(file: str):
    """By a service, open or folded; of safety itself also by an open door."""
    for name, r, s in children(file):
        page, door = text(s, opened=True), any(d.verdict is Verdict.YES for d in r.doors)
        for n in r.needs:
            named = any(o.eligibility.service.name in page for o in n.offers)
            assert named or (door and n.need.concept.safety), (name, n.need.concept.name)


def test_each_reason_says_what_is_missing(book: Rulebook):
    """A requirement by itself reads as its reverse: 「没有违法犯罪嫌疑」 is what is wanted, not what is so."""
    wanted = {q.text for s in book.services.values() for q in s.requirement}
    refused = [b for _, s in _every() for b in s.apply.cannot]
    assert refused
    for b in refused:
        assert b.fit is Fit.INELIGIBLE
        assert b.why[0] not in wanted
        assert b.why[0].startswith("还差这一条：")


def _every() -> list[tuple[str, Sheet]]:
    return [row for file in FILES for row in sheets(file)]


def test_counted_deadlines_of_whoever_decides_stand_in_words(book: Rulebook):
    counted = {
        s.code: [d for d in s.deadline if d.value and d.who in {k for a in s.apply for k in (a.accept, a.confirm)}]
        for s in book.services.values()
    }
    rows = [b for _, s in _every() for b in (*s.apply.can, *(b for q in s.apply.ask for b in q.decides))]
    with_number = [b for b in rows if counted[b.code]]
    assert with_number
    assert all(str(d.value) in b.days.text for b in with_number for d in counted[b.code][:1])


def sheet_of(words: str, hour: int = MORNING) -> tuple[Referral, Sheet]:
    r = child(next(s for name, s in ALL if words in name), hour)
    return r, of_referral(r)


def situated(**facts: object) -> Sheet:
    story = {"on": ALL[0][1]["on"], "situation": facts}
    return of_referral(child(story, MORNING))


def steps_of(s: Sheet) -> str:
    return "\n".join([x.text for x in s.now] + [x.text for f in s.folds if f.kind is FoldKind.NEXT for x in f.lines])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"age": 9, "father_state": "dead", "mother_state": "dead"}, "定监护人"),
        ({"age": 9, "domestic_violence": True}, "人身安全保护令"),
        ({"age": 14, "net_harm": "sexual"}, "告诉网络平台"),
        ({"age": 14, "net_harm": "bullying"}, "通知网络平台删除"),
        ({"age": 14, "net_harm": "personal_information"}, "更正、删除孩子的个人信息"),
        ({"age": 16, "procedural_role": "suspect", "has_defender": False}, "辩护律师"),
        ({"age": 16, "procedural_role": "suspect", "in_custody_of_law": True}, "辩护律师"),
        ({"age": 12, "dropped_out": True}, "劝返"),
    ],
)
def test_the_step_is_there(facts: dict[str, object], words: str):
    assert words in steps_of(situated(**facts))


def test_a_detained_suspect_of_serious_misconduct_gets_a_lawyer(book: Rulebook):
    code = next(m.code for m in book.matters.values() if m.name == "严重不良行为矫治教育")
    facts = {"age": 16, "conduct": "seriously_bad", "in_custody_of_law": True}
    page = text(matter({"on": ALL[0][1]["on"], "matter": code, "situation": facts}), opened=True)
    assert "辩护律师" in page


def test_the_number_for_emergencies_is_no_window_for_other_services(book: Rulebook):
    rows = [b for _, s in _every() for b in (*s.apply.can, *(b for q in s.apply.ask for b in q.decides))]
    safety = {s.code for n in book.needs if n.safety for s in book.services.values() if n.code in s.needs}
    assert [b.name for b in rows if b.window.phone.text in {"110", "120"} and b.code not in safety] == []


def test_a_guardian_step_is_not_for_a_child_with_a_parent():
    assert "定监护人" not in steps_of(situated(age=9, father_state="dead", mother_state="able"))


def test_nobody_is_sent_for_the_papers_of_a_child_of_unknown_origin():
    baby = text(situated(age=0, trafficked=True, hukou="none"), opened=True)
    assert "出生医学证明" not in baby
    assert "落户、身份查询" in baby


def test_a_question_is_asked_once_for_all_that_it_decides():
    s = situated(
        age=9, hukou="local", father_state="imprisoned", mother_state="lost_contact", needs=("N04", "N07", "N09")
    )
    facts = [q.fact for q in s.apply.ask]
    assert len(facts) == len(set(facts))
    assert any(len(q.decides) > 1 for _, each in _every() for q in each.apply.ask)


def test_an_answer_to_a_question_decides_something_and_cannot_be_taken_for_its_reverse():
    """「孩子现在安全吗？」 with the answer 「是」 would be the fact that life is in danger."""
    asked = [q for _, s in _every() for q in s.apply.ask]
    assert asked
    assert all(len({fit for o in q.outcomes for fit, _ in o.results}) > 1 for q in asked)
    chosen = [q for q in asked if (f := FACTS.get(DURATIONS.get(q.fact, q.fact))) and f.options]
    assert chosen
    assert all("是" not in o.answers for q in chosen for o in q.outcomes)


def test_a_child_who_asks_for_itself_is_not_sent_to_court():
    s = situated(age=11, domestic_violence=True, reporter="minor")
    assert "人身安全保护令" not in "".join(step.text for step in s.now)
    assert "人身安全保护令" in steps_of(s)


def test_a_report_in_doubt_says_what_to_ask():
    you = situated(pregnant=True, reporter="medical").you
    assert you is not None
    assert any("几岁" in line for line in you.duties)


def test_a_window_that_is_closed_says_when_it_opens():
    facts = {"age": 9, "needs": ("N15",)}
    story = {"on": ALL[0][1]["on"], "situation": facts}
    night = of_referral(child(story, 23)).apply.can
    assert any(b.opens is not None for b in night)
    assert all(b.when in {When.TODAY, When.WEEK} for b in night)


def test_who_asks_is_told_its_own_duty():
    school = situated(age=9, domestic_violence=True, reporter="school").you
    assert school is not None
    assert school.reporter == "学校"
    assert any("：立即（法定" in line for line in school.duties)
    nobody = situated(age=9, domestic_violence=True).you
    assert nobody is not None
    assert nobody.reporter is None
    assert situated(age=9, domestic_violence=True, reporter="minor").you is None


@pytest.mark.parametrize("file", CHILDREN)
def test_what_no_text_describes_stands_below_what_is_described(file: str):
    """A service for everybody of which no text says what it gives (亮点项目) is no first answer to a need."""
    for name, r, s in children(file):
        every = [o.eligibility for n in r.needs for o in n.offers]
        vague = {e.service.code for e in every if for_all(e) and e.service.confidence is Confidence.L}
        assert not vague & {b.code for b in s.apply.can}, name


@pytest.mark.parametrize("file", CHILDREN)
def test_a_child_that_asks_is_not_told_how_to_speak_with_the_child(file: str):
    for name, r, s in children(file):
        lines = [x.text for f in s.folds if f.kind is FoldKind.CARE for x in f.lines]
        assert not (r.by_child and any("孩子本人" in line for line in lines)), name


@every("code", [m.code for m in rulebook().matters.values() if m.report])
def test_whoever_is_bound_to_report_is_told_so_before_every_fact_is_known(code: str):
    for reporter in rulebook().bound_reporters:
        s = matter({"matter": code, "situation": {"reporter": reporter}, "on": MADE_ON})
        assert s.you is not None, reporter
        assert s.you.duties, reporter


@every("code", [m.code for m in rulebook().matters.values() if m.danger or m.report])
def test_calls_stand_before_everything_else_that_is_due_now(code: str):
    s = matter({"matter": code, "situation": {}, "on": MADE_ON})
    calls = ["110" in step.text or "120" in step.text for step in s.now if step.when is When.NOW]
    assert calls == sorted(calls, reverse=True)
    dialled = [c.phone.text in {"110", "120"} for c in s.who]
    assert dialled == sorted(dialled, reverse=True)


@pytest.mark.parametrize("file", CHILDREN)
def test_whom_of_the_family_not_to_ask_stands_above_the_fold_behind_what_to_stop(file: str):
    for name, r, s in children(file):
        family = {c.row.text for c in r.triage.cautions if c.row.family and c.row.kind is CautionKind.NOT_FIRST}
        stop = {c.row.text for c in r.triage.cautions if c.row.kind is CautionKind.STOP}
        said = [x.text for x in s.care if x.text not in stop]
        assert not family or not said or said[0] in family, name
