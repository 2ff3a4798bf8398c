"""Which sentence of a text asks whether somebody may or must, and whom it asks about."""

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.understanding.questions import AskedAct, asked_act

ASKED = [
    ("我是班主任，女学生说叔叔摸她。学校能不能先问家长？", AskedAct("学校能不能先问家长？", "school")),
    ("老师可以翻学生书包吗", AskedAct("老师可以翻学生书包吗", "teacher")),
    ("孩子妈妈要不要先同意", AskedAct("孩子妈妈要不要先同意", "guardian")),
    ("我能不能带孩子走", AskedAct("我能不能带孩子走", "medical")),
    ("医院唔报得唔得", AskedAct("医院唔报得唔得", "medical")),
    ("那个人能不能进校", AskedAct("那个人能不能进校", None)),
]
NONE = ["9岁男孩被打了怎么办", "问能领什么钱", "民政局必须在几天内答复？", "可以的，我明天来", "孩子能力差", ""]


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_the_last_question_and_whom_it_asks_about(book: Rulebook, text: str, asked: AskedAct):
    assert asked_act(book, text, "medical") == asked


@pytest.mark.parametrize("text", NONE)
def test_when_what_and_how_are_no_questions_of_permission(book: Rulebook, text: str):
    assert asked_act(book, text, "medical") is None
