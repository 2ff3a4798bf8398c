"""Demand from the published table, and exact demand for who may see the children."""

from datetime import date

from analytics.coverage.cells import cells
from analytics.coverage.layout import Layout, Pair
from analytics.demand.counts import ChildNeeds, DemandCounts, exact, published
from analytics.demand.measures import needed, undecided
from knowledge.calendar.months import Month
from knowledge.vocabulary import Verdict
from network.counts import MonthlyCounts
from tests.analytics.worlds import BOOK, DISTRICT, communities, small

HERE = small(streets=(2, 1, 3, 1))
HOMES = communities(HERE.network)
STREETS = [f"440104{s:03}000" for s in range(1, 5)]
CODE = "N16"


def street(community: str) -> str:
    return community[:9] + "000"


def children(counts: dict[str, int], verdict: Verdict = Verdict.YES, code: str = CODE) -> list[ChildNeeds]:
    return [(home, [(code, verdict)]) for home, n in counts.items() for _ in range(n)]


def table(shown: dict[tuple[str, str], int]) -> MonthlyCounts:
    """A published table of the need and its undecided children."""
    areas, measures = frozenset((DISTRICT, *STREETS)), frozenset((needed(CODE), undecided(CODE)))
    return MonthlyCounts(DISTRICT, Month(2026, 10), date(2026, 11, 2), 10, areas, measures, shown)


NEED = needed(CODE)


def test_the_streets_that_are_hidden_are_counted_together():
    counts = published(table({(DISTRICT, NEED): 70, (STREETS[0], NEED): 30}), HERE.network, [CODE])
    assert counts.known == {(DISTRICT, CODE): 40, (STREETS[0], CODE): 30}
    assert counts.withheld == 0
    assert counts.undecided == {CODE: None}


def test_a_part_of_the_table_tells_no_more():
    shown = {(DISTRICT, NEED): 70, (STREETS[0], NEED): 30, (DISTRICT, undecided(CODE)): 12}
    one = published(table(shown), HERE.network, [CODE], STREETS[0])
    assert (one.known, one.withheld, one.undecided) == ({(STREETS[0], CODE): 30}, 0, {CODE: 12})
    other = published(table(shown), HERE.network, [CODE], STREETS[1])
    assert (other.known, other.withheld) == ({}, 1)
    apart = published(table(shown), HERE.network, [CODE], remainder=False)
    assert apart.known == {(STREETS[0], CODE): 30}
    below = {(a, CODE): street(a) for a in (*HOMES, *STREETS)}
    assert apart.counted_in == {a: s for a, s in below.items() if s == STREETS[0]}, "others stand for nothing"


def test_streets_told_anew_beside_an_older_total_leave_nothing_negative():
    counts = published(table({(DISTRICT, NEED): 70, (STREETS[0], NEED): 75}), HERE.network, [CODE])
    assert counts.known == {(DISTRICT, CODE): 0, (STREETS[0], CODE): 75}


def test_what_a_missing_fact_decides_is_counted_apart():
    kids = children(dict.fromkeys(HOMES, 2), Verdict.UNKNOWN) + children(dict.fromkeys(HOMES, 20))
    here = exact(kids, HOMES, [CODE])
    assert here.undecided == {CODE: 2 * len(HOMES)}
    assert here.known == {(home, CODE): 20 for home in HOMES}


def test_a_community_without_such_a_child_has_nought():
    assert exact([], HOMES, [CODE]).known == {(home, CODE): 0 for home in HOMES}


def test_a_community_whose_count_is_left_out_has_no_cell():
    demand = DemandCounts({Pair(STREETS[0], CODE): 12}, {CODE: 0}, 3, {Pair(HOMES[0], CODE): STREETS[0]})
    layout: Layout = HERE
    assert {c.area.code for c in demand.cells_counted(cells(layout, BOOK, [CODE]), layout.network)} == {STREETS[0]}
