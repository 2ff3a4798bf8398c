"""A child's record erased for good: first in the graph, then its keys, and so from old dumps too (删除)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.access import accounts
from graph_model.commands import new_key
from graph_model.graph import Graph, Tx
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.access.erasure import Erasing, OpenWork, check_erasing, check_free
from knowledge.errors import NotFound
from knowledge.messages.message import DEFAULT, message
from network.entities import Actor

NAMES = ("lock_erased", "erasable", "roots_of", "entries_of", "forget_fields", "erase", "erased_in")
LOCK, ERASABLE, ROOTS, ENTRIES_OF, FORGET_FIELDS, ERASE, ERASED = statements(__file__, *NAMES)


@dataclass(frozen=True, slots=True)
class Erasable:
    """Counts of the stored data of a child."""

    minor: str
    areas: tuple[str, ...]
    """Area of residence, and those above it."""
    sealed: int
    """Classes of facts of the child."""
    guardians: int
    entries: int
    """Sealed parts of entries of casework."""
    cases: tuple[str, ...]
    work: tuple[Mapping[str, Any], ...]
    joined: tuple[str, ...]
    """Records of the same child that were joined to this one."""

    @property
    def open_work(self) -> list[OpenWork]:
        """Return the open items about the child."""
        return [OpenWork(w["id"], w["kind"]) for w in self.work]


async def erasable(tx: Tx, minor: str) -> Erasable:
    """Return the counts for a child of the actor's areas.

    Raises:
        NotFound: No such child there.
    """
    row = await tx.row(ERASABLE, Erasable, minor=minor)
    if row is None:
        raise NotFound("child", minor)
    return row


async def judged(tx: Tx, minor: str, erasing: Erasing, freezing: Sequence[str], on: date) -> Erasable:
    """Check an erasure without a change, and return what it would remove; `freezing` are the kinds that forbid it.

    Raises:
        NotFound: No such child within the actor's areas.
        BadInput: No reason, or the person may not decide it.
        NotErasable: Something about the child is open.
    """
    what = await erasable(tx, minor)
    known = await accounts.among(tx, [erasing.by])
    check_erasing(erasing, known.get(erasing.by), frozenset(what.areas), on)
    check_free(what.open_work, freezing, what.joined)
    return what


async def is_erased(tx: Tx, minor: str) -> bool:
    """True if a child of the actor's areas was erased in the graph."""
    return await tx.row(ERASED, KeyRow, minor=minor) is not None


async def erase(
    graph: Graph, actor: Actor, vault: Vault, minor: str, erasing: Erasing, freezing: Sequence[str], on: date
) -> int:
    """Erase a child; the number of keys that were deleted. Broken off between graph and keys, a repeat finishes it.

    Raises:
        NotFound, BadInput, NotErasable: As `judged`; nothing was changed.
        GraphUnavailable: The database cannot be used.
    """
    if not await graph.read(actor, is_erased, minor):
        await graph.write(actor, _erase, minor, erasing, freezing, on)
    await graph.write(actor, _forget_fields, minor)
    return sum(vault.store.forget(s) for s in await graph.read(actor, subjects, minor))


async def _erase(tx: Tx, minor: str, erasing: Erasing, freezing: Sequence[str], on: date) -> None:
    await tx.rows(LOCK, KeyRow, minor=minor, key=new_key())
    await judged(tx, minor, erasing, freezing, on)
    await _take_away(tx, minor, on)


@dataclass(frozen=True, slots=True)
class _EventRow:
    item: str
    seq: int
    changes: str


async def _forget_fields(tx: Tx, minor: str) -> None:
    """Take away the open fields of items and entries about a child; nothing where they are gone already."""
    roots = [row.key for row in await tx.rows(ROOTS, KeyRow, minor=minor)]
    events = await tx.rows(ENTRIES_OF, _EventRow, minor=minor, roots=roots)
    entries = [{"item": e.item, "seq": e.seq, "changes": _without_fields(e.changes)} for e in events]
    await tx.rows(FORGET_FIELDS, KeyRow, entries=entries)


def _without_fields(changes: str) -> str:
    return json.dumps({**json.loads(changes), "open": {}}, ensure_ascii=False, sort_keys=True)


async def _take_away(tx: Tx, minor: str, on: date) -> None:
    await _forget_fields(tx, minor)
    word = message("child.erased").text(DEFAULT)
    await tx.rows(ERASE, KeyRow, minor=minor, subjects=await subjects(tx, minor), pseudonym=word, on=on)


async def subjects(tx: Tx, minor: str) -> list[str]:
    """The owners of the keys that go with a child: itself, and the items that were written before it was known."""
    return [minor, *(f"item:{row.key}" for row in await tx.rows(ROOTS, KeyRow, minor=minor))]


async def erased_again(graph: Graph, actor: Actor, vault: Vault, on: date) -> int:
    """Erase in a restored database the children erased since the backup; return their number.

    Their keys are gone already: the newest copy of the keys goes with each backup of the database.
    """
    count = 0
    for minor in vault.store.all_erased():
        if await graph.write(actor, _gone, minor, on):
            count += 1
    return count


async def _gone(tx: Tx, minor: str, on: date) -> bool:
    if not await tx.rows(LOCK, KeyRow, minor=minor, key=new_key()):
        return False
    await _take_away(tx, minor, on)
    return True
