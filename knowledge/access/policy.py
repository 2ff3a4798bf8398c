"""The policy: who may do what with which facts of whom, and why not; one table, one pure decision (权限).

Every resolver, loader, report and command asks here; a test forbids comparing a role anywhere else.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.reasons import reason
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass

SYSTEM = frozenset({ActorRole.LOADER, ActorRole.CLOCK, ActorRole.OPERATOR})
"""Roles of the program itself; no account has them."""
ACCOUNT_ROLES = tuple(r for r in ActorRole if r not in SYSTEM and r is not ActorRole.ANONYMOUS)
"""Roles that an account may have."""


class Action(Enum):
    """An action that needs permission."""

    READ_CASES = "read_cases"
    COUNT_CASES = "count_cases"
    """Read the published counts; opens no case."""
    SEE_MASKED = "see_masked"
    """Know that something of a class is on file of a child, without its value."""
    FIND_BY_NAME = "find_by_name"
    """Search the cases whose child's name one may read by that name, for a purpose stated each time."""
    INSPECT_CASES = "inspect_cases"
    """Read the cases listed in the file of an inspection, for a purpose stated each time."""
    PUBLISH_COUNTS = "publish_counts"
    SEE_POST_HOLDERS = "see_post_holders"
    SEE_CONFIDENTIAL_POINTS = "see_confidential_points"
    ANALYSE_NETWORK = "analyse_network"
    EDIT_DRAFTS = "edit_drafts"
    FILE_RECORDS = "file_records"
    DO_CASEWORK = "do_casework"
    KEEP_ROSTER = "keep_roster"
    LOAD_NETWORK = "load_network"
    LOAD_CHILDREN = "load_children"
    MANAGE_ACCOUNTS = "manage_accounts"
    APPROVE_ACCESS = "approve_access"
    ERASE_RECORDS = "erase_records"
    """Decide that a child's record is erased for good."""
    READ_AUDIT = "read_audit"
    """Read who opened which records; opens none."""


class CaseRelation(Enum):
    """Relation of an actor to a case."""

    AREA = "area"
    """The child lives in one of the actor's areas."""
    TEAM = "team"
    """The actor is on the team of the case that day."""
    DEPUTY = "deputy"
    """The actor is the deputy of a member of the team on that day."""
    OWN = "own"
    """The actor reported the case, or is its worker."""
    BREAK_GLASS = "break_glass"
    """The actor opened one child in an emergency, for a few hours."""
    COUNT = "count"
    """The child is one of a count."""
    AUTHOR = "author"
    """The actor recorded this entry of the case."""
    RECIPIENT = "recipient"
    """The actor's account belongs to the body that the item was sent to; fields that rows share with it only."""
    DECIDER = "decider"
    """The item waits for the district's decision in the actor's areas; fields that rows share with others only."""
    ASKED = "asked"
    """The actor is asked to act on the item: invited to a conference and not yet heard, or on duty for a report."""
    OWNER = "owner"
    """The actor is responsible for the item of casework."""
    UNTAKEN = "untaken"
    """The report in the actor's areas has no responsible account yet; the actor may take it."""
    REVIEWER = "reviewer"
    """The item is an emergency reading of somebody else in the actor's areas; she may review it."""
    SYSTEM = "system"
    """Casework itself acts, by a rule."""


class Purpose(Enum):
    """Purpose for which a record is read."""

    CARE = "care"
    PLANNING = "planning"
    INSPECTION = "inspection"


class Reason(Enum):
    """Reason why a request is allowed or refused."""

    ALLOWED = "allowed"
    ROLE = "role"
    """None of the roles has the action."""
    FIELD_CLASS = "field_class"
    """None of the roles has it for this class of facts."""
    RELATION = "relation"
    """The actor lacks the relation to the case that the action needs."""
    PURPOSE = "purpose"
    """The purpose is not allowed."""


