"""Execution of an allowed order: events, the items after them, and evidence; pure (办理的执行)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework import clocks
from knowledge.casework.following import Created, StepElsewhere
from knowledge.casework.forms import split
from knowledge.casework.handed import (
    added,
    greater,
    no_later,
    registered,
    taken_over,
    undone,
    without_number,
)
from knowledge.casework.item import ItemEvent, WorkItem, applied
from knowledge.casework.order import Admitted, Around, Decided, Doer, Filing, Order, Registered, filings
from knowledge.casework.rows import ActionRow, Effect, ItemKind
from knowledge.casework.table import Casework
from knowledge.vocabulary import Verdict

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Characters of codes of items: none that is read or heard as another."""
LENGTH = 9
ON_DUTY, NO_DUTY = "on_duty", "no_duty"
"""Open fields of a kind that notifies people on duty: accounts asked so far, and whether nobody is left to ask."""


def code(prefix: str, key: str, number: int) -> str:
    """The code of a new item; the same order makes the same codes."""
    value = int.from_bytes(sha256(f"{key}|{number}".encode()).digest()[:12])
    digits = ""
    for _ in range(LENGTH):
        value, digit = divmod(value, len(ALPHABET))
        digits += ALPHABET[digit]
    return f"{prefix}-{digits}"


