"""A table of a page as CSV: exactly the words that the page shows, so that nothing else can leave (拿走表格)."""

from html.parser import HTMLParser
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from web.parts.files import as_csv, download

TAKE, MARK = "take", "data-take"
"""The parameter of an address, and the attribute of a table that can be taken under a name."""
CELLS = {"th", "td"}


def address_with(request: Request, name: str) -> str:
    """The address of the page with the name of a table to take; empty where a form made the page."""
    if request.method != "GET":
        return ""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != TAKE]
    return f"{request.url.path}?{urlencode([*kept, (TAKE, name)])}"


class _ShownTables(HTMLParser):
    """Reads the tables of one name; several are one after another, the headings once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._inside, self._cell = name, False, False
        self.caption = ""
        self.rows: list[list[str]] = []
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell."""
        if tag == "table":
            self._inside = dict(attrs).get(MARK) == self._name
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and (tag in CELLS or tag == "caption"):
            self._texts, self._cell = [], True

    def handle_data(self, data: str) -> None:
        """A piece of the text of a cell."""
        if self._cell:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a table."""
        if tag == "table":
            self._inside = False
        elif self._cell and (tag in CELLS or tag == "caption"):
            self._cell, text = False, " ".join("".join(self._texts).split())
            if tag == "caption":
                self.caption = self.caption or text
            else:
                self.rows[-1].append(text)


def taken(page: str, name: str) -> Response | None:
    """The tables of a name as one CSV; None if the page has none."""
    tables = _ShownTables(name)
    tables.feed(page)
    if not tables.rows:
        return None
    head, *rows = tables.rows
    content = as_csv((head, [r for r in rows if r != head]))
    return download(f"{tables.caption or name}.csv", content, "text/csv; charset=utf-8")
