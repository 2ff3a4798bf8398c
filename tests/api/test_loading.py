"""Files through GraphQL: previewed, mapped, within one's areas, whole, and twice is once."""

import base64
import csv
import io
import json
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.jobs import runner as jobs
from api.loading.query import FILE_BYTES
from graph_model.directory import snapshot as network
from graph_model.graph import Graph, Tx
from graph_model.persons import persons
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.errors import NotFound
from knowledge.vocabulary import ActorRole
from network.entities import Actor

ON = date(2026, 11, 25)
STREET, COMMUNITY, NEW = "440104001000", "440104001007", "440104001999"
CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
LOAD = """
mutation ($topic: String!, $file: FileInput!, $columns: [ColumnInput!], $preview: Boolean! = true) {
  loadFile(input: {topic: $topic, file: $file, columns: $columns, preview: $preview}) {
    result {
      __typename
      ... on LoadReport {
        preview read written unchanged repeated rejected
        columns { heading column suggested } missing { code }
        rejects { row column reason message params } sample { row cells }
      }
    }
  }
}
"""
AREAS = ("代码,名称,级别,上级代码", f"{NEW},载入试验社区,社区,{STREET}")
HEAD = "档案编号,社区,出生日期,户籍,父亲状况,父亲状况起始日"


def table(*lines: str, encoding: str = "utf-8", name: str = "a.csv") -> dict[str, str]:
    return handed("\n".join(lines).encode(encoding), name)


def handed(content: bytes, name: str = "a.csv") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


@dataclass(frozen=True)
class Gone:
    gone: int


async def forget(graph: Graph, *texts: str) -> None:
    """Take away what a test has written, and let the service see it."""

    async def work(tx: Tx) -> None:
        for text in texts:
            await tx.write(Statement("forget", text))
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(CENTRE, work)


@pytest.fixture
async def afterwards(graph: Graph) -> AsyncIterator[None]:
    yield
    await forget(
        graph,
        f"MATCH (n:Area {{code: '{NEW}'}}) DETACH DELETE n",
        "MATCH (n:Body) WHERE n.name STARTS WITH '载入试验' DETACH DELETE n",
        "MATCH (n:Minor) WHERE n.id STARTS WITH 'L-' "
        "OPTIONAL MATCH (n)<-[:ABOUT]-(c:Case) OPTIONAL MATCH (n)<-[:GUARDIAN_OF]-(g:Guardian) "
        "OPTIONAL MATCH (n)-[:IN_HOUSEHOLD]->(h:Household) DETACH DELETE n, c, g, h",
        "MATCH (n:Record) WHERE n.key STARTS WITH 'L-' DETACH DELETE n",
    )


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PATIENCE", 600.0)  # a busy machine makes no job of it


async def load(ask: Any, topic: str, file: dict[str, str], role: str | None = "centre", **more: Any) -> dict[str, Any]:
    reply = await ask(LOAD, role, topic=topic, file=file, **more)
    assert "errors" not in reply, reply
    found: dict[str, Any] = reply["data"]["loadFile"]["result"]
    assert found["__typename"] != "Job", "nothing here is long: see test_long_load.py"
    return found


async def refused(ask: Any, topic: str, file: dict[str, str], **more: Any) -> dict[str, Any]:
    """The error of a load that is refused as a whole, its message beside the extensions."""
    reply = await ask(LOAD, "centre", topic=topic, file=file, **more)
    assert reply["data"] == {"loadFile": None}, reply
    (error,) = reply["errors"]
    return {"message": error["message"], **error["extensions"]}


TOPICS = ["areas", "bodies", "points", "schools", "posts", "population", "segments", "records", "children"]