@dataclass
class Carrying:
    """Execution of one order: collects events, and applies them to the items."""

    table: Casework
    order: Order
    doer: Doer
    around: Around
    events: list[ItemEvent] = field(default_factory=list)
    items: dict[str, WorkItem] = field(default_factory=dict)
    filings: list[Filing] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    moved: tuple[str, str] | None = None
    registered: Registered | None = None
    admitted: Admitted | None = None
    dismissed: tuple[str, tuple[str, ...]] | None = None
    merged: tuple[str, str | None] | None = None

    def whole(self, item: WorkItem | None, parent: WorkItem | None, action: ActionRow) -> Decided:
        """The order itself with all that follows from it."""
        self._act(item, self.table.kinds[self.order.kind], action, self.order.form, parent)
        return Decided(
            tuple(self.events),
            tuple(self.items.values()),
            tuple(self.filings),
            tuple(self.withdrawn),
            self.moved,
            self.registered,
            self.admitted,
            self.dismissed,
            self.merged,
        )

    def _act(
        self,
        item: WorkItem | None,
        kind: ItemKind,
        action: ActionRow,
        form: Mapping[str, Any],
        cause: WorkItem | None,
        latest: datetime | None = None,
    ) -> None:
        """One action with its event; `cause` is the item under which it creates, or by which it was brought about.

        Clocks that start end no later than `latest`.
        """
        attributes, opened, sealed = split(kind, form)
        if action.registers and item is not None:
            self.registered = registered(
                code("K", self.order.key, 0), item, {**item.open, **opened, **sealed.get("F2", {})}, attributes
            )
            attributes = {**attributes, "minor": self.registered.key}
        sealed = without_number(sealed)
        before = item or self._new(kind, attributes, cause)
        proposed = {action.proposes: self.table.indicators.proposes(form) or ""} if action.proposes else {}
        opened = {**self._derived(action, before, cause, opened), **opened, **proposed, **action.put}
        state = clocks.leads(action, {**before.open, **opened}) or before.state
        responsible = self._responsible(action, attributes)
        after = replace(before, state=state, open={**before.open, **opened}, **responsible)
        changes: dict[str, Any] = {
            **(self._first(kind, before, cause) if item is None else {}),
            "open": opened,
            "clocks": no_later(self._clocks(kind, action, after), latest),
            **responsible,
            **{name: attributes[name] for name in ("minor",) if name in attributes},
        }
        if item is None or state != item.state:
            changes |= {"state": state, "since": self.order.now, "ended": kind.state_of(state).ended}
        event = ItemEvent(
            before.id, action.code, self.doer.account, self.order.now, self.order.happened, changes, sealed
        )
        self.events.append(event)
        self.items[before.id] = applied(self.items.get(before.id, item), event)
        self._follow(self.items[before.id], action, form)

    def _derived(
        self, action: ActionRow, before: WorkItem, cause: WorkItem | None, given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Open fields that a row fills by itself: taken over, counted, collected."""
        carried = {c: cause.open[c] for c in action.carries if cause and c in cause.open}
        for other in self._below(before, action.closes):
            carried |= {c: greater(carried.get(c), other.open[c]) for c in action.keeps if c in other.open}
        carried |= dict.fromkeys(action.dates, self.order.happened.astimezone(SHANGHAI).date().isoformat())
        if action.dates_age and (month := self.around.of_age.get(before.minor or "")):
            carried[action.dates_age] = month.isoformat()
        if action.asks_rules:
            rule = self.around.theirs
            carried |= {"rules_say": "theirs", "rules_clause": rule.clause} if rule else {"rules_say": "unclear"}
        if action.asks_superior and self.around.superior:
            carried[action.asks_superior] = self.around.superior
        if action.counts and clocks.matches(action.counts_when, {**before.open, **carried, **given}):
            carried[action.counts] = (carried.get(action.counts, before.open.get(action.counts)) or 0) + 1
        for into, of in action.collects.items():
            carried[into] = added(before, into, {**carried, **given}.get(of))
        carried |= {c: True for c, of in action.hears.items() if of in self.order.heard}
        carried |= undone(before, carried, cause, action)
        if action.asks_duty is not None and clocks.matches(action.asks_duty, {**before.open, **carried, **given}):
            carried |= self._duty(before, action)
        if action.answers:
            carried[action.answers] = added(before, action.answers, self.doer.account)
        return carried

    def _duty(self, before: WorkItem, action: ActionRow) -> dict[str, Any]:
        """Return the fields that ask the next person on duty; if there is none, they record this and ask those above.

        During office hours it goes up only after a clock has ended, because everybody there sees new items.
        """
        asked, line, kind = (before.open.get(ON_DUTY) or "").split(), self.around.duty, self.table.kinds[before.kind]
        if kind.asks_above:
            return {ON_DUTY: " ".join(dict.fromkeys([*asked, *line.above])), NO_DUTY: not line.above}
        if following := line.following(asked, before.owner):
            return {ON_DUTY: " ".join([*asked, following]), NO_DUTY: False}
        late = any(c.then == action.code for c in kind.clock)
        if not asked and not late and self.table.hours.at(self.order.now).verdict is Verdict.YES:
            return {}
        return {ON_DUTY: " ".join(dict.fromkeys([*asked, *line.above])), NO_DUTY: True}

    def _new(self, kind: ItemKind, attributes: Mapping[str, Any], parent: WorkItem | None) -> WorkItem:
        """The item to be created, before its first event."""
        given = self.order.code if not self.items else None
        new = given or code(kind.prefix, self.order.key, len(self.items))
        root = new if kind.root or parent is None else parent.root
        minor = attributes.get("minor") or (parent.minor if parent else None)
        home = self.around.homes.get(minor or "") if kind.code == "case" else None
        area = home or attributes.get("area") or (parent.area if parent else "")
        return WorkItem(new, kind.code, root, "", 0, area, self.order.now, minor=minor)

    def _first(self, kind: ItemKind, made: WorkItem, parent: WorkItem | None) -> dict[str, Any]:
        """Return the attributes that only the first event of an item sets."""
        return {
            "kind": kind.code,
            "root": made.root,
            "area": made.area,
            "minor": made.minor,
            "since": self.order.now,
            "creator": self.doer.account,
            "parent": parent.id if parent else None,
        }

    def _clocks(self, kind: ItemKind, action: ActionRow, after: WorkItem) -> dict[str, datetime]:
        """The clocks that run after an action that has left an item so, but for its clocks."""
        owned, near = after.owner is not None, self.around
        running = clocks.running(kind, after.clocks, after.state, action.code, after.open, owned=owned)
        for row in clocks.started(kind, after.state, action.code, after.open, owned=owned):
            due = clocks.due(self.table, row, self.order.happened, after.open, near.hours, near.calendar)
            if due is not None:
                stands = after.clocks.get(row.code, due) if row.recount == action.code else due
                running[row.code] = min(due, stands)
        return running

    def _responsible(self, action: ActionRow, attributes: Mapping[str, Any]) -> dict[str, Any]:
        for effect in action.effects:
            if effect is Effect.OWN:
                return {"owner": self.doer.account}
            if effect is Effect.MOVE:
                return {"area": self.order.form["area"]}
            return {"owner": attributes.get("owner") if effect is Effect.GIVE else None}
        return {}

    def _follow(self, item: WorkItem, action: ActionRow, form: Mapping[str, Any]) -> None:
        """Apply the consequences of an action: inform the item above, end items, file evidence, create items."""
        self._end(item, [(o, "drop") for o in self._below(item, action.settles) if o.parent == item.id])
        self._tell(item, action)
        for reached in action.reaches:
            self._reach(item, reached, form)
        if action.moves:
            self._move(item)
        self._rights(item, action, form)
        self._end(item, [(o, "drop") for o in self._below(item, action.closes)])
        self._end(item, self._moot(item, action))
        self.filings += filings(item, action, self.order.now, self.order.happened)
        self.withdrawn += [item.id] if action.withdraws else []
        for row in action.creates:
            wanted = item.state in (row.during or (item.state,)) and clocks.matches(row.when, item.open)
            if wanted and self._begun(item, row) is None:
                given = {**row.put, **taken_over(row, form)}
                latest = None if row.anew else self._replaced(item, row.item)
                step = self.table.action(row.item, row.action)
                self._act(None, self.table.kinds[row.item], step, given, item, latest)

    def _known(self, root: str) -> list[WorkItem]:
        """Return the items that were open under a root before this order."""
        return [o for o in (*self.around.others, *self.around.elsewhere) if o.root == root and not o.ended]

    def _below(self, item: WorkItem, kinds: Collection[str]) -> list[WorkItem]:
        """Return open items of the given kinds under the root of an item that this order has not changed, by kind."""
        known = [o for o in self._known(item.root) if o.kind in kinds and o.id not in self.items]
        return sorted(known, key=lambda o: tuple(kinds).index(o.kind))

    def _end(self, cause: WorkItem, ending: Iterable[tuple[WorkItem, str]]) -> None:
        for other, step in ending:
            self._act(other, self.table.kinds[other.kind], self.table.action(other.kind, step), {}, cause)

    def _moot(self, item: WorkItem, action: ActionRow) -> list[tuple[WorkItem, str]]:
        """Return the open items beside one that an action makes needless, each with the step that it takes."""
        rows = [(o, m) for m in action.moots for o in self._below(item, [m.item])]
        return [(o, m.action) for o, m in rows if clocks.matches(m.when, o.open)]

    def _replaced(self, item: WorkItem, kind: str) -> datetime | None:
        """Return the earliest due time of the items of a kind under the root that this order has ended."""
        gone = [o for o in self._known(item.root) if o.kind == kind and o.id in self.items and self.items[o.id].ended]
        return min((due for other in gone for due in other.clocks.values()), default=None)

    def _rights(self, item: WorkItem, action: ActionRow, form: Mapping[str, Any]) -> None:
        """Write who may read the case from now on, and whose record is used for a child."""
        if action.admits:
            until = date.fromisoformat(form[action.admits])
            self.admitted = Admitted(form["member"], item.root, until, item.id)
        if action.dismisses and item.open.get("members"):
            self.dismissed = (item.root, tuple(dict.fromkeys(item.open["members"].split())))
        if action.merges is not None and item.minor:
            self.merged = (item.minor, form["same_as"] if action.merges else None)

    def _tell(self, item: WorkItem, action: ActionRow) -> None:
        """The item above takes the step that rows name, if it is in a state for it."""
        for above in (self._current(item.parent), self._current(item.root)) if action.tells else ():
            step = self.table.kinds[above.kind].action_of(action.tells or "") if above else None
            if above is not None and step is not None:
                if above.state in step.source:
                    self._act(above, self.table.kinds[above.kind], step, {}, item)
                return

    def _reach(self, item: WorkItem, row: StepElsewhere, form: Mapping[str, Any]) -> None:
        """The child's open case, or the item that the form names, takes a step, if it is in a state for it."""
        named = self.around.named.get(form.get(row.of or "", ""))
        other = named if row.of else self.around.open_cases.get(item.minor or "")
        if other is None or not clocks.matches(row.when, item.open):
            return
        kind, step = self.table.kinds[other.kind], self.table.action(other.kind, row.action)
        now = self.items.get(other.id, other)
        given: dict[str, Any] = {**row.put, **({row.leaves: item.id} if row.leaves else {})}
        given |= {"minor": item.minor} if row.child and now.minor is None else {}
        if now.state in step.source:
            self._act(now, kind, step, given, item)

    def _move(self, cause: WorkItem) -> None:
        """The case and all that is open under it go with the child."""
        for other in self.around.others:
            current = self.items.get(other.id, other)
            if not current.ended:
                kind = self.table.kinds[current.kind]
                self._act(current, kind, self.table.action(kind.code, "moved"), {}, cause)
        if cause.minor:
            self.moved = (cause.minor, self.order.form["area"])

    def _begun(self, item: WorkItem, row: Created) -> WorkItem | None:
        """Return the item that a row has already created, before or in this order, unless this order has ended it."""
        here = [i for i in self.items.values() if i.kind == row.item and i.root == item.root and not i.ended]
        alike = [i for i in here if row.one or (row.once and row.put.items() <= i.open.items())]
        begun = self.around.begun(item, row)
        return next(iter(alike), begun if begun is not None and begun.id not in self.items else None)

    def _current(self, code_of: str | None) -> WorkItem | None:
        """An item as this order has left it so far."""
        known = {i.id: i for i in self.around.others} | self.items
        return known.get(code_of or "")
