"""Elements shared by the pages: texts, links, buttons, tables, notices (组件)."""

import html
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui

from web.parts.asking import Asker, Question, Refused, Row
from web.parts.words import say

Element = ui.element
VERDICTS = {
    "yes": "yes",
    "eligible": "yes",
    "no": "no",
    "ineligible": "no",
    "maybe": "open",
    "unknown": "open",
    "possible": "open",
    "depends": "open",
    "violation": "bad",
    "short": "open",
    "met": "yes",
    "late": "yes",
    "due_today": "open",
    "review": "open",
    "overdue": "bad",
    "never": "open",
    "adverse": "bad",
}
"""The tone (colour) of each answer code; the word is always shown with the colour."""


def set_to(element: Element, /, **attributes: object) -> Element:
    """Set attributes; `aria_label` becomes `aria-label`; None removes an attribute."""
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is None:
            element.props.pop(key, None)
        else:
            element.props[key] = value
    element.update()
    return element


def tag(name: str, classes: str = "", /, **attributes: object) -> Element:
    """An element for other elements."""
    return set_to(ui.element(name).classes(classes), **attributes)


def text(name: str, content: str, classes: str = "", /, **attributes: object) -> Element:
    """An element with a text."""
    return set_to(ui.html(html.escape(content), sanitize=False, tag=name).classes(classes), **attributes)


def set_text(element: Element, content: str) -> None:
    """Replace the text of an element."""
    element.props["innerHTML"] = html.escape(content)
    element.update()


def heading(level: int, content: str) -> Element:
    """A heading."""
    return text(f"h{level}", content)


def link(label: str, to: str) -> Element:
    """A link; its URL never contains facts about a child."""
    return text("a", label, href=to)


def button(label: str, act: Callable[[], Any], *, kind: str = "") -> Element:
    """A button with an action."""
    return text("button", label, kind, type="button").on("click", lambda: act())  # noqa: PLW0108  # without the event


def notice(content: str, tone: str = "") -> Element:
    """A notice in the tone `warn`, `bad`, `good` or plain."""
    return text("p", content, f"notice {tone}", role="status")


def chip(label: str, code: str = "") -> Element:
    """A label in the tone of its code."""
    return text("span", label, f"chip {VERDICTS.get(code.lower(), '')}")


@contextmanager
def card(tone: str = "", tag: str = "section") -> Iterator[Element]:
    """A card."""
    with ui.element(tag).classes(f"card {tone}") as made:
        yield made


@contextmanager
def folded(summary: str, *, opened: bool = False) -> Iterator[Element]:
    """A collapsible part; it is also printed when collapsed."""
    with tag("details", open=True if opened else None) as made:
        text("summary", summary)
        yield made


def listing(lines: Iterable[str], *, ordered: bool = False) -> Element | None:
    """A list, or None without lines."""
    items = list(lines)
    if not items:
        return None
    with ui.element("ol" if ordered else "ul") as made:
        for line in items:
            text("li", line)
    return made


def quote(c: Row) -> None:
    """A quote with a link to its clause."""
    with ui.element("blockquote"):
        text("span", c["quote"])
        with ui.element("cite"):
            link(
                say("pieces.cite", document=c["document"], article=c.get("article", "")), f"/rules?clause={c['clause']}"
            )
        caveats(c)


def caveats(row: Row) -> None:
    """Where a text is in force, and what its wording rests on, if that is to be said."""
    for said in (say("pieces.only_in", territory=row["territory"]) if row["territory"] else None, row["notice"]):
        if said:
            text("small", said, "caveat")


def quotes(citations: list[Row]) -> None:
    """Citations, collapsed."""
    if citations:
        with folded(say("pieces.because", count=len(citations))):
            for c in citations:
                quote(c)


Cell = str | Callable[[], object]
"""A text, or a function that builds the content of a cell."""


def table(headings: list[str], rows: Iterable[Iterable[Cell]], caption: str) -> Element:
    """A table in a scrollable region that is reachable by keyboard."""
    with tag("div", "scroll", tabindex=0, role="region", aria_label=caption) as made, ui.element("table"):
        text("caption", caption)
        with ui.element("thead"), ui.element("tr"):
            for h in headings:
                text("th", h, scope="col")
        with ui.element("tbody"):
            for row in rows:
                with ui.element("tr"):
                    for cell in row:
                        if isinstance(cell, str):
                            text("td", cell)
                        else:
                            with ui.element("td"):
                                cell()
    return made


def _copied(question: Question) -> str:
    variables = json.dumps(question.variables, ensure_ascii=False, indent=2)
    return f"{question.document}\n\n# variables\n{variables}"


def behind(asker: Asker) -> None:
    """The query behind the answer on screen, to read and copy."""
    question = asker.last
    if question is None:
        return
    with folded(say("pieces.behind")) as made:
        made.classes("behind")
        content = _copied(question)
        text("pre", content, tabindex=0)
        copy(say("pieces.copy"), content)


def copy(label: str, content: str) -> Element:
    """A button that copies a text to the clipboard."""
    script = f"async () => {{ await navigator.clipboard.writeText({json.dumps(content)}); emit(); }}"
    return text("button", label, "quiet", type="button").on(
        "click", lambda: ui.notify(say("pieces.copied")), js_handler=script
    )


def refusal(e: Refused, again: Callable[[], Awaitable[None]] | None = None) -> None:
    """An error with what to do, and a button to try again."""
    key = {"UNAUTHENTICATED": "errors.expired", "FORBIDDEN": "errors.forbidden"}.get(e.code)
    key = "errors.sign_in" if e.reason == "refused.needs_sign_in" else key
    with card("bad") as alert:
        set_to(alert, role="alert")
        text("p", say(key) if key else say("errors.told", said=str(e)))
        if again is not None:
            button(say("errors.again"), again)


async def shown(box: Element, work: Callable[[], Awaitable[None]]) -> None:
    """Fill a box: first a busy notice, then what the work builds, or the error.

    If the box is filled again meanwhile, the older work continues in a part that is no longer shown.
    """
    box.clear()
    with box, tag("div", "part") as part:
        busy = text("p", say("pieces.busy"), "busy", role="status")
    try:
        with part:
            await work()
    except Refused as e:
        refused = e

        async def again() -> None:
            await shown(box, work)

        with part:
            refusal(refused, again)
    finally:
        if not busy.is_deleted:
            busy.delete()


def later(work: Callable[[], Awaitable[None]], classes: str = "") -> Element:
    """A box that is filled after the page has been built."""
    box = tag("div", classes, aria_live="polite")

    async def fill() -> None:
        await shown(box, work)

    ui.timer(0.01, fill, once=True)
    return box


def empty(content: str) -> Element:
    """A text for an empty result, with what to do."""
    return text("p", content, "empty")
