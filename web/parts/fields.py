"""Form fields: native fields with labels, and a combobox that searches while the person types (表单)."""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from itertools import count
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from web.parts import pieces
from web.parts.asking import Asker, Row
from web.parts.words import say

VALUE = "(e) => emit(e.target.value)"
ANSWERS = (("fields.yes", True), ("fields.no", False), ("fields.unknown", None))
_ids = count(1)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a field: code, label, and a hint."""

    code: str
    label: str
    hint: str = ""


Search = Callable[[str], Awaitable[Sequence[Choice]]]
Changed = Callable[[str], Any]
Picked = Callable[[Choice | None], Any]


def _labelled(label: str, hint: str = "") -> dict[str, object]:
    """Add the label of a field; return the attributes that connect the field with it."""
    key = f"f{next(_ids)}"
    pieces.text("label", label, for_=key)
    if hint:
        pieces.text("small", hint, id=f"{key}-hint")
    return {"id": key, "autocomplete": "off", "aria_describedby": f"{key}-hint" if hint else None}


def _on_change(element: pieces.Element, changed: Changed) -> pieces.Element:
    return element.on("change", lambda e: changed(str(e.args)), js_handler=VALUE)


def line(label: str, changed: Changed, *, kind: str = "text", value: str = "", hint: str = "") -> pieces.Element:
    """A single-line field: text, number or date."""
    with pieces.tag("div", "field"):
        return _on_change(pieces.tag("input", **_labelled(label, hint), type=kind, value=value or None), changed)


def choose(
    label: str, choices: Sequence[Choice], changed: Changed, *, value: str = "", unset: str | None = None
) -> pieces.Element:
    """A select; its first choice is "unknown" unless `unset` names it."""
    with pieces.tag("div", "field"), pieces.tag("select", **_labelled(label)) as made:
        for c in (Choice("", say("fields.unknown") if unset is None else unset), *choices):
            pieces.text("option", c.label, value=c.code, selected=True if c.code == value else None)
    return _on_change(made, changed)


def ask_three(question: str, changed: Callable[[bool | None], Any], *, value: bool | None = None) -> pieces.Element:
    """Three large buttons: yes, no, unknown."""
    with pieces.tag("fieldset", "three") as made:
        pieces.text("legend", question)
        buttons: list[pieces.Element] = []

        async def press(at: int, answer: bool | None) -> None:
            for n, b in enumerate(buttons):
                pieces.set_to(b, aria_pressed=str(n == at).lower())
            await _awaited(changed(answer))

        for n, (key, answer) in enumerate(ANSWERS):
            b = pieces.button(say(key), partial(press, n, answer))
            buttons.append(pieces.set_to(b, aria_pressed=str(value is answer and value is not None).lower()))
    return made


class Finder:
    """A combobox that searches while the person types; arrows and Enter choose (WAI-ARIA 1.2, list autocomplete)."""

    def __init__(
        self,
        label: str,
        search: Search,
        picked: Picked,
        *,
        hint: str = "",
        value: str = "",
        adding: bool = False,
        entered: Changed | None = None,
    ) -> None:
        self.search, self.picked, self.adding, self.entered = search, picked, adding, entered
        """`adding`: what is chosen goes elsewhere, and the field is free for the next. `entered`: Enter takes the words
        as they stand while no choice is pointed at."""
        self.choices: Sequence[Choice] = ()
        self.offered: dict[str, Choice] = {}
        """All choices that were ever shown: a click counts even while the list is redrawn."""
        self.at = -1
        self._search_number = 0
        with pieces.tag("div", "field finder"):
            tied = _labelled(label, hint)
            self.key = str(tied["id"])
            self.box = pieces.tag(
                "input",
                **tied,
                type="text",
                role="combobox",
                aria_expanded="false",
                aria_autocomplete="list",
                aria_controls=f"{self.key}-list",
                value=value or None,
            )
            self.list = pieces.tag("ul", id=f"{self.key}-list", role="listbox", aria_label=label)
            self.list.set_visibility(False)
        self.list.on("mousedown", self._clicked, js_handler=_CLICKED)
        self.box.on("input", self._typed, js_handler=VALUE, throttle=0.15, leading_events=False)
        self.box.on("keydown", self._key, js_handler=_KEYS)
        self.box.on("blur", lambda: ui.timer(0.2, self._close, once=True))

    async def _typed(self, e: GenericEventArguments) -> None:
        text = str(e.args).strip()
        self._search_number += 1
        mine = self._search_number
        choices = await self.search(text) if text else ()
        if mine == self._search_number:  # ignore an answer to an older search
            self.choices, self.at = choices, -1
            self.offered |= {c.code: c for c in choices}
            self._draw(nothing=bool(text) and not choices)
            if not text:
                await _awaited(self.picked(None))

    def _draw(self, *, nothing: bool = False) -> None:
        self.list.clear()
        with self.list:
            for n, c in enumerate(self.choices):
                chosen = str(n == self.at).lower()
                with pieces.tag("li", id=f"{self.key}-{n}", role="option", aria_selected=chosen, data_code=c.code):
                    pieces.text("span", c.label)
                    if c.hint:
                        pieces.text("small", c.hint)
            if nothing:
                pieces.text("li", say("fields.nothing"), role="option", aria_disabled="true", aria_selected="false")
        self.list.set_visibility(bool(self.choices) or nothing)
        pieces.set_to(
            self.box,
            aria_expanded=str(bool(self.choices)).lower(),
            aria_activedescendant=f"{self.key}-{self.at}" if self.at >= 0 else None,
        )

    async def _key(self, e: GenericEventArguments) -> None:
        key, _, typed = str(e.args).partition("\n")
        if key == "Escape":
            self._close()
        elif key == "Enter":
            if self.entered is not None and self.at < 0 and typed.strip():
                self._close()
                await _awaited(self.entered(typed.strip()))
            elif self.choices:
                await self._take(self.choices[max(self.at, 0)])
        elif self.choices:
            self.at = (self.at + (1 if key == "ArrowDown" else -1)) % len(self.choices)
            self._draw()

    async def _clicked(self, e: GenericEventArguments) -> None:
        chosen = self.offered.get(str(e.args))
        if chosen is not None:
            await self._take(chosen)

    async def _take(self, chosen: Choice) -> None:
        self._search_number += 1  # a search still running must not reopen the list
        text = json.dumps("" if self.adding else chosen.label, ensure_ascii=False)
        ui.run_javascript(f"document.getElementById('{self.key}').value = {text}")
        self._close()
        await _awaited(self.picked(chosen))

    def _close(self) -> None:
        self._search_number += 1  # a search still running must not reopen the list
        self.choices, self.at = (), -1
        self._draw()


_CLICKED = "(e) => { const option = e.target.closest('li[data-code]'); if (option) emit(option.dataset.code); }"
_KEYS = (
    "(e) => { if (['ArrowDown', 'ArrowUp', 'Enter', 'Escape'].includes(e.key)) "
    "{ e.preventDefault(); emit(e.key + '\\n' + e.target.value); } }"
)


async def _awaited(given: Any) -> None:
    """Await the value if it is awaitable."""
    if isawaitable(given):
        await given


def within(rows: Sequence[Row]) -> Search:
    """A search in rows with code, name and aliases."""

    async def search(typed: str) -> list[Choice]:
        hits = [r for r in rows if typed in r["name"] or any(typed in a for a in r["aliases"])]
        return [Choice(r["code"], r["name"], say("frame.comma").join(r["aliases"][:3])) for r in hits[:8]]

    return search


def areas(asker: Asker, label: str, picked: Picked, *, level: str | None = None, value: str = "") -> Finder:
    """A combobox for areas: by part of the name, pinyin or initials."""

    async def search(typed: str) -> list[Choice]:
        reply = await asker.ask("Areas", search=typed, level=level, first=8)
        return [Choice(a["code"], a["name"], a["fullName"]) for a in reply["nodes"]]

    return Finder(label, search, picked, hint=say("fields.area_hint"), value=value)


def fact(form: Row, changed: Callable[[str, Any], Any], value: Any = None) -> pieces.Element:
    """The field of one fact, by its form; `changed` gets the fact and its value, None for unknown."""
    label = form["label"]
    set_value = partial(changed, form["fact"])
    if form["type"] == "BOOLEAN":
        return ask_three(label, set_value, value=value)
    if form["type"] == "CHOICE":
        choices = [Choice(o["code"], o["label"]) for o in form["values"]]
        return choose(label, choices, lambda v: set_value(v or None), value=value or "")
    if form["type"] == "NUMBER":
        whole = "" if value is None else str(value)
        return line(label, lambda v: set_value(int(v) if v.strip().isdigit() else None), kind="number", value=whole)
    if form["type"] in ("SERVICE_CODES", "NEED_CODES"):
        return line(label, lambda v: set_value(_CODES.findall(v) or None), value=" ".join(value or ()))
    return line(
        label, lambda v: set_value(v or None), kind="date" if form["type"] == "DATE" else "text", value=value or ""
    )


_CODES = re.compile(r"[A-Z][0-9]{2}")
