"""Fitting the layer (拟合): from written texts, names and aliases to arrays; takes some minutes, only to make them."""

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.rulebook.book import Rulebook
from knowledge.words.features import Features, Floats, unit
from knowledge.words.layer import DANGER, NEAR, NOTHING, POWER, RUNS, Layer
from knowledge.words.phrasings import Phrasing

Indices = NDArray[np.intp]
AXES = 256
RIDGE = 1.0
FURTHER = 0.6
"""The target of a row's further matters; that of its first one is 1."""
RISKY, CALM = 0.5, 0.08
"""Target for danger of texts without a label: for matters of danger, and for others."""


NAMES = "names"
"""The writer of names, aliases and sentences of the rules."""


def names(book: Rulebook) -> tuple[Phrasing, ...]:
    """Names and aliases of matters as rows."""
    texts = ((text, m.code) for m in book.matters.values() for text in (m.name, *m.aliases))
    return tuple(Phrasing(text, (code,), None, NAMES) for text, code in texts)


def unwritten(rows: Iterable[Phrasing], matters: Iterable[str]) -> list[str]:
    """Matters that no written text is about: nobody's words could lead to them but their names."""
    written = {code for row in rows for code in row.codes}
    return [code for code in matters if code not in written]


def act_names(book: Rulebook) -> tuple[Phrasing, ...]:
    """Return names and aliases of acts, and the sentences of their norms, as rows."""
    named = ((text, a.code) for a in book.acts.values() for text in (a.name, *a.aliases))
    stated = ((n.text, n.act) for n in book.norms.values())
    return tuple(Phrasing(text, (code,), None, NAMES) for text, code in (*named, *stated))


def digest(rows: Sequence[Phrasing]) -> str:
    """The hash of texts and labels, in any order."""
    lines = sorted(json.dumps([r.text, r.codes, r.danger], ensure_ascii=False) for r in rows)
    return sha256("\n".join(lines).encode()).hexdigest()


def usable(rows: Sequence[Phrasing], known: Container[str]) -> list[Phrasing]:
    """The rows with their known codes; rows of other codes only are left out, not taken for nothing."""
    kept = [replace(r, codes=tuple(c for c in r.codes if c in known)) for r in rows]
    return [new for new, old in zip(kept, rows, strict=True) if new.codes or not old.codes]


@dataclass(frozen=True)
class Kernels:
    """Data of rows without their labels: their features as input of the layer, and their similarity."""

    rarity: Floats
    centre: Floats
    axes: Floats
    runs: Floats
    near: Floats
    by_runs: Floats
    both: Floats

    @classmethod
    def of(cls, texts: Sequence[Features]) -> Self:
        """The kernels of texts with these features.

        Raises:
            ValueError: There is no sentence model.
        """
        grams = np.array([t.grams for t in texts], np.float32)
        rarity = (np.log((1 + len(texts)) / (1 + (grams > 0).sum(axis=0))) + 1).astype(np.float32)
        runs = unit(grams * rarity)
        senses = [t.sense for t in texts if t.sense is not None]
        if len(senses) != len(texts):
            raise ValueError("the sentence model is needed to fit")
        vectors: Floats = np.array(senses, np.float32)
        centre: Floats = vectors.mean(axis=0)
        axes = np.linalg.svd(vectors - centre, full_matrices=False)[2][:AXES].T
        near = unit((vectors - centre) @ axes)
        by_runs: Floats = runs @ runs.T
        both = np.float32(NEAR) * ((1 + near @ near.T) / 2) ** POWER + np.float32(RUNS) * by_runs
        return cls(rarity, centre, axes, runs, near, by_runs, both)


def fit(rows: Sequence[Phrasing], kernels: Kernels, columns: tuple[str, ...], risky: AbstractSet[str]) -> Layer:
    """The layer of these rows; `risky` are the matters of danger."""
    aims = targets(rows, columns, risky)
    weights = weighed(rows, kernels.both, aims)
    weights_of_runs: Floats = RUNS * (kernels.runs.T @ weights)
    return Layer(
        columns=columns,
        rarity=kernels.rarity,
        centre=kernels.centre,
        axes=kernels.axes,
        senses=kernels.near,
        by_sense=np.float32(NEAR) * weights,
        by_runs=weights_of_runs,
        by_runs_alone=kernels.runs.T @ weighed(rows, kernels.by_runs, aims),
        facts={},
    )


def columns_of(rows: Sequence[Phrasing]) -> tuple[str, ...]:
    """The columns of a fit: matters in code order, or acts, then nothing."""
    return (*sorted({c for r in rows for c in r.codes}, key=lambda c: (len(c), c)), NOTHING)


def learned_from(rows: Sequence[Phrasing]) -> Iterator[tuple[slice, Indices]]:
    """Columns and the rows that weigh in them: those labelled for danger only weigh in its column, the last one."""
    whole = np.flatnonzero([not row.of_danger for row in rows])
    if len(whole) == len(rows):
        yield slice(None), whole
        return
    yield slice(None, -1), whole
    yield slice(-1, None), np.arange(len(rows))


def weighed(rows: Sequence[Phrasing], kernel: Floats, aims: Floats) -> Floats:
    """The weights of the rows in each column; zero where a row does not weigh."""
    weights = np.zeros_like(aims)
    for columns, weighing in learned_from(rows):
        near = ridged(kernel[np.ix_(weighing, weighing)])
        weights[weighing, columns] = np.linalg.solve(near, aims[weighing, columns])
    return weights


def ridged(kernel: Floats) -> Floats:
    """Return the matrix to solve: the kernel with the ridge."""
    return kernel + RIDGE * np.eye(len(kernel), dtype=np.float32)


def risky(book: Rulebook) -> frozenset[str]:
    """Matters in which a child is in danger."""
    return frozenset(m.code for m in book.matters.values() if m.danger or m.report)


def targets(rows: Sequence[Phrasing], columns: Sequence[str], risky: AbstractSet[str]) -> Floats:
    """Return the target score of each row in each column; the column of danger, if there is one, is the last."""
    at = {column: i for i, column in enumerate(columns)}
    aims = np.zeros((len(rows), len(columns)), np.float32)
    for target, row in zip(aims, rows, strict=True):
        for rank, code in enumerate(row.codes or (NOTHING,)):
            target[at[code]] = FURTHER if rank else 1
        if DANGER in at:
            likely = RISKY if risky & set(row.codes) else CALM
            target[at[DANGER]] = likely if row.danger is None else row.danger
    return aims
