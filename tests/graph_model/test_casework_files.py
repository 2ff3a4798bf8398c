"""Files at items: sealed in parts, whole or not opened, erased with the child, read by nobody else."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from graph_model.casework import files, store
from graph_model.casework.files import PART, StoredFile
from graph_model.casework.records import opened
from graph_model.casework.store import Desk
from graph_model.graph import Graph
from graph_model.rows import KeyRow, Statement
from knowledge.casework.order import RefusedOrder
from knowledge.errors import Sealed
from knowledge.files.content import SentFile
from knowledge.vocabulary import FieldClass
from tests.graph_model import test_casework as casework
from tests.graph_model.test_casework import HERE, STREET, WANG, do, done, report, run

PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(2 * PART + 7) + b"\xff\xd9"
"""Of three parts."""
EVERY = frozenset(FieldClass)
ALL_PARTS = Statement("parts", "MATCH (p:FilePart) RETURN p.id AS key ORDER BY key")
BLOBS = Statement("blobs", "MATCH (p:FilePart) RETURN p.blob AS blob")
SWAP = Statement(
    "swap",
    "MATCH (a:FilePart {number: 0}), (b:FilePart {number: 1}) WITH a, b, a.blob AS of SET a.blob = b.blob, b.blob = of",
)
CUT = Statement("cut", "MATCH (p:FilePart {number: 2}) DETACH DELETE p")
GONE = Statement("gone", "MATCH (p:FilePart) DETACH DELETE p")


@dataclass(frozen=True)
class Blob:
    blob: bytes


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    for statement in (GONE, *casework.CLEAN):
        await graph.write(STREET, run, statement, area=HERE)


async def blobs(graph: Graph) -> list[bytes]:
    """What the database holds."""

    async def read(tx: Any) -> list[bytes]:
        return [r.blob for r in await tx.rows(BLOBS, Blob)]

    return await graph.read(STREET, read)


async def parts(graph: Graph) -> list[str]:
    async def read(tx: Any) -> list[str]:
        return [r.key for r in await tx.rows(ALL_PARTS, KeyRow)]

    return await graph.read(STREET, read)


async def attached(desk: Desk, code: str, **form: Any) -> StoredFile:
    """What stands of a file that was attached."""
    done(await do(desk, WANG, "report.attach", code, **(form or {"attachment_health": SentFile(PHOTO)})))
    (row, *_) = await desk.graph.read(STREET, store.events, code, 1)
    values = opened(desk.vault, row, EVERY)
    return StoredFile.of(next(v for v in values.values() if isinstance(v, dict)))


async def content(desk: Desk, code: str, file: StoredFile, actor: Any = STREET) -> bytes:
    return await desk.graph.read(actor, files.content, desk.vault, code, "attachment_health", file)


async def test_a_file_is_read_back_as_it_was_sent_and_never_if_it_was_touched(graph: Graph, desk: Desk):
    code = await report(desk)
    done(await do(desk, WANG, "report.take", code))
    file = await attached(desk, code)
    assert (file.media, file.size, len(await parts(graph))) == ("image/jpeg", len(PHOTO), 3)
    assert await content(desk, code, file) == PHOTO
    assert all(PHOTO[9:40] not in blob for blob in await blobs(graph))
    await graph.write(STREET, run, SWAP)
    with pytest.raises(Sealed):
        await content(desk, code, file)
    await graph.write(STREET, run, SWAP)
    await graph.write(STREET, run, CUT)
    with pytest.raises(Sealed):
        await content(desk, code, file)


async def test_what_is_refused_leaves_no_part_and_the_same_key_attaches_once(graph: Graph, desk: Desk):
    code = await report(desk)
    done(await do(desk, WANG, "report.take", code))
    pair: dict[str, Any] = {"attachment": SentFile(PHOTO), "attachment_health": SentFile(PHOTO)}
    wrong: list[dict[str, Any]] = [{"attachment": SentFile(c)} for c in (b"<html>", PHOTO[:-3])]
    for form in (*wrong, pair, {}):
        assert isinstance(await do(desk, WANG, "report.attach", code, **form), RefusedOrder)
    assert await parts(graph) == []
    for _ in range(2):
        done(await do(desk, WANG, "report.attach", code, key="once", attachment=SentFile(PHOTO)))
    assert len(await parts(graph)) == 3
