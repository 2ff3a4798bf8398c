"""Possible duplicates of a child being registered, in the actor's areas, compared by the program (疑似重复).

Only children with a mark of the new one are opened. A refusal contains the pseudonym of a child whom the actor may
know of anyway; the matching facts are not described.
"""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.casework.records import node
from graph_model.graph import Graph, Tx
from graph_model.keys.likeness import LikenessIndex
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import KeyRow, statements
from knowledge.casework.item import ItemEvent, WorkItem
from knowledge.casework.likeness import Described, likely_same, marks
from knowledge.errors import Sealed
from knowledge.vocabulary import FieldClass
from network.entities import Actor

DESCRIBED, LOCK, KEYS, CHILDREN, UNMARKED = statements(
    __file__, "described", "lock_alike", "keys_in_areas", "children", "unmarked"
)
MOST = 5
"""Children who are named at most."""
KINDS = frozenset({"report", "candidate"})
"""Items by which a child comes on file: what they contain about it is compared."""
PART = 500
"""Children whose marks are made in one transaction."""


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


async def described(tx: Tx, vault: Vault, item: WorkItem, form: Mapping[str, Any]) -> Described:
    """The child that an item and a form describe."""
    return _described({**item.open, **await _known(tx, vault, item.id), **form}, form.get("area") or item.area)


async def in_forms(tx: Tx, vault: Vault, item: str | None, form: Mapping[str, Any]) -> Described:
    """The child that the forms of a row describe, with what the item contains about it, if it exists."""
    return _described({**(await _known(tx, vault, item) if item else {}), **form}, "")


async def _known(tx: Tx, vault: Vault, item: str) -> dict[str, Any]:
    row = await tx.row(DESCRIBED, _DescribedRow, item=item)
    return _opened(vault, row.sealed) if row else {}


async def alone(tx: Tx, vault: Vault, children: Iterable[Described]) -> None:
    """Until the transaction ends nobody else registers a child with a mark of one of these.

    Whoever registers several children names them all at once: the locks are taken in one order by everybody.
    """
    if some := {m for child in children for m in marks(child)}:
        await tx.rows(LOCK, KeyRow, names=LikenessIndex(vault.store).locks(some))


async def likely(tx: Tx, vault: Vault, new: Described, on: date, *, lock: bool) -> tuple[str, ...]:
    """Pseudonyms of children who may be the one that is described.

    `lock`: until the transaction ends nobody else registers a child with a mark of this one.
    """
    some = marks(new)
    if not some:
        return ()
    if lock:
        await alone(tx, vault, [new])
    keys = LikenessIndex(vault.store).alike(some)
    if keys is None:
        keys = frozenset(r.key for r in await tx.rows(KEYS, KeyRow))
    rows = await tx.rows(CHILDREN, _ChildRow, keys=sorted(keys), joined=False) if keys else []
    return (await asyncio.to_thread(_same, vault, new, rows, on))[:MOST]


def mark(vault: Vault, events: Iterable[ItemEvent], items: Mapping[str, WorkItem]) -> None:
    """Add to the index the names and dates of birth of children in events."""
    by_minor = dict[str, frozenset[str]]()
    for e in events:
        minor = items[e.item].minor
        if minor and items[e.item].kind in KINDS:
            values = {**e.sealed.get("F2", {}), **e.sealed.get("F3", {})}
            by_minor[minor] = by_minor.get(minor, frozenset()) | marks(_described(values, ""))
    if by_minor:
        LikenessIndex(vault.store).put(by_minor)


async def complete(graph: Graph, actor: Actor, vault: Vault) -> int:
    """Give all children their marks, once: a database of a former release has none; return their number.

    Raises:
        GraphUnavailable: The database cannot be used; a repeat begins anew.
    """
    index, after, done = LikenessIndex(vault.store), "", 0
    if index.is_complete:
        return 0
    while keys := await graph.read(actor, _page, after):
        rows = await graph.read(actor, _children, keys)
        await asyncio.to_thread(_put, index, vault, rows)
        done, after = done + len(rows), keys[-1]
    index.complete()
    return done


def _same(vault: Vault, new: Described, rows: list[_ChildRow], on: date) -> tuple[str, ...]:
    return tuple(r.pseudonym for r in rows if likely_same(new, _on_file(vault, r), on))


def _put(index: LikenessIndex, vault: Vault, rows: list[_ChildRow]) -> None:
    """Open and mark children in a thread: hundreds take long."""
    index.put({r.key: some for r in rows if (some := marks(_on_file(vault, r)))})


async def _page(tx: Tx, after: str) -> list[str]:
    return [r.key for r in await tx.rows(UNMARKED, KeyRow, after=after, first=PART)]


async def _children(tx: Tx, keys: list[str]) -> list[_ChildRow]:
    return await tx.rows(CHILDREN, _ChildRow, keys=keys, joined=True)


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
