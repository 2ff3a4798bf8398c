"""Streets are compared as by counting on one's fingers: the worst-off first, beside the middle one."""

from hypothesis import given

from analytics.coverage.cells import AGES
from analytics.coverage.layout import Layout
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.streets import compare_streets
from tests.analytics.worlds import ALL_DAY, found_in, layouts, place, small
from tests.support.examples import examples

STREET, OTHER_STREET = "440104001000", "440104002000"


@examples(40)
@given(layouts())
def test_every_community_is_counted_in_its_street_once(layout: Layout):
    rows = reach(layout, found_in(layout, ["N16"]), None, (0, AGES))
    told = compare_streets(layout, rows)
    for s in told.rows:
        own = [r for r in rows if r.area.parent == s.street.code]
        served = [r for r in own if r.state is ReachState.SERVED]
        assert (s.communities, s.served) == (len(own), len(served))
        assert s.minors == sum(r.minors for r in own if r.minors is not None)
        assert s.minors_served == sum(r.minors for r in served if r.minors is not None)
        assert s.minors_unknown == len([r for r in own if r.minors is None])
    assert sum(s.communities for s in told.rows) == len(rows)
    assert [s.share for s in told.rows] == sorted(s.share for s in told.rows)


def test_the_gap_is_to_the_middle_street():
    layout = small([place("a", [OTHER_STREET], hours=ALL_DAY)], [2, 2])
    told = compare_streets(layout, reach(layout, found_in(layout, ["N16"]), None, (0, AGES)))
    assert [(s.street.code, s.share) for s in told.rows] == [(STREET, 0.0), (OTHER_STREET, 1.0)]
    assert (told.median_share, told.gap) == (0.5, 0.5)


def test_without_streets_there_is_no_gap():
    told = compare_streets(small([], [1]), [])
    assert (told.rows, told.median_share, told.gap) == ((), None, None)
