"""The inputs of casework's mutations, made from its rows: one for each step that people take (办理的输入)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.tools import create_type
from strawberry.utils.str_converters import to_camel_case

from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind, Term

SCALARS: Mapping[FieldType, Any] = {
    FieldType.TEXT: str,
    FieldType.CODE: str,
    FieldType.INT: int,
    FieldType.BOOL: bool,
    FieldType.DATE: date,
    FieldType.AREA: str,
    FieldType.MINOR: str,
    FieldType.ITEM: str,
    FieldType.ACCOUNT: str,
    FieldType.BODY: str,
}
"""The GraphQL types of form fields whose values are not a closed set."""
COMMON = {
    "key": str,
    "code": str,
    "under": str,
    "expected_revision": int | None,
    "occurred_at": datetime | None,
}
"""Fields of the inputs beside the form."""


def both(row: Term) -> str:
    """The name in Chinese and English."""
    return f"{row.name} / {row.name_en}"


def pascal(*words: str) -> str:
    """The words as a name of a type."""
    return "".join(part.title() for word in words for part in word.split("_"))


def people(kind: ItemKind) -> Iterator[ActionRow]:
    """The steps of a kind that people take."""
    return (a for a in kind.action if tuple(a.who) != ("system",))


def _enum(name: str, terms: tuple[Term, ...], description: str | None = None) -> Any:
    made: Any = Enum(name, {t.code.upper(): t.code for t in terms})  # type: ignore[misc]  # values come from a file
    enum: Any = strawberry.enum(made, description=description)
    for value, term in zip(enum.__strawberry_definition__.values, terms, strict=True):
        value.description = both(term)
    return enum


KINDS: Any = _enum("WorkItemKind", tuple(table().kinds.values()))
"""The kinds of items."""
CHOICES: Mapping[tuple[str, str], Any] = {
    (kind.code, f.code): _enum(pascal(kind.code, f.code), f.values, both(f))
    for kind in table().kinds.values()
    for f in kind.field
    if f.type is FieldType.CHOICE
}
"""The closed sets of values, by kind of item and field."""


def _field(name: str, annotation: Any, description: str | None, *, optional: bool) -> Any:
    made: Any = strawberry.field(description=description)
    if optional:
        made = strawberry.field(description=description, default=None)
    made.type_annotation = StrawberryAnnotation(annotation)
    made.python_name = name
    return made


def _of_form(kind: ItemKind, row: Field, *, needed: bool) -> Any:
    annotation = CHOICES.get((kind.code, row.code)) or SCALARS[row.type]
    about = f"{row.name}（{row.field_class}） / {row.name_en} ({row.field_class})."
    return _field(row.code, annotation if needed else annotation | None, about, optional=not needed)


def input_of(kind: ItemKind, action: ActionRow) -> Any:
    """The input type of a step: its key, the item, and the form."""
    heads = ["key"] + (["under"] if action.under else [] if action.creating else ["code"])
    made = [_field(name, COMMON[name], None, optional=False) for name in heads]
    rows = [f for code in action.form if (f := kind.field_of(code)) is not None]
    made += [_of_form(kind, f, needed=True) for f in rows if f.code in action.needs]
    made += [_of_form(kind, f, needed=False) for f in rows if f.code not in action.needs]
    tails = ["occurred_at"] if action.creating else ["expected_revision", "occurred_at"]
    made += [_field(name, COMMON[name], None, optional=True) for name in tails]
    return create_type(f"{pascal(kind.code, action.code)}Input", made, is_input=True, description=both(action))


def form_of(action: ActionRow, given: Any) -> dict[str, Any]:
    """The form in an input, with plain values."""
    return {code: _plain(getattr(given, code)) for code in action.form if getattr(given, code) is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def graphql_name(code: str) -> str:
    """The name of a form field in the input."""
    return str(to_camel_case(code))
