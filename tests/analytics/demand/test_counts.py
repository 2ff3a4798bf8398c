"""Demand that may only be counted: no small count can be worked out, and what is told adds up."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.cells import cells
from analytics.coverage.layout import Layout, Pair
from analytics.demand.counts import THRESHOLD, ChildNeeds, DemandCounts, exact, protected
from analytics.resilience.flow import bottlenecks
from knowledge.vocabulary import Verdict
from tests.analytics.worlds import BOOK, DISTRICT, communities, place, small
from tests.support.examples import examples

HERE = small(streets=(2, 1, 3, 1))
HOMES = communities(HERE.network)
STREETS = [f"440104{s:03}000" for s in range(1, 5)]
CODE = "N16"


def street(community: str) -> str:
    return community[:9] + "000"


def children(counts: dict[str, int], verdict: Verdict = Verdict.YES, code: str = CODE) -> list[ChildNeeds]:
    return [(home, [(code, verdict)]) for home, n in counts.items() for _ in range(n)]


COUNTS = st.fixed_dictionaries({home: st.integers(0, 14) for home in HOMES})


def told(demand: DemandCounts) -> dict[str, int]:
    return {area: n for (area, code), n in demand.known.items() if code == CODE}


@examples(60)
@given(COUNTS)
def test_no_small_count_can_be_worked_out(counts: dict[str, int]):
    """A reader knows the streets shown, what the others have together, and that nought is always shown."""
    truth: Counter[str] = Counter()
    for home, n in counts.items():
        truth[street(home)] += n
    demand = protected(children(counts), HERE.network, DISTRICT, [CODE])
    shown = told(demand)
    hidden = [s for s in STREETS if s not in shown]
    assert all(shown[s] == truth[s] for s in STREETS if s in shown)
    assert all(n == 0 or n >= THRESHOLD for s, n in shown.items() if s != DISTRICT)
    assert {s for s in STREETS if 0 < truth[s] < THRESHOLD} <= set(hidden)
    if DISTRICT in shown:
        assert hidden
        assert shown[DISTRICT] == sum(truth[s] for s in hidden)
        assert demand.withheld == 0
        least, most = 1, shown[DISTRICT] - (len(hidden) - 1)
        assert most - least >= THRESHOLD
    else:
        assert demand.withheld == len(hidden)
    assert (sum(shown.values()) == sum(counts.values())) or DISTRICT not in shown


@examples(40)
@given(COUNTS, st.sampled_from(STREETS))
def test_a_part_tells_no_more_than_the_whole(counts: dict[str, int], asked: str):
    kids = children(counts)
    whole = told(protected(kids, HERE.network, DISTRICT, [CODE]))
    part = protected(kids, HERE.network, DISTRICT, [CODE, "N11"], asked)
    assert told(part) == {s: n for s, n in whole.items() if s == asked}
    assert part.withheld == (asked not in whole)
    without = protected(kids, HERE.network, DISTRICT, [CODE], remainder=False)
    assert told(without) == {s: n for s, n in whole.items() if s != DISTRICT}
    below = {(a, CODE): street(a) for a in (*HOMES, *STREETS)}
    assert without.counted_in == {a: s for a, s in below.items() if s in told(without)}, "others stand for nothing"


@examples(40)
@given(COUNTS)
def test_what_a_missing_fact_decides_is_counted_apart(counts: dict[str, int]):
    kids = children(counts, Verdict.UNKNOWN) + children(dict.fromkeys(HOMES, 20))
    here = exact(kids, HOMES, [CODE])
    assert here.undecided == {CODE: sum(counts.values())}
    assert here.known == {(home, CODE): 20 for home in HOMES}
    seen = protected(kids, HERE.network, DISTRICT, [CODE]).undecided[CODE]
    assert seen in (None, sum(counts.values()))
    assert seen is None or seen == 0 or seen >= THRESHOLD


def test_a_community_without_such_a_child_has_nought():
    assert exact([], HOMES, [CODE]).known == {(home, CODE): 0 for home in HOMES}


@examples(30)
@given(COUNTS, st.integers(1, 40), st.integers(0, 30))
def test_what_fits_by_street_is_the_most_that_may(counts: dict[str, int], seats: int, more: int):
    """And is exact where every place is for a whole street: no community has a place that its street has not."""
    points = [
        place("s1", [STREETS[0]], capacity=seats, load=0, staff=99),
        place("c2", [HOMES[3]], capacity=more, load=0, staff=99),
        place("d", [STREETS[2], STREETS[3]], capacity=5, load=0, staff=1),
    ]
    layout = small(points, (2, 1, 3, 1))
    found = tuple(cells(layout, BOOK, [CODE]))
    kids = children(counts)
    by_home = replace(layout, demand=exact(kids, HOMES, [CODE]).known)
    by_street = protected(kids, layout.network, DISTRICT, [CODE])
    lifted = replace(layout, demand=by_street.known)
    if not by_street.known:
        return
    whole = bottlenecks(by_home, found)
    part = bottlenecks(lifted, by_street.cells_counted(found, layout.network))
    if not by_street.withheld:
        assert part.demand == whole.demand
        assert part.met >= whole.met
    if not by_street.withheld and DISTRICT not in told(by_street):
        every = [replace(p, serves=tuple({street(a) for a in p.serves})) for p in points]
        wide = small(every, (2, 1, 3, 1))
        asked = replace(wide, demand=by_home.demand)
        assert part.met == bottlenecks(asked, tuple(cells(wide, BOOK, [CODE]))).met


def test_a_community_whose_count_is_left_out_has_no_cell():
    demand = DemandCounts({Pair(STREETS[0], CODE): 12}, {CODE: 0}, 3, {Pair(HOMES[0], CODE): STREETS[0]})
    layout: Layout = HERE
    assert {c.area.code for c in demand.cells_counted(cells(layout, BOOK, [CODE]), layout.network)} == {STREETS[0]}


@pytest.mark.parametrize("code", ["N11", "B41"])
def test_the_same_counts_hide_the_same(code: str):
    """Two codes that the rules make equal must not give each other away."""
    counts = dict(zip(HOMES, (3, 9, 4, 25, 0, 11, 2), strict=True))
    both = [*children(counts), *children(counts, code=code)]
    demand = protected(both, HERE.network, DISTRICT, [CODE, code])
    hidden = [{s for s in STREETS if (s, c) not in demand.known} for c in (CODE, code)]
    assert hidden[0] == hidden[1] != set()
