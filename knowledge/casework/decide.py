"""The decision of casework: what an action does, or why it cannot be done; pure (办理决定)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework import clocks
from knowledge.casework.carry import Carrying
from knowledge.casework.forms import problems
from knowledge.casework.guards.guards import GUARDS
from knowledge.casework.item import WorkItem
from knowledge.casework.order import Around, Decided, Doer, GuardView, Order, RefusalCode, RefusedOrder
from knowledge.casework.rows import ActionRow, Effect, ItemKind
from knowledge.casework.table import Casework, Step, Who
from knowledge.messages.message import message
from knowledge.roles import ActorRole

LATEST = timedelta(days=366)
"""Longest delay after which an event can be recorded (configured value)."""
FRESH = timedelta(minutes=15)
"""Longest time since sign-in for a step that needs a recent one (configured value)."""


def decide(table: Casework, item: WorkItem | None, order: Order, doer: Doer, around: Around) -> Decided | RefusedOrder:
    """Return the result of an order on an item; for an order that creates one, `item` is its parent or None."""
    kind, action = table.kinds[order.kind], table.action(order.kind, order.action)
    parent, item = item, None if action.creating else item
    refused = (
        _gone(around)
        or _overtaken(item, order)
        or _misplaced(action, parent)
        or _of_another_kind(item, order, action)
        or _refused(table, kind, action, item, doer, _judged(table, item, None, doer, around, order, parent))
    )
    if refused:
        return replace(refused, allowed=offered(table, item, doer, around, order))
    judged = _judged(table, item, order.form, doer, around, order, parent)
    return _wrong(table, kind, action, judged, order) or Carrying(table, order, doer, around).whole(
        item, parent, action
    )


def _judged(
    table: Casework,
    item: WorkItem | None,
    form: Mapping[str, Any] | None,
    doer: Doer,
    around: Around,
    order: Order,
    parent: WorkItem | None = None,
) -> GuardView:
    second = _is_second(table, item or parent, doer)
    return GuardView(item, form, around, order.now, parent, second, _is_less_grave(table, form or {}))


def _is_less_grave(table: Casework, form: Mapping[str, Any]) -> bool:
    """True if the form gives a lower grade than its indicators propose."""
    by = table.indicators
    grade = form.get(by.field)
    proposed = by.proposes(form) if grade else None
    return bool(grade and proposed and by.below(str(grade), proposed))


def _is_second(table: Casework, item: WorkItem | None, doer: Doer) -> bool:
    """True if a supervisor, or somebody above, neither owns the item nor began it under its root."""
    begun = item is not None and item.id != item.root and CaseRelation.OWN in doer.relations
    supervises = any((role, r) in table.approvers for role in doer.roles for r in doer.relations)
    return supervises and not begun and CaseRelation.OWNER not in doer.relations


def _gone(around: Around) -> RefusedOrder | None:
    """Refuse every step on a child whose record was erased."""
    return RefusedOrder(RefusalCode.STATE, message("casework.erased")) if around.erased else None


def _overtaken(item: WorkItem | None, order: Order) -> RefusedOrder | None:
    if item is None or order.expected in (None, item.version):
        return None
    return RefusedOrder(RefusalCode.VERSION, message("casework.version", version=item.version))


def _misplaced(action: ActionRow, parent: WorkItem | None) -> RefusedOrder | None:
    """Refuse to create an item under a parent of the wrong kind, under an ended one, or without its parent."""
    under = parent.kind if parent and _bears(action, parent) else None
    if not action.creating or (under == action.under and (parent is None) is (under is None)):
        return None
    return RefusedOrder(RefusalCode.STATE, message("casework.parent", action=action))


def _bears(action: ActionRow, parent: WorkItem) -> bool:
    """True if an item can still be created under its parent."""
    return not parent.ended or parent.state in action.under_ended


def _of_another_kind(item: WorkItem | None, order: Order, action: ActionRow) -> RefusedOrder | None:
    """A step is taken on items of its own kind only, however alike the states are called."""
    if item is None or item.kind == order.kind:
        return None
    return RefusedOrder(RefusalCode.STATE, message("casework.other_kind", action=action))


def _wrong(table: Casework, kind: ItemKind, action: ActionRow, judged: GuardView, order: Order) -> RefusedOrder | None:
    """Return why the form or the time is invalid, or None."""
    today = order.now.astimezone(SHANGHAI).date()
    wrong = dict(problems(kind, action, order.form, judged.around, today))
    if wrong:
        first = next(iter(wrong))
        why = message("casework.form", field=kind.field_of(first) or first, why=wrong[first])
        return RefusedOrder(RefusalCode.FORM, why, tuple(wrong))
    if order.occurred is not None and not order.now - LATEST <= order.occurred <= order.now:
        return RefusedOrder(RefusalCode.MOMENT, message("casework.moment"))
    return _unable(table, kind, action, judged) or _guarded(action, judged)


def _unable(table: Casework, kind: ItemKind, action: ActionRow, judged: GuardView) -> RefusedOrder | None:
    """Refuse to make an account responsible whose roles could not take the item."""
    owner = (judged.form or {}).get("owner")
    if action.automatic or Effect.GIVE not in action.effects or owner is None:
        return None
    may = table.holders(kind)
    if may & set(judged.around.accounts.get(owner, ())):
        return None
    who = tuple(r for r in ActorRole if r in may)
    why = message("casework.cannot_hold", roles=tuple(r.label for r in who))
    return RefusedOrder(RefusalCode.FORM, why, ("owner",), who_may=who)


def offered(
    table: Casework, item: WorkItem | None, doer: Doer, around: Around, order: Order
) -> tuple[tuple[str, str], ...]:
    """The actions that somebody can do with an item now, with a form that is right: kind and code of each."""
    if item is None:
        return ()
    steps = (  # the cheap conditions first: a refusal of each other step would be worked out in vain
        (kind, action)
        for kind, action in table.steps[item.kind]
        if _starts_from(action, None if action.creating else item) and _has_right(doer, table.may(action))
    )
    offers = _looked_at(steps, table, item, doer, around, order)
    return tuple((kind.code, action.code) for kind, action, why in offers if why is None)


def available(
    table: Casework, item: WorkItem, doer: Doer, around: Around, order: Order
) -> Iterable[tuple[ItemKind, ActionRow, RefusedOrder | None]]:
    """Each action that somebody may ever do with an item, or create under it, with the reason if not now."""
    return _looked_at(table.steps[item.kind], table, item, doer, around, order)


def _looked_at(
    steps: Iterable[Step], table: Casework, item: WorkItem, doer: Doer, around: Around, order: Order
) -> Iterable[tuple[ItemKind, ActionRow, RefusedOrder | None]]:
    own = _judged(table, item, None, doer, around, order)
    under = _judged(table, None, None, doer, around, order, item)
    for kind, action in steps:
        if not action.creating:
            yield kind, action, _refused(table, kind, action, item, doer, own)
        elif _bears(action, item):
            yield kind, action, _refused(table, kind, action, None, doer, under)


def _starts_from(action: ActionRow, item: WorkItem | None) -> bool:
    """True if the step is possible in the state of the item, or begins one where there is none."""
    return action.creating if item is None else not action.creating and item.state in action.source


def _has_right(doer: Doer, pairs: Who) -> bool:
    return any((role, relation) in pairs for role in doer.roles for relation in doer.relations)


def _refused(
    table: Casework, kind: ItemKind, action: ActionRow, item: WorkItem | None, doer: Doer, judged: GuardView
) -> RefusedOrder | None:
    """Return why the action is refused whatever the form, or None."""
    if gone := _gone(judged.around):
        return gone
    if not _starts_from(action, item):
        current = kind.state_of(item.state) if item else kind
        return RefusedOrder(RefusalCode.STATE, message("casework.state", state=current, action=action))
    second = any(clocks.matches(when, item.open if item else {}) for when in action.second)
    pairs = table.may(action, second=second)
    if not _has_right(doer, pairs):
        why = message("casework.not_yours", action=action)
        return RefusedOrder(RefusalCode.NOT_YOURS, why, who_may=table.people(action, second=second))
    if action.fresh and not (doer.signed_in and doer.signed_in <= judged.now <= doer.signed_in + FRESH):
        return RefusedOrder(RefusalCode.GUARD, message("casework.sign_in", minutes=FRESH.seconds // 60))
    if second and not judged.second:
        return _unapproved(table, action)
    return _counted(kind, action, item) or _guarded(action, judged)


def _unapproved(table: Casework, action: ActionRow) -> RefusedOrder:
    """Return the refusal of a step by somebody who profits from it: a second supervisor must take it."""
    people = {role for role, _ in table.approvers}
    why = message("casework.second", action=action)
    return RefusedOrder(RefusalCode.GUARD, why, who_may=tuple(r for r in ActorRole if r in people))


def _counted(kind: ItemKind, action: ActionRow, item: WorkItem | None) -> RefusedOrder | None:
    """Refuse a counted step once its counter has reached the maximum of its field."""
    row = kind.field_of(action.counts or "")
    if item is None or row is None or row.most is None or (item.open.get(row.code) or 0) < row.most:
        return None
    return RefusedOrder(RefusalCode.GUARD, message("casework.counted", field=row, most=row.most))


def _guarded(action: ActionRow, judged: GuardView) -> RefusedOrder | None:
    if judged.item and not clocks.matches(action.when, judged.item.open):
        return RefusedOrder(RefusalCode.GUARD, message("casework.not_here", action=action))
    for name in action.guards:
        if why := GUARDS[name](judged):
            return RefusedOrder(RefusalCode.GUARD, why)
    return _begun(action, judged)


def _begun(action: ActionRow, judged: GuardView) -> RefusedOrder | None:
    """Refuse to repeat a step while the items that it created are open."""
    item, rows = judged.item, [r for r in action.creates if r.item not in action.closes]
    if item is None or not action.stays or not rows or action.automatic:
        return None
    begun = [judged.around.begun(item, r) for r in rows]
    if not all(begun):
        return None
    return RefusedOrder(RefusalCode.GUARD, message("casework.begun", code=next(b.id for b in begun if b)))
