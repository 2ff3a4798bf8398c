"""What the pages are made of: plain elements, said once (组件)."""

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
    "yes": "yes", "eligible": "yes", "no": "no", "ineligible": "no",
    "maybe": "open", "unknown": "open", "possible": "open", "depends": "open",
    "violation": "bad", "short": "open", "met": "yes", "late": "yes", "due_today": "open", "review": "open",
    "overdue": "bad", "never": "open", "adverse": "bad",
}  # fmt: skip
"""Codes of answers and the tone in which each is shown; the word always stands beside the colour."""


def set_to(element: Element, /, **attributes: object) -> Element:
    """Set attributes: `aria_label` is `aria-label`; None takes one away."""
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is None:
            element.props.pop(key, None)
        else:
            element.props[key] = value
    element.update()
    return element


def tag(name: str, classes: str = "", /, **attributes: object) -> Element:
    """An element that will hold others."""
    return set_to(ui.element(name).classes(classes), **attributes)


def text(name: str, said: str, classes: str = "", /, **attributes: object) -> Element:
    """An element that holds a text."""
    return set_to(ui.html(html.escape(said), sanitize=False, tag=name).classes(classes), **attributes)


def retell(element: Element, said: str) -> None:
    """Another text in an element that holds one."""
    element.props["innerHTML"] = html.escape(said)
    element.update()


def heading(level: int, said: str) -> Element:
    """A heading."""
    return text(f"h{level}", said)


def link(said: str, to: str) -> Element:
    """A link; its address never carries a fact of a child."""
    return text("a", said, href=to)


def button(said: str, act: Callable[[], Any], *, kind: str = "") -> Element:
    """A button that does something."""
    return text("button", said, kind, type="button").on("click", lambda: act())  # noqa: PLW0108  # without the event


def notice(said: str, tone: str = "") -> Element:
    """A line that must be seen: `warn`, `bad`, `good` or plain."""
    return text("p", said, f"notice {tone}", role="status")


def told(message: str, tone: str = "") -> Element:
    """A message or a notice of the API, in the language of the page."""
    return notice(message, tone)


def chip(label: str, code: str = "") -> Element:
    """A word in the tone of a three-valued answer."""
    return text("span", label, f"chip {VERDICTS.get(code.lower(), '')}")


@contextmanager
def card(tone: str = "", tag: str = "section") -> Iterator[Element]:
    """A card."""
    with ui.element(tag).classes(f"card {tone}") as made:
        yield made


@contextmanager
def folded(summary: str, *, opened: bool = False) -> Iterator[Element]:
    """Something that unfolds; what is folded is printed too."""
    with tag("details", open=True if opened else None) as made:
        text("summary", summary)
        yield made


def listing(lines: Iterable[str], *, ordered: bool = False) -> Element | None:
    """A list, or nothing where there is no line."""
    said = list(lines)
    if not said:
        return None
    with ui.element("ol" if ordered else "ul") as made:
        for line in said:
            text("li", line)
    return made


def quote(c: Row) -> None:
    """The words of a clause with where they stand; opens the clause."""
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
    """The clauses, folded."""
    if citations:
        with folded(say("pieces.because", count=len(citations))):
            for c in citations:
                quote(c)


Cell = str | Callable[[], object]
"""A text, or what builds the inside of a cell."""


def table(headings: list[str], rows: Iterable[Iterable[Cell]], caption: str) -> Element:
    """A table that scrolls by itself on a narrow screen and can be reached by keyboard."""
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
    """The query behind what is on screen, to read and to copy; so clients learn the API."""
    question = asker.last
    if question is None:
        return
    with folded(say("pieces.behind")) as made:
        made.classes("behind")
        said = _copied(question)
        text("pre", said, tabindex=0)
        copy(say("pieces.copy"), said)


def copy(label: str, said: str) -> Element:
    """A button that copies a text; the text stays in the browser."""
    script = f"async () => {{ await navigator.clipboard.writeText({json.dumps(said)}); emit(); }}"
    return (
        text("button", label, "quiet", type="button")
        .on("click", lambda: ui.notify(say("pieces.copied")), js_handler=script)
    )  # fmt: skip


def refusal(e: Refused, again: Callable[[], Awaitable[None]] | None = None) -> None:
    """What went wrong and what to do."""
    key = {"UNAUTHENTICATED": "errors.expired", "FORBIDDEN": "errors.forbidden"}.get(e.code)
    key = "errors.sign_in" if e.reason == "refused.needs_sign_in" else key
    with card("bad") as alert:
        set_to(alert, role="alert")
        text("p", say(key) if key else say("errors.told", said=str(e)))
        if again is not None:
            button(say("errors.again"), again)


async def shown(box: Element, work: Callable[[], Awaitable[None]]) -> None:
    """Fill a box: busy first, then what the work builds, or what to do where it is refused.

    Work that is overtaken by a later call goes on building in a part of its own that is on screen no more.
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
    """A box that fills itself once the page stands."""
    box = tag("div", classes, aria_live="polite")

    async def fill() -> None:
        await shown(box, work)

    ui.timer(0.01, fill, once=True)
    return box


def empty(said: str) -> Element:
    """Nothing here, and what to do."""
    return text("p", said, "empty")