async def test_topics_are_offered_to_those_who_may_with_columns_and_templates(ask: Any):
    query = "{ loadTopics { code name row secret columns { code name required } templates { name content } } }"
    everything = (await ask(query, "centre"))["data"]["loadTopics"]
    assert [t["code"] for t in everything] == TOPICS
    assert [t["code"] for t in everything if t["secret"]] == ["children"]
    assert all(any(c["required"] for c in t["columns"]) for t in everything)
    for role, codes in {"street": ["records"], "director": ["records"], "planner": [], "auditor": [], None: []}.items():
        assert [t["code"] for t in (await ask(query, role))["data"]["loadTopics"]] == codes, role
    for t in everything:
        for x in t["templates"]:
            found = await load(ask, t["code"], {"name": x["name"], "content": x["content"]})
            assert (found["missing"], found["rejected"]) == ([], 0), (x["name"], found)
            assert found["read"] >= 1


@pytest.mark.parametrize(
    ("topic", "role"),
    [
        *(("areas", role) for role in (None, "director", "street", "planner", "auditor")),
        *(("children", role) for role in (None, "director", "street", "planner", "auditor")),
        *(("records", role) for role in (None, "planner", "auditor")),
        ("martians", "street"),
    ],
)
@pytest.mark.parametrize("preview", [True, False])
async def test_without_the_right_it_is_forbidden(ask: Any, topic: str, role: str | None, preview: bool):
    reply = await ask(LOAD, role, topic=topic, file=table(*AREAS), preview=preview)
    assert reply["errors"][0]["extensions"]["code"] == ("FORBIDDEN" if role else "UNAUTHENTICATED")


@pytest.mark.usefixtures("afterwards")
async def test_a_preview_writes_nothing_a_load_does_and_twice_is_once(ask: Any, graph: Graph):
    before = (await network.read(graph)).version
    found = await load(ask, "areas", table(*AREAS))
    assert (found["preview"], found["read"], found["written"], found["unchanged"]) == (True, 1, 1, 0)
    assert found["sample"] == [{"row": 2, "cells": [NEW, "载入试验社区", "社区", STREET]}]
    assert (await network.read(graph)).version == before
    done = await load(ask, "areas", table(*AREAS), preview=False)
    assert (done["preview"], done["written"], done["rejected"]) == (False, 1, 0)
    held = await network.read(graph)
    assert held.areas[NEW].name == "载入试验社区"
    again = await load(ask, "areas", table(*AREAS), preview=False)
    assert (again["written"], again["unchanged"]) == (0, 1)
    assert (await network.read(graph)).version == held.version


async def test_the_shipped_areas_stand_already(ask: Any, graph: Graph):
    held = (await network.read(graph)).areas
    rows = [f"{a.code},{a.name},{a.level},{a.parent},{a.authority},{a.source},{a.source_date}" for a in held.values()]
    rows = [r for r in rows if r.startswith("440104001")]
    found = await load(ask, "areas", table("code,name,level,parent_code,authority,source,source_date", *rows))
    assert (found["unchanged"], found["written"], found["rejected"]) == (len(rows), 0, 0)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (f"{NEW},外区社区,社区,440105001000", "parent_code", "row.parent_not_loaded"),
        (f"440104001007,改级,街道,{STREET}", "level", "row.level_differs"),
        (f"{NEW},颠倒,社区,{COMMUNITY}", "level", "row.level_not_below_parent"),
        ("440104000000,越秀区,区,440100000000", "parent_code", "row.outside_your_areas"),
        (f"44010400199X,坏代码,社区,{STREET}", "code", "cell.not_an_area_code"),
        (f"{NEW},甲,火星,{STREET}", "level", "cell.unknown_level"),
        (f"{NEW},甲,社区,{NEW}", "parent_code", "cell.parent_wrong"),
    ],
)
async def test_a_wrong_row_is_told_by_row_and_column(ask: Any, row: str, column: str, reason: str):
    found = await load(ask, "areas", table(AREAS[0], row))
    (reject,) = found["rejects"]
    assert (found["written"], reject["row"], reject["column"], reject["reason"]) == (0, 2, column, reason)
    assert reject["message"]


async def test_nothing_outside_ones_areas_is_filed(ask: Any):
    rows = (f"O60,{COMMUNITY},2026-10-08,排查记录,L-8", "O60,440104003104,2026-10-08,排查记录,L-9")
    found = await load(ask, "records", table("义务,对象,发生日期,证据,编号", *rows), "street")
    assert (found["written"], [r["row"] for r in found["rejects"]]) == (1, [3])
    assert found["rejects"][0]["reason"] == "row.outside_your_areas"
    assert (await load(ask, "records", table("义务,对象,发生日期,证据,编号", *rows), "centre"))["written"] == 2


