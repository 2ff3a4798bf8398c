"""The decision of casework: what an action does, or why it cannot be done; pure (办理决定)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework import clocks
from knowledge.casework.forms import problems, split
from knowledge.casework.guards import GUARDS, GuardView
from knowledge.casework.item import ItemEvent, WorkItem, applied
from knowledge.casework.order import Around, Decided, Doer, Filing, Order, RefusalCode, RefusedOrder
from knowledge.casework.rows import ActionRow, Created, Effect, ItemKind
from knowledge.casework.table import Casework
from knowledge.messages.message import message
from knowledge.roles import ActorRole

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Characters of codes of items: none that is read or heard as another."""
LENGTH = 9
LATEST = timedelta(days=366)
"""How long afterwards something can be recorded (配置值)."""


def code(prefix: str, key: str, number: int) -> str:
    """The code of a new item; the same order makes the same codes."""
    value = int.from_bytes(sha256(f"{key}|{number}".encode()).digest()[:12])
    digits = ""
    for _ in range(LENGTH):
        value, digit = divmod(value, len(ALPHABET))
        digits += ALPHABET[digit]
    return f"{prefix}-{digits}"


def decide(table: Casework, item: WorkItem | None, order: Order, doer: Doer, around: Around) -> Decided | RefusedOrder:
    """What an order does to an item; one that creates an item has that under which it is created, or none."""
    kind, action = table.kinds[order.kind], table.action(order.kind, order.action)
    parent, item = item, None if action.creating else item
    refused = (
        _overtaken(item, order)
        or _misplaced(action, parent)
        or _refused(table, kind, action, item, doer, GuardView(item, None, around, order.now))
    )
    if refused:
        return replace(refused, allowed=tuple(a.code for a in offered(table, item, doer, around, order)))
    return _wrong(kind, action, item, order, around) or _Doing(table, order, doer, around).whole(item, parent, action)


def _overtaken(item: WorkItem | None, order: Order) -> RefusedOrder | None:
    if item is None or order.expected in (None, item.version):
        return None
    return RefusedOrder(RefusalCode.VERSION, message("casework.version", version=item.version))


def _misplaced(action: ActionRow, parent: WorkItem | None) -> RefusedOrder | None:
    """A new item stands alone, or under an item of one kind that has not ended."""
    under = parent.kind if parent and not parent.ended else None
    if not action.creating or (under == action.under and (parent is None) is (under is None)):
        return None
    return RefusedOrder(RefusalCode.STATE, message("casework.parent", action=action))


def _wrong(
    kind: ItemKind, action: ActionRow, item: WorkItem | None, order: Order, around: Around
) -> RefusedOrder | None:
    """Why the form or the moment is not right."""
    wrong = dict(problems(kind, action, order.form, around))
    if wrong:
        first = next(iter(wrong))
        why = message("casework.form", field=kind.field_of(first) or first, why=wrong[first])
        return RefusedOrder(RefusalCode.FORM, why, tuple(wrong))
    if order.occurred is not None and not order.now - LATEST <= order.occurred <= order.now:
        return RefusedOrder(RefusalCode.MOMENT, message("casework.moment"))
    return _guarded(action, GuardView(item, order.form, around, order.now))


def offered(table: Casework, item: WorkItem | None, doer: Doer, around: Around, order: Order) -> tuple[ActionRow, ...]:
    """The actions that somebody can do with an item now, with a form that is right."""
    if item is None:
        return ()
    return tuple(a for a, why in available(table, item, doer, around, order) if why is None)


def available(
    table: Casework, item: WorkItem, doer: Doer, around: Around, order: Order
) -> Iterable[tuple[ActionRow, RefusedOrder | None]]:
    """Each action of an item that somebody may ever do, with the reason if not now."""
    kind = table.kinds[item.kind]
    judged = GuardView(item, None, around, order.now)
    for action in kind.action:
        if not action.creating and "system" not in action.who:
            yield action, _refused(table, kind, action, item, doer, judged)


def _refused(
    table: Casework, kind: ItemKind, action: ActionRow, item: WorkItem | None, doer: Doer, judged: GuardView
) -> RefusedOrder | None:
    """Why the action cannot be done whatever the form."""
    state = item.state if item else None
    if (state is None) is not action.creating or (state is not None and state not in action.source):
        current = kind.state_of(state) if state else kind
        return RefusedOrder(RefusalCode.STATE, message("casework.state", state=current, action=action))
    pairs = table.may(action)
    if not any((role, relation) in pairs for role in doer.roles for relation in doer.relations):
        who = tuple(r for r in ActorRole if any(r is role for role, _ in pairs) and "system" not in action.who)
        return RefusedOrder(RefusalCode.NOT_YOURS, message("casework.not_yours", action=action), who_may=who)
    return _guarded(action, judged)


