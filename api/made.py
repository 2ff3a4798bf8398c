"""GraphQL enums and input fields that are made from rows (由行生成的枚举与输入)."""

from collections.abc import Mapping
from dataclasses import MISSING
from enum import Enum
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation


def enum_of(name: str, values: Mapping[str, str], description: str | None = None) -> Any:
    """An enum whose values are codes; `values` are their descriptions."""
    made: Any = Enum(name, {code.upper(): code for code in values})  # type: ignore[misc]  # values come from a file
    enum: Any = strawberry.enum(made, description=description)
    for value, words in zip(enum.__strawberry_definition__.values, values.values(), strict=True):
        value.description = words
    return enum


def field_of(name: str, annotation: Any, description: str | None = None, default: Any = MISSING) -> Any:
    """A field of an input; one without a default must be given."""
    made: Any = strawberry.field(description=description, default=default)
    made.type_annotation = StrawberryAnnotation(annotation)
    made.python_name = name
    return made
