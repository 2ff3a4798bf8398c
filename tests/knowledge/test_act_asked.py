"""The act of a question is found apart from who asks, and what is asked back says how the question was put."""

import pytest

from knowledge.errors import AmbiguousAct, NotFound
from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.polarity import act_asked
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from knowledge.words.act_ranking import rank_acts
from knowledge.words.verbs import picked
from tests.scenarios.sheets import MADE_ON

BOOK = rulebook()
DEEDS = ("调查家长", "把孩子带走安置", "要求提供名单", "带孩子去看海", "办一场晚会")


def taken(text: str, by: str) -> str | None:
    try:
        return picked(BOOK, text, by)
    except (AmbiguousAct, NotFound):
        return None


def test_the_name_of_nobody_who_is_asked_about_tells_the_act():
    """All kinds of body by their names: an act that is taken is the likeliest without the name too."""
    read, wrong = 0, []
    for kind in BOOK.kinds.values():
        for name in (kind.name, *kind.aliases)[:3]:
            deed = DEEDS[read % len(DEEDS)]
            act = taken(f"{name}可以{deed}吗", kind.code) if len(name) > 1 else None
            read += 1
            if act and act != rank_acts(BOOK, f"可以{deed}吗").codes[0]:
                wrong.append((name, deed, act))
    assert read > 100
    assert wrong == []


@pytest.mark.parametrize(
    ("by", "text", "act"),
    [
        ("community_committee", "居委会可以晾着家庭暴力的求助吗", "beat_child"),
        ("platform", "平台可以转交网络欺凌的投诉吗", "bully_online"),
        ("street_station", "街道未保站可以调查家长吗", "set_up_street_station"),
    ],
)
def test_a_name_that_only_says_of_what_something_is_tells_no_act(by: str, text: str, act: str):
    assert taken(text, by) != act


@pytest.mark.parametrize(
    ("by", "text", "put"),
    [
        ("community_committee", "怕惹麻烦，楼上打小孩的事我们不报可以吗", Asked.MAY_NOT),
        ("school", "学生身上有伤，可以等放假再往上报吗", Asked.MAY_NOT),
        ("school", "学生身上有伤，必须往外报吗", Asked.MUST),
    ],
)
def test_a_choice_by_code_keeps_how_the_question_was_put(by: str, text: str, put: Asked):
    with pytest.raises(AmbiguousAct) as several:
        act_asked(BOOK, text, by)
    assert several.value.candidates
    duties = [
        c
        for c in several.value.candidates
        if any(n.modality is Modality.MUST and BOOK.binds(n, by) for n in BOOK.norms_on[c.code])
    ]
    assert duties
    assert {c.asked for c in duties} == {put.name}
    for c in several.value.candidates:
        assert Asked[c.asked or ""]
        if put is Asked.MAY_NOT and c in duties:
            answer = permitted(BOOK, c.code, by, Situation(), MADE_ON, Asked[c.asked or ""]).answer
            assert answer is not Permission.YES, c
