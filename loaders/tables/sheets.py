"""Conversion of a spreadsheet to lines of clean cells, with what the values alone do not show (工作表).

Merged cells, hidden rows and columns, and formulas whose value the program did not store look like empty or
ordinary cells to a reader of the values only. They are marked, and a marked cell is never loaded.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse  # expat bounds expansion; sizes are bounded

from knowledge.errors import BadFile
from loaders.tables.bounds import bounded, check_parts
from loaders.tables.cell_text import COMMENTED, FORMATTED, FORMULA, HIDDEN, MERGED, STRUCK, Line, clean
from loaders.tables.problems import bad_file
from loaders.tables.styles import STYLES, commented, misshown, parts_of_styles, strikes, struck, unseen

Span = tuple[int, int, int, int]
"""First column, first row, last column, last row, from 1."""


@dataclass(frozen=True)
class Worksheet:
    """A sheet: its name, whether it is hidden, its lines."""

    name: str
    hidden: bool
    lines: Iterator[Line]


@dataclass(frozen=True, slots=True)
class Marks:
    """Properties of a sheet that its values lack."""

    merged: dict[tuple[int, int], Span] = field(default_factory=dict)
    """By row and column: the range of merged cells that covers it; its first cell has the value."""
    ends: dict[int, int] = field(default_factory=dict)
    """By row: the last column of merged cells; a row is stored no farther than its last value."""
    rows: set[int] = field(default_factory=set)
    """Hidden rows."""
    columns: set[int] = field(default_factory=set)
    """Hidden columns."""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of formulas without a stored value."""
    struck: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of cells struck through."""
    unseen: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of cells whose style shows nothing."""
    formatted: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of numbers that are shown as others."""
    commented: frozenset[tuple[int, int]] = frozenset()
    """Row and column of cells whose comment marks something as over."""

    def cell(self, row: int, column: int, text: str) -> str:
        """The text of a cell, or the mark why it is none."""
        if (row, column) in self.formulas:
            return FORMULA
        if span := self.merged.get((row, column)):
            return text if (column, row) == span[:2] else MERGED
        if text and (row, column) in self.struck:
            return STRUCK
        if text and (row, column) in self.commented:
            return COMMENTED
        if text and (row, column) in self.formatted:
            return FORMATTED
        hidden = row in self.rows or column in self.columns or (row, column) in self.unseen
        return HIDDEN if text and hidden else text


def sheets(data: bytes, limit: int) -> Iterator[Worksheet]:
    """The sheets of an xlsx.

    Raises:
        BadFile: it is damaged, too large or no table.
    """
    import openpyxl  # noqa: PLC0415  # slow to import, and the shipped tables are CSV

    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        check_parts(packed, limit)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and drop-down lists that openpyxl does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except BadFile:
        raise
    except Exception as e:  # whatever the parser raises for parts that no program has written
        raise _damaged() from e
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that some programs write is wrong
        part = str(getattr(sheet, "_worksheet_path"))  # noqa: B009  # openpyxl says nowhere else where it stands
        lines = bounded(_lines(sheet.iter_rows(values_only=True), packed, part), limit)
        yield Worksheet(sheet.title, sheet.sheet_state != "visible", lines)


def _damaged() -> BadFile:
    return bad_file("file.damaged_xlsx")


def _lines(rows: Iterable[Sequence[Any]], packed: zipfile.ZipFile, part: str) -> Iterator[Line]:
    try:
        with packed.open(part) as stream:
            marks = _marks(stream, _Styles.of(packed))
        marks = replace(marks, commented=frozenset(map(_row_first, commented(packed, part))))
        for number, row in enumerate(rows, 1):
            whole = (*row, *[None] * (marks.ends.get(number, 0) - len(row)))
            yield number, [marks.cell(number, i, clean(v)) for i, v in enumerate(whole, 1)]
    except Exception as e:  # as above
        raise _damaged() from e


UNSEEN = 0.5
"""Below such a height in points, or width in characters, nothing is seen (configured value)."""
MERGED_CELLS = 200_000
"""More than a table has."""
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


def _at(reference: str) -> tuple[int, int]:
    """Column and row of `C2`."""
    m = _CELL.fullmatch(reference)
    if m is None:
        raise ParseError(reference)
    column = 0
    for letter in m[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(m[2])


STRINGS = "xl/sharedStrings.xml"


@dataclass(frozen=True, slots=True)
class _Styles:
    """Numbers of styles, and of shared texts, by what they do to a cell."""

    struck: frozenset[str]
    struck_texts: frozenset[str]
    unseen: frozenset[str]
    misshown: Mapping[str, int]

    @classmethod
    def of(cls, packed: zipfile.ZipFile) -> "_Styles":
        """Return those of a file."""
        parts = parts_of_styles(packed)
        return cls(struck(packed, STYLES, "xf"), struck(packed, STRINGS, "si"), unseen(parts), misshown(parts))


def _marks(stream: IO[bytes], styles: _Styles) -> Marks:
    """Read the marks; each element is forgotten once it is read."""
    marks = Marks()
    for _, element in iterparse(stream):  # noqa: S314  # as above
        match element.tag.rpartition("}")[2]:
            case "c":
                style = element.get("s", "")
                if style in styles.struck or _struck_text(element, styles.struck_texts):
                    marks.struck.add(_row_first(element.get("r", "")))
                if style in styles.unseen:
                    marks.unseen.add(_row_first(element.get("r", "")))
                if style in styles.misshown and _is_misshown(element, styles.misshown[style]):
                    marks.formatted.add(_row_first(element.get("r", "")))
                _formula(marks, element)
            case "row":
                if _is_hidden(element, "ht"):
                    marks.rows.add(int(element.get("r", "0")))
                element.clear()
            case "col" if _is_hidden(element, "width"):
                first, last = int(element.get("min", "0")), int(element.get("max", "0"))
                marks.columns.update(range(first, min(last, first + 1000) + 1))
            case "mergeCell":
                first_cell, _, last_cell = element.get("ref", "").partition(":")
                _merge(marks, (*_at(first_cell), *_at(last_cell or first_cell)))
    return marks


def _struck_text(cell: Element, texts: frozenset[str]) -> bool:
    """True if the text of a cell, shared or its own, is struck through in whole or in part."""
    match cell.get("t"):
        case "s":
            return any(part.text in texts for part in cell if part.tag.rpartition("}")[2] == "v")
        case "inlineStr":
            return any(strikes(part) for part in cell.iter())
    return False


def _is_misshown(cell: Element, digits: int) -> bool:
    """True if a cell has a number that its format shows as another one; below so many digits, if any."""
    value = next((part.text or "" for part in cell if part.tag.rpartition("}")[2] == "v"), "")
    return (
        cell.get("t", "n") == "n" and value not in {"", "0"} and (not digits or len(value.partition(".")[0]) < digits)
    )


def _is_hidden(element: Element, size: str) -> bool:
    """True if a row or column is hidden, or too small to be seen."""
    return element.get("hidden") in {"1", "true"} or float(element.get(size) or 1) < UNSEEN


def _row_first(reference: str) -> tuple[int, int]:
    column, row = _at(reference)
    return row, column


def _formula(marks: Marks, cell: Element) -> None:
    parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    if "f" in parts and not parts.get("v"):
        column, row = _at(cell.get("r", ""))
        marks.formulas.add((row, column))
    cell.clear()


def _merge(marks: Marks, span: Span) -> None:
    left, top, right, bottom = span
    if (right - left + 1) * (bottom - top + 1) + len(marks.merged) > MERGED_CELLS:
        raise ParseError("merged")
    for row in range(top, bottom + 1):
        marks.ends[row] = max(right, marks.ends.get(row, 0))
        for column in range(left, right + 1):
            marks.merged[row, column] = span
