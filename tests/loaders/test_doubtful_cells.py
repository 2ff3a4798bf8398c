"""What no cell says unasked: citizens' numbers, damaged text, remarks for names, units elsewhere."""

from pathlib import Path

import openpyxl
import pytest

from knowledge.errors import BadFile
from loaders.tables import holders
from loaders.tables.keys import InvalidRow, credit_code
from network.entities import Population, Post, ServicePoint
from tests.loaders.reading import COMMUNITY, STREET, read, read_file, records
from tests.support.walks import every

CITIZEN = "440106199003070011"
BODIES = ["类别", "名称", "区划", "别名", "联系方式", "来源"]


def rejected(tmp_path: Path, topic: str, *rows: list[str]) -> list[tuple[str | None, str]]:
    return [(r.column, r.reason.code) for r in read(tmp_path, topic, [*rows]).rejected]


@pytest.mark.parametrize("at", range(1, 6))
@pytest.mark.parametrize(
    "around", ["{}", "身份证{}", "李某{}报送", "440106-19900307-0011", "４４０１０６１９９００３０７００１１"]
)
def test_a_citizen_s_number_stands_in_no_cell(tmp_path: Path, at: int, around: str):
    row = ["police_station", "示例派出所", STREET, "", "", "区台账"]
    row[at] = around.format(CITIZEN)
    assert rejected(tmp_path, "bodies", BODIES, row)[0][1] == "cell.citizen_number"


def test_one_that_is_a_credit_code_too_is_excused_in_the_column_of_codes_alone(tmp_path: Path):
    both = next(n for i in range(1000) if credit_code(n := f"44010619900307{i:03}1"))
    row = ["police_station", both, STREET]
    assert rejected(tmp_path, "bodies", BODIES[:3], row) == [("name", "cell.citizen_number")]
    coded = ["police_station", "示例派出所", STREET, both]
    assert rejected(tmp_path, "bodies", [*BODIES[:3], "外部编码"], coded) == []


@pytest.mark.parametrize(
    "name",
    [
        "民政局\ufffd",
        "锟斤拷派出所",
        "ÌìºÓÇø·¨Ôº",
        "å¤©æ²³åŒº",
        "澶╂渤鍖烘皯鏀垮眬",
        "天河区民政局???",
        "李?派出所",
        "王□派出所",
        "澶╂渤鍖烘瀵熼櫌",
        "钱〓派出所",
    ],
)
def test_damaged_text_is_refused(tmp_path: Path, name: str):
    assert rejected(tmp_path, "bodies", BODIES[:3], ["police_station", name, STREET]) == [("name", "cell.damaged")]


@pytest.mark.parametrize(
    "name",
    [
        "联通派出所",
        "㙍滘派出所",
        "Müller之家",
        "第3派出所（新址）",
        "撤并路派出所",
        "示例站（停车场旁）",
        "关爱中心（爱心站）",
        "示例站（一站多用）",
    ],
)
def test_an_ordinary_name_is_not(tmp_path: Path, name: str):
    assert rejected(tmp_path, "bodies", BODIES[:3], ["police_station", name, STREET]) == []


@pytest.mark.parametrize(
    "name",
    [
        "示例站（已撤并）",
        "示例站（停用）",
        "（已撤销）示例站",
        "示例站-暂停服务",
        "示例站(已迁址)",
        "示例站已关停",
        "示例站【已撤】",
        "示例站（并入甲站）",
        "示例站（2025年停止服务）",
        "示例站（原址）",
        "示例站 (拆迁)",
        "示例站已搬",
        "示例站-已停",
    ],
)
def test_a_name_does_not_say_that_it_is_over(tmp_path: Path, name: str):
    found = rejected(tmp_path, "bodies", BODIES[:3], ["police_station", name, STREET])
    assert found == [("name", "cell.ended_in_name")]


@pytest.mark.parametrize(
    "text",
    ["", "空缺", "暂未配备", "未到位", "待任命", "暂无人选", "人员待定", "空缺1名",
     "空缺（2026年3月起）", "不设", "TBD", "vacant", "0", "？", "正在招",
     "虚位", "无此岗位", "待街道确定", "空白", "未明确"],
)  # fmt: skip
def test_words_for_nobody_are_a_vacancy(tmp_path: Path, text: str):
    (post,) = records(read(tmp_path, "posts", [["岗位", "区划", "姓名"], ["儿童主任", COMMUNITY, text]]))
    assert isinstance(post, Post)
    assert post.holder is None


@every(
    "text",
    ["不详", "未知", "已离职", "休产假", "李某（已调离）", "由书记兼任", "同上", "〃", "13800000000",
     "张三/李四", "详见附件", "挂职期满", "原站长退休", "另行通知", "社工", "李某（代）", "张三（兼）", "N", "周一待报",
     "张三，李四", "3人", "各村一名", "村支书", "李主任", "网格员", "居委会", "轮值", "临时安排", "见附表",
     "张三:李四", "张三 李四", "张三\n李四", "张三\\李四", "拟任李四", "群众", "党支部", "社保站",
     "街道办", "外包机构", "1.张三", "张□三", "张三→李四",
     "原张三", "原欧阳娜", "尚未", "没定", "不清楚", "忘记了", "见上", "上同", "已故", "病休", "○", "〇", "~", "一"],
)  # fmt: skip
def test_a_remark_is_neither_a_person_nor_nobody(text: str):
    with pytest.raises(InvalidRow):
        holders.holder(text, "holder")


