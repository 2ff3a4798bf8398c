"""The `Situation` as a GraphQL input, made from its one definition (情形).

A request names a few of its many fields, so an absent field costs nothing: without a default it is not in the input
value, and that becomes plain facts in one step.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

import strawberry
from pydantic import ValidationError
from strawberry.tools import create_type
from strawberry.utils.str_converters import to_camel_case

from knowledge.errors import BadInput
from knowledge.situation.labels import OPTIONS
from knowledge.situation.situation import Situation

_NAMES = {
    "place": "PlaceKind", "severity": "Severity", "reporter": "Reporter", "sex": "Sex", "divorce": "Divorce",
    "father_state": "ParentState", "mother_state": "ParentState",
    "father_disability_kind": "DisabilityKind", "mother_disability_kind": "DisabilityKind",
    "disability_grade": "Grade", "father_disability_grade": "Grade", "mother_disability_grade": "Grade",
}  # fmt: skip


def _enum(fact: str, values: tuple[Any, ...]) -> Any:
    return _named(_NAMES.get(fact, "".join(part.capitalize() for part in fact.split("_"))), fact, values)


_MADE: dict[str, Any] = {}
"""Enums by name: facts with the same values share one."""


def _named(name: str, fact: str, values: tuple[Any, ...]) -> Any:
    if name in _MADE:
        return _MADE[name]
    made: Any = Enum(name, {str(v).upper(): v for v in values})  # type: ignore[misc]  # values come from Situation
    said = Situation.model_fields[fact].description or ""
    _MADE[name] = strawberry.enum(made, description=said.removeprefix("父亲").replace("father", "parent"))
    return _MADE[name]


def inner(annotation: Any) -> Any:
    """The type of a fact without its being absent."""
    return next((p for p in get_args(annotation) if p is not type(None)), annotation)


def _type(fact: str) -> Any:
    kind = inner(Situation.model_fields[fact].annotation)
    if get_origin(kind) is Literal:
        return _enum(fact, OPTIONS[fact])
    if get_origin(kind) is tuple:
        return list[str]
    return str if get_origin(kind) is Annotated else kind


def _field(fact: str) -> Any:
    info = Situation.model_fields[fact]
    made = strawberry.field(description=info.description, default=strawberry.UNSET)
    made.type_annotation = strawberry.annotation.StrawberryAnnotation(_type(fact) | None)
    made.python_name = fact
    return made


SituationInput: Any = create_type(
    "SituationInput",
    [_field(name) for name in Situation.model_fields],
    is_input=True,
    description="已知情形；未填即未知，绝不当作否 / what is known; an absent field is unknown, never no",
)


_FACTS: Mapping[str, str] = {to_camel_case(name): name for name in Situation.model_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.value if isinstance(value, Enum) else value


def _given(_input: type, value: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """What the client wrote, by fact; strawberry would build an object with every field, at a third of a request."""
    return {_FACTS[name]: _plain(v) for name, v in value.items()}


SituationInput.__strawberry_definition__.from_input = _given


def situation(given: Mapping[str, Any] | None) -> Situation:
    """The situation that was given, or one in which nothing is known.

    Raises:
        BadInput: a value that cannot be, field by field.
    """
    try:
        return Situation(**given or {})
    except ValidationError as e:
        fields = ", ".join(dict.fromkeys(_fields(p) for p in e.errors()))
        raise BadInput(f"situation.{fields}", "situation.impossible") from None


def _fields(problem: Any) -> str:
    """The field that cannot be, or those that cannot be together."""
    return str(problem["loc"][0]) if problem["loc"] else str(problem.get("ctx", {}).get("fields", "situation"))
