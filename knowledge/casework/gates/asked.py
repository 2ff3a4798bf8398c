"""Checks for items that wait although nobody is asked to act (办理表的门：没有人被请来的)."""

from collections.abc import Iterator

from knowledge.access.policy import CaseRelation
from knowledge.casework.carry import ON_DUTY
from knowledge.casework.rows import ActionRow, Clock, Effect, ItemKind, ItemState
from knowledge.casework.table import Casework

DUTY, ABOVE = "intake", "told_without_duty"
"""Groups of accounts that can be on duty, and that are asked where nobody is on duty."""


def unowned(kind: ItemKind) -> frozenset[str]:
    """The states of a root that have not ended in which nobody may be responsible for it."""
    known = {(a.to or "", _owned(a, owned=False)) for a in kind.action if a.creating and kind.root}
    while True:
        steps = ((a.to or s, _owned(a, owned=o)) for s, o in known for a in kind.action if s in a.source)
        more = known | set(steps)
        if more == known:
            return frozenset(s for s, owned in known if not owned and not kind.state_of(s).ended)
        known = more


def _owned(action: ActionRow, *, owned: bool) -> bool:
    """True if somebody is responsible after the action."""
    if {Effect.OWN, Effect.GIVE} & set(action.effects):
        return True
    return owned and Effect.RELEASE not in action.effects


def rings(kind: ItemKind, clock: Clock) -> bool:
    """True if somebody is asked to act when the clock ends."""
    step = kind.action_of(clock.then or "")
    return step is not None and (step.asks_duty is not None or step.to is not None)


def unasked(table: Casework, kind: ItemKind) -> Iterator[str]:
    """Check that a clock asks somebody able to act wherever nobody may be responsible and no party is awaited."""
    if not kind.root:
        yield from (f"{c.code}：没有负责人的只有单独存在的事项" for c in kind.clock if c.untaken)
    free = [kind.state_of(s) for s in sorted(unowned(kind))]
    for state in (s for s in free if s.waits is None):
        clocks = [c for c in kind.clock if state.code in c.during]
        if clocks and not any(rings(kind, c) for c in clocks):
            yield f"{state.code}：可能没有人负责，时钟到点没有请谁"
        if state.asks == ON_DUTY:
            yield from _cannot_take(table, kind, state)


def _cannot_take(table: Casework, kind: ItemKind, state: ItemState) -> Iterator[str]:
    """Check that everybody asked can become responsible, and is asked no longer once somebody is."""
    taking = [a for a in kind.action if Effect.OWN in a.effects and state.code in a.source and not a.automatic]
    may = {role for a in taking for role, _ in table.may(a)}
    asked = {r for r, relation in table.who[ABOVE if kind.asks_above else DUTY] if relation is CaseRelation.AREA}
    if asked - may:
        yield f"{state.code}：请来的 {' '.join(sorted(asked - may))} 接不了"
    asking = {s.code for s in kind.state if s.asks == ON_DUTY}
    for action in taking:
        if (action.to or state.code) in asking and ON_DUTY not in action.put and not _during(kind, action):
            yield f"{action.code}：接下以后不再请值班的人，要清空 {ON_DUTY}"


def _during(kind: ItemKind, action: ActionRow) -> bool:
    """True if the state after the action asks people only while a clock runs."""
    return bool(action.to and kind.state_of(action.to).asks_during)
