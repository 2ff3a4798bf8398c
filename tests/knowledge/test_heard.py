"""What a question tells beside what was given: it may bind, it may never free."""

from datetime import date
from functools import partial

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.heard import BINDS, at_any_age, with_heard
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.told_facts import minor_told, told_facts

DAY = date(2026, 11, 30)
GIVEN = Situation()
HEARD = [
    Situation(age=age, guardian_consents=consents, law_allows=True, venue_kind="library", crime_suspected=True)
    for age in (6, 13, 15, 17)
    for consents in (True, False)
]


@pytest.mark.parametrize("asked", Asked)
def test_over_all_acts_and_subjects_nobody_is_freed_by_what_was_heard(asked: Asked) -> None:
    book, decided = rulebook(), 0
    for act, norms in book.norms_on.items():
        for by in sorted({k for n in norms for k in n.by})[:6]:
            plain = permitted(book, act, by, GIVEN, DAY, asked)
            for heard in HEARD:
                answer, by_words = with_heard(partial(permitted, book, act, by, on=DAY, asked=asked), GIVEN, [heard])
                assert answer.answer in {plain.answer, BINDS[asked]}, (act, by, heard)
                assert by_words is (answer.answer is not plain.answer)
                decided += by_words
    assert decided, "the walk holds nothing if no words decide"


def test_the_answer_given_without_words_stays_where_it_binds() -> None:
    book = rulebook()
    plain = permitted(book, "sell_tobacco", "shop", Situation(age=16), DAY)
    answer, by_words = with_heard(
        partial(permitted, book, "sell_tobacco", "shop", on=DAY, asked=Asked.MAY),
        Situation(age=16),
        [Situation(age=19)],
    )
    assert (plain.answer, answer, by_words) == (Permission.NO, plain, False)


@pytest.mark.parametrize("asked", Asked)
def test_a_minor_of_unknown_age_is_bound_by_what_binds_at_every_age(asked: Asked) -> None:
    """Over all acts and subjects: what words like 高中生 decide, each age from 0 to 17 decides too; nobody is freed."""
    book, decided = rulebook(), 0
    for act, norms in book.norms_on.items():
        if not any(atom.fact == "age" for n in norms for atom in n.when.atoms):
            continue
        for by in sorted({k for n in norms for k in n.by})[:4]:
            plain = permitted(book, act, by, GIVEN, DAY, asked)
            answer, by_words = with_heard(
                partial(permitted, book, act, by, on=DAY, asked=asked), GIVEN, at_any_age(GIVEN)
            )
            assert answer.answer in {plain.answer, BINDS[asked]}
            each = {permitted(book, act, by, Situation(age=age), DAY, asked).answer for age in range(18)}
            assert by_words is (plain.answer is not BINDS[asked] and each == {BINDS[asked]}), (act, by)
            decided += by_words
    assert decided or asked is not Asked.MAY


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("彩票店能给未成年人兑奖吗", True),
        ("网店能卖电子烟给高中生吗", True),
        ("游戏厅周末可以让初中生玩吗", True),
        ("酒吧可以让职高学生进吗", True),
        ("文身店能给小孩文身吗", True),
        ("网吧可以让大学生进吗", False),
        ("酒吧可以接待成年人吗", False),
        ("可以向未成年人保护组织求助吗", False),
        ("少年法庭可以公开审理吗", False),
        ("十八岁的学生可以进酒吧吗", False),
        ("16岁的学生可以进网吧吗", False),
    ],
)
def test_words_tell_a_minor(text: str, *, minor: bool) -> None:
    facts = told_facts(text, DAY).facts
    assert (minor_told(text, facts) is not None) is minor


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("检察院可以听取被害人意见后对17岁的人附条件不起诉吗", None),
        ("检察院听了被害人的意见，可以附条件不起诉吗", None),
        ("检察院附条件不起诉可以不告诉被害人吗", None),
        ("被害人15岁，法院可以公开审理吗", "victim"),
        ("法院可以公开审理17岁被告人的案件吗", "suspect"),
        ("法院可以公开审理未成年被告人的案件吗", "suspect"),
    ],
)
def test_a_role_is_the_childs_and_not_that_of_whoever_is_heard_beside_it(text: str, role: str | None) -> None:
    facts = [f for f in told_facts(text, DAY).facts if f.fact == "procedural_role" and f.plain]
    assert [str(f.value) for f in facts] == ([role] if role else [])
