"""From the bytes of a file to lines of cells: xlsx, CSV, TOML, their encodings and limits (读文件)."""

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

from graph_model.jobs.loading import Handed
from knowledge.errors import BadFile
from knowledge.vocabulary import FileProblem

LIMIT, HANDED = 200 * 2**20, 40 * 2**20
"""Bytes of a file, packed and unpacked; more is refused. Of one that was handed to the service: less."""


DELIMITERS = (",", ";", "\t")


Line = tuple[int, list[str]]
"""A line number and its cells."""


File = Path | Handed


EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; a longer one is already damaged."""


def bad(reason: str, why: FileProblem = FileProblem.DAMAGED, /, **params: Any) -> BadFile:
    """A file that cannot be used; `reason` is a message's code."""
    return BadFile("file", reason, why, **params)


def clean(value: Any) -> str:
    """The text of a cell: numbers exact, dates ISO, text without the wrapping that protects codes."""
    match value:
        case None:
            found = ""
        case bool():
            found = str(int(value))
        case int() | float():
            found = _number(value)
        case datetime():
            found = value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            found = value.isoformat()
        case time():
            found = value.isoformat("minutes")
        case list():
            found = ";".join(clean(v) for v in value)
        case _:
            found = _text(str(value))
    return found


def _number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < EXACT else f"{value:.5E}"


def _text(value: str) -> str:
    kept = value if value.isprintable() else "".join(map(_visible, value))
    kept = kept.strip()
    if not kept.startswith(("=", "'", "‘", "’", "＇")):
        return kept
    if m := re.fullmatch(r'="(.*)"', kept):
        kept = m[1].strip()
    return re.sub(r"^['‘’＇](?=[\d０-９])", "", kept)


def _visible(sign: str) -> str:
    """A line break as a space; signs without a shape (zero width, byte order mark) as nothing."""
    if sign in "\r\n\t":
        return " "
    return "" if unicodedata.category(sign).startswith("C") else sign


def readings(file: File) -> Iterator[Iterator[Line]]:
    """Each way to read a file as lines: sheets, or delimiters.

    Raises:
        BadFile: it cannot be read, is too large, or is no table.
    """
    limit = HANDED if isinstance(file, Handed) else LIMIT
    is_toml = file.name.removesuffix(".gz").lower().endswith(".toml")
    yield from _readings(content(file, limit), limit, is_toml=is_toml)


def content(file: File, limit: int) -> bytes:
    """The bytes of a file, unpacked.

    Raises:
        BadFile: it cannot be read, is empty or larger than the limit.
    """
    try:
        if isinstance(file, Path) and file.stat().st_size > limit:
            raise _too_large(limit)
        data = file.content if isinstance(file, Handed) else file.read_bytes()
        if data.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(data)) as unpacked:
                data = unpacked.read(limit + 1)
    except (OSError, EOFError, zlib.error) as e:
        raise bad("file.unreadable") from e
    if len(data) > limit:
        raise _too_large(limit)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t,;"):
        raise bad("file.empty", FileProblem.EMPTY)
    return data


def _too_large(limit: int) -> BadFile:
    size = limit // 2**20
    return bad("file.too_large", FileProblem.TOO_LARGE, most=size)


OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"<!DOCTYPE", b"<html")
"""How files begin that people take for a table."""


def _readings(data: bytes, limit: int, *, is_toml: bool) -> Iterator[Iterator[Line]]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise bad("file.protected", FileProblem.PROTECTED)
        raise bad("file.old_format", FileProblem.OLD_FORMAT)
    if data.startswith(OTHERS):
        raise _no_table()
    if data.startswith(b"PK"):
        yield from _sheets(data, limit)
    elif is_toml:
        yield _toml(_decoded(data))
    else:
        text = _decoded(data)
        yield from (_separated(text, d) for d in DELIMITERS)


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise _no_table()
        return text
    raise bad("file.unknown_encoding", FileProblem.ENCODING)


def _no_table() -> BadFile:
    return bad("file.not_a_table", FileProblem.NOT_A_TABLE)


def _sheets(data: bytes, limit: int) -> Iterator[Iterator[Line]]:
    import openpyxl  # noqa: PLC0415  # slow to import, and the shipped tables are CSV

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size, names = sum(f.file_size for f in packed.infolist()), packed.namelist()
        if size > limit:
            raise _too_large(limit)
        if not any(n.startswith("xl/") for n in names):
            raise _no_table()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and drop-down lists that openpyxl does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as e:
        raise bad("file.damaged_xlsx") from e
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that some programs write is wrong
        yield _sheet(sheet.iter_rows(values_only=True))


def _sheet(rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    try:
        yield from ((number, [clean(v) for v in row]) for number, row in enumerate(rows, 1))
    except (zipfile.BadZipFile, SyntaxError, ValueError) as e:  # SyntaxError: the XML parser's
        raise bad("file.damaged_xlsx") from e


def _separated(text: str, delimiter: str) -> Iterator[Line]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in lines:
            yield start, [clean(c) for c in cells]
            start = lines.line_num + 1
    except csv.Error as e:
        raise bad("file.bad_line", line=start) from e


_TOML_ROW = re.compile(r"^\s*\[\[\s*row\s*\]\]")


def _toml(text: str) -> Iterator[Line]:
    try:
        rows = tomllib.loads(text).get("row", [])
    except tomllib.TOMLDecodeError as e:
        raise bad("file.bad_toml", problem=str(e)) from e
    numbers = [n for n, line in enumerate(text.splitlines(), 1) if _TOML_ROW.match(line)]
    if not isinstance(rows, list) or len(numbers) != len(rows):
        raise bad("file.no_toml_rows")
    keys = list(dict.fromkeys(k for row in rows for k in row))
    yield 1, keys
    for number, row in zip(numbers, rows, strict=True):
        yield number, [clean(row.get(k)) for k in keys]
