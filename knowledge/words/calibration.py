"""Thresholds from held-out texts (校准): every writer's texts are scored by a layer fitted on the others' texts.

The meaning of a score is learned there: the share of a matter, and the thresholds for a single sure answer, for a
text without any matter, and for plain or suspected danger.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.words.dictionary import words
from knowledge.words.features import Floats
from knowledge.words.fitting import Indices, columns_of, learned_from, ridged, targets
from knowledge.words.layer import DANGER, NOTHING
from knowledge.words.phrasings import Phrasing

Flags = NDArray[np.bool_]
RIGHT = 0.95
"""Share of held-out texts that must be right where a single answer is given. The bar is 0.96 of texts that nobody
read: of those, whose labels a second reader completed, one or two in a hundred more are right than of held-out ones.
"""
FALSE_TOLD, FALSE_LED = 0.095, 0.34
"""Share of harmless held-out texts with a false plain danger, or a false suspected one. The bars are 0.10 and 0.35
of texts that nobody read.
"""
STEPS = 200
"""Thresholds that are tried; with 80 of them, one step was worth two false alarms in a hundred with a sign."""
NOTHINGS = 0.80
"""Share of the texts that are not ours which must be seen as such, before danger takes some away."""
MOST = np.float32(0.2)
"""Danger counts for less by what nothing is likelier than the best matter, and by so much at most."""
NEVER, ALWAYS = np.float32(-9), np.float32(9)
"""Scores below and above every threshold."""
TEMPERATURES = (8.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Meaning of scores; stored in the layer through `asdict`."""

    temperature: float = 20.0
    """Shares are the softmax of the scores times this."""
    lead: float = 1.0
    """One answer is sure if its score leads the second by this."""
    nothing: float = 0.0
    """Lead of the score of nothing over the best matter from which no matter applies."""
    told_with_sign: float = 0.5
    told: float = 1.0
    led_with_sign: float = 0.0
    led: float = 0.5


@dataclass(frozen=True, slots=True)
class Manner:
    """Manner in which a text mentions danger, by its words."""

    sign: bool
    """True with a sign of danger."""
    calm: bool
    """True if the harm is over, mistaken, played or supposed, or a grown person's: danger is lowered by one step."""
    alone: bool = False
    """True with a sign that leads by itself."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out rows with their scores."""

    columns: tuple[str, ...]
    rows: tuple[Phrasing, ...]
    scores: Floats
    manners: tuple[Manner, ...]

    def of(self, writer: str) -> "HeldOut":
        """Return the rows of one writer."""
        return self._only([row.writer == writer for row in self.rows])

    @property
    def of_matters(self) -> "HeldOut":
        """Return the held-out texts with labels of matters."""
        return self._only([not row.of_danger for row in self.rows])

    def _only(self, wanted: Sequence[bool]) -> "HeldOut":
        kept = np.flatnonzero(wanted)
        return HeldOut(
            self.columns, tuple(self.rows[i] for i in kept), self.scores[kept], tuple(self.manners[i] for i in kept)
        )


def held_out(
    rows: Sequence[Phrasing], kernel: Floats, manners: Sequence[Manner], writers: Sequence[str], risky: AbstractSet[str]
) -> HeldOut:
    """Each writer's rows scored by a fit of the others."""
    columns = (*columns_of(rows), DANGER)
    scores = unseen(rows, kernel, targets(rows, columns, risky), writers)
    kept = [i for i, row in enumerate(rows) if row.writer in writers]
    return HeldOut(columns, tuple(rows[i] for i in kept), scores[kept], tuple(manners[i] for i in kept))


def unseen(rows: Sequence[Phrasing], kernel: Floats, aims: Floats, writers: Iterable[str]) -> Floats:
    """The scores of each of these writers' rows by a fit of all others; rows of nobody of them have zeros."""
    left = writers_rows(rows, writers)
    scores = np.zeros_like(aims)
    for columns, weighing in learned_from(rows):
        scores[:, columns] = without(kernel, aims[:, columns], weighing, left)
    return scores


def writers_rows(rows: Sequence[Phrasing], writers: Iterable[str]) -> list[Indices]:
    """Return the rows of each writer."""
    by = np.array([row.writer for row in rows])
    return [np.flatnonzero(by == writer) for writer in writers]


def without(kernel: Floats, aims: Floats, weighing: Indices, left: Iterable[Indices]) -> Floats:
    """The scores of each group of rows by a fit of the weighing rows without the group; others have zeros.

    One inverse does for all groups: with A = kernel + ridge, what the others predict for a group g is
    aims_g - (A⁻¹_gg)⁻¹ (A⁻¹ aims)_g (Rasmussen, Williams: Gaussian Processes for Machine Learning, 5.4.2, in blocks).
    """
    inverse = np.linalg.inv(ridged(kernel[np.ix_(weighing, weighing)]))
    weights, at = inverse @ aims[weighing], np.full(len(kernel), -1)
    at[weighing] = np.arange(len(weighing))
    scores = np.zeros_like(aims)
    for group in left:
        inside, outside = group[at[group] >= 0], group[at[group] < 0]
        own = at[inside]
        away = np.linalg.solve(inverse[np.ix_(own, own)], weights[own])
        scores[inside] = aims[inside] - away
        if len(outside):
            rest = weights - inverse[:, own] @ away
            scores[outside] = kernel[np.ix_(outside, weighing)] @ rest
    return scores


