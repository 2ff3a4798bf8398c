"""From the bytes of a spreadsheet, CSV or TOML file to numbered lines of clean cells (文件)."""

import csv
import gzip
import io
import re
import tomllib
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from graph_model.jobs.loading import SourceFile
from knowledge.errors import BadFile
from knowledge.vocabulary import FileProblem

LIMIT = 200 * 2**20
"""Largest size in bytes, packed and unpacked, of a file on disk."""
DELIMITERS = (",", ";", "\t")
EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; a longer one is already damaged."""
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"<!DOCTYPE", b"<html")
"""First bytes of files that people mistake for a table."""

Line = tuple[int, list[str]]
"""A line number and its cells."""


def bad_file(reason: str, problem: FileProblem = FileProblem.DAMAGED, /, **params: Any) -> BadFile:
    """A file that cannot be used; `reason` is the code of the message."""
    return BadFile("file", reason, problem, **params)


def open_file(path: Path, limit: int = LIMIT, crs: str | None = None) -> SourceFile:
    """Read a file from disk.

    Raises:
        BadFile: it cannot be read or is larger than the limit.
    """
    try:
        if path.stat().st_size > limit:
            raise _too_large(limit)
        return SourceFile(path.name, path.read_bytes(), limit=limit, crs=crs)
    except OSError as e:
        raise bad_file("file.unreadable") from e


def unpacked(file: SourceFile, limit: int | None = None) -> bytes:
    """The bytes of a file, unpacked if it is gzip; `limit` overrides the file's own.

    Raises:
        BadFile: it cannot be unpacked, is empty or larger than the limit.
    """
    limit, data = limit or file.limit, file.content
    try:
        if data.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(data)) as stream:
                data = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as e:
        raise bad_file("file.unreadable") from e
    if len(data) > limit:
        raise _too_large(limit)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t,;"):
        raise bad_file("file.empty", FileProblem.EMPTY)
    return data


def readings(file: SourceFile) -> Iterator[Iterator[Line]]:
    """Each way to read a file as lines: one per sheet, or one per delimiter.

    Raises:
        BadFile: it cannot be read, is too large, or is no table.
    """
    data = unpacked(file)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise bad_file("file.protected", FileProblem.PROTECTED)
        raise bad_file("file.old_format", FileProblem.OLD_FORMAT)
    if data.startswith(NOT_TABLES):
        raise _not_a_table()
    if data.startswith(b"PK"):
        yield from _sheets(data, file.limit)
    elif file.name.removesuffix(".gz").lower().endswith(".toml"):
        yield _toml(_decoded(data))
    else:
        text = _decoded(data)
        yield from (_separated(text, d) for d in DELIMITERS)


def clean(value: Any) -> str:
    """The text of a cell: numbers exact, dates ISO, text without the wrapping that protects codes."""
    match value:
        case None:
            text = ""
        case bool():
            text = str(int(value))
        case int() | float():
            text = _number(value)
        case datetime():
            text = value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            text = value.isoformat()
        case time():
            text = value.isoformat("minutes")
        case list():
            text = ";".join(clean(v) for v in value)
        case _:
            text = _text(str(value))
    return text


def _number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < EXACT else f"{value:.5E}"


def _text(value: str) -> str:
    text = value if value.isprintable() else "".join(map(_visible, value))
    text = text.strip()
    if not text.startswith(("=", "'", "‘", "’", "＇")):
        return text
    if m := re.fullmatch(r'="(.*)"', text):
        text = m[1].strip()
    return re.sub(r"^['‘’＇](?=[\d０-９])", "", text)


def _visible(sign: str) -> str:
    """A line break becomes a space; signs without a shape (zero width, byte order mark) are dropped."""
    if sign in "\r\n\t":
        return " "
    return "" if unicodedata.category(sign).startswith("C") else sign


def _too_large(limit: int) -> BadFile:
    return bad_file("file.too_large", FileProblem.TOO_LARGE, most=limit // 2**20)


def _not_a_table() -> BadFile:
    return bad_file("file.not_a_table", FileProblem.NOT_A_TABLE)


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise _not_a_table()
        return text
    raise bad_file("file.unknown_encoding", FileProblem.ENCODING)


def _sheets(data: bytes, limit: int) -> Iterator[Iterator[Line]]:
    import openpyxl  # noqa: PLC0415  # slow to import, and the shipped tables are CSV

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size, names = sum(f.file_size for f in packed.infolist()), packed.namelist()
        if size > limit:
            raise _too_large(limit)
        if not any(n.startswith("xl/") for n in names):
            raise _not_a_table()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and drop-down lists that openpyxl does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as e:
        raise bad_file("file.damaged_xlsx") from e
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that some programs write is wrong
        yield _sheet(sheet.iter_rows(values_only=True))


def _sheet(rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    try:
        yield from ((number, [clean(v) for v in row]) for number, row in enumerate(rows, 1))
    except (zipfile.BadZipFile, SyntaxError, ValueError) as e:  # SyntaxError: the XML parser's
        raise bad_file("file.damaged_xlsx") from e


def _separated(text: str, delimiter: str) -> Iterator[Line]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in lines:
            yield start, [clean(c) for c in cells]
            start = lines.line_num + 1
    except csv.Error as e:
        raise bad_file("file.bad_line", line=start) from e


_TOML_ROW = re.compile(r"^\s*\[\[\s*row\s*\]\]")


def _toml(text: str) -> Iterator[Line]:
    try:
        rows = tomllib.loads(text).get("row", [])
    except tomllib.TOMLDecodeError as e:
        raise bad_file("file.bad_toml", problem=str(e)) from e
    numbers = [n for n, line in enumerate(text.splitlines(), 1) if _TOML_ROW.match(line)]
    if not isinstance(rows, list) or len(numbers) != len(rows):
        raise bad_file("file.no_toml_rows")
    keys = list(dict.fromkeys(k for row in rows for k in row))
    yield 1, keys
    for number, row in zip(numbers, rows, strict=True):
        yield number, [clean(row.get(k)) for k in keys]
