"""Little room on the disk: every change is refused before it begins, and every question is answered."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.tokens import issue, verifier
from api.app import create_app
from api.disk import RELIEVING, Disk, share
from api.settings import Settings
from graph_model.graph import Graph
from graph_model.rows import KeyRow, Statement
from knowledge.errors import DiskLow
from loaders.loading.load import Uploads
from network.entities import ANONYMOUS
from tests.api.conftest import TIMES
from tests.api.hostile import Asked, asked
from tests.support.walks import every

CHANGES = list(asked("mutation"))
WRITTEN = Statement("written", "MATCH (n) WHERE n:Draft OR n:Job OR n:Record RETURN toString(count(n)) AS key")


@pytest.fixture(scope="module")
async def full(graph: Graph, settings: Settings, keys: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The service on a disk of which all must be free."""
    disk = Disk((settings.home,), 1.0)
    app = create_app(graph, verifier(settings), keys=keys, loader=Uploads(), times=TIMES, disk=disk)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as opened:
        yield opened


@pytest.fixture
async def stored(graph: Graph) -> KeyRow | None:
    """How much was there before."""
    return await graph.row(ANONYMOUS, WRITTEN, KeyRow)


async def post(client: httpx.AsyncClient, settings: Settings, question: Asked) -> httpx.Response:
    body: dict[str, Any] = {"query": question.document, "variables": dict(question.base)}
    return await client.post(
        "/graphql", json=body, headers={"authorization": f"Bearer {issue(settings, 'demo-planner')}"}
    )


@every("change", CHANGES, ids=lambda a: a.root)
async def test_no_change_begins(
    full: httpx.AsyncClient, settings: Settings, graph: Graph, stored: KeyRow | None, change: Asked
):
    reply = await post(full, settings, change)
    reason = reply.json()["errors"][0]["extensions"]["reason"]
    assert (reply.status_code, reason) == ((200, reason) if change.root in RELIEVING else (503, "refused.disk_low"))
    assert await graph.row(ANONYMOUS, WRITTEN, KeyRow) == stored


async def test_reads_go_on_and_readiness_tells(full: httpx.AsyncClient):
    reply = await full.post("/graphql", json={"query": "{ areas(first: 1) { totalCount } emergency { danger } }"})
    assert "errors" not in reply.json()
    ready = await full.get("/readyz")
    assert ready.json()["details"]["disk"] == "low"


def test_a_folder_that_is_not_made_yet_counts_by_the_one_above(tmp_path: Path):
    Disk((tmp_path / "not" / "yet",), 0.0).require_room()
    with pytest.raises(DiskLow):
        Disk((tmp_path / "not" / "yet",), 1.0).require_room()
    Disk().require_room()


def test_what_the_system_reserves_is_neither_free_nor_there(tmp_path: Path):
    def disk(blocks: int, free: int, available: int) -> os.statvfs_result:
        return os.statvfs_result((4096, 4096, blocks, free, available, 0, 0, 0, 0, 255))

    # 160 of 1,000 blocks are used, and a program gets 160 more: the rest is the system's
    assert share(disk(1000, 840, 160)) == 0.5
    assert share(disk(1000, 700, 0)) == 0.0
    assert share(disk(0, 0, 0)) == 0.0
    with pytest.raises(DiskLow) as told:
        Disk((tmp_path,), 1.0).require_room()
    assert told.value.free == share(os.statvfs(tmp_path))


def test_what_is_left_is_never_told_as_enough():
    assert "9%" in str(DiskLow(0.1, 0.0999).message)
    assert "10%" in str(DiskLow(0.1, 0.0999).message)
