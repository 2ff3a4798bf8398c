"""Large tables, trees and drawings as one piece of HTML: escaped here, sent once (标记)."""

import html

from nicegui import ui

from web.parts import pieces


class Markup(str):
    """Text that is HTML already; whatever else is put into an element is escaped."""

    __slots__ = ()


def el(name: str, /, *inside: str | None, **attributes: object) -> Markup:
    """An element; `class_` is `class`, `aria_label` is `aria-label`; None leaves an attribute or a child out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{said}>{joined(*inside)}</{name}>")


def joined(*inside: str | None) -> Markup:
    """Pieces side by side."""
    return Markup("".join(i if isinstance(i, Markup) else html.escape(i) for i in inside if i is not None))


def show(made: Markup, classes: str = "") -> pieces.Element:
    """Put it on the page."""
    return ui.html(made, sanitize=False).classes(classes)


def table(headings: list[str], rows: list[list[str]], caption: str) -> Markup:
    """A table whose cells may hold markup; it scrolls by itself and can be reached by keyboard."""
    head = el("tr", *(el("th", h, scope="col") for h in headings))
    body = (el("tr", *(el("td", cell) for cell in row)) for row in rows)
    made = el("table", el("caption", caption), el("thead", head), el("tbody", *body))
    return el("div", made, class_="scroll", tabindex=0, role="region", aria_label=caption)
