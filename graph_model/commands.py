"""Writes by mutation: one effect per key, one winner, and a lost answer can be read again by its key (命令)."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid4

from graph_model.errors import OutcomeUnknown
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.errors import Conflict
from network.entities import Actor

T = TypeVar("T")
TAKE, KNOWN = statements(__file__, "take", "known")
ATTEMPTS = 3
"""Number of times that a write with an unknown outcome is sent; its key makes that safe."""


@dataclass(frozen=True, slots=True)
class Command:
    """A write requested by an account: `kind` and `key` name it among the account's commands."""

    kind: str
    """Kind of the written object, as in `kind.*` of the messages."""
    key: str
    request: Any
    """The whole request as JSON values; another request under the same key is a conflict."""

    @property
    def hash(self) -> str:
        """The hash of the request."""
        text = json.dumps(self.request, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def new_key() -> str:
    """A key for a request that came without one."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class _Taken:
    fresh: bool
    same: bool


async def commit(
    graph: Graph,
    actor: Actor,
    command: Command,
    effect: Callable[[Tx], Awaitable[None]],
    answer: Callable[[Tx], Awaitable[T]],
) -> T:
    """Run `effect` if this command has not taken effect before, then read the `answer`, in one transaction.

    An effect that raises leaves nothing behind, the key included. Both functions are limited to the areas of the
    actor; the answer is read and not stored, so that a right withdrawn since the first attempt is respected.

    Raises:
        Conflict: The account used the key for another request.
        GraphUnavailable: The database cannot be used; the outcome is unknown only if `OutcomeUnknown`.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await graph.write(actor, _once, command, effect, answer)
        except OutcomeUnknown:
            continue
    return await graph.write(actor, _once, command, effect, answer)


async def _once(
    tx: Tx, command: Command, effect: Callable[[Tx], Awaitable[None]], answer: Callable[[Tx], Awaitable[T]]
) -> T:
    if await mark(tx, command):
        await effect(tx)
    return await answer(tx)


def _name(actor: Actor, command: Command) -> str:
    return json.dumps([command.kind, actor.id, command.key], ensure_ascii=False)


async def mark(tx: Tx, command: Command) -> bool:
    """Take the key of a command in an open transaction; True if it has not taken effect before.

    Raises:
        Conflict: The account used the key for another request.
    """
    key = _name(tx.actor, command)
    taken = await tx.row(TAKE, _Taken, key=key, nonce=uuid4().hex, hash=command.hash, at=datetime.now(UTC))
    if taken is None or not taken.same:
        raise Conflict(command.kind, command.key)
    return taken.fresh


async def known(tx: Tx, commands: Sequence[Command]) -> frozenset[str]:
    """The keys of those of the account's commands that have taken effect."""
    names = {_name(tx.actor, c): c.key for c in commands}
    rows = await tx.rows(KNOWN, KeyRow, keys=list(names)) if names else []
    return frozenset(names[r.key] for r in rows)
