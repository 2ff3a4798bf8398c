"""What a child is known to want is what a referral derives; and a service only where the child may have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible_of
from knowledge.errors import BadInput
from knowledge.referral.demand import wants
from knowledge.referral.safety import needs
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Verdict
from loaders.shipped import yuexiu
from loaders.synthetic import people as synthetic_people
from tests.conftest import ON
from tests.support.examples import examples

BOOK = rulebook()
CHILDREN = synthetic_people.make(yuexiu.areas(), (), BOOK, ON, 120)[0]
NOTHING = Facts.of(BOOK, Situation(), ON)
NEEDS = [n.code for n in BOOK.needs]
OFTEN = st.sampled_from(CHILDREN).map(lambda c: c.situation)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """A child of the demo of which some facts are not known, and who may have asked for something."""
    known = draw(OFTEN).model_dump(exclude_none=True)
    dropped = draw(st.sets(st.sampled_from(sorted(known))))
    voiced = draw(st.lists(st.sampled_from(NEEDS), max_size=2, unique=True))
    facts = {k: v for k, v in known.items() if k not in dropped} | ({"needs": tuple(voiced)} if voiced else {})
    return Situation.model_validate(facts)


@examples(60)
@given(situations())
def test_needs_are_those_of_a_referral(situation: Situation):
    derived = {d.concept.code: d.verdict for d in needs(Facts.of(BOOK, situation, ON), situation)}
    assert dict(wants(Facts.of(BOOK, situation, ON), situation, NEEDS)) == derived


@examples(40)
@given(situations())
def test_a_service_is_wanted_for_a_need_where_the_child_may_have_it(situation: Situation):
    derived = {d.concept.code: d.verdict for d in needs(Facts.of(BOOK, situation, ON), situation)}
    facts = Facts.of(BOOK, situation, ON)
    told = dict(wants(Facts.of(BOOK, situation, ON), situation, BOOK.services))
    for code, service in BOOK.services.items():
        held = {derived[n] for n in service.needs if n in derived}
        fit = eligible_of(facts, service, situation).fit
        if not held or fit is Fit.INELIGIBLE:
            assert code not in told
        elif fit is Fit.ELIGIBLE and Verdict.YES in held:
            assert told[code] is Verdict.YES
        else:
            assert told[code] is Verdict.UNKNOWN, "unknown never becomes yes or no"


def test_of_nobody_nothing_is_wanted():
    assert dict(wants(NOTHING, Situation(), [*NEEDS, *BOOK.services])) == {}


def test_what_is_no_code_is_refused():
    with pytest.raises(BadInput):
        list(wants(NOTHING, Situation(), ["N99"]))
