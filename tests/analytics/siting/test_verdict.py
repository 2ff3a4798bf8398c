"""What a siting answer claims is what was counted: for every need and service of the demo district, at any hour."""

from collections import Counter

import pytest

from analytics.coverage import week
from analytics.coverage.cells import AGES, cells
from analytics.coverage.layout import Layout, Measure, Standard
from analytics.coverage.reach import ReachState, reach
from analytics.siting.placement import find_placement
from analytics.siting.problem import Objective, SitingOptions
from analytics.siting.question import SitingQuestion
from analytics.siting.verdict import SitingVerdict
from cli.bench.analytics import made
from knowledge.errors import BadInput
from loaders.shipped import yuexiu
from tests.analytics.worlds import BOOK, place, small
from tests.support.examples import ALL
from tests.support.walks import every

EVENING = week.hour_bit(week.Regime.TERM, 2, 19)
CODES = (*(n.code for n in BOOK.needs), *BOOK.services)
HOURS = (None, EVENING)


@pytest.fixture(scope="module")
def district() -> Layout:
    return made(yuexiu.areas())


@every(("code", "hour"), [(code, HOURS[n % 2]) for n, code in enumerate(CODES)])
def test_nothing_more_is_needed_only_where_everybody_is_known_to_be_reached(
    district: Layout, code: str, hour: int | None
):
    claim_is_what_was_counted(district, code, hour)


@pytest.mark.long
@pytest.mark.parametrize(("code", "hour"), [(code, HOURS[n % 2 - 1]) for n, code in enumerate(CODES)])
def test_nothing_more_is_needed_at_the_other_hour_either(district: Layout, code: str, hour: int | None):
    """In `make check`: every code at one of the two hours, in turn, above."""
    claim_is_what_was_counted(district, code, hour)


def claim_is_what_was_counted(district: Layout, code: str, hour: int | None) -> None:
    options = SitingOptions(k=3, ties=False)
    found = find_placement(district, BOOK, SitingQuestion(Objective.MAX_COVER, (code,), options=options, hour=hour))
    near = list(cells(district, BOOK, [code]))
    states = Counter(r.state for r in reach(district, near, hour, (0, AGES)))
    claim = SitingVerdict(found.verdict)
    assert (claim is SitingVerdict.ENOUGH) == (set(states) == {ReachState.SERVED})
    listed = (found.newly_covered, found.doubtful, found.short, found.uncovered, found.unreachable)
    assert sum(map(len, listed)) + states[ReachState.SERVED] == found.pairs == len(district.communities())
    assert len({p for part in listed for p in part}) == sum(map(len, listed)), "no pair stands in two lists"
    assert bool(found.actions) == (claim is SitingVerdict.SITES)
    assert found.actions or not found.uncovered, "a place is named wherever one helps"
    if claim is SitingVerdict.UNKNOWN:
        assert found.to_check, "and whom to ask"
    if claim in (SitingVerdict.NOWHERE, SitingVerdict.OFFICE):
        assert [o.code for o in found.not_hosted] == [code] or states[ReachState.SERVED], "and why no place can"


@every("code", CODES if ALL else CODES[::4])
def test_where_no_position_is_recorded_no_distance_is_claimed(district: Layout, code: str):
    """Every code in `make check-long`, every fourth in `make check`: what is measured is looked up before any code."""
    near = Standard(Measure.STRAIGHT, 1.5)
    asked = SitingQuestion(Objective.MAX_COVER, (code,), standard=near, options=SitingOptions(k=3, ties=False))
    found = find_placement(district, BOOK, asked)
    if all(a.lon is None for a in district.communities()):
        assert not found.actions
        assert found.verdict in (SitingVerdict.UNKNOWN.value, SitingVerdict.OFFICE.value)


def test_the_least_travel_without_a_distance_is_refused_with_what_to_do():
    with pytest.raises(BadInput) as refused:
        find_placement(small(), BOOK, SitingQuestion(Objective.MIN_DISTANCE, ("B41",)))
    assert (refused.value.field, refused.value.reason) == ("standard", "siting.no_distance")


def test_a_point_that_is_closed_then_opens_longer_and_a_paused_one_counts_for_nothing():
    point = place("one", ["440104001001"], services=("B33",))
    layout = small([point], (1,))
    evening = SitingQuestion(Objective.MAX_COVER, ("B33",), options=SitingOptions(k=1), hour=EVENING)
    (action,) = find_placement(layout, BOOK, evening).actions
    assert action.key == "one"
    assert "加开这个时间" in action.text
    open_ = small([place("one", ["440104001001"], services=("B33",), hours=("24/7",))], (1,))
    assert find_placement(open_, BOOK, evening).verdict == SitingVerdict.ENOUGH.value
    paused = small([place("one", ["440104001001"], services=("B33",), hours=("24/7",), paused=True)], (1,))
    assert find_placement(paused, BOOK, evening).verdict == SitingVerdict.SITES.value


def test_a_point_that_is_full_is_not_enough():
    full = place("one", ["440104001001"], services=("B33",), hours=("24/7",), capacity=5, load=5)
    found = find_placement(small([full], (1,)), BOOK, SitingQuestion(Objective.MAX_COVER, ("B33",)))
    assert found.verdict == SitingVerdict.SHORT.value
