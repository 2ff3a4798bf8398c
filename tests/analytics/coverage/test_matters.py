"""Matters without a body, community by community, beside a walk over duties and offices."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.coverage.matters import uncovered_matters
from analytics.coverage.week import ALL_HOURS
from knowledge.vocabulary import Level
from network.entities import Body
from network.responsibility.orphans import orphans
from tests.analytics.worlds import BOOK, DISTRICT, MADE, communities, layouts, rebuilt, small, upwards
from tests.support.examples import examples

ON = date(2026, 11, 23)
MATTERS = sorted(BOOK.matters)
LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
ONE = "440104001001"
Lacking = dict[tuple[str, str], set[tuple[str, str, str]]]


def walked(layout: Layout) -> Lacking:
    """Role, kind and area of each office that a matter lacks, by (matter, community)."""
    network = layout.network
    there = {(b.kind, b.area) for b in network.bodies.values() if (b.since or date.min) <= ON < (b.until or date.max)}
    there |= {(p.body, code) for p in network.points.values() for code in p.serves}
    found: Lacking = {}
    for community in communities(network):
        for above in upwards(network, community):
            for matter in BOOK.matters.values():
                for d in matter.duty:
                    level = BOOK.kinds[d.body].level
                    in_force = any(a <= ON < b for a, b in BOOK.periods(d))
                    here = level in LEVELS and network.areas[above].level.value == level.value
                    if here and in_force and (d.body, above) not in there:
                        found.setdefault((matter.code, community), set()).add((d.role.value, d.body, above))
    return found


@examples(10)
@given(layouts(most=3), st.integers(0, 3), st.integers(1, ALL_HOURS), st.sampled_from(((0, 18), (6, 12), (17, 18))))
def test_rows_are_what_a_walk_finds(layout: Layout, part: int, hours: int, ages: tuple[int, int]):
    asked = MATTERS[part::4]
    every = tuple(orphans(layout.network, BOOK, ON))
    rows = list(uncovered_matters(layout, every, asked, None, hours, ages))
    oracle = {k: v for k, v in walked(layout).items() if k[0] in asked}
    told = {(r.code, r.area.code): {(o.role.value, o.kind.code, o.area.code) for o in r.missing} for r in rows}
    assert told == oracle
    assert len(rows) == len(told), "one row a matter and community: no tuple twice"
    assert all(r.certain is all(o.stated for o in r.missing) for r in rows)
    assert all(r.hours == hours and (r.age_from, r.age_under) == ages for r in rows)
    assert sum(r.count for r in rows) == len(oracle) * hours.bit_count() * (ages[1] - ages[0])


@examples(10)
@given(layouts(most=3), st.data())
def test_what_lacks_above_lacks_wherever_it_is_asked(layout: Layout, data: st.DataObject):
    code = data.draw(st.sampled_from(sorted(layout.network.areas)))
    inside = {a.code for a in layout.network.within(code)}
    every = tuple(orphans(layout.network, BOOK, ON))
    whole = [r for r in uncovered_matters(layout, every, MATTERS) if r.area.code in inside]
    assert list(uncovered_matters(layout, every, MATTERS, code)) == whole


def test_empty_is_the_proof():
    """Every kind of body that must act has its office, in each of its areas."""
    layout = small()
    kinds = {d.body: BOOK.kinds[d.body].level for m in BOOK.matters.values() for d in m.duty}
    bodies = [
        Body(f"{kind}@{a.code}", kind, kind, a.code, "虚构", MADE)
        for kind, level in kinds.items()
        for a in layout.network.areas.values()
        if a.level.value == level.value
    ]
    whole = rebuilt(layout.network, bodies=bodies)
    assert list(uncovered_matters(layout, orphans(whole, BOOK, ON), MATTERS)) == []
    less = rebuilt(layout.network, bodies=[b for b in bodies if (b.kind, b.area) != ("police", DISTRICT)])
    rows = list(uncovered_matters(layout, orphans(less, BOOK, ON), MATTERS, ONE))
    police = {m.code for m in BOOK.matters.values() if any(d.body == "police" for d in m.duty)}
    assert {r.code for r in rows} == police
    assert {r.area.code for r in rows} == {ONE}


def test_no_hours_asked_are_no_gap():
    assert list(uncovered_matters(small(), orphans(small().network, BOOK, ON), MATTERS, None, 0)) == []
