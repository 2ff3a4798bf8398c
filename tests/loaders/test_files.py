"""Files into a real graph: nothing dropped in silence, the same when repeated, whole after an interruption."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from graph_model.directory import snapshot as network
from graph_model.directory.places import by_address
from graph_model.graph import Graph, Tx
from graph_model.jobs.jobs import Course, Stage
from graph_model.jobs.loading import Report
from graph_model.rows import Statement
from knowledge.errors import AmbiguousPlace, BadInput
from knowledge.messages.message import speaking
from knowledge.rulebook.load import rulebook
from loaders.intake import write as writing
from loaders.intake.report import text
from loaders.loading.load import load_path, topic_of
from network.entities import ANONYMOUS
from network.snapshot import Network

TEMPLATES = Path(__file__).parents[2] / "loaders" / "templates"
WORK = ("children", "rosters", "candidates", *(p.stem for p in TEMPLATES.glob("*_forms.csv")))
"""Topics that need keys, accounts or items: see test_people.py, test_rosters.py, test_casework_files.py."""
STREET, COMMUNITY = "440104001000", "440104001007"


async def load_file(graph: Graph, topic: str, path: Path, *, preview: bool = False) -> Report:
    return await load_path(graph, topic, path, rulebook(), date(2026, 11, 25), preview=preview)


async def now(graph: Graph) -> Network:
    return await network.read(graph)


def data(shared: Path, name: str) -> Path:
    path = shared / "data" / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside the project")
    return path


class Interrupted(Exception):  # what happened to the load
    """Stands for a killed process."""


def accounted(report: Report) -> bool:
    return report.read == report.written + report.unchanged + report.repeated + len(report.rejected)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows), "utf-8")
    return path


async def test_official_segments_answer_addresses(own: Graph, shared: Path):
    report = await load_file(own, "segments", data(shared, "yuexiu_catchment_zones_sample.csv"))
    assert report.read == 70
    whole = {7, 20, 27, 34}
    assert (report.written, report.unchanged) == (70 - len(whole), 0)
    assert whole <= {r.line for r in report.rejected}, "rows of which no part is certain"
    assert {r.reason.code for r in report.rejected} == {"row.part_of_segments"}, "only parts of texts, no row"
    again = await load_file(own, "segments", data(shared, "yuexiu_catchment_zones_sample.csv"))
    assert (again.written, again.unchanged, again.rejected) == (0, 66, report.rejected)
    held = await now(own)
    for address, street in {
        "培正一横路3号": "东山街道",
        "新河浦12号": "东山街道",
        "东华东路600号": "大东街道",
        "广州市越秀区东湖路54号": "白云街道",
        "文明路205号": "大塘街道",
        "文明路208号": "珠光街道",
        "环市东路350号": "建设街道",
        "淘金路163号之二": "华乐街道",
        "东风西路226号之三": "六榕街道",
        "黄田3巷8号": "登峰街道",
        "建设大马路西十四街2号": "建设街道",
    }.items():
        place = await own.read(ANONYMOUS, by_address, held, address)
        assert place.name == street, address
    for address in ("东风西路226号之九", "北京路9999号", "环市东路"):
        with pytest.raises(BadInput):
            await own.read(ANONYMOUS, by_address, held, address)


async def test_a_number_in_two_streets_is_asked_not_guessed(own: Graph, tmp_path: Path):
    rows = ("road,low,high,parity,area", f"两街路,1,9,odd,{STREET}", "两街路,9,19,odd,北京街道")
    report = await load_file(own, "segments", write(tmp_path / "a.csv", *rows))
    assert report.written == 2
    held = await now(own)
    assert (await own.read(ANONYMOUS, by_address, held, "两街路7号")).code == STREET
    with pytest.raises(AmbiguousPlace):
        await own.read(ANONYMOUS, by_address, held, "两街路9号")


async def test_points_and_posts_stand_and_names_stay_out_of_the_network(own: Graph, tmp_path: Path):
    for topic in ("bodies", "points", "posts", "segments"):
        report = await load_file(own, topic, TEMPLATES / f"{topic}.csv")
        assert (report.read, report.rejected) == (1, ())
    held = await now(own)
    assert held.posts[f"director@{COMMUNITY}"].holder == "holder-YG-001"
    assert "示例人员" not in repr(held)
    vacant = write(tmp_path / "a.csv", "岗位,区划,姓名", f"儿童主任,{COMMUNITY},")
    await load_file(own, "posts", vacant)
    assert (await now(own)).posts[f"director@{COMMUNITY}"].holder is None


async def test_rows_above_nothing_come_back(own: Graph, tmp_path: Path):
    rows = (
        "code,name,level,parent_code",
        "440199001000,甲街道,4,440199000000",
        "440199001001,甲社区,5,440199001000",
        "440104998000,乙街道,4,440104000000",
        "440104998001,乙社区,5,440104998000",
    )
    report = await load_file(own, "areas", write(tmp_path / "a.csv", rows[0], *reversed(rows[1:])))
    assert [(r.line, r.reason.code) for r in report.rejected] == [(n, "row.parent_not_loaded") for n in (4, 5)]
    assert accounted(report)
    held = await now(own)
    assert [a.name for a in held.path("440104998001")][:2] == ["乙社区", "乙街道"]


async def test_an_unknown_topic_or_file_changes_nothing(own: Graph, tmp_path: Path):
    before = (await now(own)).version
    for topic, path in (("people", TEMPLATES / "areas.csv"), ("areas", tmp_path / "none.csv")):
        with pytest.raises(BadInput):
            await load_file(own, topic, path)
    assert (await now(own)).version == before


async def test_the_city_loads_whole_after_an_interruption_and_twice(
    own: Graph, shared: Path, monkeypatch: pytest.MonkeyPatch
):
    path = data(shared, "guangzhou_divisions.csv")

    class Cut(Course):
        def reached(self, stage: Stage, done: int, total: int | None = None) -> None:
            super().reached(stage, done, total)
            if stage is Stage.WRITING and done > 100:
                raise Interrupted

    before = (await now(own)).version
    with pytest.raises(Interrupted):
        await load_path(own, "areas", path, rulebook(), date(2026, 11, 25), course=Cut())
    assert (await now(own)).version == before, "a file of one transaction leaves nothing behind"
    monkeypatch.setattr(writing, "ROWS", 1000)
    with pytest.raises(Interrupted):
        await load_path(own, "areas", path, rulebook(), date(2026, 11, 25), course=Cut())
    part = len((await now(own)).areas)
    report = await load_file(own, "areas", path)
    assert (report.read, report.written + report.unchanged, report.rejected) == (3019, 3019, ())
    assert report.unchanged, "the batches before the interruption stay"
    assert report.unused == ("class",)
    once = (await now(own)).areas
    assert part < len(once)
    again = await load_file(own, "areas", path)
    assert (again.written, again.unchanged) == (0, 3019)
    assert (await now(own)).areas == once
    with path.open(encoding="utf-8-sig") as lines:
        assert {r["code"] for r in csv.DictReader(lines)} <= set(once)
    assert "3019" in text(report, topic_of("areas"))


async def test_a_preview_of_any_topic_writes_nothing(own: Graph):
    before = (await now(own)).version
    for path in sorted(TEMPLATES.glob("*.csv")):
        if path.stem not in WORK:
            report = await load_file(own, path.stem.removesuffix("_official"), path, preview=True)
            assert (report.preview, report.rejected) == (True, ())
    assert (await now(own)).version == before


async def test_a_preview_names_the_columns_that_are_missing(own: Graph, tmp_path: Path):
    path = write(tmp_path / "a.csv", "代码,名称,级别", "440104998000,街,4")
    report = await load_file(own, "areas", path, preview=True)
    assert (report.read, [c.key for c in report.missing]) == (0, ["parent_code"])
    assert "缺少列：上级代码" in text(report, topic_of("areas"))
    with pytest.raises(BadInput) as refused:
        await load_file(own, "areas", path)
    assert refused.value.params == {"columns": ("上级代码",)}


async def test_a_report_shows_the_first_twenty_in_each_language(own: Graph, tmp_path: Path):
    rows = [f"x{n},街,4,440104000000" for n in range(30)]
    report = await load_file(own, "areas", write(tmp_path / "a.csv", "code,name,level,parent_code", *rows))
    assert len(report.rejected) == 30
    with speaking("en"):
        said = text(report, topic_of("areas"))
    assert said.count("  line ") == 20
    assert "line 2 · 代码 code: Not an area code" in said
    assert "10 more" in said
    assert "第2行 · 代码 code：不是区划代码" in text(report, topic_of("areas"))


@dataclass(frozen=True)
class Name:
    name: str


async def test_a_file_on_a_graph_without_constraints_makes_them_first(own: Graph):
    await own.define(Statement("dropped", "DROP CONSTRAINT segment_key IF EXISTS"))
    await load_file(own, "segments", TEMPLATES / "segments.csv")

    async def names(tx: Tx) -> list[Name]:
        return await tx.rows(Statement("shown", "SHOW CONSTRAINTS YIELD name RETURN name"), Name)

    assert "segment_key" in {n.name for n in await own.read(ANONYMOUS, names)}
