"""The `Situation` as a GraphQL input, made from its one definition (情形).

A request names a few of its many fields, so an absent field costs nothing: without a default it is not in the input
value, and that becomes plain facts in one step.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

import strawberry
from pydantic import ValidationError
from strawberry.tools import create_type
from strawberry.utils.str_converters import to_camel_case

from knowledge.errors import BadInput
from knowledge.situation.facts import FACTS, VALUES, Fact, Kind, Values
from knowledge.situation.situation import Situation

PLAIN: Mapping[Kind, Any] = {
    Kind.BOOL: bool,
    Kind.INT: int,
    Kind.DATE: date,
    Kind.AREA: str,
    Kind.SERVICES: list[str],
    Kind.NEEDS: list[str],
}
"""The GraphQL type of a fact whose values are not a closed set."""


def _enum(name: str, values: Values) -> Any:
    made: Any = Enum(name, {code.upper(): code for code in values.of})  # type: ignore[misc]  # values come from a file
    found: Any = strawberry.enum(made, description=values.both)
    for value, words in zip(found.__strawberry_definition__.values, values.of.values(), strict=True):
        value.description = words.both
    return found


ENUMS: Mapping[str, Any] = {name: _enum(name, values) for name, values in VALUES.items()}
"""One enum a closed set; facts with the same values share it."""


def _field(code: str, fact: Fact) -> Any:
    kind = ENUMS[fact.type] if fact.kind is Kind.CHOICE else PLAIN[fact.kind]
    made = strawberry.field(description=fact.description, default=strawberry.UNSET)
    made.type_annotation = strawberry.annotation.StrawberryAnnotation(kind | None)
    made.python_name = code
    return made


SituationInput: Any = create_type(
    "SituationInput",
    [_field(code, fact) for code, fact in FACTS.items()],
    is_input=True,
    description="已知情形；未填即未知，绝不当作否 / what is known; an absent field is unknown, never no",
)


_FACTS: Mapping[str, str] = {to_camel_case(code): code for code in FACTS}


def code_of(name: str) -> str | None:
    """The code of a fact from its name in the input; None if there is none."""
    return _FACTS.get(name)


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
