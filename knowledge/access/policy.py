"""Which role may do what: one table of actions and roles (权限).

Rights to read the facts of one child depend on the class of the fact, see `rights`.
"""

import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from knowledge.vocabulary import ActorRole


class Action(Enum):
    """An action that needs permission; its roles are in `actions.toml`."""

    READ_CASES = "read_cases"
    COUNT_CASES = "count_cases"
    SEE_POST_HOLDERS = "see_post_holders"
    SEE_CONFIDENTIAL_POINTS = "see_confidential_points"
    ANALYSE_NETWORK = "analyse_network"
    EDIT_DRAFTS = "edit_drafts"
    FILE_RECORDS = "file_records"
    LOAD_NETWORK = "load_network"
    LOAD_CHILDREN = "load_children"


@cache
def table() -> Mapping[Action, tuple[ActorRole, ...]]:
    """The roles that have each action, in the order of `ActorRole`.

    Raises:
        ValueError: An unknown action or role, or an action without a row.
    """
    raw = tomllib.loads((Path(__file__).parent / "actions.toml").read_text("utf-8"))["action"]
    rows = {Action(r["code"]): frozenset(ActorRole(role) for role in r["roles"]) for r in raw}
    if rows.keys() != set(Action):
        raise ValueError(f"actions.toml lacks {sorted(a.value for a in set(Action) - rows.keys())}")
    return {action: tuple(role for role in ActorRole if role in roles) for action, roles in rows.items()}


def allowed(role: ActorRole, action: Action) -> bool:
    """True if the role has the action."""
    return role in table()[action]


def who_may(action: Action) -> tuple[ActorRole, ...]:
    """The roles that have the action; shown to a user who is refused."""
    return table()[action]


def actions_of(role: ActorRole) -> tuple[Action, ...]:
    """All actions of a role."""
    return tuple(action for action in Action if allowed(role, action))
