"""Rows as CSV, xlsx or GeoJSON that a spreadsheet neither runs nor changes, and that read as they were (成文件)."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import numpy as np

from graph_model.jobs.taking import FileFormat
from knowledge.situation.truth import NO, YES
from loaders.directory.forms import Form, read_row
from loaders.directory.known import Known
from loaders.tables.bounds import CELL
from loaders.tables.cell_text import SIGNS, clean, unusable
from loaders.tables.columns import Column
from loaders.tables.encodings import NOW_IN_UNICODE
from loaders.tables.features import EXACT
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from loaders.taking.lines import Line, TakenRow, Value
from network.crs import WGS84, converted

_CHANGED = re.compile(
    r"[-(（$￥¥€.．]*[\d０-９][-\d０-９.．,，/:：\s()（）%年月日时分秒eEaApPmM]*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]?\d+",
    re.IGNORECASE,
)
"""A text that a spreadsheet makes a number or a day of."""
_PLAIN = re.compile(r"0|[1-9]\d{0,10}")
"""Numbers that a spreadsheet leaves unchanged."""
EXCEL = 15
"""Digits of a number that a spreadsheet retains."""
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""Characters that no XML may contain."""
NO_SOURCE = "?"
"""No file's name: a row must name its own source."""
HIDDEN_COLUMNS = ("lon_gcj02", "lat_gcj02", "lon_wgs84", "lat_wgs84")
"""Other ways to write a location, for files of others."""


def columns_of(form: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a form that a file gets."""
    return tuple(c for c in form if c.key not in HIDDEN_COLUMNS)


def kept(text: str) -> str:
    """A text that reads as it is, whatever it begins with."""
    return text if clean(text) == text else f"'{text}"


def inert(text: str) -> str:
    """A text that no spreadsheet runs as a formula; the sign before it is left out when the file is read."""
    return f"'{text}" if text.startswith(SIGNS) else kept(text)


def _shown(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return (YES if value else NO)[0]
        case date():
            return value.isoformat()
        case float():
            return repr(value)
        case str():
            return inert(value)
        case _:
            return str(value)


def _typed(value: Value) -> str:
    """Return a cell of a CSV: a tab after it prevents conversion of a code or name to a number."""
    text = _shown(value)
    changed = isinstance(value, str) and _CHANGED.fullmatch(text) and not _PLAIN.fullmatch(text)
    long = isinstance(value, float) and len(text) > EXCEL
    return f"{text}\t" if changed or long else text


def gives(form: Form, entry: TakenRow, known: Known) -> bool:
    """True if reading the row gives exactly the records that it was made from."""
    texts = read_cells(entry.line)
    if texts is None:
        return False
    try:
        return read_row(form, TableRow(0, texts), known) == list(entry.records)
    except InvalidRow:
        return False


def read_cells(line: Line) -> dict[str, str] | None:
    """The cells as they are read again; None if one of them is not."""
    texts = {key: clean(_shown(value).translate(NOW_IN_UNICODE)) for key, value in line.items()}
    bad = any(len(text) > CELL or unusable(text) or _NO_CHARACTER.search(text) for text in texts.values())
    return None if bad else texts


def as_csv(columns: Sequence[Column], lines: Iterable[Line]) -> bytes:
    """CSV in UTF-8 with the mark by which spreadsheets know it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([c.label for c in columns])
    writer.writerows([_typed(line.get(c.key)) for c in columns] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[Column], lines: Iterable[Line]) -> bytes:
    """One sheet; all cells are text but whole numbers, so that nothing is rounded or made a day."""
    from openpyxl import Workbook  # noqa: PLC0415  # slow to import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([c.label for c in columns])
    for line in lines:
        row: list[Any] = []
        for c in columns:
            value = line.get(c.key)
            if value is None or (isinstance(value, int) and not isinstance(value, bool)):
                row.append(value)
                continue
            cell = WriteOnlyCell(sheet, _shown(value))
            cell.data_type, cell.number_format = "s", "@"
            row.append(cell)
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_geojson(columns: Sequence[Column], lines: Iterable[Line]) -> bytes:
    """Return a FeatureCollection: points in WGS-84 to draw; the stored location is in the properties."""
    keys = [c.key for c in columns]
    features = [
        {"type": "Feature", "geometry": _geometry(line), "properties": {k: _json(line.get(k)) for k in keys}}
        for line in lines
    ]
    return written(features)


def written(features: Sequence[Mapping[str, Any]]) -> bytes:
    """Features as a file."""
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _json(value: Value) -> Any:
    match value:
        case date():
            return value.isoformat()
        case str():
            return kept(value)
        case _:
            return value


def _geometry(line: Line) -> dict[str, Any] | None:
    lon, lat, crs = line.get("lon"), line.get("lat"), line.get("crs")
    if not isinstance(lon, float) or not isinstance(lat, float) or not isinstance(crs, str):
        return None
    at = np.round(converted(np.array([[lon, lat]]), crs, WGS84), EXACT)
    return {"type": "Point", "coordinates": at[0].tolist()}


WRITERS: Mapping[FileFormat, Callable[[Sequence[Column], Iterable[Line]], bytes]] = {
    FileFormat.CSV: as_csv,
    FileFormat.XLSX: as_xlsx,
    FileFormat.GEOJSON: as_geojson,
}
