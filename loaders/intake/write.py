"""The one write path: a file in one transaction up to a size, in batches by key above it (写入)."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from graph_model.directory.records import BATCH, PART, batches
from graph_model.graph import Tx
from graph_model.jobs.jobs import Stage
from graph_model.jobs.loading import LoadContext
from knowledge.vocabulary import FileProblem
from loaders.intake.contract import Item, Portion, Write
from loaders.tables.problems import bad_file

ROWS = 5000
"""Most rows of a file that is written in one transaction."""


def check_size(context: LoadContext, rows: int) -> None:
    """Refuse an upload that would need more than one transaction.

    Raises:
        BadFile: too many rows.
    """
    if rows > ROWS and not context.operator:
        raise bad_file("file.too_many_rows", FileProblem.TOO_LARGE, most=ROWS)


async def write(context: LoadContext, writes: Sequence[Write], rows: int) -> dict[int, None]:
    """Write the records; the lines of those that the graph did not accept, in order.

    Up to ROWS rows either everything is written or nothing. Above, each batch is a transaction: if it is
    interrupted the batches before stay, and the same file again completes it.

    Raises:
        Stopped: the load was cancelled.
        GraphUnavailable: the database cannot be used.
    """
    total = sum(len(w.items) for w in writes)
    if not total:
        return {}
    if rows <= ROWS:
        accepted = await context.write(_write_all, writes, context, total)
    else:
        accepted = set()
        for done, n, part in _parts(writes, BATCH):
            context.course.reached(Stage.WRITING, done, total)
            keys = await context.graph.write(context.actor, writes[n].put, _records(part))
            accepted |= {(n, key) for key in keys}
    return {i.line: None for n, w in enumerate(writes) for i in w.items if (n, i.key) not in accepted}


async def write_parts(context: LoadContext, parts: Sequence[Portion]) -> dict[int, None]:
    """Write each part in a transaction; the lines of what the graph did not accept.

    If it is interrupted the parts before stay, and the same file again completes it.

    Raises:
        Stopped: the load was cancelled.
        GraphUnavailable: the database cannot be used.
    """
    refused: dict[int, None] = {}
    done, total = 0, sum(p.lines for p in parts)
    for part in parts:
        context.course.reached(Stage.WRITING, done, total)
        writes = await asyncio.to_thread(part.make)
        if part is parts[-1]:
            accepted = await context.write(_write_all, writes)
        else:
            accepted = await context.graph.write(context.actor, _write_all, writes)
        refused |= {i.line: None for n, w in enumerate(writes) for i in w.items if (n, i.key) not in accepted}
        done += part.lines
    return refused


async def _write_all(
    tx: Tx, writes: Sequence[Write], context: LoadContext | None = None, total: int = 0
) -> set[tuple[int, str]]:
    """The accepted keys, each with the index of its write."""
    accepted: set[tuple[int, str]] = set()
    for done, n, part in _parts(writes, PART):
        if context is not None:
            context.course.reached(Stage.WRITING, done, total)
        accepted |= {(n, key) for key in await writes[n].put(tx, _records(part))}
    return accepted


def _parts(writes: Sequence[Write], size: int) -> Iterator[tuple[int, int, tuple[Item, ...]]]:
    """Yield the number of items before a part, the index of its write, and the part."""
    done = 0
    for n, w in enumerate(writes):
        for part in batches(w.items, size):
            yield done, n, part
            done += len(part)


def _records(items: Sequence[Item]) -> tuple[Any, ...]:
    return tuple(i.record for i in items)
