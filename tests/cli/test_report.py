"""The meeting report: whole, readable by office programs, nothing from outside, nobody's secret in it."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from analytics.coverage.cells import cells
from analytics.coverage.conformance import conformance
from analytics.coverage.layout import Layout, given_at_points
from cli.report import write
from graph_model.drafts import store
from graph_model.graph import Graph
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import speaking
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Tier
from network.drafts.changes import ChangeKind
from network.drafts.draft import Draft, DraftChange, DraftPoint
from network.entities import Actor
from network.snapshot import Network

ON = date(2026, 11, 23)
STREET = "440104010000"
"""人民街道: the one that has no station in the demo."""


@pytest.fixture(scope="module")
async def folder(graph: Graph, book: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    steps: list[str] = []
    await write.report(graph, book, STREET, out, ON, steps.append)
    assert len(steps) == 4
    return out


def test_every_form_is_written_and_nothing_else(folder: Path):
    assert {p.name for p in folder.iterdir()} == {
        "report.html", "report.docx", "tables.xlsx", "map.geojson",
        *(f"{n}.csv" for n in ("缺口", "可及", "未覆盖", "薄弱点", "目标", "建议")),
    }  # fmt: skip


def test_the_page_needs_nothing_from_outside_and_warns(folder: Path):
    page = (folder / "report.html").read_text("utf-8")
    assert not re.findall(r"(?:src|href)=|url\(|@import|<script", page)
    assert "含演示数据" in page
    assert "征求意见稿" in page
    assert "@media print" in page
    assert page.count("<svg") == 2
    assert "人民街道" in page


def test_findings_are_those_of_the_query(folder: Path, network: Network):
    with (folder / "缺口.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = conformance(network, rulebook(), ON, STREET)
    assert [(r["检查"], r["名称"]) for r in rows] == [(f.check.name, f.name) for f in found]
    assert any(r["检查"] == "街道没有未成年人保护工作站" for r in rows)


def test_longer_opening_that_the_page_proposes_stands_in_the_table(folder: Path):
    with (folder / "建议.csv").open(encoding="utf-8-sig", newline="") as file:
        said = [r["做什么"] for r in csv.DictReader(file)]
    page = (folder / "report.html").read_text("utf-8")
    assert "延长开放" in page
    assert any("延长开放到晚间" in x for x in said)


def test_hours_that_nobody_recorded_are_unknown_and_never_zero(folder: Path, network: Network):
    page = (folder / "report.html").read_text("utf-8")
    table = page.split("每周有处可去的小时数")[1].split("</table>")[0]
    said = {row[0]: row[1:] for row in (re.findall(r"<td>(.*?)</td>", x) for x in table.split("<tr>")) if row}
    unknown = 0
    for need in rulebook().needs:
        own = list(cells(Layout(network), rulebook(), [need.code], STREET))
        row = said.get(need.name)
        if row is None:
            assert not given_at_points(rulebook(), need.code)
            continue
        if any(c.uncertain for c in own):
            assert all(x == "不详" or x.startswith("至少") for x in row[:-1] if x != "168"), (need.name, row)
            unknown += "不详" in row
        assert "0" not in row[:-1] or not any(c.uncertain for c in own), need.name
    assert unknown, "the demo has such needs"
    document = "\n".join(c.text for t in Document(str(folder / "report.docx")).tables for r in t.rows for c in r.cells)
    assert "不详" in document


def test_codes_stay_codes_in_spreadsheets(folder: Path):
    sheet = load_workbook(folder / "tables.xlsx")["可及"]
    code = sheet["D2"]
    assert isinstance(code.value, str)
    assert len(code.value) == 12
    assert code.number_format == "@"
    raw = (folder / "可及.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert f"{code.value}\t".encode() in raw


def test_the_document_can_be_edited(folder: Path):
    doc = Document(str(folder / "report.docx"))
    assert doc.paragraphs[0].text.startswith("人民街道")
    assert len(doc.tables) >= 4


def test_the_map_draws_no_confidential_place(folder: Path, network: Network):
    drawn = json.loads((folder / "map.geojson").read_text("utf-8"))
    keys = {f["properties"]["key"] for f in drawn["features"]}
    assert not keys & {p.id for p in network.points.values() if p.confidential}
    assert all(f["properties"]["crs"] for f in drawn["features"])


def test_no_record_of_a_child_is_in_it(folder: Path):
    for path in folder.iterdir():
        if path.suffix in (".html", ".csv", ".geojson"):
            assert "demo-0" not in path.read_text("utf-8")


@pytest.fixture(scope="module")
async def english(graph: Graph, book: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("english")
    with speaking("en"):
        await write.report(graph, book, STREET, out, ON, lambda _: None)
    return out


def test_in_english_only_names_and_rules_are_chinese(english: Path):
    tables = {"gaps", "reach", "uncovered", "weak points", "goals", "proposals"}
    assert {p.stem for p in english.glob("*.csv")} == tables
    page = (english / "report.html").read_text("utf-8")
    headings = re.findall(r"<(?:h2|th|title|p class=.note.)>(.*?)</", page)
    assert len(headings) > 20
    assert [h for h in headings if not h.replace("人民街道", "").isascii()] == []
    for path in english.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert "".join(next(csv.reader(file))).isascii(), path.name


async def test_an_unknown_area_writes_nothing(graph: Graph, book: Rulebook, tmp_path: Path):
    with pytest.raises(NotFound):
        await write.report(graph, book, "999999999999", tmp_path / "r", ON, lambda _: None)
    assert not (tmp_path / "r").exists()


async def test_a_folder_that_cannot_be_is_refused(graph: Graph, book: Rulebook, tmp_path: Path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BadInput) as refused:
        await write.report(graph, book, STREET, tmp_path / "file", ON, lambda _: None)
    assert refused.value.field == "--out"


async def test_the_report_of_a_draft_says_so_and_holds_its_changes(graph: Graph, book: Rulebook, tmp_path: Path):
    station = DraftPoint(
        key="new-1", area=STREET, serves=(STREET,), tier=Tier.STREET, services=("B41",), hours=("Mo-Fr 09:00-17:30",)
    )
    draft = Draft(changes=(DraftChange(step=ChangeKind.OPEN, key="new-1", point=station),))
    planner = Actor("report-draft", ActorRole.PLANNER, ("440104000000",))
    await store.put(graph, planner, store.Saving("报告用的草案", draft, ON))
    await write.report(graph, book, STREET, tmp_path, ON, lambda _: None, "报告用的草案")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "按草案“报告用的草案”算，不是现行网络" in page
    assert "街道没有未成年人保护工作站" not in page
    document = Document(str(tmp_path / "report.docx"))
    assert any("报告用的草案" in p.text for p in document.paragraphs)
    with pytest.raises(NotFound):
        await write.report(graph, book, STREET, tmp_path / "none", ON, lambda _: None, "没有这份")
