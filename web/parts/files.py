"""Downloads, and tables as CSV and xlsx; long codes stay intact in WPS (下载)."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from types import MappingProxyType
from urllib.parse import quote

from openpyxl import Workbook
from starlette.responses import Response

Table = tuple[Sequence[str], Sequence[Sequence[str]]]
"""Headings and rows."""
LONG = 11
"""Spreadsheets round numbers of more digits."""


def download(
    name: str, content: bytes | str, media_type: str, headers: Mapping[str, str] = MappingProxyType({})
) -> Response:
    """Return a file for download, under a name of any letters, that no cache stores."""
    stored = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers={**stored, **headers})


def safe(value: str) -> str:
    """A text with a leading quote if a spreadsheet would read it as a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value


def as_csv(table: Table) -> bytes:
    """CSV in UTF-8 with BOM; a tab after a long code makes it text."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(table[0])
    writer.writerows([f"{v}\t" if v.isdecimal() and len(v) > LONG else safe(v) for v in row] for row in table[1])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """One sheet with text cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (table[0], *table[1]):
        sheet.append([safe(v) for v in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
