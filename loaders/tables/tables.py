"""Rows of a spreadsheet, CSV or TOML file, as a person sees them (表格)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph_model.jobs.loading import Handed
from knowledge.errors import BadFile, BadInput
from knowledge.vocabulary import FileProblem
from loaders.tables.readings import File, Line, bad, readings

HEADER_WITHIN = 15


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract; `names` are its headers, Chinese and English."""

    key: str
    names: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file; `cells` by column key, empty text where nothing stands."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not loaded; the reason is bilingual and repeats no person's name."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under the header; `form` says which of the asked forms the header is."""

    form: int
    rows: Iterator[Row | Rejected]
    unused: tuple[str, ...]
    """Headers that no column has: told to the person, a mistyped header must not vanish."""


def read_table(file: File, *forms: Sequence[Column]) -> Table:
    """Find the header and read what stands under it.

    The header is the first of the first 15 rows that holds every required column of one of the forms;
    what stands above it is title.  Rows without any text are skipped.

    Raises:
        BadInput: the file cannot be read or is too large, or no row holds the required columns.
    """
    found: list[Table] = []
    problem: BadInput | None = None
    nearest: list[str] | None = None
    said = file.columns if isinstance(file, Handed) else {}
    for lines in readings(file):
        try:
            head = list(islice(lines, HEADER_WITHIN))
        except BadInput as e:  # with another delimiter the quotes may be right
            problem = e
            continue
        if table := _table(head, lines, forms, said):
            found.append(table)
        else:
            missing = _missing(head, forms, said)
            nearest = missing if nearest is None or len(missing) < len(nearest) else nearest
    if not found:
        raise problem or _no_header(nearest or [])
    if len(found) > 1:
        raise bad("file.several_sheets", FileProblem.HEADINGS)
    return found[0]


def _no_header(missing: Sequence[str]) -> BadFile:
    return bad("file.columns_missing", FileProblem.HEADINGS, columns=tuple(missing))


def plain(header: str) -> str:
    """A header without what people add to it: case, spaces, stars, remarks in brackets."""
    return re.sub(r"\(.*|[\s*_:-]", "", unicodedata.normalize("NFKC", header).lower())


def placed(cells: Sequence[str], form: Sequence[Column], said: Mapping[str, str]) -> dict[int, str]:
    """Which column each cell of a header row is; what the person said goes before its name."""
    names = {plain(n): c.key for c in form for n in (c.key, *c.names)}
    read = {i: said.get(cell, names.get(plain(cell), "")) for i, cell in enumerate(cells)}
    return {i: key for i, key in read.items() if key}


def lacking(cells: Sequence[str], form: Sequence[Column], said: Mapping[str, str]) -> list[Column]:
    """The required columns of a form that no cell of a header row is."""
    there = set(placed(cells, form, said).values())
    return [c for c in form if c.required and c.key not in there]


def _missing(head: Sequence[Line], forms: Sequence[Sequence[Column]], said: Mapping[str, str]) -> list[str]:
    """What the row nearest to a header lacks."""
    every = (lacking(cells, form, said) for form in forms for _, cells in [*head, (0, [])])
    return [f"{c.names[0]} {c.key}" for c in min(every, key=len, default=[])]


def _table(
    head: Sequence[Line], rest: Iterator[Line], forms: Sequence[Sequence[Column]], said: Mapping[str, str]
) -> Table | None:
    for at, (_, cells) in enumerate(head):
        for number, form in enumerate(forms):
            if lacking(cells, form, said):
                continue
            there = placed(cells, form, said)
            if len(set(there.values())) < len(there):
                raise bad("file.column_twice", FileProblem.HEADINGS)
            unused = tuple(c for i, c in enumerate(cells) if c and i not in there)
            width = max(i for i, c in enumerate(cells, 1) if c)
            return Table(number, _rows([*head[at + 1 :]], rest, there, width), unused)
    return None


def _rows(head: Sequence[Line], rest: Iterator[Line], placed: dict[int, str], width: int) -> Iterator[Row | Rejected]:
    for source in (head, rest):
        for number, cells in source:
            if not any(cells):
                continue
            if any(cells[width:]):
                yield Rejected(number, "单元格多于表头 / more cells than the header: a separator inside a text?")
                continue
            yield Row(number, {key: cells[i] if i < len(cells) else "" for i, key in placed.items()})
