"""The bars of questions whether somebody may: each kind of asker is held out in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.rulebook.book import Rulebook
from knowledge.words.calibration import Flags, least_lead, unseen
from knowledge.words.dictionary import plain
from knowledge.words.features import Floats, features
from knowledge.words.fitting import NAMES, Kernels, act_names, columns_of, digest, targets, usable
from knowledge.words.layer import NOTHING, OF_ACTS, layer
from knowledge.words.phrasings import Phrasing, questions
from knowledge.words.verbs import OFFERED, agrees


@dataclass(frozen=True, slots=True)
class MeasuredActs:
    """All rows with their kernels and columns, and the scores of held-out questions, with the model and without."""

    book: Rulebook
    rows: list[Phrasing]
    kernels: Kernels
    columns: tuple[str, ...]
    with_model: Floats
    alone: Floats

    @property
    def asked(self) -> Flags:
        """Which rows are questions."""
        return np.array([row.writer != NAMES for row in self.rows])


def share(flags: Sequence[bool]) -> float | None:
    """The share of true ones."""
    return sum(flags) / len(flags) if flags else None


def measured_acts(book: Rulebook) -> MeasuredActs:
    """Fit once without the questions of each kind of asker, and score these."""
    rows = usable((*questions(), *act_names(book)), book.acts)
    kernels = Kernels.of([features(row.text) for row in rows])
    columns = columns_of(rows)
    aims = targets(rows, columns, frozenset())
    askers = dict.fromkeys(row.writer for row in rows if row.writer != NAMES)
    scores = [unseen(rows, kernel, aims, askers) for kernel in (kernels.both, kernels.by_runs)]
    return MeasuredActs(book, rows, kernels, columns, *scores)


def limits(made: MeasuredActs, scores: Floats) -> dict[str, float]:
    """From which lead, also over nothing, an act is taken."""
    own = scores[made.asked]
    questions_ = [row for row in made.rows if row.writer != NAMES]
    acts, nothing = own[:, :-1], own[:, -1]
    best = acts.argmax(axis=1)
    right = np.array([made.columns[b] in row.codes for b, row in zip(best, questions_, strict=True)])
    agreed = np.array([_agreed(made, row, made.columns[b]) for b, row in zip(best, questions_, strict=True)])
    ordered = -np.sort(-acts, axis=1)
    leads = ordered[:, 0] - np.maximum(ordered[:, 1], nothing)
    return {"lead": round(least_lead(leads[agreed], right[agreed]), 4)}


def _agreed(made: MeasuredActs, row: Phrasing, code: str) -> bool:
    act = made.book.acts[code]
    return any(agrees(text, act.name, act.aliases) for text in (row.text, plain(row.text)))


def of_acts(made: MeasuredActs) -> Iterator[str]:
    """As Markdown: the first right, one of those offered right, taken without asking, and right or well asked."""
    yield f"| questions | n | first | {OFFERED} | taken | right | right or well asked |"
    yield "|---|---|---|---|---|---|---|"
    for name, scores in (("with model", made.with_model), ("characters alone", made.alone)):
        lead = limits(made, scores)["lead"]
        rates = np.array([_rates(made, row, own, lead) for row, own in zip(made.rows, scores, strict=True)])
        rates = rates[made.asked & np.array([bool(row.codes) for row in made.rows])]
        first, five, taken = rates.T
        well = np.where(taken > 0, first, five)
        cells = (first.mean(), five.mean(), taken.mean(), first[taken > 0].mean(), well.mean())
        yield f"| {name} | {len(rates)} | {' | '.join(f'{100 * c:.1f}' for c in cells)} |"


def _rates(made: MeasuredActs, row: Phrasing, scores: Floats, lead: float) -> tuple[bool, bool, bool]:
    order = np.argsort(-scores[:-1], kind="stable")
    codes = [made.columns[i] for i in order[:OFFERED]]
    gap = scores[order[0]] - max(scores[order[1]], scores[made.columns.index(NOTHING)])
    taken = gap >= lead and _agreed(made, row, codes[0])
    return codes[0] in row.codes, bool(set(codes) & set(row.codes)), bool(taken)


def stale_acts(book: Rulebook) -> Iterator[str]:
    """What has changed since the layer of acts was fitted."""
    if layer(OF_ACTS).facts["rows"] != digest(questions()):
        yield "questions have changed since the fit: make words"
    if layer(OF_ACTS).facts["names"] != digest(act_names(book)):
        yield "acts or norms have changed since the fit: make words"
