"""How a question on a duty is read: putting it off is leaving it; what others refuse is not."""

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.polarity import read
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from tests.scenarios.sheets import MADE_ON
from tests.support.walks import every

DUTIES = sorted({(n.act, n.by[0]) for n in rulebook().norms.values() if n.modality is Modality.MUST})
LATER = ("可以先自己查清楚，等等再{}吗", "等领导同意再{}可以吗", "可以先看看，过几天再{}吗", "可以先观察，再说{}吗")
OTHERS = ("领导不让，我可以{}吗", "家长没接电话，可以{}吗")


@every("act_by", DUTIES)
def test_what_must_be_done_is_never_put_off_with_a_yes(act_by: tuple[str, str]):
    """Whoever asks to do something else first and the duty later is answered as if asking to leave it."""
    act, by = act_by
    book = rulebook()
    name = book.acts[act].name
    for way in LATER:
        text = way.format(name)
        put = read(book, text, act, by)
        assert put is not Asked.MAY or "先" in "".join((name, *book.acts[act].aliases)), text
        if put is not Asked.MAY:
            assert permitted(book, act, by, Situation(), MADE_ON, Asked.MAY_NOT).answer is not Permission.YES, text


LEFT = (
    "可不可以不{}",
    "能不能不{}",
    "是不是不用{}",
    "不{}就行了吧",
    "{}的事，不管可以吗",
    "不想{}，推给社区可以吗",
    "不愿意{}，交给别人行吗",
    "懒得{}，没关系吧",
)


@every("act_by", DUTIES)
def test_what_must_be_done_is_never_left_with_a_yes(act_by: tuple[str, str]):
    """However leaving it is put: the denial before any verb, nothing done about what is named, unwilling, passed on."""
    act, by = act_by
    book = rulebook()
    for way in LEFT:
        text = way.format(book.acts[act].name)
        assert read(book, text, act, by) is Asked.MAY_NOT, text


BANS = sorted(
    {
        (n.act, n.by[0])
        for n in rulebook().norms.values()
        if n.modality is Modality.MUST_NOT and len(rulebook().norms_on[n.act]) == 1
    }
)


@every("act_by", BANS)
def test_what_somebody_else_has_not_agreed_to_is_no_denial_of_a_forbidden_act(act_by: tuple[str, str]):
    act, by = act_by
    text = f"没有家长同意，就{rulebook().acts[act].name}，行吗"
    assert read(rulebook(), text, act, by) is Asked.MAY, text


@pytest.mark.parametrize("way", OTHERS)
def test_what_others_refuse_does_not_turn_the_question_round(way: str, book: Rulebook):
    for act, by in (("report_abuse", "school"), ("report_sexual_harm", "school"), ("report_bullying", "school")):
        assert read(book, way.format("报告"), act, by) is Asked.MAY


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("学校可以先自己调查、等等再报吗？", Asked.MAY_NOT),
        ("学校可以先家访再决定报不报吗？", Asked.MAY_NOT),
        ("医院可以先征得妈妈同意再报吗？", Asked.MAY_NOT),
        ("怕得罪客人，可以先让他们住下再观察吗？", Asked.MAY_NOT),
        ("校长不让报，班主任可以自己报吗？", Asked.MAY),
        ("领导说先别报，可以吗", Asked.MAY_NOT),
        ("可以先报警再通知家长吗", Asked.MAY),
    ],
)
def test_questions_of_whoever_must_report(text: str, put: Asked, book: Rulebook):
    assert read(book, text, "report_abuse", "school") is put


def test_what_is_to_be_done_first_is_not_put_off(book: Rulebook):
    text = "街道紧急情况可以先发救助金再补材料吗"
    assert read(book, text, "give_urgent_assistance_first", "street_office") is Asked.MAY