def calibrated(given: HeldOut) -> Thresholds:
    """The thresholds that meet the bars on these texts."""
    of_danger, given = _danger(given), given.of_matters
    matters, nothing = given.scores[:, :-2], given.scores[:, -2]
    best = matters.argmax(axis=1)
    right = np.array([is_right(given.columns[b], row) for b, row in zip(best, given.rows, strict=True)])
    seconds = np.array([second(given.columns[:-2], row) for row in matters], np.float32)
    leads = np.where(nothing >= matters.max(axis=1), -1, matters.max(axis=1) - np.maximum(seconds, nothing))
    ours = np.array([bool(row.codes) for row in given.rows])
    gaps = (nothing - matters.max(axis=1))[~ours]
    return Thresholds(
        temperature=_temperature(given),
        lead=least_lead(leads, right),
        nothing=float(np.quantile(gaps, 1 - NOTHINGS)) if len(gaps) else 0.0,
        **of_danger,
    )


def second(columns: Sequence[str], scores: Floats) -> float:
    """The best score of a matter that speaks against the first: not of one that is right for the same texts."""
    first = int(scores.argmax())
    beside = words().together.get(columns[first], frozenset())
    return max(float(s) for i, s in enumerate(scores) if i != first and columns[i] not in beside)


def is_right(code: str, row: Phrasing) -> bool:
    """True if a matter is a right first answer to a text: one of its labels, or of the same texts as one of them."""
    return bool({code, *words().together.get(code, ())} & set(row.codes))


def stored(thresholds: Thresholds) -> dict[str, float]:
    """As numbers for the layer."""
    return {name: round(float(value), 4) for name, value in asdict(thresholds).items()}


def shares(scores: Floats, temperature: float) -> Floats:
    """The softmax of scores."""
    powers = np.exp(temperature * (scores - scores.max(axis=-1, keepdims=True)))
    divided: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return divided


def alarm(danger: Floats, nothing: Floats, best: Floats) -> Floats:
    """The score of danger, less where nothing is ours; `best` is the score of the best matter."""
    lowered: Floats = danger - np.clip(nothing - best, 0, MOST)
    return lowered


def _temperature(given: HeldOut) -> float:
    """The one under which the labels are likeliest."""
    at = {column: i for i, column in enumerate(given.columns)}
    labels = [[at[c] for c in row.codes or (NOTHING,)] for row in given.rows]

    def loss(temperature: float) -> float:
        share = shares(given.scores[:, :-1], temperature)
        return -float(np.mean([np.log(s[own].sum() + 1e-9) for s, own in zip(share, labels, strict=True)]))

    return min(TEMPERATURES, key=loss)


def least_lead(leads: Floats, right: Flags) -> float:
    """The smallest lead from which `RIGHT` of the answers are right."""
    order = np.argsort(-leads)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= RIGHT)
    return float(leads[order][enough[-1]]) if len(enough) else 9.0


def _danger(given: HeldOut) -> dict[str, float]:
    """Thresholds of the danger score, with a sign and without: the most recall at the false alarms that are allowed."""
    known = np.array([row.danger is not None for row in given.rows])
    danger = np.array([bool(row.danger) for row in given.rows])[known]
    scores = alarm(given.scores[:, -1], given.scores[:, -2], given.scores[:, :-2].max(axis=1))[known]
    signs, calm = (np.array([getattr(m, name) for m in given.manners])[known] for name in ("sign", "calm"))
    weights = alike([row.writer for row in given.rows if row.danger is not None], danger)
    sure = pair(np.where(calm, NEVER, scores), signs, danger, weights, FALSE_TOLD)
    strong = (scores > sure[1]) | (signs & (scores > sure[0]))
    led = pair(np.where(calm, np.where(strong, ALWAYS, NEVER), scores), signs, danger, weights, FALSE_LED)
    return {"told_with_sign": sure[0], "told": sure[1], "led_with_sign": led[0], "led": led[1]}


def alike(writers: Sequence[str], danger: Flags) -> Floats:
    """Return the weight of each text, so that writers weigh alike whatever they wrote: danger as much as calm texts."""
    kinds = list(zip(writers, danger.tolist(), strict=True))
    many = Counter(kinds)
    return np.array([1 / many[kind] for kind in kinds], np.float32)


def pair(scores: Floats, signs: Flags, danger: Flags, weights: Floats, allowed: float) -> tuple[float, float]:
    """The thresholds with a sign and without; the first is never above the second."""
    steps = np.quantile(scores[np.abs(scores) < ALWAYS], np.linspace(0.02, 0.995, STEPS))
    best = (-1.0, 1.0, 1.0)
    for low in steps:
        for high in (s for s in steps if s >= low):
            raised = (signs & (scores > low)) | (scores > high)
            if np.average(raised[~danger], weights=weights[~danger]) <= allowed:
                share = float(np.average(raised[danger], weights=weights[danger]))
                best = max(best, (share, float(low), float(high)))
                break  # a higher one raises fewer
    return best[1:]
