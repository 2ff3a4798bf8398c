"""Which heading of a file is which column: by name, as the person said, or by likeness (表头对应)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from graph_model.jobs.loading import Handed, Heading
from knowledge.vocabulary import FileProblem
from loaders.tables.readings import bad, readings
from loaders.tables.tables import HEADER_WITHIN, Column, lacking, placed, plain

LIKE = 0.5
"""How like a name a heading must be to be suggested for it."""
SURE = 2
"""Headings that must be known before a row may be shown as a header: a row of data must not pass for one."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file: the form it is nearest to, its headings, and what is missing."""

    form: int
    headings: tuple[Heading, ...]
    missing: tuple[Column, ...]


def likeness(heading: str, column: Column) -> float:
    """How like the names of a column a heading is; one within the other counts for much."""
    said = plain(heading)
    names = [plain(n) for n in (column.key, *column.names)]
    within = max((0.9 for n in names if said and (said in n or n in said)), default=0.0)
    return max(within, *(SequenceMatcher(None, said, n).ratio() for n in names))


def header(file: Handed, forms: Sequence[Sequence[Column]], *, secret: bool = False) -> Header:
    """Find the row that is most like a header of one of the forms.

    `secret` files show a row only where it is a header without doubt.

    Raises:
        BadFile: it cannot be read, is empty, or has no row that could be a header.
    """
    best: tuple[tuple[int, int, int], int, list[str]] | None = None
    full = False
    for lines in readings(file):
        for at, (_, cells) in enumerate(islice(lines, HEADER_WITHIN)):
            full = full or any(cells)
            for number, form in enumerate(forms):
                known = len(placed(cells, form, file.columns))
                short = len(lacking(cells, form, file.columns))
                score = (known, -short, -at)
                if sum(map(bool, cells)) >= min(SURE, len(form)) and (best is None or score > best[0]):
                    best = (score, number, cells)
    if not full:
        raise bad("file.empty", FileProblem.EMPTY)
    if best is None or (secret and best[0][0] < SURE):
        raise bad("file.no_header", FileProblem.HEADINGS)
    _, number, cells = best
    return Header(number, _headings(cells, forms[number], file), tuple(lacking(cells, forms[number], file.columns)))


def _headings(cells: Sequence[str], form: Sequence[Column], file: Handed) -> tuple[Heading, ...]:
    there = placed(cells, form, file.columns)
    free = [c for c in form if c.key not in there.values()]
    found = []
    for i, cell in enumerate(cells):
        if not cell:
            continue
        suggested = None
        if i not in there and cell not in file.columns:
            like = max(free, key=lambda c: likeness(cell, c), default=None)
            if like is not None and likeness(cell, like) >= LIKE:
                suggested = like.key
                free.remove(like)
        found.append(Heading(cell, there.get(i), suggested))
    return tuple(found)
