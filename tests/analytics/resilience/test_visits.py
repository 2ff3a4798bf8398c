"""Visit plans against every plan of small networks."""

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.resilience.visits import StaffShortage, Worker, plan_visits
from knowledge.errors import BadInput
from network.entities import ServicePoint
from tests.analytics.worlds import small
from tests.support.examples import examples

ONE, TWO, THREE = "440104001001", "440104001002", "440104001003"
OTHER = "440104002001"
STREET, OTHER_STREET = "440104001000", "440104002000"
Pair = tuple[str, str]


def limit_of(point: ServicePoint, caseload: int) -> int | None:
    """What a place takes at most; None where nothing bounds it."""
    limits = [
        *([] if point.capacity is None or point.load is None else [max(0, point.capacity - point.load)]),
        *([] if point.staff is None else [caseload * point.staff]),
    ]
    return min(limits, default=None)


NETWORK = small((), (3, 2)).network
PLACES = (ONE, TWO, THREE, OTHER)


def cost(worker: Worker, area: str) -> int | None:
    """Nothing in the own community, one elsewhere in the own street, None where not sent."""
    if area in worker.areas:
        return 0
    return 1 if f"{area[:9]}000" in worker.areas else None


def cheapest(due: Mapping[str, int], workers: Sequence[Worker]) -> tuple[int, int]:
    """The most visits and their least cost, by every way of giving each visit to somebody or nobody."""
    visits = [area for area, n in due.items() for _ in range(n)]
    best = (0, 0)
    for way in product((None, *range(len(workers))), repeat=len(visits)):
        spent = 0
        used = [0] * len(workers)
        for area, w in zip(visits, way, strict=True):
            if w is None:
                continue
            used[w] += 1
            price = cost(workers[w], area)
            if price is None or used[w] > workers[w].capacity:
                break
            spent += price
        else:
            best = max(best, (sum(used), -spent))
    return best[0], -best[1]


WORKERS = st.lists(
    st.tuples(
        st.lists(st.sampled_from((*PLACES, STREET, OTHER_STREET)), min_size=1, max_size=2, unique=True),
        st.integers(1, 3),
    ),
    max_size=3,
).map(lambda found: [Worker(f"w{n}", tuple(a), c) for n, (a, c) in enumerate(found)])
DUE = st.dictionaries(st.sampled_from(PLACES), st.integers(0, 3), max_size=4).filter(lambda d: sum(d.values()) <= 6)


def is_core(core: StaffShortage, due: Mapping[str, int], workers: Sequence[Worker]) -> bool:
    """Whether these areas ask for more than everybody who can go to any of them can do."""
    able = {w.key for w in workers if any(cost(w, a) is not None for a in core.areas)}
    return (
        set(core.workers) == able
        and core.due == sum(due[a] for a in core.areas)
        and core.capacity == sum(w.capacity for w in workers if w.key in able)
        and core.due > core.capacity
    )


@examples(80)
@given(DUE, WORKERS)
def test_visits_are_as_many_and_as_near_as_can_be(due: Mapping[str, int], workers: Sequence[Worker]):
    told = plan_visits(due, workers, NETWORK)
    by = {w.key: w for w in workers}
    prices = {pair: cost(by[pair[1]], pair[0]) for pair in told.visits}
    assert None not in prices.values(), "nobody is sent outside the own areas"
    assert all(n >= 0 for n in told.visits.values())
    for w in workers:
        assert sum(n for (_, key), n in told.visits.items() if key == w.key) <= w.capacity
    for area, n in due.items():
        made = sum(m for (a, _), m in told.visits.items() if a == area)
        assert made + told.unmet.get(area, 0) == n
    spent = sum(n * (prices[pair] or 0) for pair, n in told.visits.items())
    assert (sum(told.visits.values()), spent) == cheapest(due, workers)
    if any(told.unmet.values()):
        assert told.shortage is not None
        assert is_core(told.shortage, due, workers)
    else:
        assert told.shortage is None


@pytest.mark.long
@settings(max_examples=1500)
@given(DUE, WORKERS)
def test_visits_are_as_many_and_as_near_as_can_be_in_many(due: Mapping[str, int], workers: Sequence[Worker]):
    told = plan_visits(due, workers, NETWORK)
    by = {w.key: w for w in workers}
    spent = sum(n * (cost(by[w], a) or 0) for (a, w), n in told.visits.items())
    assert (sum(told.visits.values()), spent) == cheapest(due, workers)
    assert (told.shortage is None) is not any(told.unmet.values())
    assert told.shortage is None or is_core(told.shortage, due, workers)


def test_the_own_community_first():
    director = Worker("director", (ONE,), 2)
    supervisor = Worker("supervisor", (STREET,), 2)
    told = plan_visits({ONE: 2, TWO: 2}, [supervisor, director], NETWORK)
    assert {k: n for k, n in told.visits.items() if n} == {(ONE, "director"): 2, (TWO, "supervisor"): 2}
    assert told.shortage is None


def test_the_core_names_who_is_too_few():
    workers = [Worker("a", (ONE,), 1), Worker("b", (STREET,), 2), Worker("c", (OTHER,), 9)]
    told = plan_visits({ONE: 2, TWO: 2, OTHER: 3}, workers, NETWORK)
    assert sum(told.unmet.values()) == 1
    assert told.shortage is not None
    assert (set(told.shortage.areas), set(told.shortage.workers)) == ({ONE, TWO}, {"a", "b"})
    assert (told.shortage.due, told.shortage.capacity) == (4, 3)


def test_a_worker_without_time_is_named_only_where_it_could_go():
    elsewhere, there = Worker("a", (ONE,), 0), Worker("b", (TWO,), 0)
    assert plan_visits({TWO: 1}, [elsewhere, there], NETWORK).shortage == StaffShortage((TWO,), ("b",), 1, 0)


def test_areas_that_nobody_can_go_to_are_a_core():
    told = plan_visits({TWO: 1, ONE: 1}, [Worker("a", (ONE,), 5)], NETWORK)
    assert told.shortage == StaffShortage((TWO,), (), 1, 0)
    assert plan_visits({}, [], NETWORK).shortage is None


@pytest.mark.parametrize(("due", "capacity"), [(-1, 1), (1, -1)])
def test_negative_numbers_are_refused(due: int, capacity: int):
    with pytest.raises(BadInput):
        plan_visits({ONE: due}, [Worker("a", (ONE,), capacity)], NETWORK)
