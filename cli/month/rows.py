"""The rows of the month: what people do, when, how often; and chance that depends on nothing but the seed (习惯)."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

from pydantic import Field as Limit

from graph_model.casework.work import WorkRow
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.clocks import matches
from knowledge.casework.following import When
from knowledge.rows.rows import Row

FILE = Path(__file__).parent / "habits.toml"


class Deed(Row):
    """A step that somebody may take, and how often of all."""

    weight: float
    action: str
    begins: str | None = None
    """The kind of item that it begins under this one; None: it is a step of the item itself."""
    form: Mapping[str, Any] = Limit(default_factory=dict)


class Habit(Row):
    """Habit: step taken with an item in a state."""

    kind: str
    state: str
    by: Literal["owner", "taker", "street"] = "owner"
    days: tuple[int, int] | None = None
    before: bool = False
    free: bool = False
    """True: only while nobody is responsible; otherwise a habit of the owner needs one."""
    known: bool | None = None
    when: When = Limit(default_factory=dict)
    waits: str | None = None
    """Kind of item that must not be open below it; None: no condition."""
    do: tuple[Deed, ...]

    def fits(self, row: WorkRow, under: frozenset[str]) -> bool:
        """True if it applies to such an item; `under` are the kinds that are open below it."""
        held = self.by != "owner" or (row.holder is None) is self.free
        good = (self.kind, self.state) == (row.kind, row.state) and held
        known = self.known is None or self.known is (row.minor is not None)
        return good and known and self.waits not in under and matches(self.when, row.item().open)

    def due(self, row: WorkRow, on: date, luck: Random) -> bool:
        """True if somebody does it on a day: some days after the item came, or before it is due."""
        since = row.since.astimezone(SHANGHAI).date()
        if self.days:
            return (on - since).days >= luck.randint(*self.days)
        if self.before and row.due:
            left = (row.due.astimezone(SHANGHAI).date() - since).days
            return (on - since).days >= luck.randint(min(1, left), max(left - 1, min(1, left)))
        return True


class Begun(Row):
    """Step that somebody begins by herself with a case, and its chance a day."""

    chance: float
    item: str
    action: str
    form: Mapping[str, Any] = Limit(default_factory=dict)


class Arrivals(Row):
    """Arrivals in the whole district."""

    a_day: int
    weekend: int
    complaints: int
    """Orders of the hotline on a working day."""
    words: tuple[str, ...]
    """Texts of the reports."""
    call: Mapping[str, Any]
    """Form of the call that is registered with an urgent report."""


class Habits(Row):
    """All rows."""

    arrivals: Arrivals
    absence: float
    a_day: int
    habit: tuple[Habit, ...]
    begins: tuple[Begun, ...]


@cache
def habits() -> Habits:
    """The shipped rows."""
    return Habits.model_validate(tomllib.loads(FILE.read_text("utf-8")))


def luck(*parts: object) -> Random:
    """Return a random source for a purpose: the same for each call, whatever the order of calls."""
    return Random("|".join(map(str, parts)))  # noqa: S311  # a demo, no secret


def chosen(rows: Sequence[Deed], by: Random) -> Deed:
    """One of several, by their weights."""
    return by.choices(rows, [r.weight for r in rows])[0]


def at(on: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=SHANGHAI)
