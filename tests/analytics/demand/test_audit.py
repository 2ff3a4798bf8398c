"""The audit agrees with the count of all tables that read the same."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.demand.suppression import Published, protect
from analytics.demand.tables import CountTable, Key, Sum
from tests.analytics.demand.audit import audit
from tests.analytics.demand.published import CAP, STREET, counted, publish, tables
from tests.support.examples import examples


@examples(60)
@given(tables({"a": "S", "b": "S"}, {"x": "N", "y": "N"}), st.data(), st.booleans())
def test_audit_finds_what_counting_finds(table: CountTable, data: st.DataObject, zeros_shown: bool) -> None:
    """Whatever is hidden, well or badly."""
    able = sorted(key for key, count in table.cells.items() if count or not zeros_shown)
    hidden = frozenset(data.draw(st.lists(st.sampled_from(able), unique=True)) if able else ())
    published = publish(table, hidden, zeros_shown=zeros_shown)
    leaves: list[Key] = list(product("ab", "xy"))
    ends = audit(published)
    assume(all(ends[key][1] <= CAP or ends[key][1] == ends[key][0] for key in leaves if key in ends))
    cap = int(max([CAP, *(ends[key][1] for key in leaves if key in ends)]))
    assume((cap + 1) ** sum(key in hidden for key in leaves) < 200_000)
    assert ends == counted(published, leaves, cap)


def test_corner_of_the_program_that_is_a_fraction():
    """At most one of three overlapping pairs: half of each would make 1.5."""
    three = (("a", "b", "x"), ("b", "c", "y"), ("a", "c", "z"))
    cells: dict[Key, int] = {(v,): int(v in "xyz") for v in "abcxyz"}
    cells[("all",)] = 0
    cells.update({("".join(p),): 1 for p in three})
    sums = (*(Sum(("".join(p),), tuple((v,) for v in p)) for p in three), Sum(("all",), (("a",), ("b",), ("c",))))
    hidden = frozenset((v,) for v in (*"abcxyz", "all"))
    published = publish(CountTable(cells, sums), hidden, zeros_shown=False)
    assert audit(published)["all",] == (0, 1)
    assert audit(published) == counted(published, [(v,) for v in "abcxyz"], 1)


@pytest.mark.parametrize("change", [{("S", "N"): 50}, {("c2", "N"): 7}])
def test_audit_refuses_what_does_not_add_up(change: Mapping[Key, int]):
    published = protect(STREET, 5)
    wrong = Published({**published.shown, **change}, published.hidden, published.sums, 5, zeros_shown=True)
    with pytest.raises(ValueError, match=r"contradicts|no table"):
        audit(wrong)
