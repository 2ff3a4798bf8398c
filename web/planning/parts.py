"""Parts shared by the sections of 规划: network and area, names, fields, tables with downloads (规划的共用部分)."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nicegui import ui

from web.frame.frame import LiveVisit
from web.parts import fields, files, pieces
from web.parts.asking import Asker, Row
from web.parts.fields import Choice
from web.parts.words import say

LIVE = ""
FOUND = 8
"""Choices in a list of matches."""
SHOWN = 20
"""Rows shown in a table; the download has all rows."""
HOURS = (
    ("planning.hours_office", "Mo-Fr 09:00-17:30"),
    ("planning.hours_evening", "Mo-Fr 09:00-20:00"),
    ("planning.hours_daily", "Mo-Su 09:00-21:00"),
    ("planning.hours_always", "24/7"),
)
MEASURES = (
    ("planning.measure_served", "SERVED"),
    ("planning.measure_straight", "STRAIGHT"),
    ("planning.measure_travel", "TRAVEL"),
)
Redraw = Callable[[], Awaitable[None]]


@dataclass
class PlanningState:
    """The state of the planning page; it is not stored and contains no child's data."""

    v: LiveVisit
    area: str
    """The area in the live network."""
    area_name: str
    codes: dict[str, str]
    """Needs and services by code."""
    network: str = LIVE
    own: str = ""
    """An area of the draft; empty for the whole draft."""
    changes: list[Row] = field(default_factory=list)
    numbered: int = 0
    """Number of new points so far; each gets its own key."""
    names: dict[str, str] = field(default_factory=dict)
    """Names of live areas by code, after `learn_names`."""
    redraw: Redraw | None = None
    """Called when the drafts have changed."""

    @property
    def within(self) -> str | None:
        """The area of questions about the chosen network."""
        return self.area if self.network == LIVE else self.own or None

    def next_number(self) -> int:
        """A number for the key of a new point."""
        self.numbered += 1
        return self.numbered

    def named(self, code: str) -> str:
        """The name of a need, service or area."""
        return self.codes.get(code) or self.names.get(code) or code

    async def learn_names(self, asker: Asker) -> None:
        """Read the names of all areas once."""
        more, after = not self.names, None
        while more:
            reply = await asker.ask("Names", after=after)
            self.names.update((a["code"], a["name"]) for a in reply["nodes"])
            more, after = reply["pageInfo"]["hasNextPage"], reply["pageInfo"]["endCursor"]


def number(value: str) -> float | None:
    """The value as a number, or None."""
    try:
        return float(value)
    except ValueError:
        return None


def count(value: str) -> int | None:
    """The value as a whole number, or None."""
    return int(value) if value.strip().isdecimal() else None


def point(plan: PlanningState, asker: Asker, label: str, picked: fields.Picked) -> fields.Finder:
    """A combobox for points of the network: by name, initials or code."""

    async def search(typed: str) -> list[Choice]:
        reply = await asker.ask("Points", search=typed, draft=plan.network or None, first=FOUND)
        return [place(n) for n in reply["nodes"]]

    return fields.Finder(label, search, picked, hint=say("planning.point_hint"))


def place(n: Row) -> Choice:
    """A point as a choice."""
    hours = say("frame.comma").join(n["hoursLabel"]) or say("planning.hours_unknown")
    return Choice(n["code"], n["name"], hours)


def coded(plan: PlanningState, prefix: str = "") -> fields.Search:
    """A search for needs and services by name or code; with `prefix` B for services only."""

    async def search(typed: str) -> list[Choice]:
        hits = [c for c, name in plan.codes.items() if c.startswith(prefix) and (typed in name or typed.upper() in c)]
        return [Choice(c, f"{c} {plan.codes[c]}", say(_kind(c))) for c in hits[:FOUND]]

    return search


def _kind(code: str) -> str:
    return "planning.service" if code.startswith("B") else "planning.need"


class Several:
    """A combobox for several values, each with a button to remove it."""

    def __init__(self, label: str, search: fields.Search, hint: str = "") -> None:
        self.chosen: dict[str, str] = {}
        with pieces.tag("div"):
            self.finder = fields.Finder(label, search, self._add, hint=hint)
            self.box = pieces.tag("div", "chosen", aria_live="polite")

    def _add(self, c: Choice | None) -> None:
        if c is not None:
            self.chosen[c.code] = c.label
            ui.run_javascript(f"document.getElementById('{self.finder.key}').value = ''")
            self._draw()

    def _remove(self, code: str) -> None:
        self.chosen.pop(code, None)
        self._draw()

    def _draw(self) -> None:
        self.box.clear()
        with self.box:
            for code, label in self.chosen.items():
                b = pieces.button(f"{label} ×", partial(self._remove, code), kind="quiet")
                pieces.set_to(b, aria_label=say("planning.remove", name=label))


def hours(label: str, changed: Callable[[list[str]], Any], *, unset: str) -> None:
    """A choice of usual opening hours, or a field for others."""

    def chosen(value: str) -> None:
        own.set_visibility(value == "own")
        changed([value] if value not in ("", "own") else [])

    def typed(value: str) -> None:
        changed([part.strip() for part in value.split(";") if part.strip()])

    choices = [*(Choice(value, say(key)) for key, value in HOURS), Choice("own", say("planning.hours_own"))]
    fields.choose(label, choices, chosen, unset=unset)
    with pieces.tag("div") as own:
        fields.line(say("planning.hours_own"), typed, hint=say("planning.hours_hint"))
    own.set_visibility(False)


def standard(changed: Callable[[Row | None], Any]) -> None:
    """Fields for the standard: how near a point must be; no text sets one."""
    values: dict[str, Any] = {"measure": "SERVED", "within": None}

    def set_part(name: str, value: Any) -> None:
        values[name] = value
        changed(None if values["measure"] == "SERVED" else dict(values))

    choices = [Choice(value, say(key)) for key, value in MEASURES]
    fields.choose(
        say("planning.measure"), choices[1:], lambda v: set_part("measure", v or "SERVED"), unset=choices[0].label
    )
    fields.line(
        say("planning.measure_within"),
        lambda v: set_part("within", number(v)),
        kind="number",
        hint=say("planning.measure_hint"),
    )


def table(
    name: str, headings: list[str], rows: Sequence[Sequence[str]], every: Sequence[Sequence[str]] | None = None
) -> None:
    """The first rows as a table, with a download of all; `every` if the table leaves some out."""
    shown: Iterable[Sequence[str]] = rows[:SHOWN]
    pieces.table(headings, shown, say("planning.caption", name=name, count=len(rows)))
    if len(rows) > SHOWN:
        pieces.text("small", say("planning.more", shown=SHOWN, count=len(rows)))
    files.offer(name, (headings, rows if every is None else every))


def rate(r: Row | None) -> str:
    """A rate with its numbers as text."""
    if r is None:
        return say("planning.hidden")
    if not r["denominator"]:
        return say("planning.nothing_to_count")
    text = say("planning.rate", numerator=r["numerator"], denominator=r["denominator"], low=share(r["low"]))
    return text + (say("planning.rate_doubt", doubtful=r["doubtful"], high=share(r["high"])) if r["doubtful"] else "")


def share(value: float | None) -> str:
    """A share in per cent, rounded down so that less than all is never 100 %."""
    return f"{int((value or 0) * 100)}%"


async def awaited(act: Redraw | None) -> None:
    """Call the function if there is one."""
    if act is not None:
        await act()
