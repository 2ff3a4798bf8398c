"""Rows of a directory of others that the network has no field for: stored and passed on unchanged (附带保留)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.exchange.tables import tables
from knowledge.messages.message import message
from network.exchange.check import RowProblem
from network.exchange.rows import Row, Tables
from network.snapshot import Network

PERSONAL = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]|(?<!\d)\d{15}(?!\d)")
"""A mobile number, which is somebody's own, or a citizen's number."""
ABOUT: Mapping[str, tuple[str, ...]] = {
    "contact": ("name", "email"),
    "address": ("attention",),
    "service": ("assurer_email",),
}
"""Fields that are about one person, by table."""
OF_PERSONS = frozenset({"metadata"})
"""Tables about who did what."""
WHERE = frozenset(
    ("latitude", "longitude", "transportation", "description", "url", "external_identifier", "external_identifier_type")
)
"""Fields of a location that reveal its position."""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rows of one directory of others, and the records that were made from it."""

    rows: Tables
    made: frozenset[str]
    like_ours: frozenset[str] = frozenset()
    """Further records that it named, in our own form: an export makes their rows by itself."""


def public(text: str | None) -> str | None:
    """Return the contact of an office; None for a personal number."""
    return None if text is None or PERSONAL.search(re.sub(r"[\s\-]", "", text)) else text


def impersonal(rows: Tables) -> tuple[Tables, list[RowProblem]]:
    """The rows without what is about one person, with a note for each field or table that is not taken."""
    notes: dict[tuple[str, str | None], int] = {}
    kept: dict[str, Mapping[str, Row]] = {}
    for name, table in rows.items():
        fields = ABOUT.get(name, ())
        if name in OF_PERSONS and table:
            notes[name, None] = len(table)
        if name not in OF_PERSONS:
            kept[name] = {key: {n: v for n, v in row.items() if n not in fields} for key, row in table.items()}
            for field in fields:
                if count := sum(field in row for row in table.values()):
                    notes[name, field] = count
    own = {key for key, row in kept.get("phone", {}).items() if public(str(row.get("number", ""))) is None}
    if own:
        notes["phone", "number"] = len(own)
    left_out = [
        RowProblem(name, field, message("exchange_problem.personal", count=count), grave=False)
        for (name, field), count in notes.items()
    ]
    return without(kept, {"phone": own}), left_out


def hidden(rows: Tables, locations: Collection[str]) -> Tables:
    """The rows without where some locations are, which are confidential."""
    kept = {name: dict(table) for name, table in rows.items()}
    for key in locations:
        row = kept.get("location", {}).get(key)
        if row is not None:
            bare = {n: v for n, v in row.items() if n not in WHERE}
            kept["location"][key] = {**bare, "location_type": "virtual"}
    gone = {key for key, row in kept.get("address", {}).items() if row.get("location_id") in locations}
    return without(kept, {"address": gone})


def without(rows: Tables, gone: Mapping[str, Collection[str]]) -> Tables:
    """Return the rows without some, and without all that refer to them."""
    dropped = {name: set(keys) for name, keys in gone.items()}
    while True:
        more = {(name, key) for name, key in _saying(rows, dropped) if key not in dropped.get(name, ())}
        if not more:
            return {n: {k: r for k, r in table.items() if k not in dropped.get(n, ())} for n, table in rows.items()}
        for name, key in more:
            dropped.setdefault(name, set()).add(key)


def _saying(rows: Tables, dropped: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Rows that refer to one that is dropped."""
    anything = {key for keys in dropped.values() for key in keys}
    if not anything:
        return
    for name, table in rows.items():
        form = tables()[name]
        targets = {field: form.refers(field) for field in form.fields}
        for key, row in table.items():
            refers = any(t and row.get(field) in dropped.get(t, ()) for field, t in targets.items())
            if refers or row.get("link_id") in anything:
                yield name, key


def left(rows: Tables, generated: Tables) -> Tables:
    """The rows that an export of our records does not make by itself."""
    rest = {n: {k: r for k, r in table.items() if k not in generated.get(n, {})} for n, table in rows.items()}
    return {name: table for name, table in rest.items() if table}


def passed_on(all_kept: Iterable[KeptRows], network: Network) -> Tables:
    """Return the stored rows of all directories whose records are in the network of the day."""
    merged: dict[str, dict[str, Row]] = {}
    for kept in all_kept:
        over = kept.made - network.points.keys() - network.bodies.keys()
        rows = without(kept.rows, {"location": over, "organization": over})
        for name, table in rows.items():
            for key, row in table.items():
                merged.setdefault(name, {}).setdefault(key, row)
    return merged
