"""Rates of fulfilment and how grave a standing is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.obligations.judging import judge
from knowledge.obligations.rates import Rate, gravest, rate, severity
from knowledge.obligations.standing import QUIET, Judged, PartStanding, Record, Standing, Thing
from knowledge.rows.obligations import (
    Obligation,
    Strength,
)
from knowledge.vocabulary import Severity
from tests.knowledge.duties import ON, ONE, PARTS, WEEKLY, WITHIN, codes, days, duties, duty, piles, record, things


@given(duties, st.lists(st.tuples(things, piles()), max_size=8))
def test_the_rate_is_a_part_of_its_whole(o: Obligation, many: list[tuple[Thing, list[Record]]]):
    said = [judge(o, t, pile, ON) for t, pile in many]
    r = rate(said)
    assert 0 <= r.numerator <= r.numerator + r.doubtful <= r.denominator
    assert r.denominator + r.exempt + r.not_due == len(many)
    assert (r.low is None) is (r.denominator == 0)
    if r.low is not None and r.high is not None:
        assert 0 <= r.low <= r.high <= 1
    assert rate([*said, _exempt(o)]) == replace(r, exempt=r.exempt + 1)


def _exempt(o: Obligation) -> Judged:
    return Judged(o.code, "z", "免", ON, tuple(PartStanding(c, Standing.EXEMPT, "免") for c in codes(o)))


@given(duties, things, piles())
def test_encouraged_duties_yield_gaps_never_violations(o: Obligation, thing: Thing, pile: list[Record]):
    mild = o.model_copy(update={"strength": Strength.ENCOURAGED})
    assert gravest(mild, judge(mild, thing, pile, ON)) in {None, Severity.ENCOURAGED, Severity.DATA}


@pytest.mark.parametrize("strength", Strength)
@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("statutory", [True, False])
def test_how_grave_a_standing_is(strength: Strength, standing: Standing, statutory: bool):
    o = duty(strength=strength, period=days(7, statutory=statutory))
    found = severity(o, standing)
    if standing in QUIET:
        assert found is None
    elif standing in (Standing.REVIEW, Standing.UNKNOWN):
        assert found is Severity.DATA
    elif strength is not Strength.LAW:
        assert found is {Strength.PLAN: Severity.SHORT, Strength.ENCOURAGED: Severity.ENCOURAGED}[strength]
    else:
        sure = standing is Standing.NEVER or (standing is Standing.OVERDUE and statutory)
        assert found is (Severity.VIOLATION if sure else Severity.SHORT)


def test_a_component_has_its_own_strength():
    law = PARTS.model_copy(update={"strength": Strength.LAW})
    assert severity(law, Standing.NEVER, "one") is Severity.VIOLATION
    assert severity(law, Standing.NEVER, "two") is Severity.ENCOURAGED


def test_what_falls_due_today_counts_as_done_only_with_evidence():
    proved = judge(WEEKLY, Thing("x", "某"), [record(ON - 7 * ONE)], ON)
    unproved = judge(WITHIN, Thing("x", "某", since=ON - 10 * ONE), [], ON)
    assert proved.standing is unproved.standing is Standing.DUE_TODAY
    assert rate([proved]) == Rate(1, 1, 0, 0, 0)
    assert rate([unproved]) == Rate(0, 0, 0, 0, 1)


def test_the_rate_of_one_component():
    one = judge(PARTS, Thing("x", "某", {"disability": False}), [record(ON, component="one")], ON)
    assert rate([one], "one").low == 1
    assert rate([one], "two").low == 0
    assert rate([one], "three").exempt == 1
    with pytest.raises(KeyError):
        one.part("four")
