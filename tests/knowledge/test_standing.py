"""Laws of the standing of a continuing obligation: whatever the records, these hold."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.obligations.alike import Twins, judge_alike
from knowledge.obligations.judging import applies, judge
from knowledge.obligations.rates import gravest
from knowledge.obligations.standing import ASIDE, DONE, Record, Result, Standing, Thing
from knowledge.rows.obligations import (
    Obligation,
    Strength,
)
from knowledge.vocabulary import Severity, Verdict
from tests.knowledge.duties import (
    CLOSED,
    DAYS,
    GRADED,
    MONTHLY,
    ON,
    ONE,
    PLAIN,
    PROMPT,
    SCOPED,
    WEEKLY,
    WITHIN,
    codes,
    duties,
    piles,
    record,
    things,
)


@given(duties, things, piles(), st.data())
def test_a_good_record_of_the_day_never_worsens(o: Obligation, thing: Thing, pile: list[Record], data: st.DataObject):
    code = data.draw(st.sampled_from(codes(o)))
    assume(thing.since is None or thing.since <= ON)
    before, after = judge(o, thing, pile, ON), judge(o, thing, [*pile, record(ON, component=code)], ON)
    assert after.standing.rank <= before.standing.rank, (before, after)
    assert after.part(code).standing.rank <= before.part(code).standing.rank
    for other in codes(o):
        assert other == code or after.part(other) == before.part(other)


@given(duties, things, piles(), st.randoms())
def test_the_order_of_the_records_does_not_matter(o: Obligation, thing: Thing, pile: list[Record], chance: Any):
    shuffled = list(pile)
    chance.shuffle(shuffled)
    assert judge(o, thing, shuffled, ON) == judge(o, thing, pile, ON)
    assert judge(o, thing, [*pile, *pile], ON) == judge(o, thing, pile, ON)


@given(duties, things, piles(), piles())
def test_what_comes_later_changes_nothing(o: Obligation, thing: Thing, pile: list[Record], more: list[Record]):
    later = [replace(r, recorded_on=ON + ONE) for r in more]
    ahead = [replace(r, occurred_on=ON + ONE) for r in more]
    assert judge(o, thing, [*pile, *later, *ahead], ON) == judge(o, thing, pile, ON)


@given(duties, things, piles(), piles())
def test_records_of_others_change_nothing(o: Obligation, thing: Thing, pile: list[Record], more: list[Record]):
    others = [replace(r, object="y") for r in more] + [replace(r, obligation="O02") for r in more]
    assert judge(o, thing, [*pile, *others], ON) == judge(o, thing, pile, ON)


@given(duties, st.lists(st.tuples(things, piles()), max_size=8))
def test_things_judged_together_stand_as_each_alone(o: Obligation, pairs: list[tuple[Thing, list[Record]]]):
    named = [(replace(t, key=f"x{n}"), [replace(r, object=f"x{n}") for r in pile]) for n, (t, pile) in enumerate(pairs)]
    twins = [Twins(t, ((t.key, t.name), (f"twin of {t.key}", "another"))) for t, _ in named]
    together = judge_alike(o, twins, [r for _, pile in named for r in pile], ON)
    every = [*named, *((replace(t, key=f"twin of {t.key}", name="another"), list[Record]()) for t, _ in named)]
    alone = {t.key: judge(o, t, pile, ON) for t, pile in every}
    assert {j.object: j for a in together for j in a.each()} == alone
    assert sum(len(a.named) for a in together) == len(every), "each once"


@given(st.sampled_from((WEEKLY, MONTHLY, GRADED)), st.integers(0, 200))
def test_the_day_before_on_and_after_the_due_day(o: Obligation, back: int):
    last = ON - back * ONE
    thing = Thing("x", "某", {"grade": "red"})
    due = judge(o, thing, [record(last)], last).parts[0].due
    assert due is not None
    assert [judge(o, thing, [record(last)], due + n * ONE).standing for n in (-1, 0, 1)] == [
        Standing.MET,
        Standing.DUE_TODAY,
        Standing.OVERDUE,
    ]
    assert [judge(o, thing, [record(last)], due + n * ONE).parts[0].overdue for n in (0, 1, 30)] == [0, 1, 30]


@given(duties, things, piles())
def test_overdue_days_fit_the_due_day(o: Obligation, thing: Thing, pile: list[Record]):
    for p in judge(o, thing, pile, ON).parts:
        assert p.overdue == (
            max(0, (ON - p.due).days) if p.due and p.standing in (Standing.OVERDUE, Standing.NEVER) else 0
        )
        assert p.standing is not Standing.DUE_TODAY or p.due == ON
        assert p.standing is not Standing.OVERDUE or p.overdue > 0
        assert p.last is None or p.last <= ON
        assert p.reason


@given(st.sampled_from((PLAIN, WEEKLY, MONTHLY, CLOSED)), piles(), DAYS.filter(lambda d: d <= ON))
def test_an_adverse_result_stays_until_a_later_good_one_or_its_demand_is_done(
    o: Obligation, pile: list[Record], day: date
):
    thing = Thing("x", "某", {"closed": False})
    good = [r for r in pile if r.result is Result.OK and r.occurred_on > day]
    earlier = [r for r in pile if r not in good and r.result is not Result.ADVERSE]
    bad = record(day, Result.ADVERSE)
    assert judge(o, thing, [*earlier, bad], ON).standing is Standing.ADVERSE
    done = judge(o, thing, [*earlier, replace(bad, demand_done=True)], ON).standing
    assert done is not Standing.ADVERSE
    known = [r for r in good if r.component is None and r.kind == "visit" and r.occurred_on <= ON >= r.recorded_on]
    lifted = judge(o, thing, [*earlier, *good, bad], ON).standing is not Standing.ADVERSE
    assert lifted is bool(known)


@given(duties, things, piles())
def test_the_whole_is_its_worst_part(o: Obligation, thing: Thing, pile: list[Record]):
    found = judge(o, thing, pile, ON)
    assert [p.component for p in found.parts] == list(codes(o))
    loud = [p.standing for p in found.parts if p.standing not in ASIDE]
    assert found.standing in {p.standing for p in found.parts}
    assert not loud or found.standing.rank == max(s.rank for s in loud)


def test_what_has_no_number_is_never_late():
    law = PROMPT.model_copy(update={"strength": Strength.LAW})
    found = judge(law, Thing("x", "某", since=date(2020, 1, 1)), [], ON)
    assert (found.standing, found.parts[0].due, found.parts[0].overdue) == (Standing.NEVER, None, 0)
    assert gravest(law, found) is Severity.DATA


@pytest.mark.parametrize(
    ("on", "wanted"),
    [(9, Standing.NOT_DUE), (10, Standing.DUE_TODAY), (11, Standing.NEVER)],
)
def test_an_event_falls_due(on: int, wanted: Standing):
    found = judge(WITHIN, Thing("x", "某", since=ON), [], ON + on * ONE)
    assert found.standing is wanted
    assert found.parts[0].overdue == max(0, on - 10)


def test_the_day_of_an_event_that_is_not_known_leaves_the_due_day_unknown():
    assert judge(WITHIN, Thing("x", "某"), [], ON).standing is Standing.UNKNOWN
    assert judge(WITHIN, Thing("x", "某"), [record(ON)], ON).standing is Standing.MET


def test_done_is_done_late_or_not():
    assert {Standing.MET, Standing.LATE} == DONE
    assert applies(SCOPED, Thing("x", "某")) is Verdict.UNKNOWN


def test_no_reason_shows_what_a_record_says():
    found = judge(WEEKLY, Thing("x", "某"), [record(ON, Result.ADVERSE, reason="秘密")], ON)
    assert "秘密" not in repr(found)


def test_a_good_record_on_the_day_of_an_exemption_is_not_late():
    pile = [record(ON - 30 * ONE), record(ON, Result.EXEMPT)]
    assert judge(WEEKLY, Thing("x", "某"), pile, ON).standing is Standing.EXEMPT
    assert judge(WEEKLY, Thing("x", "某"), [*pile, record(ON)], ON).standing is Standing.MET


def test_a_doubtful_record_where_the_grade_is_not_known_leaves_it_unknown():
    found = judge(GRADED, Thing("x", "某"), [record(ON, Result.DOUBTFUL)], ON)
    assert (found.standing, found.parts[0].last) == (Standing.UNKNOWN, None)