@pytest.mark.parametrize(
    "text",
    [
        "甲",
        "代某",
        "张　三",
        "李*",
        "李×四",
        "Li Si",
        "小王",
        "张无忌",
        "陈离",
        "张三",
        "欧阳某某",
        "买买提·艾山",
        "Anna Müller",
        "演示人员001",
        "周一鸣",
        "原野",
        "原小野",
        "Ngũgĩ wa",
        "陈𠮷",
    ],
)
def test_a_name_is_kept(text: str):
    assert holders.holder(text, "holder") == text


@pytest.mark.parametrize(
    "rows",
    [
        [["区划", "未成年人数", "来源"], ["", "（万人）", ""], [STREET, "2", "区"]],
        [["区划", "未成年人数（w）", "来源"], [STREET, "2", "区"]],
        [["区划", "未成年人数（户数）", "来源"], [STREET, "2", "区"]],
        [["区划", "未成年人数（占比%）", "来源"], [STREET, "2", "区"]],
        [["天河区未成年人数（万人）", "", ""], ["区划", "未成年人数", "来源"], [STREET, "2", "区"]],
        [["数据单位为千人", "", ""], ["区划", "未成年人数", "来源"], [STREET, "2", "区"]],
        [["计量单位：", "万人", ""], ["区划", "未成年人数", "来源"], [STREET, "2", "区"]],
        [["区划", "未成年人数", "来源"], ["单位", "万人", "/"], [STREET, "2", "区"]],
        [["区划", "未成年人数", "来源"], [STREET, "2", "区"], ["单位：千人", "", ""]],
        [["区划", "未成年人数", "来源"], [STREET, "2", "区"], ["注：计量单位为万人", "", ""]],
        [["区划", "未成年人数[户]", "来源"], [STREET, "2", "区"]],
        [["区划", "未成年人数：万户", "来源"], [STREET, "2", "区"]],
        [["区划", "未成年人数（约，w）", "来源"], [STREET, "2", "区"]],
    ],
)
def test_a_unit_that_is_not_in_the_heading_is_not_lost(tmp_path: Path, rows: list[list[str]]):
    with pytest.raises(BadFile):
        read(tmp_path, "population", rows)


@pytest.mark.parametrize(
    "heading", ["未成年人数（0-17岁）", "未成年人数（不满18周岁）", "未成年人数（必填）", "未成年人数（人）"]
)
def test_a_remark_that_is_no_unit_is_left_out(tmp_path: Path, heading: str):
    (found,) = records(read(tmp_path, "population", [["区划", heading, "来源"], [STREET, "20", "区"]]))
    assert isinstance(found, Population)
    assert found.minors == 20


@pytest.mark.parametrize("heading", ["年龄自{}", "未满{}", "容量{}", "在办数{}"])
@pytest.mark.parametrize(
    "remark", ["（月）", "(月大)", "【月】", "：月", "／月", "〔学期〕", "（间）", "（个月，必填）"]
)
def test_what_a_counted_column_adds_to_its_name_is_a_unit_of_it_or_a_note(tmp_path: Path, heading: str, remark: str):
    header = ["类别", "名称", "区划", heading.format(remark)]
    with pytest.raises(BadFile):
        read(tmp_path, "points", [header, ["police_station", "示例", STREET, "6"]])


@pytest.mark.parametrize(
    ("remark", "minors"), [("（单位：万）", 20000), ("/千人", 2000), ("【人，必填】", 2), ("（常住人口）", 2), ("", 2)]
)
def test_a_unit_of_the_column_is_converted(tmp_path: Path, remark: str, minors: int):
    (found,) = records(read(tmp_path, "population", [["区划", f"未成年人数{remark}", "来源"], [STREET, "2", "区"]]))
    assert isinstance(found, Population)
    assert found.minors == minors


@pytest.mark.parametrize(("unit", "right"), [("万人", False), ("千", False), ("户", False), ("人", True), ("", True)])
def test_a_unit_in_a_column_of_its_own_must_be_the_column_s(tmp_path: Path, unit: str, right: bool):
    header = ["区划", "未成年人数", "计量单位", "来源"]
    found = rejected(tmp_path, "population", header, [STREET, "2", unit, "区"])
    assert found == ([] if right else [(None, "row.unit_beside")])


def test_who_filled_a_table_in_is_no_unit(tmp_path: Path):
    rows = [["填报单位：百花示例局", "", ""], ["区划", "未成年人数", "来源"], [STREET, "2", "区"]]
    assert not read(tmp_path, "population", rows).rejected


def test_two_heading_rows_are_one_where_they_can_be(tmp_path: Path):
    rows = [
        ["类别", "名称", "区划", "年龄", ""],
        ["", "", "", "自", "未满"],
        ["police_station", "示例", STREET, "6", "12"],
    ]
    (found,) = records(read(tmp_path, "points", rows))
    assert isinstance(found, ServicePoint)
    assert (found.age_from, found.age_under) == (6, 12)


@pytest.mark.parametrize("lower", [("周一至周五", "周六"), ("工作日", "周末"), ("夏令", "冬令")])
def test_two_heading_rows_that_are_none_together_refuse_the_file(tmp_path: Path, lower: tuple[str, str]):
    rows = [
        ["类别", "名称", "区划", "开放时间", ""],
        ["", "", "", *lower],
        ["police_station", "示例", STREET, "x", "y"],
    ]
    with pytest.raises(BadFile) as e:
        read(tmp_path, "points", rows)
    assert e.value.message.code == "file.heading_below"


def test_a_hidden_column_refuses_the_file(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["区划", "未成年人数", "来源", "备注"], [STREET, 2, "区", "x"]):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(BadFile) as e:
        read_file("population", tmp_path / "a.xlsx")
    assert e.value.message.code == "file.hidden_columns"
