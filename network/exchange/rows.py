"""Rows and tables of HSDS as plain values, and the identifiers that their rows have (名录交换)."""

import re
from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from knowledge.exchange.tables import PREFIX, HsdsVersion, tables

Value = str | int | float | bool
Row = Mapping[str, Value]
Tables = Mapping[str, Mapping[str, Row]]
"""The rows of each table by their ids, in the order of writing."""
NAMESPACE = UUID("6f1c2a52-0b0e-5d0a-9d5e-6f0a3c1b7e44")
"""The namespace of our identifiers: it never changes, so that the same record has the same id in every export."""


def uid(table: str, key: str) -> str:
    """The id of a row; a key that is a UUID came with a directory of others, and stays what it is there."""
    return key if is_uuid(key) else str(uuid5(NAMESPACE, f"{table}/{key}"))


FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_uuid(text: str) -> bool:
    """True if a text is a UUID in the canonical form."""
    return FORM.fullmatch(text) is not None


def plain(row: Mapping[str, Value | None]) -> Row:
    """A row without what is not known."""
    return {name: value for name, value in row.items() if value is not None and value != ""}


def of_version(all_tables: Tables, version: HsdsVersion, *, strict: bool = False) -> dict[str, dict[str, Row]]:
    """The tables and fields that a version has; `strict` without the fields that are ours."""
    made: dict[str, dict[str, Row]] = {}
    for name, form in tables().items():
        if form.since is HsdsVersion.V3_1 and version is HsdsVersion.V3_0:
            continue
        later = set(form.fields) - set(form.written(version))
        rows = all_tables.get(name, {})
        made[name] = {key: _without(row, later, strict=strict) for key, row in rows.items()}
    return made


def _without(row: Row, later: Collection[str], *, strict: bool) -> Row:
    """Return the row itself where nothing is left out, so that the directory of a city is in memory once."""
    left_out = [n for n in row if n in later or (strict and n.startswith(PREFIX))]
    return {n: v for n, v in row.items() if n not in left_out} if left_out else row
