"""An area's own document through the service: loaded by its centre, read in the library, told beside the answers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from graph_model.graph import Graph
from tests.api.conftest import answered
from tests.api.loads import STREET, delete, load, refused, table

pytestmark = pytest.mark.usefixtures("removed")
DISTRICT, ELSEWHERE = "440104000000", "440305000000"
HEAD = "文件代码,文件名称,文号,施行日期,终止日期,区划,条款,条文,事项,点名的机构,来源,状态"


def row(number: str, words: str, area: str = DISTRICT, since: str = "2026-02-01", status: str = "") -> str:
    return f"载入试验,示例办法,示例〔2026〕1号,{since},,{area},{number},{words},M36,民政部门,某表,{status}"


TWO = table(HEAD, row("第十条", "示例：三日内回访。"), row("第二条", "示例：每月碰头。"))
ASKED = """query($at: PlaceInput!, $on: Date) {
  responsibility(subject: {matter: "M36"}, at: $at, on: $on) {
    summary responsible { kind { code } role bodies { name } }
    localTexts { clause document article quote version territory force notice inForceFrom }
    sheet { folds { kind lines { text citations { quote } } } } } }"""
CLAUSE = """query($code: String!, $on: Date) { clause(code: $code, on: $on) {
  heading document paragraphs force markLabel named matters { code } inForceTo
  otherVersions { version inForceFrom } } }"""


@pytest.fixture
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(
        graph,
        "MATCH (d:LocalDocument) OPTIONAL MATCH (c:LocalClause)-[:OF]->(d) DETACH DELETE d, c",
        "MATCH (s:BenefitStandard) DETACH DELETE s",
    )


async def answer(ask: Any, at: str = STREET, on: str = "2026-11-28") -> dict[str, Any]:
    return answered(await ask(ASKED, at={"code": at}, on=on), "responsibility")


async def test_it_is_told_beside_the_answer_and_changes_nothing_of_it(ask: Any):
    before = await answer(ask)
    seen = await load(ask, "plans", TWO)
    assert (seen["preview"], seen["written"], seen["rejected"]) == (True, 2, 0)
    assert await answer(ask) == before, "a preview writes nothing"
    assert (await load(ask, "plans", TWO, preview=False))["written"] == 2
    assert (await load(ask, "plans", TWO, preview=False))["unchanged"] == 2
    after = await answer(ask)
    assert (after["summary"], after["responsible"]) == (before["summary"], before["responsible"])
    first, second = after["localTexts"]
    assert (first["article"], second["article"]) == ("第二条", "第十条")
    assert (first["quote"], first["territory"], first["force"]) == ("示例：每月碰头。", "越秀区", "LOCAL")
    assert "不改变按法律得出的责任" in first["notice"]
    (fold,) = [f for f in after["sheet"]["folds"] if f["kind"] == "LOCAL"]
    assert "《示例办法》第二条" in fold["lines"][0]["text"]
    assert (await answer(ask, on="2026-01-31"))["localTexts"] == []
    assert (await answer(ask, at=ELSEWHERE))["localTexts"] == []


async def test_it_is_in_the_library_with_its_versions(ask: Any):
    await load(ask, "plans", TWO, preview=False)
    later = table(HEAD, row("第二条", "示例：每周碰头。", since="2026-10-01"))
    await load(ask, "plans", later, preview=False)
    documents: Any = answered(await ask("{ documents { code title force territory clauses } }"), "documents")
    (mine,) = [d for d in documents if d["force"] == "LOCAL"]
    assert (mine["title"], mine["territory"], mine["clauses"]) == ("示例办法", "越秀区", 2)
    listed = "query($d: String!, $on: Date) { clauses(document: $d, on: $on) { nodes { code heading } } }"
    for on, headings in (("2026-09-30", ["第二条", "第十条"]), ("2026-10-01", ["第二条"])):
        nodes = answered(await ask(listed, d=mine["code"], on=on), "clauses")["nodes"]
        assert [n["heading"] for n in nodes] == headings
    old = answered(await ask(CLAUSE, code=f"{mine['code']}/第二条", on="2026-09-30"), "clause")
    assert (old["paragraphs"], old["inForceTo"]) == (["示例：每月碰头。"], "2026-10-01")
    assert ([m["code"] for m in old["matters"]], old["named"]) == (["M36"], ["民政部门"])
    assert [o["inForceFrom"] for o in old["otherVersions"]] == ["2026-10-01"]
    assert "未经核对" in old["markLabel"]
    found = await ask('{ clauses(search: "每周碰头") { nodes { code } } }')
    assert [n["code"] for n in answered(found, "clauses")["nodes"]] == [f"{mine['code']}/第二条"]


async def test_a_mistake_is_withdrawn_by_file_and_its_row_stays_in_what_is_taken(ask: Any):
    await load(ask, "plans", TWO, preview=False)
    mistaken = table(HEAD, row("第十条", "示例：三日内回访。", status="撤回"))
    assert (await load(ask, "plans", mistaken, preview=False))["written"] == 1
    assert [t["article"] for t in (await answer(ask))["localTexts"]] == ["第二条"]
    take = '{ takeTopic(topic: "plans", area: "440104000000") { rows leftOut content name } }'
    taken = answered(await ask(take), "takeTopic")
    assert (taken["rows"], taken["leftOut"]) == (2, [])
    again = await load(ask, "plans", {"name": taken["name"], "content": taken["content"]}, preview=False)
    assert (again["written"], again["unchanged"]) == (0, 2)


async def test_an_amount_is_said_on_the_sheet_with_its_source(ask: Any):
    asked = """query($situation: SituationInput) { referralOptions(at: {code: "440104001000"}, situation: $situation,
      atTime: "2026-11-28T10:00:00+08:00") { sheet { text } } }"""
    orphan = {"birthDate": "2016-01-01", "hukou": "LOCAL", "fatherState": "DEAD", "motherState": "DEAD"}
    head = "服务,区划,金额,计发单位,施行日期,来源,适用对象"
    rows = table(head, f"B01,{DISTRICT},1868,元/月,2026-01-01,某文号,社会散居")
    before = answered(await ask(asked, situation=orphan), "referralOptions")["sheet"]
    assert "1,868" not in before["text"]
    assert (await load(ask, "standards", rows, preview=False))["written"] == 1
    after = answered(await ask(asked, situation=orphan), "referralOptions")["sheet"]
    assert "社会散居1,868元/月（越秀区，2026-01-01起；来源：某文号" in after["text"]


async def test_another_districts_document_is_refused(ask: Any):
    found = await load(ask, "plans", table(HEAD, row("一", "示例。", area="440100000000")), preview=False)
    assert (found["written"], found["rejects"][0]["reason"]) == (0, "row.outside_your_areas")
    assert (await refused(ask, "plans", table(HEAD.replace("施行日期", "某日"), row("一", "示例。")), preview=False))[
        "reason"
    ] == "file.columns_missing"
