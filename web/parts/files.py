"""Tables to take away: CSV and xlsx that open in WPS with their codes intact (下载)."""

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
"""Digits beyond which a spreadsheet rounds a number."""


def safe(value: str) -> str:
    """A text that a spreadsheet would take for a formula is told as text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value


def as_csv(table: Table) -> bytes:
    """UTF-8 with mark; a tab keeps a code of many digits a text."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(table[0])
    writer.writerows([f"{v}\t" if v.isdecimal() and len(v) > LONG else safe(v) for v in row] for row in table[1])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """One sheet, every cell a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (table[0], *table[1]):
        sheet.append([safe(v) for v in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def offer(name: str, table: Table | Callable[[], Awaitable[Table]]) -> None:
    """Two buttons; the file goes to the browser by the page's own connection and has no address.

    What a page shows in parts is asked for whole when it is taken away.
    """
    with pieces.tag("div", "files"):
        pieces.text("span", say("files.take", name=name))
        for end, made in (("csv", as_csv), ("xlsx", as_xlsx)):
            pieces.button(end.upper(), partial(_send, made, table, f"{name}.{end}"), kind="quiet")


async def _send(made: Callable[[Table], bytes], table: Table | Callable[[], Awaitable[Table]], name: str) -> None:
    try:
        found = await table() if callable(table) else table
    except Refused as e:
        ui.notify(say("errors.told", said=str(e)))
        return
    ui.download.content(made(found), name)
