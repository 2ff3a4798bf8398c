"""Rows of service points and schools become the records that people meant, or a reason."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.vocabulary import Provenance, Tier
from network.entities import ServicePoint
from tests.loaders.reading import COMMUNITY, NAME, STREET, one, read, records, rejected, why

POINT = {"类别": "街道未成年人保护工作站", "名称": "示例站", "区划": STREET, "服务区划": "", "开放时间": ""}


def test_a_point_serves_its_own_area_unless_others_are_said(tmp_path: Path):
    found = one(tmp_path, "points", {**POINT, "层级": "2", "核实日期": "2026-07-01"})
    assert isinstance(found, ServicePoint)
    assert (found.serves, found.tier, found.assured_on) == ((STREET,), Tier.STREET, date(2026, 7, 1))
    found = one(tmp_path, "points", {**POINT, "服务区划": f"{STREET}；{COMMUNITY};{STREET}"})
    assert isinstance(found, ServicePoint)
    assert found.serves == (STREET, COMMUNITY)
    wrong = {**POINT, "服务区划": f"{STREET};440104998000"}
    assert why(tmp_path, "points", wrong) == ("serves", "row.area_not_loaded")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mo-Fr 09:00-17:30", ("Mo-Fr 09:00-17:30",)),
        ("周一至周五 9:00—12:00，14:00－17:30", ("Mo-Fr 09:00-12:00", "Mo-Fr 14:00-17:30")),
        ("周六、周日09:00-17:00", ("Sa 09:00-17:00", "Su 09:00-17:00")),
        ("每天 24小时", ("Mo-Su 00:00-24:00",)),
        ("星期一至星期四 08:30-17:00；星期五 08:30-12:00", ("Mo-Th 08:30-17:00", "Fr 08:30-12:00")),
        ("周一至周五 9:00-17:00；法定节假日休息", ("Mo-Fr 09:00-17:00", "PH off")),
        (
            "上学日 16:30-18:30;寒暑假 周一、周三 9:00-12:00",
            ("SD 16:30-18:30", "SH Mo 09:00-12:00", "SH We 09:00-12:00"),
        ),
        ("ph 10:00-16:00; Sa-Su off", ("PH 10:00-16:00", "Sa-Su off")),
        ("", ()),
    ],
)
def test_hours_are_understood(tmp_path: Path, text: str, meant: tuple[str, ...]):
    found = one(tmp_path, "points", {**POINT, "开放时间": text})
    assert isinstance(found, ServicePoint)
    assert found.hours == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("工作日 9:00-17:00", "cell.hours_unreadable"),
        ("9:00-17:00", "cell.hours_unreadable"),
        ("周一 25:00-26:00", "cell.hours_unreadable"),
        ("周五至周一 9:00-17:00", "cell.hours_unreadable"),
        ("周一 22:00-06:00", "cell.hours_over_midnight"),
        ("预约", "cell.hours_unreadable"),
        ("休息", "cell.hours_unreadable"),
        ("周一 9:00-17:00；周一至周三休息", "cell.hours_contradict"),
        ("周一 9:00-17:00 法定节假日除外", "cell.hours_unreadable"),
    ],
)
def test_hours_that_are_not_certain_are_rejected(tmp_path: Path, text: str, reason: str):
    assert why(tmp_path, "points", {**POINT, "开放时间": text}) == ("hours", reason)


FULL = {
    "服务代码": "b21;B33、B21", "年龄自": "6周岁", "未满": "未满16周岁", "容量": "20", "在办数": "20人",
    "统计日期": "2026-07-01",
    "负责岗位": "站长", "人数": "3", "无障碍": "是", "lon": "113.27", "lat": "23.13", "crs": "GCJ-02",
    "位置精度": "门牌",
}  # fmt: skip


def test_a_point_says_what_it_gives_to_whom_and_how_much(tmp_path: Path):
    found = one(tmp_path, "points", {**POINT, **FULL})
    assert found == ServicePoint(
        f"street_station@{STREET}", "示例站", STREET, "street_station", (STREET,), Provenance.LOADED, "来源.csv",
        Tier.STREET, services=("B21", "B33"), age_from=6, age_under=16, capacity=20, load=20, load_on=date(2026, 7, 1),
        head=f"station_head@{STREET}", staff=3, accessible=True, lon=113.27, lat=23.13, crs="GCJ-02", precision="门牌",
    )  # fmt: skip
    assert isinstance(found, ServicePoint)
    assert found.free == 0
    bare = one(tmp_path, "points", {**POINT, **dict.fromkeys(FULL, "")})
    assert isinstance(bare, ServicePoint)
    unknown = (bare.age_from, bare.age_under, bare.capacity, bare.load, bare.head, bare.staff, bare.accessible)
    assert unknown == (None,) * 7, "unknown never turns into no"
    assert bare.free is None


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"服务代码": "家长学校"}, ("services", "cell.not_service_codes")),
        ({"服务代码": "B21;B99"}, ("services", "cell.unknown_services")),
        ({"年龄自": "16", "未满": "16"}, ("age_under", "cell.age_under_not_above")),
        ({"年龄自": "六"}, ("age_from", "cell.not_an_age")),
        ({"年龄自": "121"}, ("age_from", "cell.not_an_age")),
        ({"容量": "-1"}, ("capacity", "cell.not_a_count")),
        ({"容量": "20.5"}, ("capacity", "cell.not_a_count")),
        ({"统计日期": "去年"}, ("load_on", "cell.not_a_day")),
        ({"负责岗位": NAME}, ("head", "cell.unknown_post")),
        ({"无障碍": "部分"}, ("accessible", "cell.not_yes_or_no")),
        ({"位置保密": "?"}, ("confidential", "cell.not_yes_or_no")),
        ({"crs": ""}, ("crs", "cell.crs_missing")),
        ({"学段": "大学"}, ("stage", "cell.not_allowed")),
        ({"层级": "9"}, ("tier", "cell.unknown_tier")),
    ],
)
def test_a_wrong_point_is_rejected_with_column_and_reason(
    tmp_path: Path, wrong: dict[str, str], reason: tuple[str, str]
):
    found = rejected(tmp_path, "points", {**POINT, **FULL, **wrong})
    assert (found.column, found.reason.code) == reason
    assert NAME not in repr(found)


def test_an_unknown_service_is_named(tmp_path: Path):
    reason = rejected(tmp_path, "points", {**POINT, "服务代码": "B21;B99"}).reason
    assert "没有服务 B99" in reason.text("zh")


def test_a_load_without_its_day_is_not_loaded_and_the_row_stands(tmp_path: Path):
    row = {**POINT, **FULL, "统计日期": ""}
    found = read(tmp_path, "points", [[*row], [*row.values()]])
    assert [(r.column, r.reason.code) for r in found.rejected] == [("load_on", "cell.load_without_day")]
    (point,) = records(found)
    assert isinstance(point, ServicePoint)
    assert (point.capacity, point.load, point.free) == (20, None, None)


@pytest.mark.parametrize(("text", "meant"), [("", True), ("否", False), ("是", True)])
def test_a_shelter_is_confidential_unless_said_otherwise(tmp_path: Path, text: str, meant: bool):
    row = {**POINT, "类别": "临时庇护场所", "区划": "440104000000", "位置保密": text}
    found = one(tmp_path, "points", row)
    assert isinstance(found, ServicePoint)
    assert found.confidential is meant
    assert one(tmp_path, "points", {**POINT, "位置保密": ""}) == one(tmp_path, "points", {**POINT, "位置保密": "否"})


def test_neither_key_nor_area_of_a_confidential_place_tells_where_it_stands(tmp_path: Path):
    row = {**POINT, "位置保密": "是", "服务区划": ""}
    found, elsewhere = (one(tmp_path, "points", {**row, "区划": area}) for area in (STREET, "440104003000"))
    assert isinstance(found, ServicePoint)
    assert isinstance(elsewhere, ServicePoint)
    assert (found.serves, found.id) == (("440104000000",), elsewhere.id)


SCHOOL = {"学校名称": "示例小学", "校区": "示例小学(东校区)", "学段": "小学", "区划": "440104000000"}


def test_a_school_serves_its_catchment_or_else_the_area(tmp_path: Path):
    found = one(tmp_path, "schools", {**SCHOOL, "school_id": "gz-1", "招生街道": f"{STREET};440104003000"})
    assert isinstance(found, ServicePoint)
    assert (found.id, found.name, found.body, found.stages) == (
        "school:gz-1",
        "示例小学(东校区)",
        "school",
        ("primary",),
    )
    assert found.serves == (STREET, "440104003000")
    assert found.services == ("B08", "B09", "B19", "B23", "B28", "B34", "B50")
    found = one(tmp_path, "schools", {**SCHOOL, "学校名称": "另一中学", "学段": "初中"})
    assert isinstance(found, ServicePoint)
    assert (found.name, found.serves) == ("另一中学·示例小学(东校区)", ("440104000000",))
    assert "B23" not in found.services, "校内课后托管 is for 小学生"
    for wrong, reason in (
        ({"学段": ""}, ("stage", "cell.empty")),
        ({"学段": "大学"}, ("stage", "cell.not_allowed")),
        ({"学校名称": ""}, ("name", "cell.empty")),
    ):
        assert why(tmp_path, "schools", {**SCHOOL, **wrong}) == reason


CATCHMENT = ["学校名称", "学段", "区划", "招生地段街道"]
TWO = ["洪桥街道", "北京街道"]


@pytest.mark.parametrize("between", ["、", "；", "，", "/", ","])
def test_streets_of_a_catchment_may_be_several(tmp_path: Path, between: str):
    table = read(tmp_path, "schools", [CATCHMENT, ["示例小学", "小学", STREET, between.join(TWO)]])
    (school,) = records(table)
    assert isinstance(school, ServicePoint)
    assert len(school.serves) == len(TWO)


@pytest.mark.parametrize("between", ["和", " ", "与"])
def test_streets_with_another_sign_between_are_refused_with_the_sign_to_write(tmp_path: Path, between: str):
    table = read(tmp_path, "schools", [CATCHMENT, ["示例小学", "小学", STREET, between.join(TWO)]])
    assert [(r.column, r.reason.code) for r in table.rejected] == [("serves", "cell.areas_apart")]
