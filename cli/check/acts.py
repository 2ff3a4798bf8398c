"""Bars of questions of permission: each kind of asker is held out in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.rulebook.book import Rulebook
from knowledge.words.calibration import least_lead, unseen
from knowledge.words.dictionary import plain
from knowledge.words.features import Floats, features
from knowledge.words.fitting import NAMES, Kernels, act_names, columns_of, digest, targets, usable
from knowledge.words.layer import NOTHING, OF_ACTS, layer
from knowledge.words.phrasings import Phrasing, questions
from knowledge.words.verbs import OFFERED, agrees


@dataclass(frozen=True, slots=True)
class MeasuredActs:
    """Rows with their kernels and columns, and the scores of held-out questions, with the model and without."""

    book: Rulebook
    rows: list[Phrasing]
    kernels: Kernels
    columns: tuple[str, ...]
    with_model: Floats
    alone: Floats


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """Judgement of a question by its held-out scores."""

    has_act: bool
    first: bool
    """The first act is right."""
    offered: bool
    """One of those offered is right."""
    agrees: bool
    """The verbs of the question can mean the first act."""
    lead: float
    """The margin of the first act over the second, and over nothing."""


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


def judged(made: MeasuredActs, scores: Floats) -> list[JudgedQuestion]:
    """Each question; names and norms are left out."""
    return [_judged(made, row, own) for row, own in zip(made.rows, scores, strict=True) if row.writer != NAMES]


def _judged(made: MeasuredActs, row: Phrasing, scores: Floats) -> JudgedQuestion:
    order = np.argsort(-scores[:-1], kind="stable")
    codes = [made.columns[i] for i in order[:OFFERED]]
    act = made.book.acts[codes[0]]
    return JudgedQuestion(
        has_act=bool(row.codes),
        first=codes[0] in row.codes,
        offered=not set(codes).isdisjoint(row.codes),
        agrees=any(agrees(text, act.name, act.aliases) for text in (row.text, plain(row.text))),
        lead=float(scores[order[0]] - max(scores[order[1]], scores[made.columns.index(NOTHING)])),
    )


def limits(of: Sequence[JudgedQuestion]) -> dict[str, float]:
    """From which lead an act is taken."""
    agreed = [q for q in of if q.agrees]
    lead = least_lead(np.array([q.lead for q in agreed]), np.array([q.first for q in agreed]))
    return {"lead": round(lead, 4)}


def of_acts(made: MeasuredActs) -> Iterator[str]:
    """Yield as Markdown: the first right, one of those offered right, taken without asking, and right or well asked."""
    yield f"| questions | n | first | {OFFERED} | taken | right | right or well asked |"
    yield "|---|---|---|---|---|---|---|"
    for name, scores in (("with model", made.with_model), ("characters alone", made.alone)):
        every = judged(made, scores)
        lead = limits(every)["lead"]
        asked = [q for q in every if q.has_act]
        taken = [q.agrees and q.lead >= lead for q in asked]
        rates = (
            [q.first for q in asked],
            [q.offered for q in asked],
            taken,
            [q.first for q, t in zip(asked, taken, strict=True) if t],
            [q.first if t else q.offered for q, t in zip(asked, taken, strict=True)],
        )
        yield f"| {name} | {len(asked)} | {' | '.join(f'{100 * (share(r) or 0):.1f}' for r in rates)} |"


def report(book: Rulebook) -> str:
    """Return the output of `tongxin check acts`; the sentence model must be open."""
    return "\n".join((*of_acts(measured_acts(book)), "", *stale_acts(book)))


def stale_acts(book: Rulebook) -> Iterator[str]:
    """Yield the changes since the layer of acts was fitted."""
    if layer(OF_ACTS).facts["rows"] != digest(questions()):
        yield "questions have changed since the fit: make words"
    if layer(OF_ACTS).facts["names"] != digest(act_names(book)):
        yield "acts or norms have changed since the fit: make words"
