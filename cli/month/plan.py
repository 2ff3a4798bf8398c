"""Plan of one day, decided from the open items before anybody acts: the same for the same seed (计划)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from cli.month.people import People
from cli.month.rows import Begun, Deed, Habits, at, chosen, luck
from graph_model.casework.work import WorkRow
from knowledge.casework.order import Order
from network.entities import Actor


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes available to forms."""

    recipients: Sequence[str]
    services: Sequence[str]
    needs: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An order of somebody on an item, or the beginning of one."""

    root: str
    area: str
    actor: Actor
    item: str | None
    order: Order


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One pass over the open items of a day."""

    on: date
    hour: int
    seed: int
    habits: Habits
    people: People
    choices: Choices
    load: Counter[str] = field(default_factory=Counter)
    """Steps by account."""

    def steps(self, rows: Sequence[WorkRow]) -> Iterator[PlannedStep]:
        """The steps, in the order of the rows."""
        under: Mapping[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.parent:
                under[row.parent].add(row.kind)
        for row in rows:
            step = self._habit(row, frozenset(under[row.id])) or self._begun(row, frozenset(under[row.id]))
            if step is not None and self._room(step.actor):
                yield step

    def _room(self, actor: Actor) -> bool:
        self.load[actor.id] += 1
        return self.load[actor.id] <= self.habits.a_day

    def _habit(self, row: WorkRow, under: frozenset[str]) -> PlannedStep | None:
        for habit in self.habits.habit:
            actor = self._who(habit.by, row)
            if actor is None or not habit.fits(row, under):
                continue
            if habit.due(row, self.on, luck(self.seed, row.id, row.version, "day")):
                deed = chosen(habit.do, luck(self.seed, row.id, row.version, self.on, self.hour, "deed"))
                return self._step(row, actor, deed)
        return None

    def _begun(self, row: WorkRow, under: frozenset[str]) -> PlannedStep | None:
        if row.kind != "case" or row.state != "open" or row.holder is None:
            return None
        for b in self.habits.begins:
            if b.item not in under and luck(self.seed, row.id, self.on, b.item, b.action).random() < b.chance:
                actor = self._who("owner", row)
                return self._step(row, actor, _deed(b)) if actor else None
        return None

    def _who(self, by: str, row: WorkRow) -> Actor | None:
        """Return the actor, if at work; where nobody is responsible yet, the worker of the community."""
        worker = self.people.by_id.get(row.holder or "") if by == "owner" else None
        actor = self.people.street(row.area) if by == "street" else worker or self.people.workers.get(row.area)
        present = actor and self.people.present(actor, self.on, self.seed, self.habits.absence)
        return actor if present else None

    def _step(self, row: WorkRow, actor: Actor, deed: Deed) -> PlannedStep:
        by = luck(self.seed, row.id, row.version, self.on, deed.action)
        kind = deed.begins or row.kind
        key = f"month:{row.id}:{row.version}:{self.on}:{deed.action}"
        now = max(at(self.on, self.hour, by.randrange(60)), row.since)
        order = Order(kind, deed.action, self._form(deed.form, by), key, now)
        return PlannedStep(row.root, row.area, actor, row.id, order)

    def _form(self, form: Mapping[str, Any], by: Random) -> dict[str, Any]:
        return {name: self._value(value, by) for name, value in form.items()}

    def _value(self, value: Any, by: Random) -> Any:
        named = {"$recipient": self.choices.recipients, "$service": self.choices.services, "$need": self.choices.needs}
        if isinstance(value, str) and value.startswith("+"):
            return (self.on + timedelta(days=int(value))).isoformat()
        return by.choice(named[value]) if isinstance(value, str) and value in named else value


def _deed(b: Begun) -> Deed:
    begins = None if b.item == "case" else b.item
    return Deed(weight=1, action=b.action, begins=begins, form=b.form)
