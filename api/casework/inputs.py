"""The inputs of casework's mutations, made from its rows: one for each step that people take (办理的输入)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from strawberry.tools import create_type
from strawberry.utils.str_converters import to_camel_case

from api.made import enum_of, field_of
from api.request.contents import decoded
from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind
from knowledge.files.content import SentFile

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
    FieldType.SERVICE: str,
    FieldType.NEED: str,
    FieldType.MATTER: str,
    FieldType.FILE: str,
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


def pascal(*words: str) -> str:
    """The words as a name of a type."""
    return "".join(part.title() for word in words for part in word.split("_"))


def people(kind: ItemKind) -> Iterator[ActionRow]:
    """The steps of a kind that people take."""
    return (a for a in kind.action if not a.automatic)


KINDS: Any = enum_of("WorkItemKind", {kind.code: kind.both for kind in table().kinds.values()})
"""The kinds of items."""
CHOICES: Mapping[tuple[str, str], Any] = {
    (kind.code, f.code): enum_of(pascal(kind.code, f.code), {v.code: v.both for v in f.values}, f.both)
    for kind in table().kinds.values()
    for f in kind.field
    if f.type is FieldType.CHOICE
}
"""The closed sets of values, by kind of item and field."""


def _of_form(kind: ItemKind, row: Field, *, needed: bool) -> Any:
    annotation = CHOICES.get((kind.code, row.code)) or SCALARS[row.type]
    about = f"{row.name}（{row.field_class}） / {row.name_en} ({row.field_class})."
    if needed:
        return field_of(row.code, annotation, about)
    return field_of(row.code, annotation | None, about, None)


@cache
def _input_of(kind: str, action: str) -> Any:
    row = table().kinds[kind]
    return _made(row, table().action(kind, action))


def input_of(kind: ItemKind, action: ActionRow) -> Any:
    """The input type of a step: its key, the item, and the form."""
    return _input_of(kind.code, action.code)


def _made(kind: ItemKind, action: ActionRow) -> Any:
    heads = ["key"] + (["under"] if action.under else [] if action.creating else ["code"])
    made = [field_of(name, COMMON[name]) for name in heads]
    rows = [f for code in action.form if (f := kind.field_of(code)) is not None]
    made += [_of_form(kind, f, needed=True) for f in rows if f.code in action.needs]
    made += [_of_form(kind, f, needed=False) for f in rows if f.code not in action.needs]
    tails = ["occurred_at"] if action.creating else ["expected_revision", "occurred_at"]
    made += [field_of(name, COMMON[name], default=None) for name in tails]
    return create_type(f"{pascal(kind.code, action.code)}Input", made, is_input=True, description=action.both)


def form_of(kind: ItemKind, action: ActionRow, given: Any) -> dict[str, Any]:
    """The form in an input, with plain values; files read from base64."""
    form = {code: _plain(getattr(given, code)) for code in action.form if getattr(given, code) is not None}
    return {code: _file(v) if _is_file(kind.field_of(code)) else v for code, v in form.items()}


def _is_file(row: Field | None) -> bool:
    return row is not None and row.type is FieldType.FILE


def _file(text: str) -> SentFile:
    """A file; what is no base64 is a file of nothing, and refused as such."""
    return SentFile(decoded(text) or b"")


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def graphql_name(code: str) -> str:
    """The name of a form field in the input."""
    return str(to_camel_case(code))
