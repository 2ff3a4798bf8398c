"""No small count can be derived from a published table: by counting all tables, and by the audit."""

from itertools import product
from math import inf
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.demand import suppression
from analytics.demand.sum_program import NoTableFound, SumProgram
from analytics.demand.suppression import protect
from analytics.demand.tables import CountTable, Key, Sum, hierarchical
from knowledge.messages.message import message
from knowledge.vocabulary import AreaLevel
from loaders.shipped import yuexiu
from tests.analytics.demand.audit import audit, linked
from tests.analytics.demand.published import (
    AGES,
    AREAS,
    NEEDS,
    SMALL,
    STREET,
    K,
    check,
    counted,
    finest,
    naive,
    publish,
    small,
    tables,
)
from tests.support.examples import examples


def test_hidden_alone_it_leaks_with_company_it_does_not():
    assert audit(naive(STREET, 5)) == {("c1", "n1"): (2, 2)}, "total minus the shown ones"
    ours = protect(STREET, 5)
    lo, hi = audit(ours)["c1", "n1"]
    assert hi - lo >= 5
    assert len(ours.hidden) == 4, "a rectangle is the least company in a table with totals"
    assert ours.value(("c3", "n2")) == 20, "company is the cheapest"


def test_two_small_cells_that_hide_each_other_badly():
    """Both are hidden, yet their total says that neither is more than 3."""
    table = hierarchical({("a",): 2, ("b",): 2, ("c",): 30}, {"area": {"a": "S", "b": "S", "c": "S"}})
    assert audit(naive(table, 5)) == {("a",): (1, 3), ("b",): (1, 3)}
    check(table, protect(table, 5))


def test_table_without_small_cells_hides_nothing():
    table = hierarchical({("a",): 5, ("b",): 0, ("c",): 30}, {"area": {"a": "S", "b": "S", "c": "S"}})
    published = protect(table, 5)
    assert published.hidden == frozenset()
    assert published.shown == table.cells
    assert audit(published) == {}


def test_threshold_one_hides_nothing():
    assert protect(STREET, 1).hidden == frozenset()


def test_zeros_are_hidden_on_request():
    table = hierarchical({("a",): 5, ("b",): 0, ("c",): 30}, {"area": {"a": "S", "b": "S", "c": "S"}})
    published = protect(table, 5, zeros_shown=False)
    assert published.value(("b",)) is None
    check(table, published)


def test_nothing_but_small_cells_hides_every_total():
    table = hierarchical({("a1", "n1"): 1}, {"area": AREAS, "need": NEEDS})
    published = protect(table, 5)
    check(table, published)
    assert published.hidden == {key for key, count in table.cells.items() if count}
    assert set(audit(published).values()) == {(1, inf)}


def test_hidden_cell_reads_none_and_says_why():
    published = protect(STREET, 5)
    assert published.value(("c1", "n1")) is None
    assert published.value(("S", "N")) == 56
    with pytest.raises(KeyError):
        published.value(("c9", "n1"))
    assert published.note == message("note.small_counts", least=5)


def test_order_of_the_cells_changes_nothing():
    counts: dict[Key, int] = {
        (a, n): (7 * i + 3 * j) % 6 for i, a in enumerate(finest(AREAS)) for j, n in enumerate(finest(NEEDS))
    }
    one = hierarchical(counts, {"area": AREAS, "need": NEEDS})
    keys = list(one.cells)
    Random(3).shuffle(keys)  # noqa: S311  # a test order, no secret
    other = CountTable({key: one.cells[key] for key in keys}, one.sums)
    assert protect(one, 5) == protect(one, 5) == protect(other, 5)
    assert list(protect(one, 5).shown) == list(protect(other, 5).shown)


@examples(40)
@given(tables({"a": "S", "b": "S"}, {"x": "N", "y": "N"}), st.booleans())
def test_counting_all_tables_works_out_no_small_count(table: CountTable, zeros_shown: bool) -> None:
    assume(max(table.cells.values()) < 24)
    published = protect(table, K, zeros_shown=zeros_shown)
    ends = counted(published, list(product("ab", "xy")), 15)
    for key in small(table, published):
        lo, hi = ends[key]
        assert hi - lo >= K


@examples(40)
@given(tables(AREAS, NEEDS), st.integers(2, 12), st.booleans())
def test_two_ways_with_levels(table: CountTable, threshold: int, zeros_shown: bool) -> None:
    check(table, protect(table, threshold, zeros_shown=zeros_shown))


@examples(25)
@given(tables(AREAS, NEEDS, AGES), st.integers(2, 12))
def test_three_ways_with_levels(table: CountTable, threshold: int) -> None:
    published = protect(table, threshold)
    check(table, published)
    assert protect(table, threshold) == published


