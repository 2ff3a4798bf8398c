"""From the bytes of a spreadsheet, CSV or TOML file to numbered lines of clean cells (文件)."""

import csv
import gzip
import io
import re
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_model.jobs.loading import SourceFile
from knowledge.vocabulary import FileProblem
from loaders.tables.bounds import TOML_BYTES, bounded, check_keys, check_text
from loaders.tables.cell_text import Line, clean
from loaders.tables.encodings import decoded
from loaders.tables.features import GEOJSON_BYTES, features, lines
from loaders.tables.problems import bad_file, not_a_table, too_large
from loaders.tables.sheets import Worksheet, sheets

LIMIT = 200 * 2**20
"""Largest size in bytes, packed and unpacked, of a file on disk."""
DELIMITERS = (",", ";", "\t")
GEOJSON = (".geojson", ".json")
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
"""First bytes of files that people mistake for a table."""
WEB_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"\xef\xbb\xbf<html", b"mime-version")
"""First bytes of a web page or XML that a program saved under the name of a spreadsheet."""


def open_file(path: Path, limit: int = LIMIT, crs: str | None = None) -> SourceFile:
    """Read a file from disk.

    Raises:
        BadFile: it cannot be read or is larger than the limit.
    """
    try:
        if path.stat().st_size > limit:
            raise too_large(limit)
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
        raise too_large(limit)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t,;"):
        raise bad_file("file.empty", FileProblem.EMPTY)
    return data


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a file as lines: a sheet, or a text with one delimiter."""

    lines: Iterator[Line]
    sheet: Worksheet | None = None


def readings(file: SourceFile) -> Iterator[Reading]:
    """Each way to read a file as lines: one per sheet, or one per delimiter.

    Raises:
        BadFile: it cannot be read, is too large, or is no table.
    """
    data = unpacked(file)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise bad_file("file.protected", FileProblem.PROTECTED)
        raise bad_file("file.old_format", FileProblem.OLD_FORMAT)
    if data.lstrip()[:15].lower().startswith(WEB_PAGES):
        raise bad_file("file.web_page", FileProblem.NOT_A_TABLE)
    if data.startswith(NOT_TABLES):
        raise not_a_table()
    if data.startswith(b"PK"):
        yield from (Reading(sheet.lines, sheet) for sheet in sheets(data, file.limit))
    elif file.name.removesuffix(".gz").lower().endswith(GEOJSON):
        if len(data) > GEOJSON_BYTES:
            raise too_large(GEOJSON_BYTES)
        yield Reading(bounded(lines(features(data)), file.limit))
    elif file.name.removesuffix(".gz").lower().endswith(".toml"):
        if len(data) > TOML_BYTES:
            raise too_large(TOML_BYTES)
        yield Reading(bounded(_toml(decoded(data)), file.limit))
    else:
        text = decoded(data)
        yield from (Reading(_separated(text, d, file.limit)) for d in DELIMITERS)


def _separated(text: str, delimiter: str, limit: int) -> Iterator[Line]:
    check_text(text, delimiter, limit)
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
    check_keys(text)
    try:
        rows = tomllib.loads(text).get("row", [])
    except tomllib.TOMLDecodeError as e:
        raise bad_file("file.bad_toml", problem=str(e)) from e
    except (OverflowError, RecursionError, ValueError) as e:  # nested without end, a number of thousands of digits
        raise bad_file("file.nested_toml") from e
    numbers = [n for n, line in enumerate(text.splitlines(), 1) if _TOML_ROW.match(line)]
    if not isinstance(rows, list) or len(numbers) != len(rows):
        raise bad_file("file.no_toml_rows")
    keys = list(dict.fromkeys(k for row in rows for k in row))
    yield 1, keys
    for number, row in zip(numbers, rows, strict=True):
        try:
            yield number, [clean(row.get(k)) for k in keys]
        except (OverflowError, RecursionError, ValueError) as e:
            raise bad_file("file.nested_toml") from e
