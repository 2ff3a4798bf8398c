"""An exception that nothing in the words suggests is named beside a refusal; it opens nothing, and frees nobody."""

from datetime import date
from functools import cache, partial

import pytest

from knowledge.permissions.decision import Asked, Permission, Permitted, permitted
from knowledge.permissions.exceptions import Unlikely, not_suggested, refused_by_rule
from knowledge.permissions.heard import with_if_so
from knowledge.permissions.in_words import InWords
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.understood import counted, understand
from knowledge.vocabulary import Verdict
from tests.knowledge.test_permission_walk import asking
from tests.support.walks import every

BOOK = rulebook()
ON = date(2026, 12, 1)
NOBODY = Situation()


def open_answers(asked: Asked) -> list[Permitted]:
    """All acts by all kinds of body with nothing known, where the answer is open."""
    answers = (permitted(BOOK, a, by, NOBODY, ON, asked) for a in sorted(BOOK.acts) for by in sorted(asking(BOOK, a)))
    return [p for p in answers if p.answer is Permission.DEPENDS]


def refused(p: Permitted, unlikely: Unlikely) -> Permitted:
    judged = partial(permitted, BOOK, p.act, p.by, on=ON, asked=p.asked)
    return refused_by_rule(p, judged, NOBODY, [NOBODY], InWords(unlikely=unlikely))[0]


@cache
def left_to_exceptions() -> list[Permitted]:
    """The open answers that only exceptions leave open."""
    return [p for p in open_answers(Asked.MAY) if refused(p, lambda _: True) is not p]


def asked_again(p: Permitted, text: str) -> Permitted:
    told = understand(BOOK, text, ON, {})
    known = Situation(**{f.fact: f.value for f in counted(told.facts, {}, frozenset())})
    judged = partial(permitted, BOOK, p.act, p.by, on=ON, asked=p.asked)
    unlikely = not_suggested(BOOK, p, text, told, NOBODY)
    return refused_by_rule(p, judged, NOBODY, [known], InWords(unlikely=unlikely))[0]


def one_of_each_act() -> list[Permitted]:
    return list({p.act: p for p in left_to_exceptions()}.values())


def test_what_only_exceptions_leave_open_is_refused_and_each_is_named():
    """Never a yes, over all acts and bodies; what the rule's own conditions leave open stays open."""
    for p in open_answers(Asked.MAY):
        answer = refused(p, lambda _: True)
        assert answer.answer in {Permission.DEPENDS, Permission.NO}, (p.act, p.by)
        if answer.answer is Permission.NO:
            beside = [e.row.text for n in answer.norms if n.binds is Verdict.YES for e in n.unlikely]
            assert beside
            assert all(text in str(answer.sentence(BOOK)) for text in beside)
            assert not answer.missing
    assert len(left_to_exceptions()) > 20


@pytest.mark.parametrize("asked", [Asked.MAY_NOT, Asked.MUST])
def test_an_exception_from_a_duty_is_asked_for(asked: Asked):
    """The family is told of an injury unless it may have caused it: nobody is told to tell without that question."""
    for p in open_answers(asked):
        assert refused(p, lambda _: True) is p


@every("p", one_of_each_act(), ids=lambda p: p.act)
def test_a_bare_question_suggests_no_exception_and_its_own_sentence_does(p: Permitted):
    name = BOOK.acts[p.act].name
    bare = asked_again(p, f"{name}可以吗")
    assert bare.answer is Permission.NO
    for e in {e.row.text: e.row for n in bare.norms for e in n.unlikely}.values():
        answer = asked_again(p, f"{e.text}，{name}可以吗")
        assert e not in [u.row for n in answer.norms for u in n.unlikely], e.text


@pytest.mark.parametrize(
    ("act", "by", "text", "answer"),
    [
        ("disclose_identity", "media", "报道被性侵女童的名字和学校可以吗", Permission.NO),
        ("disclose_identity", "media", "公布走失女童的名字和照片可以吗", Permission.DEPENDS),
        ("disclose_identity", "media", "报道被拐的孩子叫什么可以吗", Permission.DEPENDS),
        ("process_child_data", "platform", "家长没同意就采集10岁孩子的人脸信息可以吗", Permission.NO),
        ("process_child_data", "platform", "10岁的孩子正要跳楼，冇家长同意都收佢嘅资料得唔得", Permission.DEPENDS),
        ("open_letters", "guardian", "偷看孩子日记可以吗", Permission.NO),
        ("open_letters", "guardian", "孩子要自杀，看她的日记可以吗", Permission.DEPENDS),
    ],
)
def test_what_was_told_decides_which_exceptions_are_open(act: str, by: str, text: str, answer: Permission):
    p = permitted(BOOK, act, by, NOBODY, ON)
    assert p.answer is Permission.DEPENDS
    assert asked_again(p, text).answer is answer


def test_an_open_answer_tells_what_follows_if_the_words_are_right_and_stays_open():
    p = permitted(BOOK, "apply_protection_order", "community_committee", NOBODY, ON)
    judged = partial(permitted, BOOK, p.act, p.by, on=ON, asked=p.asked)
    harmed = Situation(age=9, domestic_violence=True)
    told = with_if_so(p, judged, NOBODY, [harmed], lambda _: True)
    assert told.answer is Permission.DEPENDS
    assert told.missing == p.missing
    assert told.if_so is not None
    assert str(told.if_so.sentence(BOOK)) in str(told.sentence(BOOK))
    assert str(p.sentence(BOOK)) in str(told.sentence(BOOK))


@pytest.mark.parametrize(
    ("heard", "covered"),
    [
        ([NOBODY], True),
        ([Situation(age=9)], True),
        ([Situation(age=9, domestic_violence=True), Situation(age=20, domestic_violence=True)], True),
        ([Situation(age=9, domestic_violence=True)], False),
    ],
)
def test_nothing_follows_from_words_that_leave_it_open_or_are_not_covered(heard: list[Situation], *, covered: bool):
    p = permitted(BOOK, "apply_protection_order", "community_committee", NOBODY, ON)
    judged = partial(permitted, BOOK, p.act, p.by, on=ON, asked=p.asked)
    assert with_if_so(p, judged, NOBODY, heard, lambda _: covered) is p
