"""Directories of others: taken in one transaction, with what the network has no place for (附带保留)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from graph_model.directory import records
from graph_model.directory.changes import bump
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.errors import BadInput
from network.entities import Actor, Body, ServicePoint
from network.exchange.kept import KeptRows

ALL_KEPT, PUT_KEPT = statements(__file__, "all_kept", "put_kept")


@dataclass(frozen=True, slots=True)
class KeptDirectory:
    """The rows of one source, as JSON by table and id, and the records that were made from them."""

    id: str
    rows: str
    made: tuple[str, ...]
    like_ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """Records written from a directory."""

    source: str
    bodies: Sequence[Body]
    points: Sequence[ServicePoint]
    kept: KeptRows | None
    """None: nothing to write."""


async def all_kept(tx: Tx) -> dict[str, KeptRows]:
    """Return the stored rows by source."""
    directories = await tx.rows(ALL_KEPT, KeptDirectory)
    return {k.id: KeptRows(json.loads(k.rows), frozenset(k.made), frozenset(k.like_ours)) for k in directories}


async def take(graph: Graph, actor: Actor, what: Import) -> None:
    """Write a directory: all of it, or nothing.

    Raises:
        BadInput: An area or a kind is no longer in the graph.
        GraphUnavailable: The database cannot be used.
    """
    await graph.write(actor, _take, what)


async def _take(tx: Tx, what: Import) -> None:
    groups: tuple[Sequence[records.Record], ...] = (what.bodies, what.points)
    for group in groups:
        written: set[str] = set()
        for some in records.batches(group, records.PART):
            written |= await records.put(tx, some)
        if len(written) < len(group):
            raise BadInput("file", "load.rows_not_written", count=len(group) - len(written))
    if what.kept is not None:
        row = {
            "id": what.source,
            "rows": json.dumps(what.kept.rows, ensure_ascii=False),
            "made": sorted(what.kept.made),
            "like_ours": sorted(what.kept.like_ours),
        }
        await tx.rows(PUT_KEPT, KeyRow, records=[row])
        await bump(tx)
