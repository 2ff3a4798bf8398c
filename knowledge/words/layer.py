"""The fitted layer (拟合层): from the features of a text to a score for each matter, for nothing and for danger.

Kernel ridge regression: a text scores by its character runs, linearly, and by its nearness to the written texts, as
the sixth power of the cosine of their sentence vectors. `knowledge/words/fitting.py` makes it, `make words` writes it.
Without a sentence model, a second layer on character runs alone answers.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.words.features import Features, Floats, unit

FOLDER = Path(__file__).parent
FILE, OF_ACTS = FOLDER / "layer.npz", FOLDER / "acts.npz"
"""The layer of matters and danger, and that of acts."""
NOTHING, DANGER = "nothing", "danger"
"""The columns beside the matters."""
POWER, NEAR, RUNS = 6, 2.0, 0.7
"""The kernel: NEAR × ((1 + cosine of senses) / 2)^POWER + RUNS × cosine of character runs."""


@dataclass(frozen=True, slots=True)
class Small:
    """A matrix in 8 bits with a scale for each row."""

    cells: NDArray[np.int8]
    scale: Floats

    @classmethod
    def of(cls, rows: Floats) -> Self:
        """Rounded to 127 steps of the largest cell of each row."""
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9) / 127
        return cls(np.round(rows / scale).astype(np.int8), scale.astype(np.float32))

    @property
    def rows(self) -> Floats:
        """The numbers."""
        return self.cells.astype(np.float32) * self.scale


@dataclass(frozen=True)
class Layer:
    """The arrays of a fit, ready to score."""

    columns: tuple[str, ...]
    rarity: Floats
    """The weight of each bucket of character runs."""
    centre: Floats
    axes: Floats
    """Axes on which sentence vectors, freed from their centre, are compared: 256 of 512."""
    senses: Floats
    """The written texts, as unit vectors on these axes."""
    by_sense: Floats
    by_runs: Floats
    by_runs_alone: Floats
    facts: dict[str, Any]
    """Hashes of rows and model; what was learned of shares and thresholds."""

    def scores(self, given: Features) -> Floats:
        """The score of each column."""
        runs = unit(given.grams * self.rarity)
        used = np.flatnonzero(runs)
        if given.sense is None:
            return _weighed(runs[used], self.by_runs_alone[used])
        cosine = _weighed(unit(_weighed(given.sense - self.centre, self.axes)), self.senses.T)
        near = ((1 + cosine) / 2) ** POWER
        return _weighed(near, self.by_sense) + _weighed(runs[used], self.by_runs[used])


def _weighed(weights: NDArray[np.floating[Any]], rows: Floats) -> Floats:
    """The sum of rows, each by its weight, as `weights @ rows`; in one thread and at a tenth of the processor time.

    For so small a product `@` wakes a thread on each core, and these go on in a loop, waiting for the next one.
    """
    summed: Floats = np.einsum("i,ij->j", weights, rows)
    return summed


PLAIN = ("rarity", "centre", "axes")
ROUNDED = ("senses", "by_sense", "by_runs", "by_runs_alone")


def save(made: Layer, path: Path = FILE) -> None:
    """Write a layer: weights in 8 bits, the rest in 16."""
    arrays: dict[str, Any] = {name: getattr(made, name).astype(np.float16) for name in PLAIN}
    for name in ROUNDED:
        small = Small.of(getattr(made, name))
        arrays |= {name: small.cells, f"{name}_scale": small.scale}
    about = json.dumps({"columns": made.columns, **made.facts}, ensure_ascii=False, sort_keys=True)
    np.savez_compressed(path, about=np.frombuffer(about.encode(), np.uint8), **arrays)


def load(path: Path = FILE) -> Layer:
    """Read a layer."""
    with np.load(path) as stored:
        about = json.loads(stored["about"].tobytes())
        arrays = {name: stored[name].astype(np.float32) for name in PLAIN}
        arrays |= {name: Small(stored[name], stored[f"{name}_scale"]).rows for name in ROUNDED}
    return Layer(columns=tuple(about.pop("columns")), facts=about, **arrays)


@cache
def layer(path: Path = FILE) -> Layer:
    """A shipped layer."""
    return load(path)
