"""`tongxin check words`: the bars of free words, on held-out writers or on the texts of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cli.check.acts import measured_acts, of_acts, share, stale_acts
from cli.check.strangers import is_strangers, of_strangers
from knowledge.rulebook.book import Rulebook
from knowledge.words import sentence
from knowledge.words.calibration import HeldOut, Thresholds, calibrated, held_out, is_right
from knowledge.words.features import features
from knowledge.words.fitting import Kernels, digest, names, risky, usable
from knowledge.words.layer import layer
from knowledge.words.meaning import LIKELY, SHOWN, Danger, Ranked
from knowledge.words.phrasings import Phrasing, phrasings, read, training_texts
from knowledge.words.ranking import judged, manner, rank

KEPT = ("names", "procedures", "stories", "kinds")
"""Writers whose texts are never held out: procedures are too few, the others are not written by people."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows with their data, and the held-out scores."""

    rows: list[Phrasing]
    kernels: Kernels
    with_model: HeldOut
    alone: HeldOut


def measured(book: Rulebook) -> Measured:
    """Fit once without each writer, and score that writer's texts."""
    rows = usable((*training_texts(), *names(book)), book.matters)
    kernels = Kernels.of([features(row.text) for row in rows])
    manners = [manner(row.text) for row in rows]
    writers = [w for w in dict.fromkeys(row.writer for row in rows) if w not in KEPT]
    with_model, alone = (
        held_out(rows, kernel, manners, writers, risky(book)) for kernel in (kernels.both, kernels.by_runs)
    )
    return Measured(rows, kernels, with_model, alone)


@dataclass(frozen=True, slots=True)
class TextRates:
    """Rates over texts; None where there are no texts of the kind."""

    name: str
    texts: int
    first: float | None
    three: float | None
    told: float | None
    told_false: float | None
    led: float | None
    led_false: float | None
    sure: float | None
    """The share of all texts with a single answer."""
    sure_right: float | None
    likely_right: float | None
    """Share of right ones among first matters that are likely enough for the sheet, without a single answer."""
    nothing: float | None
    nothing_false: float | None


def bars(name: str, answers: Sequence[tuple[Phrasing, Ranked]]) -> TextRates:
    """The rates of answers."""
    ours = [(row, {m.code for m in a.matters[:SHOWN]}, a) for row, a in answers if row.codes]
    harmed = [a.danger for row, a in answers if row.danger]
    calm = [a.danger for row, a in answers if row.danger is False]
    sure = [(row, a) for row, a in answers if a.single and not row.of_danger]
    likely = [(row, a) for row, a in answers if not (a.single or a.nothing) and a.matters[0].share >= LIKELY]
    return TextRates(
        name=name,
        texts=len(answers),
        first=share([a.matters[0].code in row.codes for row, _, a in ours]),
        three=share([bool(three & set(row.codes)) for row, three, _ in ours]),
        told=share([d is Danger.TOLD for d in harmed]),
        told_false=share([d is Danger.TOLD for d in calm]),
        led=share([d is not Danger.NONE for d in harmed]),
        led_false=share([d is not Danger.NONE for d in calm]),
        sure=share([a.single for row, a in answers if not row.of_danger]),
        sure_right=share([is_right(a.matters[0].code, row) for row, a in sure]),
        likely_right=share([is_right(a.matters[0].code, row) for row, a in likely]),
        nothing=share([a.nothing for row, a in answers if not (row.codes or row.of_danger)]),
        nothing_false=share([a.nothing for row, a in answers if row.codes]),
    )


def of_writers(made: Measured, chosen: HeldOut, limits: Thresholds) -> Iterator[TextRates]:
    """Yield the bars of all held-out texts, and of each writer."""
    for name in ("all", *dict.fromkeys(row.writer for row in chosen.rows)):
        part = chosen if name == "all" else chosen.of(name)
        answers = [
            (row, replace(judged(part.columns, scores, limits, how), model=chosen is made.with_model))
            for row, scores, how in zip(part.rows, part.scores, part.manners, strict=True)
        ]
        yield bars(name, answers)


def of_file(book: Rulebook, path: Path) -> tuple[TextRates, list[str]]:
    """The bars of a file's texts by the shipped layer, and its dangers that were not led."""
    rows = usable(list(read(path)), book.matters)
    answers = [(row, rank(book, row.text)) for row in rows]
    missed = [row.text for row, a in answers if row.danger and a.danger is Danger.NONE]
    return bars(path.name, answers), missed


def report(book: Rulebook, path: Path | None) -> str:
    """Return the output of the command."""
    if path is not None and is_strangers(path):
        return "\n".join(of_strangers(book, path))
    if path is not None:
        one, missed = of_file(book, path)
        return "\n".join((*table([one]), *(f"! {text}" for text in missed)))
    acts = ("", "acts:", *of_acts(measured_acts(book)))
    return "\n".join((*of_held_out(measured(book)), *acts, "", *stale(book)))


def of_held_out(made: Measured) -> Iterator[str]:
    """The tables of both layers."""
    yield from table(of_writers(made, made.with_model, calibrated(made.with_model)))
    yield from ("", "characters alone:")
    yield from table(of_writers(made, made.alone, calibrated(made.alone)))


def stale(book: Rulebook) -> Iterator[str]:
    """Yield the changes since the layer was fitted."""
    facts, fitted = layer().facts, set(layer().columns)
    yield from stale_acts(book)
    if facts["rows"] != digest(training_texts()):
        yield "phrasings have changed since the fit: make words"
    if facts["names"] != digest(names(book)):
        yield "names or aliases of matters have changed since the fit: make words"
    if missing := [code for code in book.matters if code not in fitted]:
        yield f"without phrasings and fit: {', '.join(missing)}"
    if unknown := sorted({code for row in phrasings() for code in row.codes} - book.matters.keys()):
        yield f"labels without a matter in the rules: {', '.join(unknown)}"
    if not sentence.opened():
        yield "without the sentence model"


def table(rows: Iterator[TextRates] | Sequence[TextRates]) -> Iterator[str]:
    """As Markdown."""
    heads = ("texts", "n", "first", "three", "told", "false", "led", "false", "single", "right", "likely", "nothing")
    yield f"| {' | '.join((*heads, 'false'))} |"
    yield f"|{'---|' * (len(heads) + 1)}"
    for b in rows:
        certain = (b.sure, b.sure_right, b.likely_right)
        rates = (b.first, b.three, b.told, b.told_false, b.led, b.led_false, *certain, b.nothing, b.nothing_false)
        cells = ["–" if r is None else f"{100 * r:.1f}" for r in rates]
        yield f"| {b.name} | {b.texts} | {' | '.join(cells)} |"
