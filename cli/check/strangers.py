"""`tongxin check words` on texts of strangers: danger by the whole understanding, by writer (陌生人的话)."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from knowledge.rulebook.book import Rulebook
from knowledge.situation.majority import is_adult
from knowledge.understanding.understood import Understood, understand
from knowledge.words.meaning import Danger

Harm = Literal["yes", "no", "maybe"]
ON = date(2026, 11, 28)
"""The day of the texts: years of birth in them count as ages on it."""


@dataclass(frozen=True, slots=True)
class StrangerText:
    """Text by somebody who knew neither rules nor phrasings; labelled before scoring, never a row of the fit."""

    text: str
    danger: Harm
    """Must somebody act today: yes, no, or one question first."""
    kind: str
    """The person it is about: minor, adult, or nothing of ours."""
    writer: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A stranger's text and what is understood of it."""

    row: StrangerText
    understood: Understood

    @property
    def danger_told(self) -> bool:
        """True if the answer begins with 110 and 120."""
        return self.understood.danger is Danger.TOLD

    @property
    def led(self) -> bool:
        """True if at least a line or a question leads there."""
        return self.understood.danger is not Danger.NONE or self.understood.provisional

    @property
    def adult(self) -> bool:
        """True if the facts that count are a grown person's."""
        return is_adult({f.fact: f.value for f in self.understood.facts if f.counts})


@dataclass(frozen=True, slots=True)
class StrangerRates:
    """Counts of one writer's texts; the second of a pair is of how many."""

    writer: str
    danger_told: tuple[int, int]
    danger_led: tuple[int, int]
    calm_told: tuple[int, int]
    calm_led: tuple[int, int]
    unclear_led: tuple[int, int]
    """Texts that need one question first, and get it."""
    adult_told: tuple[int, int]
    """Texts on adults only that are read as a child's danger."""
    adult_heard: tuple[int, int]
    nothing_told: tuple[int, int]
    """Texts on no matter at all that are read as danger."""


def is_strangers(path: Path) -> bool:
    """True if a file contains texts of strangers, by its columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return "kind" in next(csv.reader(file), ())


def heard(book: Rulebook, path: Path) -> list[Heard]:
    """Every text of a file with what is understood of it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            StrangerText(r["text"], cast("Harm", r["danger"]), r["kind"], r["writer"]) for r in csv.DictReader(file)
        ]
    return [Heard(row, understand(book, row.text, ON)) for row in rows]


def rates(every: Sequence[Heard]) -> Iterator[StrangerRates]:
    """The counts of each writer, then of all."""
    for writer in (*dict.fromkeys(h.row.writer for h in every), "all"):
        part = [h for h in every if writer in (h.row.writer, "all")]
        yes, no, maybe = ([h for h in part if h.row.danger == label] for label in ("yes", "no", "maybe"))
        adult, nothing = ([h for h in part if h.row.kind == kind] for kind in ("adult", "nothing"))
        yield StrangerRates(
            writer,
            danger_told=_count(yes, lambda h: h.danger_told),
            danger_led=_count(yes, lambda h: h.led),
            calm_told=_count(no, lambda h: h.danger_told),
            calm_led=_count(no, lambda h: h.led),
            unclear_led=_count(maybe, lambda h: h.led),
            adult_told=_count(adult, lambda h: h.danger_told),
            adult_heard=_count(adult, lambda h: h.adult),
            nothing_told=_count(nothing, lambda h: h.danger_told),
        )


def _count(part: Sequence[Heard], test: Callable[[Heard], bool]) -> tuple[int, int]:
    return sum(map(test, part)), len(part)


def of_strangers(book: Rulebook, path: Path) -> Iterator[str]:
    """Yield the table, then each danger that was missed and each calm text read as danger."""
    every = heard(book, path)
    heads = ("writer", "danger told", "led", "calm told", "led", "unclear led", "adult told", "heard", "nothing told")
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for r in rates(every):
        pairs = (r.danger_told, r.danger_led, r.calm_told, r.calm_led, r.unclear_led, r.adult_told, r.adult_heard)
        yield f"| {r.writer} | {' | '.join(f'{some} of {of}' for some, of in (*pairs, r.nothing_told))} |"
    for h in every:
        if h.row.danger == "yes" and not h.danger_told:
            yield f"{'-' if h.led else '!'} {h.row.writer}: {h.row.text}"
        if h.row.danger == "no" and h.danger_told:
            yield f"+ {h.row.writer}: {h.row.text}"
