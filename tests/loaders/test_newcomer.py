"""A newcomer's hour: from the shipped divisions and a district's own files, with commands of the documentation only.

Read against the files and the articles by a second reader, who had written neither the answers nor the files:
2026-11-30, answer by answer (未成年人保护法 11, 81, 92, 93, 96, 反家庭暴力法 15; lists counted in the files by hand).
Until then the first, third and tenth looked only for a name anywhere, and the second refused post was not seen.
"""

import csv
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from zipfile import ZipFile, is_zipfile

import httpx
import pytest

from graph_model import engine, schema
from graph_model.access import use
from graph_model.graph import Graph
from graph_model.rows import Statement
from loaders.intake.contract import LOADER
from network.entities import ANONYMOUS
from tests.cli.test_former import FORMER, INDEX, Named, run
from tests.loaders.conftest import emptied
from tests.support.shell import ROOT, Shell
from tests.web.conftest import Site

pytestmark = pytest.mark.graph
FILES = Path(__file__).parent / "newcomer"
"""Made up: a whole district, as its office has it."""
TOPICS = ("bodies", "points", "schools", "posts", "population", "segments", "plans", "standards", "children")
DISTRICT, STREET, COMMUNITY = "440106000000", "440106006000", "440106001001"
CARE = "B16"
"""Temporary guardianship (临时监护)."""
DOCUMENTED = re.findall(r"tongxin ((?:district )?[a-z]+)", (ROOT / "docs" / "loading.md").read_text("utf-8"))


class Newcomer:
    """Runs documented commands, each with its exit code and output."""

    def __init__(self, shell: Shell, environment: dict[str, str], folder: Path) -> None:
        self._shell, self._environment, self.folder = shell, environment, folder

    def run(self, *words: str) -> CompletedProcess[str]:
        command = " ".join(words[:2]) if words[0] == "district" else words[0]
        assert command in DOCUMENTED, f"docs/loading.md does not tell of {command}"
        return self._shell.run(words, self._environment, self.folder)

    def asks(self, *words: str) -> dict[str, Any]:
        done = self.run("ask", *words, "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
async def newcomer(
    second: engine.Server, written: Graph, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Newcomer]:
    await emptied(written)
    folder = tmp_path_factory.mktemp("newcomer")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "TONGXIN_", "PORT", "HOST"))}
    given = {"NEO4J_URI": second.uri, "NEO4J_USER": second.user, "NEO4J_PASSWORD": second.password}
    own = {"TONGXIN_HOME": str(folder / "home"), "TONGXIN_LANG": "zh", "TONGXIN_DISK_FREE": "0", "COLUMNS": "500"}
    environment = clean | given | own
    shell = Shell(environment, folder)
    yield Newcomer(shell, environment, folder)
    shell.close()


def rows(topic: str) -> list[dict[str, str]]:
    with (FILES / f"{topic}.csv").open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def named(kind: str, area: str) -> str:
    """The office of a kind for an area, as the file of the offices has it."""
    (name,) = [r["名称"] for r in rows("bodies") if (r["类别"], r["区划"]) == (kind, area)]
    return name


def offices(answer: dict[str, Any]) -> set[str]:
    return {b["name"] for r in answer["responsible"] for b in r["bodies"]}


def deciding(answer: dict[str, Any]) -> set[str]:
    """The offices that take the matter on."""
    return {b["name"] for r in answer["responsible"] if r["roleLabel"] == "受理处置" for b in r["bodies"]}


def cited(answer: dict[str, Any], office: str) -> set[str]:
    """The articles that give an office its part."""
    rows = [r for r in answer["responsible"] if office in {b["name"] for b in r["bodies"]}]
    return {c["document"] + c["article"] for r in rows for d in r["duties"] for c in d["citations"]}


def documents(answer: dict[str, Any]) -> set[str]:
    return {c["document"] for r in answer["responsible"] for d in r["duties"] for c in d["citations"]}


def states(text: str) -> dict[str, str]:
    """State and count of each kind of the checklist."""
    found = {}
    for line in text.splitlines():
        if m := re.match(r"(?P<state>.+?) · \w+ · \S+ (?P<kind>[a-z_]+) (?P<count>\d+/\d+)", line):
            found[m["kind"]] = f"{m['state']} {m['count']}"
    return found


def texts_of(file: Path) -> list[str]:
    """The texts of a file of the report; of one that is packed, those of its parts."""
    if not is_zipfile(file):
        return [file.read_text("utf-8")]
    with ZipFile(file) as packed:
        return [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]


