"""The page of what a district still needs."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from graph_model.graph import Graph
from tests.web.plain import desk, signed
from web.loading.page import attach_loading


@pytest.fixture(scope="module")
async def site(graph: Graph, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with desk(graph, home, attach_loading) as client:
        yield client


async def test_whoever_loads_sees_each_part_and_where_to_add_it(site: httpx.AsyncClient, home: Path):
    signed(site, home, "centre")
    page = (await site.get("/load/district")).text
    assert "越秀区的开工清单" in page
    table, rest = page.split("</table>", 1)
    assert "tongxin load" not in table, "a person who loads a file needs no command"
    assert "tongxin load standards FILE" in rest
    assert "还要补：" in page
    unknown = rest.split("不知道（没有载入）")[1].split("</details>")[0]
    assert "没有载入的：" in unknown
    assert "没有的：" not in unknown, "not loaded is not absent"
    assert 'href="/load?topic=standards"' in page
    assert 'href="/admin/accounts"' not in page, "others give accounts"
    assert "没有载入不等于没有" in page
    assert "个有门牌路段" in page
    assert "tongxin load outlines FILE" in page
    assert 'href="/load/district"' in (await site.get("/load")).text


async def test_who_may_not_load_is_told_so(site: httpx.AsyncClient, home: Path):
    signed(site, home, "director")
    reply = await site.get("/load/district")
    assert (reply.status_code, "开工清单" in reply.text) == (403, False)
    assert 'href="/load/district"' not in (await site.get("/load")).text
    signed(site, home, None)
    assert (await site.get("/load/district")).headers["location"] == "/signin"