async def test_headings_that_nobody_knows_are_suggested_and_mapped(ask: Any):
    file = table("区划码,社区名称,层次,上级区划代码,备柱", f"{NEW},载入试验社区,社区,{STREET},x")
    found = await load(ask, "areas", file)
    assert {m["code"] for m in found["missing"]} <= {"code", "name", "level", "parent_code"}
    assert found["missing"]
    assert found["read"] == 0
    suggested = {h["heading"]: h["suggested"] for h in found["columns"]}
    assert suggested["上级区划代码"] == "parent_code"
    error = await refused(ask, "areas", file, preview=False)
    assert (error["code"], error["reason"]) == ("FILE_REFUSED", "file.columns_missing")
    said = {"区划码": "code", "社区名称": "name", "层次": "level", "上级区划代码": "parent_code", "备柱": None}
    columns = [{"heading": h, "column": c} for h, c in said.items()]
    mapped = await load(ask, "areas", file, columns=columns)
    assert (mapped["missing"], mapped["written"], mapped["rejected"]) == ([], 1, 0)
    twice = await refused(ask, "areas", file, columns=[{"heading": h, "column": "code"} for h in said])
    assert (twice["code"], twice["reason"]) == ("BAD_USER_INPUT", "load.column_twice")
    wrong = await refused(ask, "areas", file, columns=[{"heading": "区划码", "column": "martian"}])
    assert (wrong["code"], wrong["reason"]) == ("BAD_USER_INPUT", "load.no_such_column")


async def test_outlines_are_not_uploaded(ask: Any):
    error = await refused(ask, "outlines", table("{}", name="a.geojson"))
    assert (error["reason"], error["allowed"]) == ("input.not_allowed", TOPICS)


def book(*rows: tuple[str, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
async def test_every_encoding_of_a_csv_reads_alike(ask: Any, encoding: str):
    assert (await load(ask, "areas", table(*AREAS, encoding=encoding)))["written"] == 1


async def test_xlsx_reads_alike(ask: Any):
    rows = tuple(tuple(next(csv.reader([line]))) for line in AREAS)
    assert (await load(ask, "areas", handed(book(("一张表",), *rows), "a.xlsx")))["written"] == 1


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "file.empty"),
        (b"\xef\xbb\xbf\n\n", "a.csv", "file.empty"),
        (book(), "a.xlsx", "file.empty"),
        (b"%PDF-1.7", "a.pdf", "file.not_a_table"),
        (b"\x89PNG\r\n", "a.png", "file.not_a_table"),
        (b"PK\x03\x04", "a.xlsx", "file.damaged_xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "a.xls", "file.old_format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "file.protected"),
        (b"\xff\x00\xff\x81", "a.csv", "file.unknown_encoding"),
        ("\n".join(["代码,名称,级别,上级代码", *["x"] * 5001]).encode(), "a.csv", "file.too_many_rows"),
        (b"x" * (FILE_BYTES + 3), "a.csv", "file.too_large"),
    ],
)
async def test_a_file_that_cannot_be_used_is_one_typed_refusal(ask: Any, content: bytes, name: str, reason: str):
    found = await refused(ask, "areas", handed(content, name), preview=False)
    assert (found["code"], found["reason"]) == ("FILE_REFUSED", reason)
    assert found["message"]


async def test_what_is_not_base64_is_refused_and_a_larger_body_too(ask: Any):
    found = await refused(ask, "areas", {"name": "a.csv", "content": "***"})
    assert (found["code"], found["reason"]) == ("FILE_REFUSED", "file.not_base64")
    reply = await ask(LOAD, "centre", topic="areas", file={"name": "a.csv", "content": "x" * (FILE_BYTES * 2)})
    assert "上限" in reply["errors"][0]["message"]
    reply = await ask(LOAD, "planner", topic="areas", file={"name": "a.csv", "content": "x" * 200_000})
    assert "上限" in reply["errors"][0]["message"]


