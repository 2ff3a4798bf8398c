"""Rows of what an area has of its own: a document, a row a clause with its version; amounts of benefits."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.vocabulary import Provenance
from network.local import LocalClause, LocalDocument
from network.standards import BenefitStandard, PaidPer
from tests.loaders.reading import STREET, one, read, records, why

DISTRICT = "440104000000"
ROW = {
    "文件代码": "2026-行动方案",
    "文件名称": "示例行动方案",
    "文号": "示例〔2026〕1号",
    "发文机关": "示例区人民政府",
    "印发日期": "2026-01-05",
    "施行日期": "2026-02-01",
    "终止日期": "",
    "区划": DISTRICT,
    "条款": "第一条",
    "条文": "示例：社区每月走访。",
    "事项": "M36;临时监护",
    "点名的机构": "公安",
    "来源": "某表",
    "状态": "",
}
KIND = {"点名的机构": "街道未成年人保护工作站"}


def changed(**cells: str) -> dict[str, str]:
    return {**ROW, **KIND, **cells}


def test_a_row_is_a_clause_with_its_version(tmp_path: Path):
    row = changed()
    document, clause = records(read(tmp_path, "plans", [[*row], [*row.values()]]))
    version = LocalDocument("2026-行动方案", DISTRICT, date(2026, 2, 1), "示例行动方案", "某表", Provenance.LOADED)
    assert isinstance(document, LocalDocument)
    assert (document.id, document.reference, document.issued) == (version.id, "示例〔2026〕1号", date(2026, 1, 5))
    assert clause == LocalClause(
        document.id, DISTRICT, "第一条", "示例：社区每月走访。", ("M36",), ("street_station",)
    ), "the code and the name of a matter are one"


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"文件代码": "a/b"}, "code", "cell.not_a_document_code"),
        ({"施行日期": ""}, "since", "cell.empty"),
        ({"施行日期": "近期"}, "since", "cell.not_a_day"),
        ({"终止日期": "2026-02-01"}, "until", "cell.until_not_after_since"),
        ({"印发日期": "2026-02-02"}, "issued", "cell.issued_after_since"),
        ({"条文": ""}, "text", "cell.empty"),
        ({"条文": "长" * 3001}, "text", "cell.too_long"),
        ({"条文": "示例110101199003077707的情况"}, "text", "cell.citizen_number"),
        ({"事项": "没有的事"}, "matters", "cell.matter_unknown"),
        ({"点名的机构": "没有的单位"}, "kinds", "cell.kind_unknown"),
        ({"区划": "440106000000"}, "area", "row.area_not_loaded"),
        ({"状态": "停办"}, "status", "cell.status_without_end"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_column(
    tmp_path: Path, cells: dict[str, str], column: str, reason: str
):
    assert why(tmp_path, "plans", changed(**cells)) == (column, reason)


def test_rows_of_a_version_agree_on_it_and_a_new_first_day_is_a_new_version(tmp_path: Path):
    rows = [changed(), changed(条款="第二条", 文件名称="别的名称"), changed(条款="第二条", 施行日期="2026-03-01")]
    found = read(tmp_path, "plans", [[*ROW], *([*r.values()] for r in rows)])
    (refused,) = found.rejected
    assert (refused.line, refused.reason.code, refused.reason.params["line"]) == (3, "row.document_differs", 2)
    assert len([r for r in records(found) if isinstance(r, LocalDocument)]) == 2


def test_one_number_has_one_text(tmp_path: Path):
    rows = [changed(), changed(条文="示例：另一段。"), changed()]
    found = read(tmp_path, "plans", [[*ROW], *([*r.values()] for r in rows)])
    assert [(r.line, r.reason.code) for r in found.rejected] == [(3, "row.contradicts")]
    assert found.repeated == {4}


def test_a_row_that_was_a_mistake_and_a_street_of_its_own(tmp_path: Path):
    row = changed(状态="撤回", 区划=STREET)
    _, clause = records(read(tmp_path, "plans", [[*row], [*row.values()]]))
    assert isinstance(clause, LocalClause)
    assert (clause.withdrawn, clause.area) == (True, STREET)


PAID = {
    "服务": "孤儿基本生活费",
    "区划": DISTRICT,
    "适用对象": "社会散居",
    "金额": "1,868.50元",
    "计发单位": "元/月",
    "施行日期": "2026-01-01",
    "终止日期": "",
    "来源": "示例文号",
    "状态": "",
}


def test_a_standard_is_an_amount_with_its_first_day(tmp_path: Path):
    assert one(tmp_path, "standards", PAID) == BenefitStandard(
        "B01",
        DISTRICT,
        date(2026, 1, 1),
        1868.5,
        PaidPer.MONTH,
        "示例文号",
        Provenance.LOADED,
        "社会散居",
    )
    per = [one(tmp_path, "standards", {**PAID, "计发单位": words}) for words in ("每月", "月", "month", "元／月")]
    assert len(set(per)) == 1


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"服务": "没有的待遇"}, "service", "cell.service_unknown"),
        ({"金额": "0"}, "amount", "cell.not_an_amount"),
        ({"金额": "-1"}, "amount", "cell.not_an_amount"),
        ({"金额": "约1800"}, "amount", "cell.not_an_amount"),
        ({"金额": "1868.005"}, "amount", "cell.not_an_amount"),
        ({"金额": "1000001"}, "amount", "cell.not_an_amount"),
        ({"计发单位": "元/户"}, "per", "cell.unknown_per"),
        ({"计发单位": ""}, "per", "cell.empty"),
        ({"施行日期": ""}, "since", "cell.empty"),
        ({"终止日期": "2025-12-31"}, "until", "cell.until_not_after_since"),
        ({"来源": ""}, "source", "cell.empty"),
    ],
)
def test_an_amount_that_is_not_clear_is_refused(tmp_path: Path, cells: dict[str, str], column: str, reason: str):
    assert why(tmp_path, "standards", {**PAID, **cells}) == (column, reason)


@pytest.mark.parametrize("amount", ["24000元/年", "24000/年", "24000元每人每年", "24000元/人·年"])
def test_an_amount_says_what_it_is_paid_for_only_as_its_column_does(tmp_path: Path, amount: str):
    assert why(tmp_path, "standards", {**PAID, "金额": amount}) == ("per", "cell.per_contradicts")
    found = one(tmp_path, "standards", {**PAID, "金额": amount, "计发单位": "元/年"})
    assert isinstance(found, BenefitStandard)
    assert (found.amount, found.per) == (24000, PaidPer.YEAR)


@pytest.mark.parametrize(
    "heading", ["金额（元/年）", "标准（元/人·年）", "金额／元／年", "金额（每年）", "标准（元/年/人）"]
)
def test_so_does_its_heading(tmp_path: Path, heading: str):
    row = {(heading if k == "金额" else k): v for k, v in PAID.items()}
    assert why(tmp_path, "standards", row) == ("per", "cell.per_contradicts")
    assert isinstance(one(tmp_path, "standards", {**row, "计发单位": "每年"}), BenefitStandard)


def test_a_heading_in_ten_thousands_is_understood(tmp_path: Path):
    row = {("金额（万元）" if k == "金额" else k): v for k, v in PAID.items()} | {"金额（万元）": "0.2"}
    found = one(tmp_path, "standards", row)
    assert isinstance(found, BenefitStandard)
    assert found.amount == 2000
