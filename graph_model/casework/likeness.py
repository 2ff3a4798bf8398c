"""Possible duplicates of a child being registered, in the actor's areas, compared by the program (疑似重复).

A refusal contains the pseudonym of a child whom the actor may know of anyway; the matching facts are not described.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.casework.records import node
from graph_model.graph import Tx
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import statements
from knowledge.casework.item import WorkItem
from knowledge.casework.likeness import Described, likely_same
from knowledge.errors import Sealed
from knowledge.vocabulary import FieldClass

DESCRIBED, CHILDREN = statements(__file__, "described", "children")
MOST = 5
"""Children who are named at most."""


@dataclass(frozen=True, slots=True)
class _DescribedRow:
    sealed: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _ChildRow:
    key: str
    pseudonym: str
    area: str
    f2: bytes | None
    sealed: tuple[Mapping[str, Any], ...]


async def likely(tx: Tx, vault: Vault, item: WorkItem, form: Mapping[str, Any], on: date) -> tuple[str, ...]:
    """Pseudonyms of children who may be the one that an item and a form describe."""
    described = await tx.row(DESCRIBED, _DescribedRow, item=item.id)
    known = _opened(vault, described.sealed) if described else {}
    new = _described({**item.open, **known, **form}, form.get("area") or item.area)
    if new.name is None and new.born is None:
        return ()
    rows = await tx.rows(CHILDREN, _ChildRow)
    return tuple(r.pseudonym for r in rows if likely_same(new, _on_file(vault, r), on))[:MOST]


def _on_file(vault: Vault, row: _ChildRow) -> Described:
    facts: dict[str, Any] = {}
    if row.f2 is not None:
        with suppress(Sealed):
            facts = vault.open(row.key, Bound("Minor", row.key, FieldClass.F2), row.f2)
    described = _opened(vault, row.sealed)
    return _described({"born": facts.get("birth_date"), "age_about": facts.get("age"), **facts, **described}, row.area)


def _opened(vault: Vault, sealed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The sealed fields of events, oldest first; those whose key was erased are not known."""
    values: dict[str, Any] = {}
    for s in sealed:
        with suppress(Sealed):
            bound = Bound("Event", node(s["item"], s["version"]), FieldClass(s["class"]))
            values |= vault.open(s["subject"], bound, s["blob"])
    return values


def _described(of: Mapping[str, Any], area: str) -> Described:
    born = of.get("born")
    return Described(
        of.get("name"),
        date.fromisoformat(born) if isinstance(born, str) else born,
        of.get("age_about"),
        of.get("guardian_name"),
        of.get("sex"),
        area,
    )
