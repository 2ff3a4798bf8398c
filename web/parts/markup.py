"""Escaped HTML for large tables, trees and drawings, which are sent as one piece (标记)."""

import html

from nicegui import ui

from web.parts import pieces


class Markup(str):
    """A string of HTML; all other strings are escaped when they are put into an element."""

    __slots__ = ()


def el(name: str, /, *inside: str | None, **attributes: object) -> Markup:
    """An element; `class_` becomes `class`, `aria_label` becomes `aria-label`; None omits an attribute or child."""
    attributes_text = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{attributes_text}>{joined(*inside)}</{name}>")


def joined(*inside: str | None) -> Markup:
    """Several pieces as one."""
    return Markup("".join(i if isinstance(i, Markup) else html.escape(i) for i in inside if i is not None))


def show(made: Markup, classes: str = "") -> pieces.Element:
    """Add it to the page."""
    return ui.html(made, sanitize=False).classes(classes)


def table(headings: list[str], rows: list[list[str]], caption: str) -> Markup:
    """A table whose cells may contain markup, in a scrollable region that is reachable by keyboard."""
    head = el("tr", *(el("th", h, scope="col") for h in headings))
    body = (el("tr", *(el("td", cell) for cell in row)) for row in rows)
    made = el("table", el("caption", caption), el("thead", head), el("tbody", *body))
    return el("div", made, class_="scroll", tabindex=0, role="region", aria_label=caption)
