"""Rows of a table under its header, cells by column key (表格)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph_model.jobs.loading import Rejected, SourceFile
from knowledge.errors import BadFile, BadInput
from knowledge.messages.message import Message, message
from knowledge.vocabulary import FileProblem
from loaders.tables.bounds import CELL
from loaders.tables.cell_text import CUT, HIDDEN, MERGED, Line, over_in_remark, unusable
from loaders.tables.columns import Column, joined, lacking, placed
from loaders.tables.keys import holds_citizen, wrong_credit_code
from loaders.tables.problems import bad_file
from loaders.tables.source import Reading, readings
from loaders.tables.units import StatedUnit, bare, only_units, other_unit, scaled, unit_of

HEADER_WITHIN = 15
"""Number of first rows that can contain the header, below a title."""
ENDS = frozenset({"status", "until", "paused_since", "left_on"})
"""Columns on ends and pauses."""
CREDIT_CODE = "信用代码"
"""Text in a heading under which all cells are such codes."""
JUDGED = frozenset({"citizen", "external_id", "object"})
"""Columns whose numbers have readers of their own: a citizen's number that identifies a child, the code of a body,
which may resemble one. No other cell may contain one.
"""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the file; `cells` by column key, empty text for an empty cell."""

    line: int
    cells: dict[str, str]

    def filled(self, columns: Iterable[Column]) -> dict[str, str]:
        """The text of each of these columns, empty for one that the file lacks."""
        return {c.key: self.cells.get(c.key, "") for c in columns}


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
        if table := _table(head, reading, forms, file.columns):
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


def _several(several: Sequence[Reading]) -> BadFile:
    """Return the error for several sheets with the header, naming the hidden ones."""
    if not all(r.sheet for r in several):
        return bad_file("file.several_delimiters", FileProblem.HEADINGS)
    names = [r.sheet.name for r in several if r.sheet]
    hidden = [r.sheet.name for r in several if r.sheet and r.sheet.hidden]
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
    head: Sequence[Line], reading: Reading, forms: Sequence[Sequence[Column]], mapping: Mapping[str, str]
) -> Table | None:
    for at in range(len(head)):
        for number, form in enumerate(forms):
            after, cells = header_rows(head, at, form, mapping)
            if lacking(cells, form, mapping):
                continue
            header = _HeaderRow.of(cells, form, mapping)
            _check(head[: after - 1], head[after][1] if after < len(head) else [], header)
            return Table(number, _rows(header, [*head[after:]], reading))
    return None


