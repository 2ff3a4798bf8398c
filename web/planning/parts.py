"""What the sections of 规划 share: network and area, names, pickers, tables to take away (规划的共用部分)."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nicegui import ui

from web.frame.frame import Visit
from web.parts import fields, files, pieces
from web.parts.asking import Asker, Row
from web.parts.fields import Choice
from web.parts.words import say

LIVE = ""
FOUND = 8
"""Choices that a finder offers."""
SHOWN = 20
"""Rows that a table shows; the file has all of them."""
HOURS = (
    ("planning.hours_office", "Mo-Fr 09:00-17:30"), ("planning.hours_evening", "Mo-Fr 09:00-20:00"),
    ("planning.hours_daily", "Mo-Su 09:00-21:00"), ("planning.hours_always", "24/7"),
)  # fmt: skip
MEASURES = (
    ("planning.measure_served", "SERVED"), ("planning.measure_straight", "STRAIGHT"),
    ("planning.measure_travel", "TRAVEL"),
)  # fmt: skip
Redraw = Callable[[], Awaitable[None]]


@dataclass
class PlanningState:
    """What is being planned: nothing of it is written, nothing of a child is in it."""

    v: Visit
    area: str
    """On the live network."""
    area_name: str
    codes: dict[str, str]
    """Needs and services by code."""
    network: str = LIVE
    own: str = ""
    """An area of the draft's own, or all of it."""
    changes: list[Row] = field(default_factory=list)
    numbered: int = 0
    """New places so far: each has a key of its own."""
    names: dict[str, str] = field(default_factory=dict)
    """Live areas by code, once they were asked for."""
    redraw: Redraw | None = None
    """To be called when the drafts have changed."""

    @property
    def within(self) -> str | None:
        """The area that the network is asked about."""
        return self.area if self.network == LIVE else self.own or None

    def next_number(self) -> int:
        """For the key of another new place."""
        self.numbered += 1
        return self.numbered

    def named(self, code: str) -> str:
        """A need, service or area in words."""
        return self.codes.get(code) or self.names.get(code) or code

    async def learn_names(self, asker: Asker) -> None:
        """All areas, once."""
        more, after = not self.names, None
        while more:
            found = await asker.ask("Names", after=after)
            self.names.update((a["code"], a["name"]) for a in found["nodes"])
            more, after = found["pageInfo"]["hasNextPage"], found["pageInfo"]["endCursor"]


def number(said: str) -> float | None:
    """What was typed as a number; None for nothing, or for what is no number."""
    try:
        return float(said)
    except ValueError:
        return None


def count(said: str) -> int | None:
    """What was typed as a whole number."""
    return int(said) if said.strip().isdecimal() else None


def point(plan: PlanningState, asker: Asker, label: str, picked: fields.Picked) -> fields.Finder:
    """Finds a place of the network by name, initials or key."""

    async def search(said: str) -> list[Choice]:
        found = await asker.ask("Points", search=said, draft=plan.network or None, first=FOUND)
        return [place(n) for n in found["nodes"]]

    return fields.Finder(label, search, picked, hint=say("planning.point_hint"))


def place(n: Row) -> Choice:
    """A place as a choice."""
    hours = say("frame.comma").join(n["hoursLabel"]) or say("planning.hours_unknown")
    return Choice(n["code"], n["name"], hours)


def coded(plan: PlanningState, prefix: str = "") -> fields.Search:
    """Finds needs and services by a word of their name or by their code; `prefix` B: services only."""

    async def search(said: str) -> list[Choice]:
        hits = [c for c, name in plan.codes.items() if c.startswith(prefix) and (said in name or said.upper() in c)]
        return [Choice(c, f"{c} {plan.codes[c]}", say(_kind(c))) for c in hits[:FOUND]]

    return search


def _kind(code: str) -> str:
    return "planning.service" if code.startswith("B") else "planning.need"


class Several:
    """Several things, found one by one; each can be taken away again."""

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
    """Usual opening hours to choose from, or one's own."""

    def chosen(value: str) -> None:
        own.set_visibility(value == "own")
        changed([value] if value not in ("", "own") else [])

    def typed(said: str) -> None:
        changed([part.strip() for part in said.split(";") if part.strip()])

    choices = [*(Choice(value, say(key)) for key, value in HOURS), Choice("own", say("planning.hours_own"))]
    fields.choose(label, choices, chosen, unset=unset)
    with pieces.tag("div") as own:
        fields.line(say("planning.hours_own"), typed, hint=say("planning.hours_hint"))
    own.set_visibility(False)


def standard(changed: Callable[[Row | None], Any]) -> None:
    """How far is far: a standard of one's own; no text sets any."""
    said: dict[str, Any] = {"measure": "SERVED", "within": None}

    def told(name: str, value: Any) -> None:
        said[name] = value
        changed(None if said["measure"] == "SERVED" else dict(said))

    choices = [Choice(value, say(key)) for key, value in MEASURES]
    fields.choose(
        say("planning.measure"), choices[1:], lambda v: told("measure", v or "SERVED"), unset=choices[0].label
    )
    fields.line(
        say("planning.measure_within"), lambda v: told("within", number(v)), kind="number",
        hint=say("planning.measure_hint"),
    )  # fmt: skip


def table(
    name: str, headings: list[str], rows: Sequence[Sequence[str]], every: Sequence[Sequence[str]] | None = None
) -> None:
    """The first rows on the page, all of them to take away; `every` where the page leaves some out."""
    shown: Iterable[Sequence[str]] = rows[:SHOWN]
    pieces.table(headings, shown, say("planning.caption", name=name, count=len(rows)))
    if len(rows) > SHOWN:
        pieces.text("small", say("planning.more", shown=SHOWN, count=len(rows)))
    files.offer(name, (headings, rows if every is None else every))


def rate(r: Row | None) -> str:
    """A rate with what it counts."""
    if r is None:
        return say("planning.hidden")
    if not r["denominator"]:
        return say("planning.nothing_to_count")
    said = say("planning.rate", numerator=r["numerator"], denominator=r["denominator"], low=share(r["low"]))
    return said + (say("planning.rate_doubt", doubtful=r["doubtful"], high=share(r["high"])) if r["doubtful"] else "")


def share(value: float | None) -> str:
    """A share in per cent; never rounded up to the whole."""
    return f"{int((value or 0) * 100)}%"


async def awaited(act: Redraw | None) -> None:
    """Call what may not be there."""
    if act is not None:
        await act()
