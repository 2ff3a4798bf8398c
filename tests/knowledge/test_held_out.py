"""What others' texts say of a writer's: one inverse for all writers equals a fit without each."""

import numpy as np
import pytest

from knowledge.words.calibration import alike, pair, unseen
from knowledge.words.features import Floats
from knowledge.words.fitting import weighed
from knowledge.words.phrasings import Phrasing


def drawn(size: int, of_danger: int) -> tuple[list[Phrasing], Floats, Floats]:
    """Rows of four writers, of whom the last `of_danger` tell of danger only, with a kernel and targets."""
    numbers = np.random.default_rng(size)
    by = np.sort(numbers.integers(0, 4, size))
    rows = [Phrasing("", (), None, "abcd"[w], of_danger=w >= 4 - of_danger) for w in by]
    axes = numbers.normal(size=(size, 7))
    return rows, (axes @ axes.T).astype(np.float32), numbers.normal(size=(size, 5)).astype(np.float32)


@pytest.mark.parametrize("of_danger", [0, 1, 2])
def test_it_equals_a_fit_without_the_writer(of_danger: int):
    rows, kernel, aims = drawn(60, of_danger)
    scores = unseen(rows, kernel, aims, "abd")
    for writer in "abd":
        own, rest = (
            np.array([i for i, row in enumerate(rows) if (row.writer == writer) is its]) for its in (True, False)
        )
        weights = weighed([rows[i] for i in rest], kernel[np.ix_(rest, rest)], aims[rest])
        np.testing.assert_allclose(scores[own], kernel[np.ix_(own, rest)] @ weights, atol=1e-4)


def test_rows_of_no_writer_that_is_held_out_have_no_scores():
    rows, kernel, aims = drawn(40, 1)
    scores = unseen(rows, kernel, aims, "a")
    assert not scores[[row.writer != "a" for row in rows]].any()
    assert scores[[row.writer == "a" for row in rows]].any()


def test_writers_count_alike_however_much_they_wrote():
    writers, danger = ["a", "a", "a", "b", "b"], np.array([False, False, True, False, True])
    weights = alike(writers, danger)
    assert {w: weights[[x == w for x in writers] & ~danger].sum() for w in "ab"} == {"a": 1, "b": 1}
    assert weights[danger].tolist() == [1, 1]


def test_thresholds_allow_what_they_allow_and_miss_the_least():
    """Of two writers, one with many calm texts that score low, one with few that score high."""
    scores = np.array([0.1] * 8 + [0.6, 0.2] + [0.5, 0.7, 0.9, 0.8], np.float32)
    danger = np.array([False] * 10 + [True] * 4)
    writers = ["a"] * 8 + ["b"] * 2 + ["a", "a", "b", "b"]
    signs = np.zeros(14, bool)
    alone = pair(scores, signs, danger, np.ones(14, np.float32), 0.10)
    each = pair(scores, signs, danger, alike(writers, danger), 0.10)
    assert alone[1] < scores[10]  # one false in ten texts is one of the two of b
    assert scores[8] <= each[1] < scores[11]
    assert not ((scores > each[1]) & ~danger).any()
