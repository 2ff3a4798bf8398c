"""No small count can be worked out: by counting all tables that would read the same, and by the audit."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import inf
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.demand import suppression
from analytics.demand.audit import audit
from analytics.demand.suppression import Interval, Key, Parents, Published, Sum, Table, hierarchical, linked, protect
from knowledge.vocabulary import AreaLevel
from loaders.shipped import yuexiu

K = 3
CAP = 9
"""Greatest count of a finest cell in the tables counted one by one."""
AREAS = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "A": "D", "B": "D"}
NEEDS = {"n1": "N", "n2": "N", "n3": "N"}
AGES = {"0-6": "all", "7-17": "all"}
SMALL = st.sampled_from((0, 0, 1, 1, 2, 3, 4, 7, 12, 30))


def finest(parents: Parents) -> list[str]:
    return [v for v in parents if v not in parents.values()]


@st.composite
def tables(draw: st.DrawFn, *dimensions: Parents) -> Table:
    keys = list(product(*(finest(p) for p in dimensions)))
    counts = draw(st.lists(SMALL, min_size=len(keys), max_size=len(keys)))
    return hierarchical(dict(zip(keys, counts, strict=True)), {f"d{at}": p for at, p in enumerate(dimensions)})


def naive(table: Table, threshold: int) -> Published:
    """Small cells alone hidden."""
    hidden = frozenset(key for key, count in table.cells.items() if 0 < count < threshold)
    return publish(table, hidden, threshold)


def publish(table: Table, hidden: frozenset[Key], threshold: int = K, *, zeros_shown: bool = True) -> Published:
    shown = {key: count for key, count in table.cells.items() if key not in hidden}
    return Published(shown, hidden, table.sums, threshold, zeros_shown)


def counted(published: Published, leaves: Sequence[Key], cap: int) -> dict[Key, Interval]:
    """The oracle: every table with finest cells up to cap that reads as published; least and most of hidden cells."""
    open_leaves = [key for key in leaves if key in published.hidden]
    floor = int(published.zeros_shown)
    values = range(floor, cap + 1)
    grid = np.array(list(product(values, repeat=len(open_leaves))), dtype=np.int64)
    grid = grid.reshape(len(values) ** len(open_leaves), len(open_leaves))
    cells = {key: grid[:, at] for at, key in enumerate(open_leaves)}
    cells |= {key: np.full(len(grid), published.shown[key]) for key in leaves if key in published.shown}
    fits = np.ones(len(grid), dtype=bool)
    waiting = list(published.sums)
    while waiting:
        s = waiting.pop(0)
        if any(p not in cells for p in s.parts):
            waiting.append(s)
            continue
        total = np.sum([cells[p] for p in s.parts], axis=0)
        fits &= total == cells.setdefault(s.total, total)
        fits &= total == published.shown[s.total] if s.total in published.shown else total >= floor
    return {key: (int(cells[key][fits].min()), int(cells[key][fits].max())) for key in published.hidden}


def small(table: Table, published: Published) -> list[Key]:
    least = 1 if published.zeros_shown else 0
    return [key for key, count in table.cells.items() if least <= count < published.threshold]


def check(table: Table, published: Published) -> None:
    """All that is promised of a published table."""
    assert set(published.shown) | published.hidden == set(table.cells)
    assert not set(published.shown) & published.hidden
    assert all(count == table.cells[key] for key, count in published.shown.items())
    assert all(count >= published.threshold or (count == 0 and published.zeros_shown)
               for count in published.shown.values())  # fmt: skip
    assert all(key in published.shown for key, count in table.cells.items() if count == 0 and published.zeros_shown)
    ends = audit(published)
    assert set(ends) == published.hidden
    for key, (lo, hi) in ends.items():
        assert lo <= table.cells[key] <= hi
    for key in small(table, published):
        lo, hi = ends[key]
        assert hi - lo >= published.threshold, key
        assert hi >= published.threshold


STREET = hierarchical(
    {("c1", "n1"): 2, ("c1", "n2"): 9, ("c2", "n1"): 8, ("c2", "n2"): 11, ("c3", "n1"): 6, ("c3", "n2"): 20},
    {"area": {"c1": "S", "c2": "S", "c3": "S"}, "need": {"n1": "N", "n2": "N"}},
)
"""One small cell, two children, in one community."""


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
    assert published.note.startswith("少于5，不公布，含为防推算一并隐去的格 / fewer than 5")


def test_order_of_the_cells_changes_nothing():
    counts: dict[Key, int] = {
        (a, n): (7 * i + 3 * j) % 6 for i, a in enumerate(finest(AREAS)) for j, n in enumerate(finest(NEEDS))
    }
    one = hierarchical(counts, {"area": AREAS, "need": NEEDS})
    keys = list(one.cells)
    Random(3).shuffle(keys)  # noqa: S311  # a test order, no secret
    other = Table({key: one.cells[key] for key in keys}, one.sums)
    assert protect(one, 5) == protect(one, 5) == protect(other, 5)
    assert list(protect(one, 5).shown) == list(protect(other, 5).shown)


@settings(max_examples=60)
@given(tables({"a": "S", "b": "S"}, {"x": "N", "y": "N"}), st.data(), st.booleans())
def test_audit_finds_what_counting_finds(table: Table, data: st.DataObject, zeros_shown: bool) -> None:
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


@settings(max_examples=40)
@given(tables({"a": "S", "b": "S"}, {"x": "N", "y": "N"}), st.booleans())
def test_counting_all_tables_works_out_no_small_count(table: Table, zeros_shown: bool) -> None:
    assume(max(table.cells.values()) < 24)
    published = protect(table, K, zeros_shown=zeros_shown)
    ends = counted(published, list(product("ab", "xy")), 15)
    for key in small(table, published):
        lo, hi = ends[key]
        assert hi - lo >= K


@settings(max_examples=40)
@given(tables(AREAS, NEEDS), st.integers(2, 12), st.booleans())
def test_two_ways_with_levels(table: Table, threshold: int, zeros_shown: bool) -> None:
    check(table, protect(table, threshold, zeros_shown=zeros_shown))


@settings(max_examples=25)
@given(tables(AREAS, NEEDS, AGES), st.integers(2, 12))
def test_three_ways_with_levels(table: Table, threshold: int) -> None:
    published = protect(table, threshold)
    check(table, published)
    assert protect(table, threshold) == published


@pytest.mark.long
@settings(max_examples=400)
@given(tables(AREAS, {**NEEDS, "m": "M", "N": "Z", "M": "Z"}, AGES), st.integers(2, 12), st.booleans())
def test_three_ways_two_of_them_with_levels(table: Table, threshold: int, zeros_shown: bool) -> None:
    check(table, protect(table, threshold, zeros_shown=zeros_shown))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Table, Table]:
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


@settings(max_examples=25)
@given(pairs(), st.integers(2, 12))
def test_linked_tables(pair: tuple[Table, Table], threshold: int) -> None:
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


def test_same_cell_must_have_the_same_count():
    with pytest.raises(ValueError, match="different counts"):
        linked(Table({("a",): 3}), Table({("a",): 4}))


def test_corner_of_the_program_that_is_a_fraction():
    """At most one of three overlapping pairs: half of each would make 1.5."""
    three = (("a", "b", "x"), ("b", "c", "y"), ("a", "c", "z"))
    cells: dict[Key, int] = {(v,): int(v in "xyz") for v in "abcxyz"}
    cells[("all",)] = 0
    cells.update({("".join(p),): 1 for p in three})
    sums = (*(Sum(("".join(p),), tuple((v,) for v in p)) for p in three), Sum(("all",), (("a",), ("b",), ("c",))))
    hidden = frozenset((v,) for v in (*"abcxyz", "all"))
    published = publish(Table(cells, sums), hidden, zeros_shown=False)
    assert audit(published)["all",] == (0, 1)
    assert audit(published) == counted(published, [(v,) for v in "abcxyz"], 1)


def test_where_no_company_is_found_everything_is_hidden(monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object, **__: object) -> None:
        raise suppression._NoTable  # noqa: SLF001  # no table makes it fail in a test's time

    with monkeypatch.context() as patched:
        patched.setattr(suppression._Sums, "cheapest", fails)  # noqa: SLF001  # as above
        published = protect(STREET, 5)
    assert published.shown == {}
    check(STREET, published)


def test_what_cannot_go_down_goes_up(monkeypatch: pytest.MonkeyPatch):
    move = suppression._Search._move  # noqa: SLF001  # tables that leave no way down are rare
    monkeypatch.setattr(suppression._Search, "_move", lambda self, cell, up: up and move(self, cell, up))  # noqa: SLF001
    check(STREET, protect(STREET, 5))


def test_sum_that_forces_a_zero_ends_all_the_same():
    """Hiding all is all that can be done: x = x + y says that y is zero."""
    table = Table({("x",): 7, ("y",): 0}, (Sum(("x",), (("x",), ("y",))),))
    assert protect(table, 5).hidden == frozenset()
    assert protect(table, 5, zeros_shown=False).hidden == {("x",), ("y",)}


@pytest.mark.parametrize(
    ("cells", "sums", "said"),
    [
        ({("a",): -1}, (), "negative"),
        ({("a",): 1}, (Sum(("t",), (("a",),)),), "no cell"),
        ({("a",): 1, ("t",): 2}, (Sum(("t",), (("a",),)),), "not their sum"),
    ],
)
def test_table_that_is_none(cells: Mapping[Key, int], sums: tuple[Sum, ...], said: str):
    with pytest.raises(ValueError, match=said):
        Table(cells, sums)


def test_value_of_no_dimension_and_threshold_of_nothing():
    with pytest.raises(ValueError, match=r"area: .*'A'"):
        hierarchical({("A",): 3}, {"area": AREAS})
    with pytest.raises(ValueError, match="not their sum"):
        hierarchical({("a",): 3}, {"area": {"a": "b", "b": "a"}})
    with pytest.raises(ValueError, match="threshold"):
        protect(STREET, 0)


@pytest.mark.parametrize("change", [{("S", "N"): 50}, {("c2", "N"): 7}])
def test_audit_refuses_what_does_not_add_up(change: Mapping[Key, int]):
    published = protect(STREET, 5)
    wrong = Published({**published.shown, **change}, published.hidden, published.sums, 5, zeros_shown=True)
    with pytest.raises(ValueError, match=r"contradicts|no table"):
        audit(wrong)


def test_missing_combinations_count_zero_at_every_level():
    table = hierarchical({("a1", "n1"): 3, ("b2", "n1"): 4}, {"area": AREAS, "need": NEEDS})
    assert len(table.cells) == 7 * 4
    assert (table.cells["A", "N"], table.cells["D", "n1"], table.cells["D", "n2"]) == (3, 7, 0)
    assert Sum(("D", "n1"), (("A", "n1"), ("B", "n1"))) in table.sums


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
