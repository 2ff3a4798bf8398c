"""What stands in a spreadsheet and nobody sees, and names that are more or less than one name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.errors import BadFile
from network.entities import Population
from tests.loaders.reading import COMMUNITY, STREET, read, read_file, records

HEADER = ["类别", "名称", "区划", "来源"]
ROW = ["派出所", "示例派出所", STREET, "示例"]


def _narrow(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].width = 0.1


def _flat(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].height = 0.1


def _white(sheet: Worksheet) -> None:
    sheet["B2"].font = Font(color="FFFFFFFF")


def _formatted(sheet: Worksheet) -> None:
    sheet["B2"].number_format = ";;;"


def _commented(sheet: Worksheet) -> None:
    sheet["B2"].comment = Comment("该所已撤销", "某某")


UNSEEN: dict[Callable[[Worksheet], None], str] = {_flat: "kind", _white: "name", _formatted: "name", _commented: "name"}


def _found(tmp_path: Path, change: Callable[[Worksheet], None]) -> tuple[int, list[tuple[str | None, str]]]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(HEADER)
    sheet.append(ROW)
    change(sheet)
    book.save(tmp_path / "来源.xlsx")
    table = read_file("bodies", tmp_path / "来源.xlsx")
    return len(records(table)), [(r.column, r.reason.code) for r in table.rejected]


@pytest.mark.parametrize("change", UNSEEN)
def test_what_nobody_sees_is_not_loaded(tmp_path: Path, change: Callable[[Worksheet], None]):
    code = "cell.commented" if change is _commented else "cell.hidden"
    assert _found(tmp_path, change) == (0, [(UNSEEN[change], code)])


def test_white_on_a_colour_and_other_comments_are_seen(tmp_path: Path):
    def coloured(sheet: Worksheet) -> None:
        _white(sheet)
        sheet["B2"].fill = PatternFill("solid", fgColor="FF1F4E79")
        sheet["B2"].comment = Comment("请核对电话", "某某")

    assert _found(tmp_path, coloured) == (1, [])


def test_a_column_without_width_refuses_the_file_as_a_hidden_one(tmp_path: Path):
    with pytest.raises(BadFile) as e:
        _found(tmp_path, _narrow)
    assert e.value.reason == "file.hidden_columns"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("1.示例派出所", "cell.counter_in_name"),
        ("1、示例派出所", "cell.counter_in_name"),
        ("（1）示例派出所", "cell.counter_in_name"),
        ("①示例派出所", "cell.counter_in_name"),
        ("示例派出所①", "cell.counter_in_name"),
        ("示例派出所*", "cell.counter_in_name"),
        ("示例派出所（2个）", "cell.counter_in_name"),
        ("示例派出所、示范派出所", "cell.several_names"),
        ("示例派出所/示范派出所", "cell.several_names"),
        ("示例派出所 020-12345678", "cell.phone_in_name"),
        ("（原）示例派出所", "cell.ended_in_name"),
        ("XX派出所", "cell.not_a_name"),
        ("nan", "cell.not_a_name"),
        ("N/A", "cell.not_a_name"),
        ("测试", "cell.not_a_name"),
        ("＃N/A", "cell.error_value"),
        ("#无效", "cell.error_value"),
        ("#REF", "cell.error_value"),
    ],
)
def test_a_cell_that_is_more_or_less_than_one_name_is_refused(tmp_path: Path, name: str, code: str):
    table = read(tmp_path, "bodies", [HEADER, ["派出所", name, STREET, "示例"]])
    assert [(r.column, r.reason.code) for r in table.rejected] == [("name", code)]
    assert records(table) == []


@pytest.mark.parametrize("name", ["110指挥中心", "8.1学校旁派出所", "示例派出所（东所）", "妇女、儿童之家"])
def test_what_is_one_name_is_taken(tmp_path: Path, name: str):
    assert len(records(read(tmp_path, "bodies", [HEADER, ["派出所", name, STREET, "示例"]]))) == 1


@pytest.mark.parametrize("holder", ["区民政局", "某区人民法院", "某某社区", "示例小学", "#REF"])
def test_an_office_is_nobody_in_office(tmp_path: Path, holder: str):
    table = read(tmp_path, "posts", [["岗位", "区划", "姓名", "来源"], ["儿童主任", COMMUNITY, holder, "示例"]])
    assert [r.column for r in table.rejected] == ["holder"]


@pytest.mark.parametrize("number", ["001", "0012", "12", "9999"])
def test_a_number_that_counts_rows_is_no_code_of_an_organisation(tmp_path: Path, number: str):
    table = read(
        tmp_path, "schools", [["学校名称", "学段", "区划", "学校标识码"], ["示例学校", "小学", STREET, number]]
    )
    assert [(r.column, r.reason.code) for r in table.rejected] == [("external_id", "cell.counter_for_a_key")]


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        ("0.0,", 3200), ("#,##0,,", 3_200_000), ('0!.0,"万"', 32000), ('0"万"', 3), ("0%", 1), ("0.00%", 2),
        ('[>=10000]0.0,"万";0', 32000), ("00000", 320), ('"1"000', 320), ("0\\.0", 32),
        ('0"千"', 3), ('0"‰"', 3), ("0‰", 3),
    ],
)  # fmt: skip
def test_a_number_that_is_shown_as_another_is_refused(tmp_path: Path, shown: str, stored: float):
    assert _counted(tmp_path, shown, stored) == ([], [("minors", "cell.formatted")])


@pytest.mark.parametrize(
    "shown", ["General", "0", "#,##0", "0.00", '0"人"', '#,##0"名"', "@", "0_ ", "[Red]0", "0;-0;0;@"]
)
def test_a_number_that_is_shown_as_it_is_counts(tmp_path: Path, shown: str):
    assert _counted(tmp_path, shown, 3200) == ([3200], [])


@pytest.mark.parametrize("shown", ["000", "0%"])
def test_a_short_number_and_none_are_shown_as_they_are(tmp_path: Path, shown: str):
    stored = 0 if shown == "0%" else 320
    assert _counted(tmp_path, shown, stored) == ([stored], [])


def _counted(tmp_path: Path, shown: str, stored: float) -> tuple[list[int], list[tuple[str | None, str]]]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["区划", "未成年人数", "来源"])
    sheet.append([STREET, stored, "区"])
    sheet["B2"].number_format = shown
    book.save(tmp_path / "人口.xlsx")
    table = read_file("population", tmp_path / "人口.xlsx")
    counts = [r.minors for r in records(table) if isinstance(r, Population)]
    return counts, [(r.column, r.reason.code) for r in table.rejected]


def test_what_stands_under_no_heading_may_belong_to_the_heading_beside_it(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (["区划", "未成年人数", None, "来源"], [None, "男", "女", None], [STREET, 1500, 1700, "区"]):
        sheet.append(row)
    for cells in ("B1:C1", "A1:A2", "D1:D2"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "人口.xlsx")
    table = read_file("population", tmp_path / "人口.xlsx")
    assert records(table) == []
    assert [(r.line, r.column, r.reason.code) for r in table.rejected if r.line == 3] == [
        (3, "minors", "row.no_heading")
    ]


@pytest.mark.parametrize("at", [0, 3])
def test_content_under_no_heading_elsewhere_is_left_out(tmp_path: Path, at: int):
    rows = [["区划", "未成年人数", "备注"], [STREET, "1500", "x"]]
    for row, text in zip(rows, ("", "7"), strict=True):
        row.insert(at, text)
    rows[0].append("来源")
    rows[1].append("区")
    assert len(records(read(tmp_path, "population", rows))) == 1


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize(("last", "codes"), [("440104001101", ["cell.cut_off"]), ("440104001101,", [])])
def test_a_line_that_breaks_off_is_no_vacancy(tmp_path: Path, last: str, end: str, codes: list[str]):
    lines = f"岗位,区划,姓名,来源\n儿童主任,{COMMUNITY},甲,区\n儿童主任,{last}{end}"
    (tmp_path / "来源.csv").write_text(lines, "utf-8", newline="")
    assert [r.reason.code for r in read_file("posts", tmp_path / "来源.csv").rejected] == codes
