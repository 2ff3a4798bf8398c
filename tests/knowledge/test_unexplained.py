"""A question that says more than its act gets no yes: how, to whom and with what is not covered by the act's name."""

from datetime import date

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.words.unexplained import unexplained, without_yes_to_the_rest

DAY = date(2026, 11, 30)


@pytest.mark.parametrize("how", ["用棍子", "拿皮带", "半夜", "蒙上眼睛", "脱光衣服"])
def test_no_way_of_doing_an_act_is_covered_by_its_name(how: str) -> None:
    """Over all acts that somebody may do: 可以<how>X吗 is no yes."""
    book, asked = rulebook(), 0
    for act, norms in book.norms_on.items():
        for by in sorted({k for n in norms for k in n.by})[:3]:
            p = permitted(book, act, by, Situation(), DAY)
            if p.answer is Permission.YES:
                asked += 1
                text = f"{book.kinds[by].name}可以{how}{book.acts[act].name}吗"
                answer = without_yes_to_the_rest(book, p, text, ())
                assert answer.answer is not Permission.YES, text
                assert answer.beside
    assert asked > 50


def test_the_act_alone_stays_a_yes() -> None:
    book = rulebook()
    for act, norms in book.norms_on.items():
        for by in sorted({k for n in norms for k in n.by})[:3]:
            p = permitted(book, act, by, Situation(), DAY)
            for name in (book.acts[act].name, *book.acts[act].aliases):
                kept = without_yes_to_the_rest(book, p, f"{book.kinds[by].name}可以{name}吗", ())
                assert kept is p, name


def test_what_a_told_fact_says_is_covered() -> None:
    assert unexplained("公安可以对打架的孩子训诫吗", ["训诫", "公安"], ["打架"]) == ()
    assert unexplained("公安可以对打架的孩子训诫吗", ["训诫", "公安"]) == ("打架",)


def test_a_duty_is_a_duty_whatever_else_is_said() -> None:
    book = rulebook()
    p = permitted(book, "stop_bullying", "school", Situation(), DAY, Asked.MUST)
    assert without_yes_to_the_rest(book, p, "学校必须在全校面前制止欺凌吗", ()) is p