ABOUT_CASES = frozenset({Action.READ_CASES, Action.SEE_MASKED, Action.PUBLISH_COUNTS})
"""Actions that depend on the class of a fact, the relation to the case and the purpose."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the policy; without relations it is not about cases."""

    action: Action
    roles: frozenset[ActorRole]
    classes: frozenset[FieldClass] = frozenset()
    relations: frozenset[CaseRelation] = frozenset()
    purposes: frozenset[Purpose] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """Action that somebody with the given roles wants to do."""

    roles: tuple[ActorRole, ...]
    action: Action
    field_class: FieldClass | None = None
    relations: frozenset[CaseRelation] = frozenset()
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Decision on a request: allowed or not, the reason, and the roles that may do the action at all."""

    allowed: bool
    reason: Reason
    who_may: tuple[ActorRole, ...]


@cache
def policy() -> tuple[Rule, ...]:
    """The rows of `policy.toml`.

    Raises:
        ValueError: An unknown code, an action without a row, or a row about cases that leaves something open.
    """
    raw = tomllib.loads((Path(__file__).parent / "policy.toml").read_text("utf-8"))["rule"]
    rows = tuple(map(_rule, raw))
    if missing := set(Action) - {r.action for r in rows}:
        raise ValueError(reason("policy.lacks", actions=", ".join(sorted(a.value for a in missing))))
    return rows


def _rule(raw: dict[str, Any]) -> Rule:
    row = Rule(
        Action(raw["action"]),
        frozenset(map(ActorRole, raw["roles"])),
        frozenset(map(FieldClass, raw.get("classes", ()))),
        frozenset(map(CaseRelation, raw.get("relations", ()))),
        frozenset(map(Purpose, raw.get("purposes", ()))),
    )
    about_cases = row.action in ABOUT_CASES
    if not row.roles or any(about_cases is not bool(x) for x in (row.classes, row.relations, row.purposes)):
        raise ValueError(reason("policy.open", row=raw))
    return row


def decide(request: Request, rules: Sequence[Rule] | None = None) -> Decision:
    """Decide on a request: it is allowed if one row matches its action, role, class, relation and purpose.

    The reason names the first of these five for which no remaining row matches.
    """
    every = policy() if rules is None else rules
    rows = [r for r in every if r.action is request.action]
    who = _of_accounts(frozenset().union(*(r.roles for r in rows)))
    rows = [r for r in rows if r.roles & set(request.roles)]
    if not rows:
        return Decision(allowed=False, reason=Reason.ROLE, who_may=who)
    if not any(r.classes for r in rows):
        return Decision(allowed=True, reason=Reason.ALLOWED, who_may=who)
    rows = [r for r in rows if request.field_class in r.classes]
    if not rows:
        return Decision(allowed=False, reason=Reason.FIELD_CLASS, who_may=who)
    rows = [r for r in rows if r.relations & request.relations]
    if not rows:
        return Decision(allowed=False, reason=Reason.RELATION, who_may=who)
    good = any(request.purpose in r.purposes for r in rows)
    return Decision(allowed=good, reason=Reason.ALLOWED if good else Reason.PURPOSE, who_may=who)


@cache
def _of_accounts(roles: frozenset[ActorRole]) -> tuple[ActorRole, ...]:
    """Return the roles that an account may have, in the order of their declaration."""
    return tuple(role for role in ActorRole if role in roles and role not in SYSTEM)


def requested(roles: Iterable[ActorRole], action: Action) -> Request:
    """The least that an action needs, before a record is known: for cases, F1 of those in the actor's areas."""
    held = tuple(roles)
    if action is Action.READ_CASES:
        return Request(held, action, FieldClass.F1, frozenset({CaseRelation.AREA}), Purpose.CARE)
    if action is Action.SEE_MASKED:
        return Request(held, action, FieldClass.F2, frozenset({CaseRelation.AREA}), Purpose.CARE)
    if action is Action.PUBLISH_COUNTS:
        return Request(held, action, FieldClass.F1, frozenset({CaseRelation.COUNT}), Purpose.PLANNING)
    return Request(held, action)


def allowed(roles: Iterable[ActorRole], action: Action) -> bool:
    """True if one of the roles has the action."""
    return decide(requested(roles, action)).allowed


def who_may(action: Action) -> tuple[ActorRole, ...]:
    """The roles of accounts that have the action; shown to a user who is refused."""
    return tuple(role for role in ActorRole if role not in SYSTEM and allowed((role,), action))


def actions_of(roles: Iterable[ActorRole]) -> tuple[Action, ...]:
    """All actions of some roles."""
    held = tuple(roles)
    return tuple(action for action in Action if allowed(held, action))


def is_anonymous(roles: Iterable[ActorRole]) -> bool:
    """True if nobody has signed in."""
    return set(roles) <= {ActorRole.ANONYMOUS}


def is_system(roles: Iterable[ActorRole]) -> bool:
    """True if one of the roles is of the program itself, which no account may have."""
    return not SYSTEM.isdisjoint(roles)


def readable(
    roles: Iterable[ActorRole], relations: Iterable[CaseRelation], purpose: Purpose = Purpose.CARE
) -> frozenset[FieldClass]:
    """Return the field classes of a case that these roles may read in these relations."""
    return _classes(tuple(roles), Action.READ_CASES, frozenset(relations), purpose)


def relations_reading(roles: Iterable[ActorRole], field_class: FieldClass) -> frozenset[CaseRelation]:
    """Return the relations to a case in which these roles may read a field class."""
    return frozenset(r for r in CaseRelation if field_class in readable(roles, (r,)))


def masked(roles: Iterable[ActorRole], relations: Iterable[CaseRelation]) -> frozenset[FieldClass]:
    """Return the field classes of which these roles may know only that something is on file."""
    return _classes(tuple(roles), Action.SEE_MASKED, frozenset(relations), Purpose.CARE)


def countable(roles: Iterable[ActorRole]) -> frozenset[FieldClass]:
    """The classes of facts that may be counted for publication, never shown; small counts are suppressed."""
    return _classes(tuple(roles), Action.PUBLISH_COUNTS, frozenset({CaseRelation.COUNT}), Purpose.PLANNING)


@cache
def _classes(
    roles: tuple[ActorRole, ...], action: Action, relations: frozenset[CaseRelation], purpose: Purpose
) -> frozenset[FieldClass]:
    return frozenset(c for c in FieldClass if decide(Request(roles, action, c, relations, purpose)).allowed)