@dataclass(frozen=True, slots=True)
class _HeaderRow:
    """A header as the rows under it need it."""

    cells: Sequence[str]
    columns: Mapping[int, Column]
    """By position."""
    units: Mapping[int, StatedUnit]
    required: frozenset[int]
    beside: tuple[int, ...]
    """Positions of columns that state a unit and are none of the form."""
    ending: bool
    """True if the form has columns for ends, so that no remark needs to mention them."""
    credit: frozenset[int]
    """Positions of columns whose heading promises a 统一社会信用代码."""
    unnamed: Mapping[int, int]
    """Position of the column of the form to the left, by position of a column without a heading."""

    @classmethod
    def of(cls, cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> "_HeaderRow":
        """Return a header row of a form.

        Raises:
            BadInput: It has a column twice, or an unknown unit, or part of it is hidden.
        """
        by_key = {c.key: c for c in form}
        columns = {i: by_key[key] for i, key in placed(cells, form, mapping).items()}
        for column in columns.values():
            twice = [cells[i] for i, c in columns.items() if c is column]
            if len(twice) > 1:
                raise bad_file("file.column_twice", FileProblem.HEADINGS, headings=twice, column=column.label)
        if HIDDEN in cells:
            raise bad_file("file.hidden_columns", FileProblem.HEADINGS)
        units = {}
        for i, column in columns.items():
            unit = unit_of(cells[i], column.unit)
            if unit is None:
                raise bad_file("file.unit_unknown", FileProblem.HEADINGS, heading=cells[i])
            units[i] = unit
        required = frozenset(i for i, c in columns.items() if c.required)
        beside = tuple(i for i, c in enumerate(cells) if i not in columns and bare(c).endswith("单位"))
        credit = frozenset(i for i in columns if CREDIT_CODE in bare(cells[i]))
        return cls(
            cells,
            columns,
            units,
            required,
            beside if any(c.unit for c in columns.values()) else (),
            "status" in by_key,
            credit,
            dict(_unnamed(cells, columns)),
        )

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of units of its columns."""
        return frozenset(c.unit for c in self.columns.values() if c.unit)


def _unnamed(cells: Sequence[str], columns: Collection[int]) -> Iterator[tuple[int, int]]:
    """Columns without a heading right of one of the form, which its heading may cover: 男 and 女 under one number."""
    left = -1
    for i, text in enumerate(cells):
        left = i if text else left
        if not text and left in columns:
            yield i, left


def _check(above: Sequence[Line], below: Sequence[str], header: _HeaderRow) -> None:
    """Refuse a header whose numbers have a unit outside it, or that continues in the row below."""
    for text in (t for _, row in above for t in row if header.kinds):
        if other_unit(text, header.kinds):
            raise bad_file("file.unit_above", FileProblem.HEADINGS, text=text)
    texts = " ".join(c for c in below if c and c != MERGED)
    if texts and only_units(below):
        raise bad_file("file.unit_below", FileProblem.HEADINGS, text=texts)
    if texts and all(i >= len(below) or below[i] in {"", MERGED} for i in header.required):
        raise bad_file("file.heading_below", FileProblem.HEADINGS, text=texts)


def _unusable(text: str, *, judged: bool) -> Message | None:
    if len(text) > CELL:
        return message("cell.too_long", most=CELL)
    code = unusable(text) or ("cell.citizen_number" if not judged and holds_citizen(text) else None)
    return message(code) if code else None


def _rows(header: _HeaderRow, head: Sequence[Line], reading: Reading) -> Iterator[TableRow | Rejected]:
    width = max(i for i, c in enumerate(header.cells, 1) if c)
    # a sheet stores no empty cells at the end of a row; a line of text without them may be cut off
    absent = {i: CUT if i in header.required and not reading.sheet else "" for i in header.columns}
    before: dict[str, str] = {}  # what a row says as the row before is held once: parents, levels
    for source in (head, reading.lines):
        for number, cells in source:
            if not any(cells):
                continue
            if any(cells[width:]):
                yield Rejected(number, message("row.too_many_cells"))
                continue
            own = {i: cells[i] if i < len(cells) else absent[i] for i in header.columns}
            if why := _refused(header, own, cells):
                yield Rejected(number, why[1], why[0])
                continue
            texts = {c.key: scaled(own[i], header.units[i]) for i, c in header.columns.items()}
            before = {key: before[key] if before.get(key) == text else text for key, text in texts.items()}
            yield TableRow(number, before)


def _refused(header: _HeaderRow, own: Mapping[int, str], cells: Sequence[str]) -> tuple[str | None, Message] | None:
    """Return why a row cannot be used, and the column.

    Raises:
        BadInput: It is a note under the table that states another unit.
    """
    for i, text in own.items():
        key = header.columns[i].key
        if why := _unusable(text, judged=key in JUDGED) or (wrong_credit_code(text) if i in header.credit else None):
            return key, why
    if header.kinds and not all(own[i] for i in header.required):
        for text in filter(None, cells):
            if other_unit(text, header.kinds):
                raise bad_file("file.unit_below", FileProblem.HEADINGS, text=text)
    if header.ending and (over := _said_over(header, own, cells)) is not None:
        return (header.columns[over].key if over in own else None), message(
            "row.over_beside", heading=header.cells[over]
        )
    return next(_beside(header, cells), None)


def _beside(header: _HeaderRow, cells: Sequence[str]) -> Iterator[tuple[str | None, Message]]:
    """Reasons against a row in columns that are none of the form: content under no heading, or another unit."""
    for i, left in header.unnamed.items():
        if i < len(cells) and cells[i] not in {"", MERGED}:
            yield header.columns[left].key, message("row.no_heading", heading=header.cells[left])
    for i in header.beside:
        if i < len(cells) and other_unit(cells[i], header.kinds):
            yield None, message("row.unit_beside", heading=header.cells[i], unit=cells[i])


def _said_over(header: _HeaderRow, own: Mapping[int, str], cells: Sequence[str]) -> int | None:
    """Return the position of a remark that marks its row as over, where no column does."""
    if any(text for i, text in own.items() if header.columns[i].key in ENDS):
        return None
    remarks = (i for i in range(len(header.cells)) if i not in own or header.columns[i].key == "contact")
    return next((i for i in remarks if i < len(cells) and over_in_remark(cells[i])), None)
