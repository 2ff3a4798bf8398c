"""Limits on the work for a file, whatever its unpacked size (工作量上限).

A file of 38 KB may unpack to a thousand times as much. Limits are checked before reading: bytes, cells, the length
of a row, the depth of a value.
"""

import re
import zipfile
from collections.abc import Iterator

from knowledge.errors import BadFile
from knowledge.vocabulary import FileProblem
from loaders.tables.cell_text import Line
from loaders.tables.problems import bad_file, not_a_table, too_large

BYTES_A_CELL = 20
"""A file of so many bytes may have one cell for each of them: fewer bytes a cell are padding."""
ROW_BYTES = 500_000
"""The longest row of a sheet, in bytes of its XML (configured value)."""
TEXT_BYTES = 200_000
"""The longest text of a cell, likewise."""
OTHER_BYTES, OTHER_TAGS = 2 * 2**20, 100_000
"""The largest other part of a spreadsheet: styles, relations (configured value)."""
PARTS = 1000
"""Most parts of a spreadsheet."""
TOML_BYTES = 4 * 2**20
"""The largest TOML file: it is read as a whole."""
KEY_PARTS = 50
"""Most parts of a dotted key of a TOML file: what reading a key costs grows with their square (configured value)."""
CELL = 4_000
"""The longest text of a cell, in characters: Python reads no number of more than 4,300 digits."""
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]|</(?:\w+:)?sheetData")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]|</(?:\w+:)?sst")
_LONG_KEY = re.compile(
    rf"""^[\[ \t]*(?:(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*\.[ \t]*){{{KEY_PARTS}}}""", re.MULTILINE
)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def cells(limit: int) -> int:
    """Most cells of a file of at most so many bytes."""
    return limit // BYTES_A_CELL


def check_text(text: str, delimiter: str, limit: int) -> None:
    """Check a separated text before it is read.

    Raises:
        BadFile: it has too many lines and cells.
    """
    if text.count(delimiter) + text.count("\n") + text.count("\r") > cells(limit):
        raise too_large(limit)


def check_keys(text: str) -> None:
    """Check the keys of a TOML file before it is read.

    Raises:
        BadFile: a key has too many parts.
    """
    if _LONG_KEY.search(text):
        raise bad_file("file.nested_toml")


def bounded(lines: Iterator[Line], limit: int) -> Iterator[Line]:
    """The lines, refused where they have more cells than a file may have.

    Raises:
        BadFile: too many cells.
    """
    left = cells(limit)
    for number, line in lines:
        left -= 1 + len(line)
        if left < 0:
            raise too_large(limit)
        yield number, line


def check_parts(packed: zipfile.ZipFile, limit: int) -> None:
    """Check the parts of a spreadsheet before a parser reads them.

    Raises:
        BadFile: no spreadsheet, too large, or a part declares a document type or entities.
    """
    parts = packed.infolist()
    if not any(p.filename.startswith("xl/") for p in parts):
        raise not_a_table()
    if len(parts) > PARTS or sum(p.file_size for p in parts) > limit:
        raise too_large(limit)
    for part in parts:
        name = part.filename.lower()
        if not name.endswith((".xml", ".rels")):
            continue
        data = packed.read(part)
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:100] or _DECLARED.search(data):
            raise declared()
        _check_part(name, data, limit)


def _check_part(name: str, data: bytes, limit: int) -> None:
    if "/worksheets/" in name:
        _check_gaps(_ROW, data, ROW_BYTES, limit)
    elif name.endswith("sharedstrings.xml"):
        _check_gaps(_TEXT, data, TEXT_BYTES, limit)
    else:
        _check_rest(data, limit)


def _check_gaps(element: re.Pattern[bytes], data: bytes, most: int, limit: int) -> None:
    """Refuse a part in which one element of its list is longer than a program would write it."""
    before = 0
    for match in element.finditer(data):
        if match.start() - before > most:
            raise too_large(limit)
        before = match.start()
    _check_rest(data[before:], limit)


def _check_rest(data: bytes, limit: int) -> None:
    if len(data) > OTHER_BYTES or data.count(b"<") > OTHER_TAGS:
        raise too_large(limit)


def declared() -> BadFile:
    """Return the error for a part that declares entities, as no spreadsheet does."""
    return bad_file("file.declares_entities", FileProblem.DAMAGED)