@pytest.mark.usefixtures("afterwards")
async def test_a_child_is_sealed_written_down_and_left_as_it_stands(ask: Any, graph: Graph, keys: Path):
    row = f"L-1,{COMMUNITY},2015-03-01,本区,服刑在押,2025-03-01"
    log = keys / "audit.log"
    before = len(log.read_text("utf-8").splitlines()) if log.exists() else 0
    preview = await load(ask, "children", table(HEAD, row))
    assert (preview["written"], preview["sample"]) == (1, [])
    with pytest.raises(NotFound):
        await graph.read(CENTRE, persons.dossier, "case-L-1", ON)
    done = await load(ask, "children", table(HEAD, row, name="张三档案.csv"), preview=False)
    assert (done["written"], done["rejected"]) == (1, 0)
    lines = log.read_text("utf-8").splitlines()[before:]
    assert [json.loads(x)["what"] for x in lines] == ["loadFile"]
    assert "2015" not in "".join(lines)
    held = await graph.read(CENTRE, persons.dossier, "case-L-1", ON)
    with closing(Vault(keys)) as vault:
        assert b"2015" not in b"".join(blob for _, blob in held.blobs())
        street = persons.opened(vault, Actor("demo-street", ActorRole.STREET, (STREET,)), held)
    assert street.situation.birth_date == date(2015, 3, 1)
    changed = row.replace("2015", "2016")
    again = await load(ask, "children", table(HEAD, changed), preview=False)
    assert (again["written"], again["unchanged"]) == (0, 1)
    assert (await graph.read(CENTRE, persons.dossier, "case-L-1", ON)).f2 == held.f2


async def test_no_value_of_a_child_comes_back(ask: Any, caplog: pytest.LogCaptureFixture):
    rows = (f"L-7,{COMMUNITY},1999年秘密,本区,秘密,", "秘密编号!,440105999999,2015-03-01,本区,秘密,")
    found = await load(ask, "children", table(HEAD, *rows))
    assert [r["row"] for r in found["rejects"]] == [2, 3]
    assert found["rejects"][0]["column"] == "birth_date"
    for secret in ("秘密", "1999", "440105999999"):
        assert secret not in json.dumps(found, ensure_ascii=False)
        assert secret not in caplog.text
    bare = await refused(ask, "children", table("张三,2015-03-01,秘密", "李四,2016-03-01,秘密"))
    assert (bare["code"], bare["reason"]) == ("FILE_REFUSED", "file.no_header")
    assert "张三" not in bare["message"]


@pytest.mark.usefixtures("afterwards")
async def test_evidence_is_filed_under_ones_own_name_and_a_key_keeps_its_content(ask: Any):
    head, row = "义务,对象,发生日期,证据,编号", f"O60,{COMMUNITY},2026-10-08,排查记录,L-2"
    done = await load(ask, "records", table(head, row), "street", preview=False)
    assert (done["written"], done["rejected"]) == (1, 0), done
    again = await load(ask, "records", table(head, row, row), "street", preview=False)
    assert (again["written"], again["unchanged"], again["repeated"]) == (0, 1, 1)
    other = await load(ask, "records", table(head, row.replace("10-08", "10-09")), "street", preview=False)
    assert other["written"] == 0
    assert other["rejects"][0]["reason"] == "row.key_has_another_record"


@pytest.mark.usefixtures("afterwards")
async def test_a_row_that_is_refused_leaves_the_others(ask: Any, graph: Graph):
    head = "类别,名称,区划,外部编码"
    # a kind that has no office in the street: the cleaning up takes the loaded one away
    rows = (f"妇联,载入试验妇联,{STREET},L-3", f"火星局,载入试验局,{STREET},", "司法所,载入试验外,440105001000,")
    done = await load(ask, "bodies", table(head, *rows), preview=False)
    assert (done["read"], done["written"], [r["row"] for r in done["rejects"]]) == (3, 1, [3, 4])
    names = {b.name for b in (await network.read(graph)).bodies.values()}
    assert "载入试验妇联" in names
    assert "载入试验局" not in names
