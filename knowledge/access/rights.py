"""Which role may read which class of fact: one table, one pure decision (权限)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.situation.facts import FACTS
from knowledge.situation.situation import Situation
from knowledge.vocabulary import ActorRole, FieldClass


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "access.toml").read_text("utf-8"))


def reach(role: ActorRole, field_class: FieldClass) -> str:
    """How far a role may read a field class: "all", "area", "team", "aggregate", or "none" (also without an entry)."""
    extent: str = _raw()["read"].get(role.value, {}).get(field_class.value, "none")
    return extent


def may_read(role: ActorRole, field_class: FieldClass, *, in_area: bool, on_team: bool) -> bool:
    """True if a role may read a fact of this class about one person.

    Args:
        role: The role of the actor.
        field_class: The class of the fact.
        in_area: The person lives in one of the actor's areas.
        on_team: The actor is assigned to the person's case on the day of the request.

    A team member reads nothing of a case outside the areas of the account. The table is `access.toml`; the classes are
    explained in docs/glossary.md.
    """
    extent = reach(role, field_class)
    return extent == "all" or (extent == "area" and in_area) or (extent == "team" and in_area and on_team)


def may_count(role: ActorRole, field_class: FieldClass) -> bool:
    """True if a role may get counts over facts of this class.

    The facts themselves are never shown, and small counts are suppressed.
    """
    return field_class.value in _raw()["count"].get(role.value, ())


def class_of(fact: str) -> FieldClass:
    """The field class of a fact, from its row in `facts.toml`."""
    return FACTS[fact].field_class


def by_class(situation: Situation) -> dict[FieldClass, dict[str, Any]]:
    """The known facts of a situation as JSON values, grouped by field class."""
    grouped: dict[FieldClass, dict[str, Any]] = {}
    for fact, value in situation.model_dump(mode="json", exclude_none=True).items():
        grouped.setdefault(class_of(fact), {})[fact] = value
    return grouped
