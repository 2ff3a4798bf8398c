"""All rows of casework together (办理表)."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.access.policy import CaseRelation
from knowledge.calendar.hours import Hours
from knowledge.casework.rows import ActionRow, Intervals, ItemKind
from knowledge.roles import ActorRole

Who = frozenset[tuple[ActorRole, CaseRelation]]


@dataclass(frozen=True, slots=True)
class Casework:
    """All rows of casework."""

    kinds: Mapping[str, ItemKind]
    who: Mapping[str, Who]
    intervals: Intervals
    hours: Hours
    """Opening hours of bodies without any."""
    hours_source: str

    def may(self, action: ActionRow) -> Who:
        """Who may do an action: roles, and how they must stand to the item."""
        return frozenset[tuple[ActorRole, CaseRelation]]().union(*(self.who.get(g, frozenset()) for g in action.who))

    def action(self, kind: str, code: str) -> ActionRow:
        """An action by its kind of item and code.

        Raises:
            KeyError: There is none.
        """
        row = self.kinds[kind].action_of(code)
        if row is None:
            raise KeyError(code)
        return row
