"""The worst k agree three ways: every subset, branch and bound, and a whole-number programme."""

from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.resilience.interdiction import MOST_DEPTH, CutSet, CutSets, worst
from tests.support.examples import examples

PLACES = [f"p{n}" for n in range(9)]
WAY = st.frozensets(st.sampled_from(PLACES), min_size=1, max_size=4)
GROUPS = st.dictionaries(st.frozensets(WAY, min_size=1, max_size=3), st.integers(0, 30), min_size=1, max_size=14)
FOREVER, HARDLY = 10**6, 0


def lost(groups: Mapping[CutSets, int], closed: CutSet) -> int:
    return sum(n for ways, n in groups.items() if any(way <= closed for way in ways))


@examples(150)
@given(GROUPS, st.integers(1, 5))
def test_no_subset_loses_more(groups: Mapping[CutSets, int], k: int):
    best = max(lost(groups, frozenset(some)) for some in combinations(PLACES, k))
    for nodes in (FOREVER, HARDLY):
        chosen, proven = worst(groups, k, 10.0, nodes)
        there = {p for ways in groups for way in ways for p in way}
        assert proven
        assert chosen <= there
        assert len(chosen) <= k or chosen == there
        assert lost(groups, chosen) == best


@examples(8)
@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_the_programme_and_the_search_agree_on_larger_ones(chance: Random, k: int):
    every = [f"p{n:02}" for n in range(40)]
    groups = {
        frozenset({frozenset(chance.sample(every, chance.randint(1, 3)))}): chance.randint(1, 9) for _ in range(150)
    }
    (one, a), (other, b) = worst(groups, k, 60.0, FOREVER), worst(groups, k, 60.0, HARDLY)
    assert a
    assert b
    assert lost(groups, one) == lost(groups, other)


@pytest.mark.parametrize("k", [MOST_DEPTH + 1, MOST_DEPTH + 30])
def test_many_places_are_no_deep_search(k: int):
    groups = {frozenset({frozenset({f"a{n}", f"b{n}"})}): n + 1 for n in range(60)}
    chosen, proven = worst(groups, k, 30.0)
    assert proven
    assert lost(groups, chosen) == sum(60 - n for n in range(k // 2))


def test_what_no_k_places_lose_is_not_lost():
    groups = {frozenset({frozenset("abc")}): 5}
    assert lost(groups, worst(groups, 2, 10.0)[0]) == 0
