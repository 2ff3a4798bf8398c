"""Downloads of tables as CSV and xlsx; long codes stay intact in WPS (下载)."""

import csv
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from io import BytesIO, StringIO

from nicegui import ui
from openpyxl import Workbook

from web.parts import pieces
from web.parts.asking import Refused
from web.parts.words import say

Table = tuple[Sequence[str], Sequence[Sequence[str]]]
"""Headings and rows."""
LONG = 11
"""Spreadsheets round numbers of more digits."""


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


def offer(name: str, table: Table | Callable[[], Awaitable[Table]]) -> None:
    """Two download buttons; the file is sent through the page's connection and has no URL.

    `table` may be a function that reads all rows if the page shows only some.
    """
    with pieces.tag("div", "files"):
        pieces.text("span", say("files.take", name=name))
        for end, made in (("csv", as_csv), ("xlsx", as_xlsx)):
            pieces.button(end.upper(), partial(_send, made, table, f"{name}.{end}"), kind="quiet")


async def _send(made: Callable[[Table], bytes], table: Table | Callable[[], Awaitable[Table]], name: str) -> None:
    try:
        content = await table() if callable(table) else table
    except Refused as e:
        ui.notify(say("errors.told", said=str(e)))
        return
    ui.download.content(made(content), name)
