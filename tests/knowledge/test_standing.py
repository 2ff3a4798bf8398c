"""Laws of the standing of a continuing duty: whatever the records, these hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.obligations.judging import applies, judge
from knowledge.obligations.rates import Rate, gravest, rate, severity
from knowledge.obligations.standing import ASIDE, DONE, QUIET, Judged, Part, Record, Result, Standing, Thing
from knowledge.rows.obligations import (
    Component,
    Event,
    Evidence,
    Exempt,
    Filter,
    Goal,
    Objects,
    Obligation,
    Strength,
)
from knowledge.rows.periods import GradedPeriod, Period, Span
from knowledge.rows.rows import Cite
from knowledge.vocabulary import Severity, Verdict

ON = date(2026, 11, 23)
ONE = timedelta(days=1)
SAID = "配置值，非法定：试"


def duty(**more: Any) -> Obligation:
    base: dict[str, Any] = {
        "code": "O01", "name": "走访", "name_en": "Visits", "goal": Goal.G04, "objects": Objects(of="minor"),
        "holder": ("street_office",), "strength": Strength.PLAN, "evidence": (Evidence.VISIT,),
        "cite": (Cite(clause="plan:一", quote="走访"),),
    }  # fmt: skip
    return Obligation(**base | more)


def days(n: int, *, statutory: bool = False) -> Period:
    return Period(days=n, source=SAID, statutory=statutory, clause="WB/62" if statutory else None)


PLAIN = duty()
WEEKLY = duty(period=days(7))
MONTHLY = duty(period=Period(months=1, source=SAID))
GRADED = duty(
    periods_by=GradedPeriod(
        attribute="grade", source=SAID, values={"red": Span(days=7), "green": Span(days=90)},
        names={"red": "红色", "green": "绿色"},
    )
)  # fmt: skip
PARTS = duty(
    period=days(30),
    components=(
        Component(code="one", name="一", name_en="One"),
        Component(code="two", name="二", name_en="Two", strength=Strength.ENCOURAGED),
        Component(
            code="three", name="三", name_en="Three", reason="不适用",
            filter=(Filter(attribute="disability", values=(True,)),),
        ),
    ),
)  # fmt: skip
PROMPT = duty(event=Event(name="发现", name_en="Found"))
WITHIN = duty(event=Event(name="登记", name_en="Registered", within=days(10)))
CLOSED = duty(period=days(7), exempt=(Exempt(attribute="closed", values=(True,), reason="停用"),))
SCOPED = duty(
    period=days(7), objects=Objects(of="minor", filter=(Filter(attribute="in_difficulty", values=(True,)),))
)  # fmt: skip
DUTIES = (PLAIN, WEEKLY, MONTHLY, GRADED, PARTS, PROMPT, WITHIN, CLOSED, SCOPED)

duties = st.sampled_from(DUTIES)
DAYS = st.integers(-5, 120).map(lambda n: ON - n * ONE)
things = st.builds(
    Thing,
    st.just("x"),
    st.just("某"),
    st.fixed_dictionaries(
        {
            "grade": st.sampled_from((None, "red", "green", "purple")),
            "disability": st.sampled_from((None, True, False)),
            "in_difficulty": st.sampled_from((None, True, True, False)),
            "closed": st.sampled_from((None, False, True)),
        }
    ),
    st.none() | DAYS,
)


def record(on: date, result: Result = Result.OK, **more: Any) -> Record:
    more = {"component": None, "kind": "visit", "recorded_on": on} | more
    return Record("r", "O01", object="x", occurred_on=on, result=result, **more)


@st.composite
def piles(draw: st.DrawFn) -> list[Record]:
    made = []
    for _ in range(draw(st.integers(0, 6))):
        day = draw(DAYS)
        made.append(
            record(
                day, draw(st.sampled_from(Result)),
                component=draw(st.sampled_from((None, "one", "two", "three"))),
                kind=draw(st.sampled_from(("visit", "visit", "drill"))),
                recorded_on=day + draw(st.integers(0, 20)) * ONE,
                demand_done=draw(st.booleans()),
            )
        )  # fmt: skip
    return made


def codes(o: Obligation) -> Sequence[str | None]:
    return [c.code for c in o.components] or [None]


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
    return Judged(o.code, "z", "免", ON, tuple(Part(c, Standing.EXEMPT, "免") for c in codes(o)))


@given(duties, things, piles())
def test_the_whole_is_its_worst_part(o: Obligation, thing: Thing, pile: list[Record]):
    found = judge(o, thing, pile, ON)
    assert [p.component for p in found.parts] == list(codes(o))
    loud = [p.standing for p in found.parts if p.standing not in ASIDE]
    assert found.standing in {p.standing for p in found.parts}
    assert not loud or found.standing.rank == max(s.rank for s in loud)


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
