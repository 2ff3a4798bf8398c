"""What others' texts say of a writer's: one inverse for all writers equals a fit without each."""

import numpy as np
import pytest

from knowledge.words.calibration import unseen
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
