"""Match the headings of a file to columns: by name, by the person's mapping, or by likeness (表头对应)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from graph_model.jobs.loading import Heading, SourceFile
from knowledge.errors import BadInput
from knowledge.vocabulary import FileProblem
from loaders.tables.columns import Column, lacking, placed, plain
from loaders.tables.problems import bad_file
from loaders.tables.source import readings
from loaders.tables.tables import HEADER_WITHIN, header_rows

LIKE = 0.5
"""Likeness from which a column is suggested for a heading."""
SURE = 2
"""Known headings that a row must have before it may be shown as a header: a row of data must not pass for one."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file: the index of the nearest form, its headings, and the columns that are missing."""

    form: int
    headings: tuple[Heading, ...]
    missing: tuple[Column, ...]


def likeness(heading: str, column: Column) -> float:
    """Return the similarity of a heading to the names of a column, 0 to 1; containment weighs much."""
    text = plain(heading)
    names = [plain(n) for n in (column.key, *column.names)]
    within = max((0.9 for n in names if text and (text in n or n in text)), default=0.0)
    return max(within, *(SequenceMatcher(None, text, n).ratio() for n in names))


def header(file: SourceFile, forms: Sequence[Sequence[Column]], *, secret: bool = False) -> Header:
    """Find the row that is most like a header of one of the forms.

    With `secret`, a row is shown only if it is a header without doubt.

    Raises:
        BadFile: it cannot be read, is empty, or has no row that could be a header.
    """
    best: tuple[tuple[int, int, int], int, list[str]] | None = None
    full = False
    problem: BadInput | None = None
    for reading in readings(file):
        try:
            head = list(islice(reading.lines, HEADER_WITHIN))
        except BadInput as e:  # with another delimiter the quotes may be right
            problem = e
            continue
        for at, (_, texts) in enumerate(head):
            full = full or any(texts)
            for number, form in enumerate(forms):
                cells = header_rows(head, at, form, file.columns)[1]
                known = len(placed(cells, form, file.columns))
                short = len(lacking(cells, form, file.columns))
                score = (known, -short, -at)
                if sum(map(bool, cells)) >= min(SURE, len(form)) and (best is None or score > best[0]):
                    best = (score, number, cells)
    if best is None and (problem or not full):
        raise problem or bad_file("file.empty", FileProblem.EMPTY)
    if best is None or (secret and best[0][0] < SURE):
        raise bad_file("file.no_header", FileProblem.HEADINGS)
    _, number, cells = best
    return Header(number, _headings(cells, forms[number], file), tuple(lacking(cells, forms[number], file.columns)))


def _headings(cells: Sequence[str], form: Sequence[Column], file: SourceFile) -> tuple[Heading, ...]:
    columns = placed(cells, form, file.columns)
    free = [c for c in form if c.key not in columns.values()]
    headings = []
    for i, cell in enumerate(cells):
        if not cell:
            continue
        suggested = None
        if i not in columns and cell not in file.columns:
            like = max(free, key=lambda c: likeness(cell, c), default=None)
            if like is not None and likeness(cell, like) >= LIKE:
                suggested = like.key
                free.remove(like)
        headings.append(Heading(cell, columns.get(i), suggested))
    return tuple(headings)