@pytest.mark.long
@settings(max_examples=400)
@given(tables(AREAS, {**NEEDS, "m": "M", "N": "Z", "M": "Z"}, AGES), st.integers(2, 12), st.booleans())
def test_three_ways_two_of_them_with_levels(table: CountTable, threshold: int, zeros_shown: bool) -> None:
    check(table, protect(table, threshold, zeros_shown=zeros_shown))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[CountTable, CountTable]:
    """Area by need and area by age, of the same children."""
    keys = list(product(finest(AREAS), finest(NEEDS), finest(AGES)))
    counts = dict(zip(keys, draw(st.lists(SMALL, min_size=len(keys), max_size=len(keys))), strict=True))
    needs: dict[Key, int] = {}
    ages: dict[Key, int] = {}
    for (area, need, age), count in counts.items():
        needs[area, need, "all"] = needs.get((area, need, "all"), 0) + count
        ages[area, "N", age] = ages.get((area, "N", age), 0) + count
    return (
        hierarchical(needs, {"area": AREAS, "need": NEEDS, "age": {}}),
        hierarchical(ages, {"area": AREAS, "need": {}, "age": AGES}),
    )


@examples(25)
@given(pairs(), st.integers(2, 12))
def test_linked_tables(pair: tuple[CountTable, CountTable], threshold: int) -> None:
    both = linked(*pair)
    assert set(pair[0].cells) & set(pair[1].cells) == {(a, "N", "all") for a in {*AREAS, *AREAS.values()}}
    assert set(both.sums) == {*pair[0].sums, *pair[1].sums}
    check(both, protect(both, threshold))


def test_tables_protected_apart_leak_together():
    """Alone, the first hides the total of b as company of 2; the second, with nothing to hide, shows it."""
    needs = hierarchical({("a", "all"): 2, ("b", "all"): 9, ("c", "all"): 30},
                         {"area": {"a": "S", "b": "S", "c": "S"}, "age": {}})  # fmt: skip
    ages = hierarchical({("b", "0-6"): 4 + 1, ("b", "7-17"): 4}, {"area": {}, "age": AGES})
    apart = [protect(t, 3) for t in (needs, ages)]
    shown = {key: count for p in apart for key, count in p.shown.items()}
    both = linked(needs, ages)
    together = publish(both, frozenset(both.cells) - set(shown))
    assert audit(apart[0])["a", "all"] == (1, 10)
    assert audit(together)["a", "all"] == (2, 2)
    check(both, protect(both, 3))


def test_where_no_company_is_found_everything_is_hidden(monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object, **__: object) -> None:
        raise NoTableFound

    with monkeypatch.context() as patched:
        patched.setattr(SumProgram, "cheapest", fails)
        published = protect(STREET, 5)
    assert published.shown == {}
    check(STREET, published)


def test_what_cannot_go_down_goes_up(monkeypatch: pytest.MonkeyPatch):
    move = suppression._Suppression._move  # noqa: SLF001  # tables that leave no way down are rare
    monkeypatch.setattr(suppression._Suppression, "_move", lambda self, cell, up: up and move(self, cell, up))  # noqa: SLF001  # as above
    check(STREET, protect(STREET, 5))


def test_sum_that_forces_a_zero_ends_all_the_same():
    """Hiding all is all that can be done: x = x + y says that y is zero."""
    table = CountTable({("x",): 7, ("y",): 0}, (Sum(("x",), (("x",), ("y",))),))
    assert protect(table, 5).hidden == frozenset()
    assert protect(table, 5, zeros_shown=False).hidden == {("x",), ("y",)}


@pytest.mark.long
@pytest.mark.parametrize("threshold", [5, 10])
def test_whole_district_by_need(threshold: int):
    """Every community, street and the district by 27 needs."""
    areas = yuexiu.areas()
    levels = (AreaLevel.COMMUNITY, AreaLevel.STREET)
    parents = {a.code: str(a.parent) for a in areas if a.level in levels}
    needs = [f"need {n}" for n in range(27)]
    drawn = np.random.default_rng(7)
    often = drawn.dirichlet([0.5] * len(needs)) * len(needs)
    keys = list(product((a.code for a in areas if a.level is AreaLevel.COMMUNITY), needs))
    counts: dict[Key, int] = {key: int(drawn.poisson(often[at % len(needs)])) for at, key in enumerate(keys)}
    table = hierarchical(counts, {"area": parents, "need": dict.fromkeys(needs, "all")})
    assert len(table.cells) == 241 * 28
    published = protect(table, threshold)
    check(table, published)
    company = [table.cells[key] for key in published.hidden if table.cells[key] >= threshold]
    assert len(company) < 0.05 * len(table.cells), "it stays a table"
