"""Tables of the page as files that spreadsheets open (表格文件)."""

from collections.abc import Sequence

from starlette.responses import Response

from web.parts.files import as_csv, as_xlsx, download

MADE = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Writer of each kind of file, with its media type."""


def file(name: str, kind: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Response:
    """A table as a file to store."""
    make, media = MADE[kind]
    return download(f"{name}.{kind}", make((headings, rows)), media)
