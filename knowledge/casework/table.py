"""All rows of casework together (办理表)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.access.policy import CaseRelation, is_system
from knowledge.calendar.hours import Hours
from knowledge.casework.rows import (
    ABOVE_SUPERVISORS,
    REPORTERS,
    SUPERVISORS,
    ActionRow,
    Awaited,
    Effect,
    FieldType,
    ItemKind,
    ItemState,
)
from knowledge.casework.settings import DangerSign, Indicators, Intervals, Superiors
from knowledge.roles import ActorRole

Who = frozenset[tuple[ActorRole, CaseRelation]]
Step = tuple[ItemKind, ActionRow]


@dataclass(frozen=True)
class Casework:
    """All rows of casework."""

    kinds: Mapping[str, ItemKind]
    who: Mapping[str, Who]
    intervals: Intervals
    hours: Hours
    """Opening hours of bodies without any."""
    hours_source: str
    superiors: Superiors
    """The people who are notified when a body does not answer."""
    dangers: tuple[DangerSign, ...]
    """Signs that a child is in danger, the gravest first."""
    indicators: Indicators
    """By what a grade is proposed."""

    @cached_property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """By kind of item: each action that somebody may ever do with such an item, or create under it."""
        steps = [(k, a) for k in self.kinds.values() for a in k.action if not a.automatic]
        return {
            code: tuple((k, a) for k, a in steps if (a.under if a.creating else k.code) == code) for code in self.kinds
        }

    @cached_property
    def approvers(self) -> Who:
        """Return the roles of a second person: supervisors, and those above them."""
        return self.who[SUPERVISORS] | self.who[ABOVE_SUPERVISORS]

    def may(self, action: ActionRow, *, second: bool = True) -> Who:
        """Return who may take an action: roles and their relations to the item.

        Where a second person approves it, those above the supervisors may take it too; `second`: it needs approval
        now.
        """
        return self._may[self._groups(action, second=second)]

    def people(self, action: ActionRow, *, second: bool = True) -> tuple[ActorRole, ...]:
        """The roles that may do an action, without those of the program."""
        return self._people[self._groups(action, second=second)]

    def _groups(self, action: ActionRow, *, second: bool) -> tuple[str, ...]:
        return (*action.who, ABOVE_SUPERVISORS) if second and action.second else action.who

    @cached_property
    def _may(self) -> Mapping[tuple[str, ...], Who]:
        actions = [a for k in self.kinds.values() for a in k.action]
        groups = {self._groups(a, second=second) for a in actions for second in (True, False)}
        return {g: frozenset(pair for name in g for pair in self.who.get(name, ())) for g in groups}

    @cached_property
    def _people(self) -> Mapping[tuple[str, ...], tuple[ActorRole, ...]]:
        roles = {groups: {role for role, _ in pairs} for groups, pairs in self._may.items()}
        return {g: tuple(r for r in ActorRole if r in some and not is_system((r,))) for g, some in roles.items()}

    def waiting(self, roles: Iterable[ActorRole]) -> frozenset[str]:
        """The states, as `kind:state`, in which an item waits for somebody whom none of these roles is."""
        return frozenset(s for s, state in self._states.items() if state.waits) - self.awaited(roles)

    def awaited(self, roles: Iterable[ActorRole]) -> frozenset[str]:
        """The states, as `kind:state`, in which an item waits for one of these roles in its area."""
        own = {(role, relation) for role in roles for relation in (CaseRelation.AREA, CaseRelation.REVIEWER)}
        groups = {group for group, who in self.who.items() if own & who}
        return frozenset(s for s, state in self._states.items() if {state.waits, state.shows} & groups)

    @cached_property
    def largest_file(self) -> int:
        """Bytes of the largest file that a form takes."""
        files = [f.most or 0 for k in self.kinds.values() for f in k.field if f.type is FieldType.FILE]
        return max(files, default=0)

    def asks_duty(self, action: ActionRow) -> bool:
        """True if the action, or one that it creates, asks people on duty."""
        rows = (action, *(self.action(c.item, c.action) for c in action.creates))
        return any(r.asks_duty is not None for r in rows)

    def asks_age(self, of: str, code: str) -> bool:
        """True if the action, one it creates or one it triggers above needs the day on which the child comes of age."""
        kind, action = self.kinds[of], self.action(of, code)
        rows = [action, *(self.action(c.item, c.action) for c in action.creates)]
        above = (self.kinds[a.under] for a in kind.action if a.under)
        rows += [row for k in above if (row := k.action_of(action.tells or ""))]
        return any(r.dates_age for r in rows)

    def holders(self, kind: ItemKind) -> frozenset[ActorRole]:
        """The roles that can be made responsible for an item: those that may take it by themselves in its area."""
        taking = [a for a in kind.action if Effect.OWN in a.effects and not a.automatic]
        return frozenset(role for a in taking for role, relation in self.may(a) if relation is CaseRelation.AREA)

    def told_by(self, kind: ItemKind) -> frozenset[ActorRole]:
        """The roles of bodies that begin an item by reporting: to name one of them would name the reporter."""
        begun = any(REPORTERS in a.who for a in kind.action)
        return frozenset(role for role, _ in self.who[REPORTERS]) if begun else frozenset()

    @cached_property
    def received(self) -> frozenset[str]:
        """The states, as `kind:state`, in which an item waits for the body that it was sent to."""
        return frozenset(s for s, state in self._states.items() if state.waits is Awaited.RECIPIENT)

    @cached_property
    def disputed(self) -> frozenset[str]:
        """The states, as `kind:state`, in which an item waits for the district's decision."""
        return frozenset(s for s, state in self._states.items() if state.waits is Awaited.DISTRICT)

    @cached_property
    def _states(self) -> Mapping[str, ItemState]:
        """All states, by `kind:state`."""
        return {f"{k.code}:{s.code}": s for k in self.kinds.values() for s in k.state}

    def action(self, kind: str, code: str) -> ActionRow:
        """An action by its kind of item and code.

        Raises:
            KeyError: There is none.
        """
        row = self.kinds[kind].action_of(code)
        if row is None:
            raise KeyError(code)
        return row
