"""What refuses a service is told as what it requires, never as what is so: over all requirements."""

from datetime import date

import pytest
from pydantic import ValidationError

from api.eligibility.wording import against, sentence
from knowledge.eligibility.services import eligible
from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import Fit
from tests.support.walks import every

ON = date(2026, 11, 25)
BOOK = rulebook()


@every("code", sorted(BOOK.services))
def test_a_refusal_says_what_is_required(code: str):
    """Each value of each fact alone, at a young and an older age: some refuse, and say so in the same way."""
    for requirement in BOOK.services[code].requirement:
        said = str(message("eligibility.is_ineligible", name="某", failing=requirement.text))
        assert said == f"某：不符合：要求{requirement.text}"
    asked = {a.fact for r in BOOK.services[code].requirement for w in r.way for a in w.when.atoms} & set(OPTIONS)
    known = [{"age": age, fact: value} for fact in asked for value in OPTIONS[fact] for age in (2, 9)]
    for facts in [*known, {"age": 3}, {"age": 17}, {"age": 25}]:
        try:
            e = eligible(BOOK, code, Situation.model_validate(facts), ON)
        except ValidationError:
            continue
        if e.failing is None:
            continue
        assert e.fit is Fit.INELIGIBLE
        assert sentence(e).startswith(f"{e.service.name}：不符合：要求{e.failing.row.text}")
        assert all(against(a, e.facts).startswith("要求") for a in e.failing.failing)


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("B22", {"age": 3}, "不符合：要求未满3周岁"),
        ("B30", {"age": 10, "procedural_role": "witness"}, "不符合：要求是被害人"),
    ],
)
def test_a_refusal_in_words(code: str, facts: dict[str, object], said: str):
    assert said in sentence(eligible(BOOK, code, Situation.model_validate(facts), ON))


def test_a_failing_condition_says_what_is_known_instead():
    e = eligible(BOOK, "B30", Situation(age=10, procedural_role="witness"), ON)
    assert e.failing is not None
    told = [against(a, e.facts) for a in e.failing.failing]
    assert told
    assert all("现在是“证人”" in t for t in told if "诉讼角色" in t)


def test_the_day_of_cure_needs_no_birth_date():
    facts = {
        "hukou": "local",
        "father_state": "lost_contact",
        "father_since": date(2026, 8, 28),
        "mother_state": "dead",
    }
    for born in ({"age": 8}, {"birth_date": date(2018, 3, 1)}):
        e = eligible(BOOK, "B02", Situation.model_validate({**facts, **born}), ON)
        assert e.cured is not None
        assert e.cured[0] == date(2027, 2, 28)
    seventeen = eligible(BOOK, "B02", Situation.model_validate({**facts, "age": 17, "father_supports": False}), ON)
    assert seventeen.cured is None, "at 17 it depends on the birthday"
