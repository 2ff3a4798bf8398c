"""Who may read which class of fact: one table, one pure decision (权限)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.situation.facts import FACTS
from knowledge.situation.situation import Situation
from knowledge.vocabulary import ActorRole, FieldClass

REACHES = ("all", "area", "team", "aggregate", "none")


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "access.toml").read_text("utf-8"))


def reach(role: ActorRole, field_class: FieldClass) -> str:
    """How far a role sees a class: all, area, team, aggregate or none."""
    found: str = _raw()["read"].get(role.value, {}).get(field_class.value, "none")
    return found


def may_read(role: ActorRole, field_class: FieldClass, *, in_area: bool, on_team: bool) -> bool:
    """Whether a role may read a fact of this class of one person.

    `in_area`: the person lives in the actor's areas; `on_team`: the actor is assigned to the case that day.
    Team implies nothing of the area: a case outside the actor's areas is not seen at all.

    The table is `access.toml`; docs/glossary.md explains the classes.
    """
    far = reach(role, field_class)
    return far == "all" or (far == "area" and in_area) or (far == "team" and in_area and on_team)


def may_count(role: ActorRole, field_class: FieldClass) -> bool:
    """Whether a role may have facts of this class counted, in process, small counts hidden; it never sees one."""
    return field_class.value in _raw()["count"].get(role.value, ())


def class_of(fact: str) -> FieldClass:
    """The class of a fact of the situation, as its row in `facts.toml` says."""
    return FACTS[fact].field_class


def by_class(situation: Situation) -> dict[FieldClass, dict[str, Any]]:
    """The known facts of a situation, as plain JSON values, parted by class."""
    found: dict[FieldClass, dict[str, Any]] = {}
    for fact, value in situation.model_dump(mode="json", exclude_none=True).items():
        found.setdefault(class_of(fact), {})[fact] = value
    return found
