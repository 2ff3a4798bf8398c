"""Rows of a table under its header, cells by column key (表格)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph_model.jobs.loading import Rejected, SourceFile
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.vocabulary import FileProblem
from loaders.tables.source import Line, bad_file, readings

HEADER_WITHIN = 15
"""The header is among this many first rows; a title may stand above it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract; `names` are its headings, Chinese and English."""

    key: str
    names: tuple[str, ...]
    required: bool = False

    @property
    def label(self) -> str:
        """The heading that templates use."""
        return self.names[0] if self.names else self.key


def column(key: str, *names: str, required: bool = False) -> Column:
    """A column by its key, the headings that people write for it, and whether a file must have it."""
    return Column(key, names, required)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the file; `cells` by column key, empty text for an empty cell."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under the header; `form` is the index of the form that the header has."""

    form: int
    rows: Iterator[TableRow | Rejected]


def read_table(file: SourceFile, *forms: Sequence[Column]) -> Table:
    """Find the header and read the rows under it.

    The header is the first of the first 15 rows that has every required column of one of the forms.
    Rows without any text are skipped.

    Raises:
        BadInput: the file cannot be read or is too large, or no row has the required columns.
    """
    tables: list[Table] = []
    problem: BadInput | None = None
    nearest: list[Column] | None = None
    for lines in readings(file):
        try:
            head = list(islice(lines, HEADER_WITHIN))
        except BadInput as e:  # with another delimiter the quotes may be right
            problem = e
            continue
        if table := _table(head, lines, forms, file.columns):
            tables.append(table)
        else:
            missing = _missing(head, forms, file.columns)
            nearest = missing if nearest is None or len(missing) < len(nearest) else nearest
    if not tables:
        raise problem or bad_file(
            "file.columns_missing", FileProblem.HEADINGS, columns=tuple(c.label for c in nearest or [])
        )
    if len(tables) > 1:
        raise bad_file("file.several_sheets", FileProblem.HEADINGS)
    return tables[0]


def plain(header: str) -> str:
    """A heading without what people add to it: case, spaces, stars, remarks in brackets."""
    return re.sub(r"\(.*|[\s*_:-]", "", unicodedata.normalize("NFKC", header).lower())


def placed(cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> dict[int, str]:
    """Column key by position in a header row; the person's mapping goes before the names of columns."""
    names = {plain(n): c.key for c in form for n in (c.key, *c.names)}
    keys = {i: mapping.get(cell, names.get(plain(cell), "")) for i, cell in enumerate(cells)}
    return {i: key for i, key in keys.items() if key}


def lacking(cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> list[Column]:
    """The required columns of a form that a header row does not have."""
    present = set(placed(cells, form, mapping).values())
    return [c for c in form if c.required and c.key not in present]


def _missing(head: Sequence[Line], forms: Sequence[Sequence[Column]], mapping: Mapping[str, str]) -> list[Column]:
    """The columns that the most header-like row lacks."""
    every = (lacking(cells, form, mapping) for form in forms for _, cells in [*head, (0, [])])
    return min(every, key=len, default=[])


def _table(
    head: Sequence[Line], rest: Iterator[Line], forms: Sequence[Sequence[Column]], mapping: Mapping[str, str]
) -> Table | None:
    for at, (_, cells) in enumerate(head):
        for number, form in enumerate(forms):
            if lacking(cells, form, mapping):
                continue
            columns = placed(cells, form, mapping)
            if len(set(columns.values())) < len(columns):
                raise bad_file("file.column_twice", FileProblem.HEADINGS)
            width = max(i for i, c in enumerate(cells, 1) if c)
            return Table(number, _rows([*head[at + 1 :]], rest, columns, width))
    return None


def _rows(
    head: Sequence[Line], rest: Iterator[Line], columns: dict[int, str], width: int
) -> Iterator[TableRow | Rejected]:
    for source in (head, rest):
        for number, cells in source:
            if not any(cells):
                continue
            if any(cells[width:]):
                yield Rejected(number, message("row.too_many_cells"))
                continue
            yield TableRow(number, {key: cells[i] if i < len(cells) else "" for i, key in columns.items()})
