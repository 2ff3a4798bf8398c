"""载入文件：template, preview with every cell that was not taken, load; twice is once; only for whoever may."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, expect

from api.jobs import runner as jobs
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.web.conftest import Site, fits, flaws, opened, sign_in
from tests.web.plain import desk, signed, words
from web.frame.tray import Tray
from web.loading.page import attach_loading
from web.loading.sent import LARGEST
from web.loading.uploads import ROOM, WaitingFile
from web.parts.uploads import BESIDE

HEADINGS = "区划码,社区名称,层次,上级区划代码,备柱"
NEW, STREET = "440104001998", "440104001000"
AREAS = f"{HEADINGS}\n{NEW},载入试验社区,社区,{STREET},x\n4401040019,坏,社区,{STREET},\n"
MAPPED = {"h0": "区划码", "c0": "code", "h1": "社区名称", "c1": "name", "h2": "层次", "c2": "level"}
REST = {"h3": "上级区划代码", "c3": "parent_code", "h4": "备柱", "c4": ""}


@pytest.fixture
async def loading(graph: Graph, home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(jobs, "PATIENCE", 600.0)  # no load becomes a job, however busy the machine is
    async with desk(graph, home, attach_loading, alone=True) as client:
        signed(client, home, "centre")
        yield client

    async def forget(tx: Tx) -> None:
        await tx.write(Statement("forget", f"MATCH (n:Area {{code: '{NEW}'}}) DETACH DELETE n"))
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(Actor("test", ActorRole.CENTRE), forget)


async def send(client: httpx.AsyncClient, topic: str, content: bytes, name: str = "试验.csv") -> httpx.Response:
    """Send a file; the page where it leads."""
    reply = await client.post("/load", data={"topic": topic}, files={"file": (name, content, "text/csv")})
    return await client.get(reply.headers["location"]) if reply.status_code == 303 else reply


async def act(client: httpx.AsyncClient, page: httpx.Response, **form: str) -> httpx.Response:
    """Press a button of the page of a file."""
    reply = await client.post(page.url.path, data=form)
    assert reply.status_code == 303, reply.text
    return await client.get(reply.headers["location"])


async def test_a_file_is_mapped_previewed_loaded_and_twice_is_once(loading: httpx.AsyncClient):
    page = await send(loading, "areas", AREAS.encode("gbk"))
    assert "还缺必须的列" in words(page.text)
    page = await act(loading, page, do="columns", **MAPPED, **{**REST, "c4": "code"})
    assert "一列只对应一个表头" in words(page.text) or "什么也没有写入" in words(page.text)
    page = await act(loading, page, do="columns", **MAPPED, **REST)
    shown = words(page.text)
    assert "将写入1行；读出2行；1处没有照原样取" in shown
    assert "第3行" in shown
    assert "不是区划代码" in shown
    assert "载入试验社区" in shown
    page = await act(loading, page, do="load")
    assert "载入完成" in words(page.text)
    assert "已写入1行" in words(page.text)
    page = await act(loading, page, do="load")
    assert "已写入1行" in words(page.text)
    good = f"代码,名称,级别,上级代码\n{NEW},载入试验社区,社区,{STREET}\n"
    again = await send(loading, "areas", good.encode())
    assert "1行已在册，不变" in words(again.text)
    assert re.search(rf"{STREET}=\S+街道", words(again.text))
    assert "没有要写入的" in words(again.text)


FILES = [
    ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
    ("b.csv", b"", "文件是空的"),
    ("c.pdf", b"%PDF-1.7", "选xlsx"),
    ("e.csv", b"a,b\n" * 1000, "还缺必须的列"),
]


async def test_a_file_that_cannot_be_used_says_what_to_do(loading: httpx.AsyncClient):
    for name, content, said in FILES:
        page = await send(loading, "bodies", content, name)
        assert said in words(page.text), name
    large = await send(loading, "bodies", b"x" * (LARGEST + BESIDE), "d.csv")
    assert large.status_code == 413
    assert "文件超过4MB" in words(large.text)
    none = await loading.post("/load", data={"topic": "bodies"}, files={"x": ("a", b"")})
    assert none.status_code == 422


async def test_the_template_is_read_back_without_a_trace_of_a_child(loading: httpx.AsyncClient):
    page = await loading.get("/load", params={"topic": "children"})
    assert "记入审计" in page.text
    link = re.search(r'href="(/load/template[^"]+children\.csv)"', page.text)
    assert link
    template = await loading.get(html.unescape(link[1]))
    assert template.headers["content-disposition"] == 'attachment; filename="children.csv"'
    sent = await send(loading, "children", template.content)
    assert "载入1行" in words(sent.text)
    assert "2015-03-01" not in sent.text


async def test_a_file_is_only_for_whoever_sent_it(loading: httpx.AsyncClient, home: Path):
    page = await send(loading, "areas", AREAS.encode())
    signed(loading, home, "director")
    other = await loading.get(page.url.path)
    assert other.status_code == 404
    assert "试验.csv" not in other.text
    assert (await loading.post(page.url.path, data={"do": "load"})).status_code == 404
    signed(loading, home, "centre")
    assert "试验.csv" in (await loading.get("/load")).text
    assert "试验.csv" not in (await act(loading, page, do="drop")).text


ROLES = [(None, 303), ("planner", 403), ("auditor", 403), ("director", 200), ("centre", 200)]


@pytest.mark.parametrize(("role", "status"), ROLES)
async def test_only_what_one_may_load_is_offered(loading: httpx.AsyncClient, home: Path, role: str | None, status: int):
    signed(loading, home, role)
    reply = await loading.get("/load")
    assert reply.status_code == status
    topics = re.findall(r'href="/load\?topic=(\w+)"', reply.text)
    assert ("records" in topics and "areas" not in topics) is (role == "director")
    assert bool(topics) is (status == 200)
    sent = await loading.post("/load", data={"topic": "areas"}, files={"file": ("a.csv", b"x", "text/csv")})
    assert sent.status_code == {200: 303 if role == "centre" else 422}.get(status, status)


def test_files_are_held_for_a_while_and_not_too_many():
    now = [0.0]
    files = Tray[WaitingFile](ROOM, lambda: now[0])

    def put(owner: str, name: str) -> str:
        made = WaitingFile(owner, "areas", name, "")
        files.put(made)
        return made.key

    first = put("a", "1")
    now[0] = ROOM.lifetime / 2
    second, *_ = [put("a", str(n)) for n in range(ROOM.each - 1)]
    put("b", "x")
    kept = files.get(first, "a")
    assert kept is not None
    kept.name = "changed here only"
    assert files.get(first, "b") is None
    assert [f.name for f in files.of("a") if f.key == first] == ["1"]
    now[0] += 1
    put("a", "last")
    assert [f.name for f in files.of("a")][:2] == ["last", "1"], "the one that was used last stays"
    assert len(files.of("a")) == ROOM.each
    assert files.get(second, "a") is None
    changed = files.change(first, name="2")
    assert changed is not None
    assert changed.name == "2"
    now[0] += ROOM.lifetime + 1
    assert files.get(first, "a") is None
    assert files.change(first, name="3") is None
    assert not files.of("a")


async def test_a_file_is_previewed_without_script_on_a_phone(browser: Browser, site: Site):
    async with opened(browser, site, 360) as page:
        await sign_in(page, "区中心")
        kept = await page.context.storage_state()
    async with opened(browser, site, 360, java_script_enabled=False, storage_state=kept) as page:
        await page.goto("/rules")
        await page.get_by_role("link", name="载入文件").click()
        await page.get_by_role("link", name="区划", exact=True).click()
        await page.get_by_label("选一个文件").set_input_files(
            {"name": "试验.csv", "mimeType": "text/csv", "buffer": AREAS.encode()}
        )
        await page.get_by_role("button", name="预览").click()
        await page.get_by_label("“备柱”是哪一列").select_option(label="不用这一列")
        await expect(page.get_by_role("button", name="按上面的对应再看一次")).to_be_visible()


async def test_pages_of_loading_are_accessible_and_fit(browser: Browser, site: Site):
    async with opened(browser, site) as page:
        await sign_in(page, "区中心")
        await page.goto("/load")
        assert await flaws(page) == []
        await fits(page)
        await page.goto("/load?topic=areas")
        await fits(page)
        good = f"代码,名称,级别,上级代码\n{NEW},载入试验社区,社区,{STREET}\n4401040019,坏,社区,{STREET}\n"
        await page.get_by_label("选一个文件").set_input_files(
            {"name": "试验.csv", "mimeType": "text/csv", "buffer": good.encode()}
        )
        await page.get_by_role("button", name="预览").click()
        await page.get_by_role("button", name="载入1行").wait_for()
        assert await flaws(page) == []
        await fits(page)