def _guarded(action: ActionRow, judged: GuardView) -> RefusedOrder | None:
    for name in action.guards:
        if why := GUARDS[name](judged):
            return RefusedOrder(RefusalCode.GUARD, why)
    return None


@dataclass
class _Doing:
    """One order being carried out: events collect, and each item is what they have made of it."""

    table: Casework
    order: Order
    doer: Doer
    around: Around
    events: list[ItemEvent] = field(default_factory=list)
    items: dict[str, WorkItem] = field(default_factory=dict)
    filings: list[Filing] = field(default_factory=list)

    def whole(self, item: WorkItem | None, parent: WorkItem | None, action: ActionRow) -> Decided:
        """The order itself with all that follows from it."""
        self._act(item, self.table.kinds[self.order.kind], action, self.order.form, parent)
        return Decided(tuple(self.events), tuple(self.items.values()), tuple(self.filings))

    def _act(
        self, item: WorkItem | None, kind: ItemKind, action: ActionRow, form: Any, parent: WorkItem | None
    ) -> None:
        attributes, opened, sealed = split(kind, form)
        if parent is not None and item is None:
            opened = {**{c: parent.open[c] for c in action.carries if c in parent.open}, **opened}
        if action.counts:
            opened[action.counts] = (item.open.get(action.counts) or 0) + 1 if item else 1
        before = item or self._new(kind, attributes, parent)
        state = action.to or before.state
        fields = {**before.open, **opened}
        running = clocks.running(kind, before.clocks, state, action.code)
        running |= {
            c.code: at for c in clocks.started(kind, state, action.code, fields) if (at := self._due(c, fields))
        }
        changes: dict[str, Any] = {"open": opened, "clocks": running, **self._responsible(action, attributes)}
        if item is None:
            first = {
                "kind": kind.code,
                "root": before.root,
                "area": before.area,
                "minor": before.minor,
                "since": self.order.now,
                "creator": self.doer.account,
            }
            changes = {**first, **changes}
        if "minor" in attributes:
            changes["minor"] = attributes["minor"]
        if item is None or state != item.state:
            changes |= {"state": state, "since": self.order.now, "ended": kind.state_of(state).ended}
        self._record(
            item,
            ItemEvent(before.id, action.code, self.doer.account, self.order.now, self._occurred(), changes, sealed),
        )
        self._follow(self.items[before.id], action)

    def _new(self, kind: ItemKind, attributes: dict[str, Any], parent: WorkItem | None) -> WorkItem:
        """The item to be created, before its first event."""
        given = self.order.code if not self.items else None
        new = given or code(kind.prefix, self.order.key, len(self.items))
        root = new if kind.root or parent is None else parent.root
        minor = attributes.get("minor") or (parent.minor if parent else None)
        home = self.around.homes.get(minor or "") if kind.code == "case" else None
        area = home or attributes.get("area") or (parent.area if parent else "")
        return WorkItem(new, kind.code, root, "", 0, area, self.order.now, minor=minor)

    def _due(self, clock: Any, fields: dict[str, Any]) -> Any:
        return clocks.due(self.table, clock, self._occurred(), fields, self.around.hours)

    def _occurred(self) -> Any:
        return self.order.occurred or self.order.now

    def _responsible(self, action: ActionRow, attributes: dict[str, Any]) -> dict[str, Any]:
        for effect in action.effects:
            if effect is Effect.OWN:
                return {"owner": self.doer.account}
            return {"owner": attributes.get("owner") if effect is Effect.GIVE else None}
        return {}

    def _record(self, item: WorkItem | None, event: ItemEvent) -> None:
        self.events.append(event)
        self.items[event.item] = applied(self.items.get(event.item, item), event)

    def _follow(self, item: WorkItem, action: ActionRow) -> None:
        """What an action brings with it: items that end, evidence, items that begin."""
        for kind in action.closes:
            for other in self.around.others:
                if other.kind == kind and not other.ended and other.id not in self.items:
                    self._act(other, self.table.kinds[kind], self.table.action(kind, "drop"), {}, item)
        self.filings += self._filings(item, action)
        for row in action.creates:
            if item.state in (row.during or (item.state,)) and clocks.matches(row.when, item.open):
                self._create(row, item)

    def _create(self, row: Created, parent: WorkItem) -> None:
        kind = self.table.kinds[row.item]
        self._act(None, kind, self.table.action(row.item, row.action), row.put, parent)

    def _filings(self, item: WorkItem, action: ActionRow) -> Iterable[Filing]:
        today = self.order.now.astimezone(SHANGHAI).date()
        happened = self._occurred().astimezone(SHANGHAI).date()
        for row in action.fulfils:
            if item.minor and clocks.matches(row.when, item.open):
                key = f"{item.id}-{item.version}-{row.obligation}-{row.component or ''}".rstrip("-")
                yield Filing(key, row.obligation, row.component, row.kind, item.minor, item.area, happened, today)