def loads_her_files(newcomer: Newcomer) -> None:
    begun = newcomer.run("district", "init", "440106")
    assert begun.returncode == 0, begun.stderr
    again = newcomer.run("district", "init", "440106")
    assert (again.returncode, "areas.csv" in again.stdout) == (0, False), "nothing is written over"
    assert "没有 · 机构：" in begun.stdout, "what lacks is told"
    assert "补：tongxin load bodies FILE" in begun.stdout, "with what mends it"
    empty = newcomer.run("district", "checklist", "440106").stdout
    assert {state.split()[0] for state in states(empty).values()} == {"不知道（没有载入）"}
    for topic in TOPICS:
        done = newcomer.run("load", topic, str(FILES / f"{topic}.csv"))
        # two communities of the district have the same name: the file has to give their codes
        assert done.returncode == (2 if topic == "posts" else 0), done.stdout + done.stderr
    twice = newcomer.run("load", "posts", str(FILES / "posts.csv")).stdout
    assert re.findall(r"第(\d+)行", twice) == ["76", "218"], "both communities of that name, and nothing else"


def asks_whose_it_is(newcomer: Newcomer) -> None:
    # 1–4: whose is it, by name, by code, in the district that is loaded where no place is named
    at_home = newcomer.asks("M36", "--at", "岳洲社区")
    assert named("民政部门", "天河区") in offices(at_home)
    assert named("居民委员会", COMMUNITY) in offices(at_home)
    assert deciding(at_home) == {named("民政部门", "天河区")}, "nobody else decides (92)"
    street = newcomer.asks("M29", "--at", STREET)
    assert {named("街道办事处", "石牌街道"), "石牌街道未成年人保护工作站"} <= offices(street)
    violence = newcomer.asks("M10", "--fact", "age=9", "--fact", "domestic_violence=yes")
    police = named("公安机关", "天河区")
    assert police in deciding(violence)
    assert "中华人民共和国反家庭暴力法第15条第1款" in cited(violence, police)
    # 5: the law of the nation and the city hold, the plan of another district is silent
    assert not any("行动方案" in d for a in (at_home, street, violence) for d in documents(a))
    # the district's own plan stands beside the answer, changes none of it, and is silent before its day
    (told,) = at_home["localTexts"]
    (row,) = [r for r in rows("plans") if "M36" in r["事项"]]
    assert (told["document"], told["article"], told["quote"]) == (row["文件名称"], row["条款"], row["条文"])
    assert newcomer.asks("M36", "--at", "岳洲社区", "--on", "2025-12-31")["localTexts"] == []
    sheet = newcomer.run("ask", "M36", "--at", "岳洲社区", "--sheet").stdout
    assert named("民政部门", "天河区") in sheet
    assert f"《{row['文件名称']}》{row['条款']}" in sheet


def asks_what_is_there(newcomer: Newcomer) -> None:
    # 6–8: the lists of the rules against the files
    listed = states(newcomer.run("district", "checklist", "440106").stdout)
    assert listed["street_station"] == "已载入 21/21"
    assert listed["supervisor"] == f"已载入 {sum(r['岗位'] == '儿童督导员' for r in rows('posts'))}/21"
    assert listed["transport"] == "不知道（没有载入） 0/1"
    # 9: nothing that is only not loaded is a violation; once the list is stated, what is absent is missing
    network = newcomer.asks("network")
    assert network["area"]["name"] == "天河区"
    assert [network[graver]["totalCount"] for graver in ("violation", "short")] == [0, 0]
    assert network["data"]["totalCount"] > 0
    stated = newcomer.folder / "lists.csv"
    stated.write_text("类别,区划,齐全日期,来源\n交通运输部门,天河区,2026-01-01,示例声明", "utf-8")
    assert newcomer.run("load", "lists", str(stated)).returncode == 0
    assert states(newcomer.run("district", "checklist").stdout)["transport"] == "缺 0/1"


def asks_where_a_child_goes(newcomer: Newcomer) -> None:
    # 10: where a child goes
    referral = newcomer.asks("referral", "--at", "石牌街道", "--fact", "age=9", "--fact", "unattended=yes")
    assert "天河区" in referral["place"]["name"]
    (care,) = [o for n in referral["needs"] for o in n["offers"] if o["eligibility"]["service"]["code"] == CARE]
    assert {a["name"] for c in care["counters"] for a in c["accept"]} == {named("民政部门", "天河区")}
    # the file of her points states no services: her centre is offered by its kind, and that is said
    (offered,) = care["options"]
    assert offered["point"]["name"] == "天河区未成年人救助保护中心"
    assert (offered["reasons"][0]["good"], "没有登记它提供哪些服务" in offered["reasons"][0]["text"]) == (None, True)
    (shelter,) = [d for d in referral["doors"] if d["code"] == "door_care"]
    centre = named("未成年人救助保护机构", "天河区")
    assert centre in {o["name"] for c in shelter["calls"] for o in c["offices"]}, "it takes in, and decides not (93)"
    called = {o["name"] for d in referral["doors"] for c in d["calls"] if c["number"] == "110" for o in c["offices"]}
    assert called == {named("公安机关", "天河区")}
    orphan = ("age=9", "hukou=local", "father_state=dead", "mother_state=dead")
    paid = newcomer.run("ask", "referral", "--at", "石牌街道", *(x for f in orphan for x in ("--fact", f)), "--sheet")
    assert "社会散居1元/月（天河区，2026-01-01起；来源：示例：金额不是真的" in paid.stdout, paid.stdout


