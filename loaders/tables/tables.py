"""Rows of a table under its header, cells by column key (表格)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph_model.jobs.loading import Rejected, SourceFile
from knowledge.errors import BadFile, BadInput
from knowledge.messages.message import Message, message
from knowledge.vocabulary import FileProblem
from loaders.tables.bounds import CELL
from loaders.tables.cell_text import MERGED, Line, unusable
from loaders.tables.columns import Column, factor, joined, lacking, only_units, placed, scaled
from loaders.tables.keys import holds_citizen
from loaders.tables.problems import bad_file
from loaders.tables.source import Reading, readings

HEADER_WITHIN = 15
"""The header is among this many first rows; a title may stand above it."""


ABOVE = re.compile(r"^[(（]?(?:[万千百亿][人户名]?|月)[)）]?$|[万千百亿](?:人|名|户|个)|单位[^)）]*[万千百亿月]|按月")
"""A text above the header in which a unit other than people or years stands."""
JUDGED = frozenset({"citizen", "external_id", "object"})
"""Columns whose numbers their own readers judge: a citizen's number that finds a child, the code of a body, which may
look like one. In no other cell may one stand."""


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

    The header is the first of the first 15 rows that has every required column of one of the forms, with the row under
    it if that has further headings. Rows without any text are skipped.

    Raises:
        BadInput: the file cannot be read or is too large, or no row has the required columns.
    """
    tables: list[tuple[Reading, Table]] = []
    problem: BadInput | None = None
    nearest: list[Column] | None = None
    for reading in readings(file):
        try:
            head = list(islice(reading.lines, HEADER_WITHIN))
        except BadInput as e:  # with another delimiter the quotes may be right
            problem = e
            continue
        if table := _table(head, reading.lines, forms, file.columns):
            tables.append((reading, table))
        else:
            missing = _missing(head, forms, file.columns)
            nearest = missing if nearest is None or len(missing) < len(nearest) else nearest
    if not tables:
        raise problem or bad_file(
            "file.columns_missing", FileProblem.HEADINGS, columns=tuple(c.label for c in nearest or [])
        )
    if len(tables) > 1:
        raise _several([r for r, _ in tables])
    return tables[0][1]


def _several(found: Sequence[Reading]) -> BadFile:
    """Which sheets have the header, and which of them nobody sees."""
    if not all(r.sheet for r in found):
        return bad_file("file.several_delimiters", FileProblem.HEADINGS)
    names = [r.sheet.name for r in found if r.sheet]
    hidden = [r.sheet.name for r in found if r.sheet and r.sheet.hidden]
    code = "file.several_sheets_hidden" if hidden else "file.several_sheets"
    return bad_file(code, FileProblem.HEADINGS, sheets=names, **({"hidden": hidden} if hidden else {}))


def _missing(head: Sequence[Line], forms: Sequence[Sequence[Column]], mapping: Mapping[str, str]) -> list[Column]:
    """The columns that the most header-like row lacks."""
    every = (lacking(cells, form, mapping) for form in forms for _, cells in [*head, (0, [])])
    return min(every, key=len, default=[])


def header_rows(
    head: Sequence[Line], at: int, form: Sequence[Column], mapping: Mapping[str, str]
) -> tuple[int, list[str]]:
    """The index after the header that begins at a row, and its headings; the row below may be a part of it."""
    upper = ["" if c == MERGED else c for c in head[at][1]]
    lower = head[at + 1][1] if at + 1 < len(head) else []
    both = joined(upper, lower, form, mapping) if sum(map(bool, upper)) > 1 else None
    return (at + 1, upper) if both is None else (at + 2, both)


def _table(
    head: Sequence[Line], rest: Iterator[Line], forms: Sequence[Sequence[Column]], mapping: Mapping[str, str]
) -> Table | None:
    for at in range(len(head)):
        for number, form in enumerate(forms):
            after, cells = header_rows(head, at, form, mapping)
            if lacking(cells, form, mapping):
                continue
            columns = placed(cells, form, mapping)
            _check(head[: after - 1], cells, columns, form)  # of two heading rows, the upper one too
            if after < len(head) and only_units(head[after][1]):
                text = " ".join(c for c in head[after][1] if c and c != MERGED)
                raise bad_file("file.unit_below", FileProblem.HEADINGS, text=text)
            by = {i: factor(cells[i], c) or 1 for i, key in columns.items() for c in form if c.key == key}
            width = max(i for i, c in enumerate(cells, 1) if c)
            return Table(number, _rows([*head[after:]], rest, columns, by, width))
    return None


def _check(above: Sequence[Line], cells: Sequence[str], columns: Mapping[int, str], form: Sequence[Column]) -> None:
    """Refuse a header that says one thing twice, or in a unit that cannot be told."""
    by_key = {c.key: c for c in form}
    for key in columns.values():
        twice = [cells[i] for i, k in columns.items() if k == key]
        if len(twice) > 1:
            raise bad_file("file.column_twice", FileProblem.HEADINGS, headings=twice, column=by_key[key].label)
    for i, key in columns.items():
        if factor(cells[i], by_key[key]) is None:
            raise bad_file("file.unit_unknown", FileProblem.HEADINGS, heading=cells[i])
    counted = [by_key[k] for k in columns.values() if by_key[k].unit == "people"]
    for text in (t for _, row in above for t in row if counted):
        stated = text.partition("单位")[2].strip(":： )）")
        if ABOVE.search(text) or ("单位" in text and factor(f"({stated})", counted[0]) != 1):
            raise bad_file("file.unit_above", FileProblem.HEADINGS, text=text)


def _unusable(text: str, *, judged: bool) -> Message | None:
    if len(text) > CELL:
        return message("cell.too_long", most=CELL)
    code = unusable(text) or ("cell.citizen_number" if not judged and holds_citizen(text) else None)
    return message(code) if code else None


def _rows(
    head: Sequence[Line], rest: Iterator[Line], columns: Mapping[int, str], by: Mapping[int, int], width: int
) -> Iterator[TableRow | Rejected]:
    before: dict[str, str] = {}  # what a row says as the row before is held once: parents, levels
    for source in (head, rest):
        for number, cells in source:
            if not any(cells):
                continue
            if any(cells[width:]):
                yield Rejected(number, message("row.too_many_cells"))
                continue
            own = {key: (i, cells[i] if i < len(cells) else "") for i, key in columns.items()}
            reasons = ((key, _unusable(text, judged=key in JUDGED)) for key, (_, text) in own.items())
            wrong = next(((key, why) for key, why in reasons if why), None)
            if wrong:
                yield Rejected(number, wrong[1], wrong[0])
                continue
            texts = {key: scaled(text, by[i]) for key, (i, text) in own.items()}
            before = {key: before[key] if before.get(key) == text else text for key, text in texts.items()}
            yield TableRow(number, before)
