"""Statements, and rows of the database as typed values (语句与行)."""

import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, LiteralString, TypeVar, cast

from neo4j import (
    Record,
)
from neo4j.time import Date as NeoDate
from neo4j.time import DateTime as NeoDateTime
from pydantic import TypeAdapter

T = TypeVar("T")


HEADER = re.compile(r"^// name: (\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement of a `.cypher` file."""

    name: str
    text: LiteralString


def statements(module_file: str, *names: str) -> list[Statement]:
    """Read the statements called `names` from the `.cypher` file beside a module.

    A statement starts at `// name: <identifier>` and runs to the next header.

    Raises:
        ValueError: the file does not hold exactly these names.
    """
    path = Path(module_file).with_suffix(".cypher")
    _, *parts = HEADER.split(path.read_text("utf-8"))
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    if found.keys() != set(names):
        raise ValueError(f"{path.name} holds {sorted(found)}, its module asks for {sorted(names)}")
    # The text is shipped with the package, never built from input.
    return [Statement(n, cast("LiteralString", found[n].strip())) for n in names]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write added."""

    nodes: int
    relationships: int


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _native(value: Any) -> Any:
    if isinstance(value, NeoDate | NeoDateTime):
        return value.to_native()
    if isinstance(value, list):
        return [_native(v) for v in value]
    if isinstance(value, dict):
        return {k: _native(v) for k, v in value.items()}
    return value


def plain(record: Any) -> dict[str, Any]:
    """A dataclass as parameters: its fields by name, enums as their codes, tuples as lists."""
    if not is_dataclass(record):
        raise TypeError(f"{type(record).__name__} is not a record")
    found: dict[str, Any] = {}
    for f in fields(record):
        value = getattr(record, f.name)
        found[f.name] = (
            list(value) if isinstance(value, tuple) else str(value) if isinstance(value, str) else fixed(value)
        )
    return found


def fixed(value: Any) -> Any:
    """A moment in UTC, anything else as it is.

    A moment of a named zone kills the process: the driver (6.4) asks CPython's zoneinfo (3.11) with a type that is
    no datetime, and that path frees what it does not own.
    """
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def built(kind: type[T], record: Record) -> T:
    """A typed row; a column that is missing or an unknown code fails here, not three calls later."""
    made: T = _adapter(cast("Any", kind)).validate_python(
        {k: _native(v) for k, v in zip(record.keys(), record.values(), strict=True)}
    )
    return made
