"""What remarks, lines through a text and names say of their row, and what is no name."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.loaders.reading import STREET, read, read_file, records

BODIES = ["类别", "名称", "区划"]


def rejected(tmp_path: Path, topic: str, *rows: list[str]) -> list[tuple[str | None, str]]:
    return [(r.column, r.reason.code) for r in read(tmp_path, topic, [*rows]).rejected]


REMARKS = [
    "已于2025年撤销",
    "2025年3月停用",
    "暂停服务",
    "停用",
    "已合并到甲站",
    "拟撤销",
    "不再使用",
    "误录",
    "空缺",
    "联系人已离职",
    "2025年起停办",
]


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize("heading", ["备注", "说明", "情况", "联系方式"])
def test_a_remark_that_says_it_is_over_needs_the_columns_for_it(tmp_path: Path, heading: str, remark: str):
    header = ["类别", "名称", "区划", heading]
    row = ["police_station", "示例派出所", STREET, remark]
    assert [reason for _, reason in rejected(tmp_path, "bodies", header, row)] == ["row.over_beside"]
    ended = rejected(tmp_path, "bodies", [*header, "终止日期"], [*row, "2025-06-01"])
    assert ended == []


@pytest.mark.parametrize(
    "remark", ["", "停车方便", "合同制", "2025年启用", "重点站", "迁移数据", "节假日不停业务", "020-00000000 转 1"]
)
def test_another_remark_does_not(tmp_path: Path, remark: str):
    header = ["类别", "名称", "区划", "备注"]
    assert rejected(tmp_path, "bodies", header, ["police_station", "示例派出所", STREET, remark]) == []


@pytest.mark.parametrize("part", ["cell", "text", "both"])
def test_what_is_struck_through_is_asked_about(tmp_path: Path, part: str):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["类别", "名称", "区划"])
    sheet.append(["police_station", "示例派出所", STREET])
    sheet.append(["police_station", "示例派出所二", "440104003000"])
    if part != "text":
        sheet["B2"].font = Font(strike=True)
    if part != "cell":
        sheet["B2"] = CellRichText("示例", TextBlock(InlineFont(strike=True), "派出所"))
    sheet["B3"].font = Font(strike=False, bold=True)
    book.save(tmp_path / "a.xlsx")
    found = read_file("bodies", tmp_path / "a.xlsx")
    assert [(r.line, r.column, r.reason.code) for r in found.rejected] == [(2, "name", "cell.struck")]
    assert len(records(found)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "合计",
        "小计：3个",
        "总计",
        "无",
        "待定",
        "待核实名称",
        "同上",
        "1",
        "-",
        "/",
        "（）",
        "不详",
        "注：以上为台账",
        "说明",
    ],
)
@pytest.mark.parametrize("topic", ["bodies", "areas"])
def test_a_total_or_a_blank_is_no_name(tmp_path: Path, topic: str, name: str):
    header, row = BODIES, ["police_station", name, STREET]
    if topic == "areas":
        header, row = ["代码", "名称", "级别", "上级代码"], ["440104999000", name, "街道", "440104000000"]
    assert rejected(tmp_path, topic, header, row) == [("name", "cell.not_a_name")]


@pytest.mark.parametrize("name", ["待补镇", "待补居民委员会", "小计河村委会"])
def test_a_name_that_begins_like_a_blank_is_a_name(tmp_path: Path, name: str):
    """The nation's list has such; what names a total of areas stays refused."""
    header = ["代码", "名称", "级别", "上级代码"]
    assert rejected(tmp_path, "areas", header, ["440104999000", name, "街道", "440104000000"]) == []
    for total in ("小计：3个村", "合计5个社区", "合计社区", "待定社区", "待补充"):
        assert rejected(tmp_path, "areas", header, ["440104999000", total, "街道", "440104000000"]) != []


@pytest.mark.parametrize(
    "name", ["示例派出所（13800138000）", "示例派出所 138 0013 8000", "示例派出所１３８００１３８０００"]
)
def test_no_telephone_of_a_person_stands_in_a_name(tmp_path: Path, name: str):
    found = rejected(tmp_path, "bodies", BODIES, ["police_station", name, STREET])
    assert found == [("name", "cell.phone_in_name")]
