"""Pages that are plain HTML made by the server: their templates and headers (服务器生成的页面)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from web.parts.words import other_languages, say, series, spoken, tag

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy: nothing from elsewhere, no script inside a page, forms to this service only."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
}


class _Rows(Environment):
    """Templates in which a name after a dot is a key of a row before it is a method: `row.items` is a number here."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of a key or an attribute."""
        return obj[attribute] if isinstance(obj, Mapping) and attribute in obj else super().getattr(obj, attribute)


def printed(value: object) -> object:
    """Return the value that a template writes: the empty string for None, which is a word of the program."""
    return "" if value is None else value


PAGES = _Rows(
    loader=FileSystemLoader(Path(__file__).parent.parent),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=printed,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAGES.filters["series"] = series


def rendered(template: str, content: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """A page from a template, named by its path below `web/`."""
    language = tag(spoken())
    page = PAGES.get_template(template).render(say=say, language=language, other_languages=other_languages, **content)
    return HTMLResponse(page, status, headers={**_HEADERS, "Content-Language": language})
