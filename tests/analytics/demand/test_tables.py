"""Totals of every level of every dimension, and tables that are refused."""

from collections.abc import Mapping

import pytest

from analytics.demand.suppression import protect
from analytics.demand.tables import CountTable, Key, Sum, hierarchical
from tests.analytics.demand.audit import linked
from tests.analytics.demand.published import AREAS, NEEDS, STREET


@pytest.mark.parametrize(
    ("cells", "sums", "said"),
    [
        ({("a",): -1}, (), "negative"),
        ({("a",): 1}, (Sum(("t",), (("a",),)),), "missing cells"),
        ({("a",): 1, ("t",): 2}, (Sum(("t",), (("a",),)),), "not the sum of their parts"),
    ],
)
def test_table_that_is_none(cells: Mapping[Key, int], sums: tuple[Sum, ...], said: str):
    with pytest.raises(ValueError, match=said):
        CountTable(cells, sums)


def test_value_of_no_dimension_and_threshold_of_nothing():
    with pytest.raises(ValueError, match=r"area: .*'A'"):
        hierarchical({("A",): 3}, {"area": AREAS})
    with pytest.raises(ValueError, match="not the sum of their parts"):
        hierarchical({("a",): 3}, {"area": {"a": "b", "b": "a"}})
    with pytest.raises(ValueError, match="threshold"):
        protect(STREET, 0)


def test_missing_combinations_count_zero_at_every_level():
    table = hierarchical({("a1", "n1"): 3, ("b2", "n1"): 4}, {"area": AREAS, "need": NEEDS})
    assert len(table.cells) == 7 * 4
    assert (table.cells["A", "N"], table.cells["D", "n1"], table.cells["D", "n2"]) == (3, 7, 0)
    assert Sum(("D", "n1"), (("A", "n1"), ("B", "n1"))) in table.sums


def test_same_cell_must_have_the_same_count():
    with pytest.raises(ValueError, match="different counts"):
        linked(CountTable({("a",): 3}), CountTable({("a",): 4}))
