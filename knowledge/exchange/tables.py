"""The tables of HSDS, versions 3.0 and 3.1: fields, what is required, what nests in what (名录交换的表)."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge.rows.rows import Row

PREFIX = "tongxin_"
"""The prefix of fields for which HSDS has no place."""


class HsdsVersion(StrEnum):
    """A published version of the form."""

    V3_0 = "3.0"
    V3_1 = "3.1"


class Published(Row):
    """Address at which a version is published."""

    number: HsdsVersion
    openapi: str


class Extra(Row):
    """Our own fields of a table."""

    table: str
    fields: Mapping[str, str | tuple[str, ...]]


class HsdsTable(Row):
    """One table: its file in a tabular package, and its place in nested JSON."""

    name: str
    file: str
    since: HsdsVersion = HsdsVersion.V3_0
    required: tuple[str, ...]
    in_table: tuple[str, ...] = ()
    """Fields required in a tabular package only: in nested JSON the nesting expresses them."""
    later: tuple[str, ...] = ()
    """Fields that came with 3.1."""
    fields: Mapping[str, str | tuple[str, ...]]
    """A type, the name of the table that is referred to, or the values that are allowed."""
    many: Mapping[str, str] = {}
    """Nested lists: `table.field`, the table of their rows and the field that refers to the owner."""
    one: Mapping[str, str] = {}
    """Nested single rows, and the own field that refers to them."""
    besides: Mapping[str, str] = {}
    """Nested lists that some write and the schemas do not have: they are read."""
    listed: Mapping[str, str] = {}
    """The same, for those that only a list shows."""

    def written(self, version: HsdsVersion) -> tuple[str, ...]:
        """The fields that a version has, in its order."""
        later = self.later if version is HsdsVersion.V3_0 else ()
        return tuple(name for name in self.fields if name not in later)

    def refers(self, field: str) -> str | None:
        """The table that a field refers to."""
        form = self.fields.get(field)
        return form if isinstance(form, str) and form in tables() else None


@cache
def _read() -> Mapping[str, list[Mapping[str, object]]]:
    raw: Mapping[str, list[Mapping[str, object]]] = tomllib.loads(
        (Path(__file__).parent / "hsds.toml").read_text("utf-8")
    )
    return raw


@cache
def tables() -> Mapping[str, HsdsTable]:
    """All tables by name, in the order in which they are written."""
    return {t.name: t for t in map(HsdsTable.model_validate, _read()["table"])}


@cache
def extras() -> Mapping[str, Mapping[str, str | tuple[str, ...]]]:
    """Our own fields by table."""
    return {e.table: e.fields for e in map(Extra.model_validate, _read()["extra"])}


@cache
def published() -> Mapping[HsdsVersion, Published]:
    """The versions that are written."""
    return {p.number: p for p in map(Published.model_validate, _read()["version"])}
