"""Texts by people (说法), with the matters or the acts that they are about, one row a text, a file a writer.

The files open in a spreadsheet. `docs/words.md` defines the labels.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "phrasings"
DANGER = {"yes": True, "no": False, "": None}
NONE_OF_OURS = "-"
"""Label of strangers' texts that were read and concern no matter; an empty cell means not read for matters."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A text and its labels."""

    text: str
    codes: tuple[str, ...]
    """Matters, or acts; the most fitting one first; empty if none is ours."""
    danger: bool | None
    """None if not labelled."""
    writer: str
    of_danger: bool = False
    """True if labelled for danger only, without matters."""


def phrasings(folder: Path = FOLDER) -> tuple[Phrasing, ...]:
    """All rows on matters, in the order of the files."""
    return tuple(row for path in sorted(folder.glob("*.csv")) for row in read(path))


def alarms(folder: Path = FOLDER) -> tuple[Phrasing, ...]:
    """Texts of strangers of which only is known whether somebody must act today.

    Left out is where they would ask first, and danger that is a grown person's.
    """
    rows = (row for path in sorted(folder.glob("*.csv")) for row in _alarms(path))
    return tuple(Phrasing(text, (), danger, writer, of_danger=True) for text, danger, writer in rows)


def training_texts() -> tuple[Phrasing, ...]:
    """All written texts from which matters and danger are learned."""
    return (*phrasings(), *alarms())


def _alarms(path: Path) -> Iterator[tuple[str, bool, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if "kind" not in row:
                return
            if row["matters"]:
                continue
            if row["danger"] == "no" or (row["danger"] == "yes" and row["kind"] == "minor"):
                yield row["text"], DANGER[row["danger"]] is True, row["writer"]


def questions(folder: Path = FOLDER) -> tuple[Phrasing, ...]:
    """Return all questions about permission for an act; held out by asker, because few people wrote them."""
    files = (csv.DictReader(p.read_text("utf-8-sig").splitlines()) for p in sorted(folder.glob("*.csv")))
    rows = (row for file in files for row in file if "acts" in row)
    return tuple(Phrasing(row["text"], tuple(row["acts"].split()), None, row["voice"]) for row in rows)


def read(path: Path) -> Iterator[Phrasing]:
    """The rows of one file; none if it is not about matters.

    Raises:
        ValueError: A cell cannot be; the message names file, line and cell.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if "matters" not in row:
                return
            if "kind" in row and not row["matters"]:
                continue
            if not row["text"] or row["danger"] not in DANGER:
                raise ValueError(f"{path.name}:{number}: text {row['text']!r}, danger {row['danger']!r}")
            codes = tuple(code for code in row["matters"].split() if code != NONE_OF_OURS)
            yield Phrasing(row["text"], codes, DANGER[row["danger"]], row["writer"])
