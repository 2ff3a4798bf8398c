"""The classes of the facts of a child (信息级别)."""

from typing import Any

from knowledge.situation.facts import FACTS
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass


def class_of(fact: str) -> FieldClass:
    """The field class of a fact, from its row in `facts.toml`."""
    return FACTS[fact].field_class


def by_class(situation: Situation) -> dict[FieldClass, dict[str, Any]]:
    """The known facts of a situation as JSON values, grouped by field class."""
    grouped: dict[FieldClass, dict[str, Any]] = {}
    for fact, value in situation.model_dump(mode="json", exclude_none=True).items():
        grouped.setdefault(class_of(fact), {})[fact] = value
    return grouped
