"""Statements, and database records as typed values (语句与行)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, LiteralString, TypeVar, cast

from neo4j import Record
from neo4j.time import Date as NeoDate
from neo4j.time import DateTime as NeoDateTime
from pydantic import TypeAdapter

T = TypeVar("T")


HEADER = re.compile(r"^// name: (\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A result row with a key only."""

    key: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement of a `.cypher` file."""

    name: str
    text: LiteralString


def statements(module_file: str, *names: str) -> list[Statement]:
    """Read the statements `names` from the `.cypher` file beside a module.

    A statement starts at `// name: <identifier>` and ends before the next such line.

    Raises:
        ValueError: The file does not contain exactly these names.
    """
    path = Path(module_file).with_suffix(".cypher")
    _, *parts = HEADER.split(path.read_text("utf-8"))
    texts = dict(zip(parts[::2], parts[1::2], strict=True))
    if texts.keys() != set(names):
        raise ValueError(f"{path.name} holds {sorted(texts)}, its module asks for {sorted(names)}")
    # LiteralString: the text is shipped with the package, never built from input
    return [Statement(name, cast("LiteralString", texts[name].strip())) for name in names]


@dataclass(frozen=True, slots=True)
class Written:
    """Counts of what a write created."""

    nodes: int
    relationships: int


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


PLAIN = frozenset({str, int, float, bool, bytes, type(None)})


def _native(value: Any) -> Any:
    kind = type(value)
    if kind in PLAIN:  # most are; a list of children has hundreds of thousands
        return value
    if isinstance(value, NeoDate | NeoDateTime):
        return value.to_native()
    if kind is list:
        return [_native(v) for v in value]
    if kind is dict:
        return {k: v if type(v) in PLAIN else _native(v) for k, v in value.items()}
    return value


def plain(record: Any) -> dict[str, Any]:
    """A dataclass as parameters: fields by name, enums as codes, tuples as lists.

    Raises:
        TypeError: Not a dataclass.
    """
    if not is_dataclass(record):
        raise TypeError(f"{type(record).__name__} is not a record")
    params: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        params[field.name] = (
            list(value) if isinstance(value, tuple) else str(value) if isinstance(value, str) else fixed(value)
        )
    return params


def fixed(value: Any) -> Any:
    """Convert a moment to UTC; return any other value unchanged.

    A moment with a named time zone crashes the process: the driver (6.4) passes CPython's zoneinfo (3.11) a type that
    is no datetime, and that code path frees memory that it does not own.
    """
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def built_all(kind: type[T], rows: Sequence[Mapping[str, Any]]) -> list[T]:
    """Typed rows from rows of native values, which cost less together than one by one.

    Raises:
        pydantic.ValidationError: A missing column or an unknown code.
    """
    made: list[T] = _adapter(list[kind]).validate_python(rows)  # type: ignore[valid-type]  # a type at run time
    return made


def built(kind: type[T], record: Record) -> T:
    """A typed row from a record.

    Raises:
        pydantic.ValidationError: A missing column or an unknown code.
    """
    row: T = _adapter(cast("Any", kind)).validate_python(
        {k: _native(v) for k, v in zip(record.keys(), record.values(), strict=True)}
    )
    return row
