"""Checks for rows that leave an item stuck because nobody without a part in it can go on (办理表的门：人人都有份的)."""

from collections.abc import Iterator
from itertools import product

from knowledge.access.policy import CaseRelation
from knowledge.casework.rows import ABOVE_SUPERVISORS, SUPERVISORS, SYSTEM, ActionRow, ItemKind
from knowledge.casework.table import Casework
from knowledge.roles import ActorRole

Staff = tuple[ActorRole, ...]
Person = ActorRole | None
"""Role of a person, as each has one account; None: another worker, who does nothing."""


def stuck(table: Casework, kind: ItemKind) -> Iterator[str]:
    """Each state is left by a supervisor or somebody above, also where one supervisor is left, or each has a part."""
    supervisors = tuple(sorted({role for role, _ in table.who[SUPERVISORS]}))
    above = tuple(sorted({role for role, _ in table.who[ABOVE_SUPERVISORS]}))
    for state in (s for s in kind.state if not s.ended):
        steps = [a for a in kind.action if state.code in a.source and a.to not in (None, state.code)]
        for present in (*((s,) for s in supervisors), supervisors):
            for owner, began in product((*present, None), repeat=2):
                if not any(_takes(table, kind, a, (*present, *above), owner, began) for a in steps):
                    yield _why(state.code, present, owner, began)


def _takes(table: Casework, kind: ItemKind, action: ActionRow, staff: Staff, owner: Person, began: Person) -> bool:
    """True if one of the staff may take the step, assuming a second person wherever a row can require one."""
    if SYSTEM in action.who:
        return False
    concerned = {owner} if kind.root else {owner, began}
    return any(
        (role, relation) in table.may(action)
        for role in staff
        if not (action.second and role in concerned)
        for relation in _standing(role, owner, began)
    )


def _standing(role: ActorRole, owner: Person, began: Person) -> Iterator[CaseRelation]:
    yield CaseRelation.AREA
    if role is owner:
        yield CaseRelation.OWNER
    yield CaseRelation.OWN if role is began else CaseRelation.REVIEWER


def _why(state: str, present: Staff, owner: Person, began: Person) -> str:
    people = "、".join(role.label for role in present)
    concerned = "".join(f"，{what}{role.label}" for what, role in (("负责的是", owner), ("开始的是", began)) if role)
    return f"状态 {state}：督导只有{people}{concerned}，没有人能让它往前走"
