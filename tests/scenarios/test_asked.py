"""What was asked is answered within the first three steps, where the words tell no danger (问的先答)."""

from typing import Any

import pytest

from knowledge.literals import compiled
from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from knowledge.understanding.wishes import fits, wishes, wishes_in
from knowledge.vocabulary import Verdict
from knowledge.words.phrasings import phrasings
from network.referral.referral import Referral
from network.responsibility.offices import answer
from network.sheet.matter import harms, is_of_danger, waits
from network.sheet.model import Sheet
from network.sheet.named import NamedInQuestion
from network.sheet.sheet import of_matter, of_referral
from network.sheet.steps import CONFIRM, FIRST
from network.sheet.text import text as page
from tests.scenarios.referral_stories import ALL
from tests.scenarios.sheets import MORNING, child
from tests.support.walks import every

BOOK = rulebook()
EACH = 4
"""Phrasings of each matter that are asked, of as many writers."""
CALM_MATTERS = [m.code for m in BOOK.matters.values() if not m.danger and not m.report]
EMERGENCY = ("110", "120", "119")


def referral(**facts: Any) -> Referral:
    return child({"on": ALL[0][1]["on"], "situation": facts}, MORNING)


def asked(code: str, text: str, *, calm: bool, **facts: Any) -> Sheet:
    r = referral(**facts)
    return of_referral(r, NamedInQuestion.of(r, (code,), calm=calm, wishes=wishes_in(text)))


def texts(code: str) -> list[str]:
    """Its phrasings in which no child is in danger, one a writer."""
    rows = {p.writer: p.text for p in phrasings() if p.codes[:1] == (code,) and p.danger is not True}
    return list(rows.values())[:EACH]


def subject(code: str) -> set[str]:
    """The steps of a matter beside those for a harm of which nothing is known."""
    r = referral()
    result = answer(r.network, r.book, code, r.place, r.situation, r.on)
    assert not is_of_danger(result)
    apart = harms(r.book)
    return {s.row.text for s in result.finding.steps if not waits(s, apart)}


@every("code", CALM_MATTERS)
def test_a_step_of_its_own_subject_is_among_the_first(code: str):
    own = subject(code)
    for calm in (True, False):
        for text in (*texts(code), ""):
            s = asked(code, text, calm=calm)
            now = [step.text for step in s.now]
            assert set(now) & own, (code, text, now)
            if calm and len(own) >= FIRST:
                assert len(set(now) & own) == len(now), (code, text, now)
            assert len(page(s).splitlines()) <= 40, (code, text)


@every("code", CALM_MATTERS)
def test_the_check_on_the_child_is_a_line_or_the_first_step(code: str):
    look = str(message("sheet.look"))
    for calm in (True, False):
        s = asked(code, "", calm=calm)
        calls = [any(c.phone.text in EMERGENCY for c in step.who) or step.code == CONFIRM for step in s.now]
        assert any(calls) or s.care[0].text == look, code
        assert calm or calls[0], (code, "without words nobody knows whether the child is safe")


@every("code", CALM_MATTERS)
def test_a_matter_that_is_looked_up_shows_its_subject_too(code: str):
    r = referral()
    result = answer(r.network, r.book, code, r.place, r.situation, r.on)
    assert {step.text for step in of_matter(result, r).now} & subject(code)


@pytest.mark.parametrize(
    ("code", "text", "facts", "words"),
    [
        ("M105", "离婚判咗女归佢，前妻成年唔俾我见个女，可以去学校直接接走佢咩", {"age": 7}, "不自己去抢"),
        ("M105", "离婚判咗女归佢，前妻成年唔俾我见个女，可以去学校直接接走佢咩", {"age": 7}, "拒不协助探望"),
        ("M106", "我想立遗囑，自己癌症末期，想指定我家姐做監護人", {"age": 9}, "遗嘱指定"),
        ("M77", "冇低保，高二，班主任话唔系低保攞唔到资助，系唔系真嘅", {"age": 16}, "直接找就读学校"),
        ("M104", "想帮个女上户口，冇出生证点算", {"age": 2}, "没有出生医学证明"),
        ("M108", "个仔打赏主播三万蚊，可唔可以退", {"age": 9}, "充值、打赏"),
    ],
)
def test_what_is_asked_comes_first(code: str, text: str, facts: dict[str, Any], words: str):
    assert any(words in step.text for step in asked(code, text, calm=True, **facts).now)


@every("harm", [{"injury": True}, {"sexual_harm": True}, {"domestic_violence": True}, {"unattended": True, "age": 6}])
def test_told_danger_comes_first_whatever_is_asked(harm: dict[str, Any]):
    for code in CALM_MATTERS:
        r = referral(**harm)
        with_matter = of_referral(r, NamedInQuestion.of(r, (code,), wishes=wishes_in("赔多少钱"))).now
        assert with_matter[0] == of_referral(r).now[0], code


def test_every_wish_is_named_by_a_step_that_it_prefers():
    steps = [s.text for m in BOOK.matters.values() for s in m.step]
    for wish in wishes():
        assert any(compiled(wish.steps).search(s) for s in steps), wish.code
    who, evidence = fits(wishes_in("医药费谁出"), ["弄清谁承担", "留证据"])
    assert who > evidence
    assert any(d.verdict is Verdict.UNKNOWN for d in referral().doors)


def benefits(code: str) -> set[str]:
    """The benefits that have this matter for their own."""
    return {s.code for s in BOOK.services.values() if s.benefit and s.matters == (code,)}


@every("code", [code for code in CALM_MATTERS if benefits(code)])
def test_a_benefit_that_is_asked_about_is_had_or_a_question_away(code: str):
    """One at least stands above the fold; all that are the matter's own are named."""
    s = asked(code, "", calm=True)
    of, folded = s.apply, "".join(line.text for fold in s.folds for line in fold.lines)
    shown = {b.code for b in (*of.can, *of.verify, *of.cannot, *(b for q in of.ask for b in q.decides))}
    assert benefits(code) & shown, code
    assert all(BOOK.services[b].name in folded for b in benefits(code) - shown), (code, benefits(code) - shown)