async def test_ten_answers_of_a_district_from_its_own_files(newcomer: Newcomer):
    loads_her_files(newcomer)
    asks_whose_it_is(newcomer)
    asks_what_is_there(newcomer)
    asks_where_a_child_goes(newcomer)
    # what is there, what is not, and what mends it
    whole = newcomer.run("district", "checklist", "440106").stdout
    parts = {"区划": "齐", "本区文件（行动方案等）": "齐", "待遇标准": "有一部分", "账户": "没有", "值班表": "没有"}
    assert all(f"{state} · {part}：" in whole for part, state in parts.items()), whole
    assert "补：tongxin account load FILE" in whole
    # loading everything once more changes nothing
    for topic in ("bodies", "points", "schools", "population", "segments", "plans", "standards"):
        assert "写入 0 行" in newcomer.run("load", topic, str(FILES / f"{topic}.csv")).stdout


def opens_her_pages(server: engine.Server, home: Path, code: str) -> None:
    """The code signs in once, and the pages behind it are of her account and her district."""
    site = Site(server, home)
    try:
        site.start()
        with httpx.Client(base_url=site.url, follow_redirects=True, timeout=120) as browser:
            first = browser.post("/sign-in", data={"code": code})
            assert (first.status_code, first.url.path) == (200, "/work"), first.text + site.log.read_text("utf-8")
            assert "石牌街道" in first.text
            for path in ("/who", "/sheet", "/network"):
                page = browser.get(path)
                assert (page.status_code, page.url.path) == (200, path), page.text + site.log.read_text("utf-8")
                assert "越秀" not in page.text, path
            here, _, elsewhere = browser.get("/rules").text.partition("只在别处适用，这里的答案不引用")
            assert "越秀" in elsewhere
            assert "越秀" not in here
            browser.cookies.clear()
            assert browser.post("/sign-in", data={"code": code}).url.query == b"code=refused", "it is used once"
    finally:
        site.stop()
    assert "Traceback" not in site.log.read_text("utf-8")


async def test_the_report_and_the_first_account_of_a_new_district(newcomer: Newcomer, second: engine.Server):
    assert newcomer.run("district", "init", "440106").returncode == 0
    # the report is of this district alone
    assert newcomer.run("report", "coverage", "--out", str(newcomer.folder / "report")).returncode == 0
    texts = [t for file in (newcomer.folder / "report").iterdir() for t in texts_of(file)]
    assert any("天河区" in t for t in texts)
    assert not any("越秀" in t for t in texts)
    # the first in charge gets a code to sign in with
    for words in (
        ("add", "a0001", "--role", "security"),
        ("add", "l0007", "--role", "street", "--area", "石牌街道", "--by", "a0001"),
        ("approve", "l0007", "--reason", "首任负责人"),
        ("invite", "l0007"),
    ):
        done = newcomer.run("account", *words)
        assert done.returncode == 0, done.stderr
    (code,) = re.findall(r"：([0-9a-f]{32})", done.stdout)
    opens_her_pages(second, newcomer.folder / "home", code)


async def test_a_database_of_the_former_release_serves_her_district_on(newcomer: Newcomer, written: Graph):
    assert newcomer.run("district", "init", "440106").returncode == 0
    assert newcomer.run("load", "bodies", str(FILES / "bodies.csv")).returncode == 0
    before = newcomer.asks("M36", "--at", "岳洲社区")
    await written.write(LOADER, run, FORMER, schema=None)
    await written.define(Statement("drop", "DROP INDEX job_by_day"))
    try:
        assert newcomer.asks("M36", "--at", "岳洲社区") == before
        assert await written.row(ANONYMOUS, INDEX, Named) == Named("job_by_day")
        assert (await written.read(ANONYMOUS, use.held)).schema == use.SCHEMA_VERSION
        assert "写入 0 行" in newcomer.run("load", "bodies", str(FILES / "bodies.csv")).stdout
    finally:
        await schema.define(written)
