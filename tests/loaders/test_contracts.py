"""What people write in a table becomes the records that they meant, or a reason."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.rows.rows import BodyKind
from knowledge.vocabulary import AreaLevel, Level, PostKind, Provenance, Tier
from loaders.directory.known import Known
from loaders.intake.files import Gathered, gather
from loaders.shipped.yuexiu import areas
from network.entities import Area, Body, Holder, Post, Segment, ServicePoint
from network.places import canonical

AREAS = {a.code: a for a in areas()}
KINDS = {
    k.code: k
    for k in (
        BodyKind(code="shelter", name="临时庇护场所", name_en="shelter", level=Level.DISTRICT),
        BodyKind(code="street_station", name="街道未成年人保护工作站", name_en="station", level=Level.STREET),
        BodyKind(code="police", name="公安机关", name_en="police", level=Level.DISTRICT, aliases=("派出所", "公安")),
        BodyKind(code="police_station", name="派出所", name_en="police station", level=Level.STREET),
        BodyKind(code="school", name="学校（幼儿园除外）", name_en="school", level=Level.UNIT, aliases=("校", "公安")),
    )
}
KNOWN = Known("来源.csv", AREAS, KINDS)
STREET, COMMUNITY = "440104001000", "440104001007"
TEMPLATES = Path(__file__).parents[2] / "loaders" / "templates"
NAME = "某某某"


def read(tmp_path: Path, topic: str, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Gathered:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (tmp_path / "来源.csv").write_bytes(text.getvalue().encode(encoding))
    return gather(topic, tmp_path / "来源.csv", KNOWN)[0]


def records(found: Gathered) -> list[object]:
    return list(dict.fromkeys(r for _, r in found.records.values()))


def one(tmp_path: Path, topic: str, row: dict[str, str]) -> object:
    found = read(tmp_path, topic, [[*row], [*row.values()]])
    assert not found.rejected, found.rejected
    return records(found)[-1]


def reason(tmp_path: Path, topic: str, row: dict[str, str]) -> str:
    found = read(tmp_path, topic, [[*row], [*row.values()]])
    assert not found.records
    (only,) = found.rejected
    assert only.line == 2
    return only.reason


AREA = {"代码": "440104999000", "名称": "示例街道", "级别": "4", "上级代码": "440104000000"}


@pytest.mark.parametrize("said", ["4", "street", "街道", "Street", "４", "镇"])
def test_a_level_is_a_number_a_word_or_chinese(tmp_path: Path, said: str):
    found = one(tmp_path, "areas", {**AREA, "级别": said})
    assert found == Area("440104999000", "示例街道", AreaLevel.STREET, "440104000000", source="来源.csv")


def test_a_location_keeps_its_reference_system(tmp_path: Path):
    found = one(tmp_path, "areas", {**AREA, "lon_gcj02": "113.27", "lat_gcj02": "23.13", "lon_wgs84": "113.26",
                                    "lat_wgs84": "23.14", "since": "2024/5/1", "until": "20250501"})  # fmt: skip
    assert isinstance(found, Area)
    assert (found.lon, found.lat, found.crs) == (113.27, 23.13, "GCJ-02")
    assert (found.since, found.until) == (date(2024, 5, 1), date(2025, 5, 1))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"代码": "4.40104E+11"}, "damaged"),
        ({"代码": "994104999000"}, "area code"),
        ({"代码": "44010499900"}, "area code"),
        ({"名称": ""}, "empty"),
        ({"级别": "6"}, "known"),
        ({"上级代码": ""}, "parent"),
        ({"上级代码": "440104999000"}, "parent"),
        ({"lon": "113.2", "lat": "23.1"}, "crs"),
        ({"lon": "23.1", "lat": "113.2", "crs": "WGS84"}, "swapped"),
        ({"lon": "113.2", "lat": "", "crs": "WGS-84"}, "both"),
        ({"lon": "nan", "lat": "23", "crs": "WGS-84"}, "China"),
        ({"since": "2024-02-30"}, "day"),
        ({"since": "2024-03-01", "until": "2024-03-01"}, "after"),
    ],
)
def test_a_wrong_area_is_rejected_with_its_reason(tmp_path: Path, wrong: dict[str, str], said: str):
    assert said in reason(tmp_path, "areas", {**AREA, **wrong})


BODY = {"类别": "派出所", "名称": "示例派出所", "区划": STREET}


def test_an_office_of_its_area_has_the_key_of_the_shipped_one(tmp_path: Path):
    found = one(tmp_path, "bodies", {**BODY, "联系方式": "演示分机 0001", "别名": "甲；乙"})
    assert found == Body(
        f"police_station@{STREET}", "示例派出所", "police_station", STREET, "来源.csv", Provenance.LOADED,
        ("甲", "乙"), "演示分机 0001",
    )  # fmt: skip


@pytest.mark.parametrize("area", [STREET, "440104001", "洪桥街道", "越秀区洪桥街道", "广州市越秀区洪桥街"])
def test_an_area_is_a_code_or_a_name(tmp_path: Path, area: str):
    found = one(tmp_path, "bodies", {**BODY, "区划": area})
    assert isinstance(found, Body)
    assert found.area == STREET


def test_units_go_by_external_identifier_or_name(tmp_path: Path):
    rows = [["kind", "name", "area", "统一社会信用代码"]]
    rows += [
        ["学校(幼儿园除外)", f"示例{n}校", STREET, c] for n, c in (("一", "91350100M000100Y43"), ("二", ""), ("三", ""))
    ]
    keys = [b.id for b in records(read(tmp_path, "bodies", rows)) if isinstance(b, Body)]
    assert keys[0] == "school:91350100M000100Y43"
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"类别": "公安"}, "ambiguous"),
        ({"类别": "不存在"}, "rulebook"),
        ({"区划": "440105001000"}, "not loaded"),
        ({"区划": "不存在街道"}, "not loaded"),
        ({"external_id": "1.24401E+17"}, "damaged"),
        ({"external_id": "110101199003070000"}, "citizen"),
        ({"序号": "零"}, "1–99"),
    ],
)
def test_a_wrong_body_is_rejected_with_its_reason(tmp_path: Path, wrong: dict[str, str], said: str):
    assert said in reason(tmp_path, "bodies", {**BODY, **wrong})


def test_a_name_that_several_areas_have_asks_for_the_code():
    twins = {
        c: Area(c, "同名街道", AreaLevel.STREET, p)
        for c, p in (("440104997000", "440104000000"), ("440105997000", None))
    }
    known = Known("", AREAS | twins, {})
    with pytest.raises(Exception, match="several"):
        known.area("同名街道")
    assert known.area("同名街道", "越秀区").code == known.area("越秀区同名街道").code == "440104997000"


POINT = {"类别": "街道未成年人保护工作站", "名称": "示例站", "区划": STREET, "服务区划": "", "开放时间": ""}


def test_a_point_serves_its_own_area_unless_others_are_said(tmp_path: Path):
    found = one(tmp_path, "points", {**POINT, "层级": "2", "核实日期": "2026-07-01"})
    assert isinstance(found, ServicePoint)
    assert (found.serves, found.tier, found.assured_on) == ((STREET,), Tier.STREET, date(2026, 7, 1))
    found = one(tmp_path, "points", {**POINT, "服务区划": f"{STREET}；{COMMUNITY};{STREET}"})
    assert isinstance(found, ServicePoint)
    assert found.serves == (STREET, COMMUNITY)
    assert "not loaded" in reason(tmp_path, "points", {**POINT, "服务区划": f"{STREET};440104998000"})


@pytest.mark.parametrize(
    ("said", "meant"),
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
def test_hours_are_understood(tmp_path: Path, said: str, meant: tuple[str, ...]):
    found = one(tmp_path, "points", {**POINT, "开放时间": said})
    assert isinstance(found, ServicePoint)
    assert found.hours == meant


@pytest.mark.parametrize("said", ["工作日 9:00-17:00", "9:00-17:00", "周一 25:00-26:00", "周五至周一 9:00-17:00",
                                  "周一 22:00-06:00", "预约", "休息",
                                  "周一 9:00-17:00；周一至周三休息", "周一 9:00-17:00 法定节假日除外"])  # fmt: skip
def test_hours_that_are_not_certain_are_rejected(tmp_path: Path, said: str):
    assert "/" in reason(tmp_path, "points", {**POINT, "开放时间": said})


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
        services=("B21", "B33"), age_from=6, age_under=16, capacity=20, load=20, load_on=date(2026, 7, 1),
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
    ("wrong", "said"),
    [
        ({"服务代码": "家长学校"}, "codes"),
        ({"服务代码": "B21;B99"}, "没有服务B99：改正或删去"),
        ({"年龄自": "16", "未满": "16"}, "above"),
        ({"年龄自": "六"}, "full years"),
        ({"容量": "-1"}, "whole number"),
        ({"容量": "20.5"}, "whole number"),
        ({"统计日期": "去年"}, "day"),
        ({"负责岗位": NAME}, "post"),
        ({"无障碍": "部分"}, "yes, no"),
        ({"位置保密": "?"}, "yes, no"),
        ({"crs": ""}, "crs"),
        ({"学段": "大学"}, "known"),
    ],
)
def test_a_wrong_point_is_rejected_with_its_reason(tmp_path: Path, wrong: dict[str, str], said: str):
    why = reason(tmp_path, "points", {**POINT, **FULL, **wrong})
    assert said in why
    assert NAME not in why


def test_a_load_without_its_day_is_not_loaded_and_the_row_stands(tmp_path: Path):
    row = {**POINT, **FULL, "统计日期": ""}
    found = read(tmp_path, "points", [[*row], [*row.values()]])
    assert ["load_on" in r.reason for r in found.rejected] == [True]
    (point,) = records(found)
    assert isinstance(point, ServicePoint)
    assert (point.capacity, point.load, point.free) == (20, None, None)


@pytest.mark.parametrize(("said", "meant"), [("", True), ("否", False), ("是", True)])
def test_a_shelter_is_confidential_unless_said_otherwise(tmp_path: Path, said: str, meant: bool):
    row = {**POINT, "类别": "临时庇护场所", "区划": "440104000000", "位置保密": said}
    found = one(tmp_path, "points", row)
    assert isinstance(found, ServicePoint)
    assert found.confidential is meant
    assert one(tmp_path, "points", {**POINT, "位置保密": ""}) == one(tmp_path, "points", {**POINT, "位置保密": "否"})


SCHOOL = {"学校名称": "示例小学", "校区": "示例小学(东校区)", "学段": "小学", "区划": "440104000000"}


def test_a_school_serves_its_catchment_or_else_the_area(tmp_path: Path):
    found = one(tmp_path, "schools", {**SCHOOL, "school_id": "gz-1", "招生街道": f"{STREET};440104003000"})
    assert isinstance(found, ServicePoint)
    assert (found.id, found.name, found.body, found.stage) == ("school:gz-1", "示例小学(东校区)", "school", "primary")
    assert found.serves == (STREET, "440104003000")
    assert found.services == ("B08", "B09", "B19", "B23", "B28", "B34")
    found = one(tmp_path, "schools", {**SCHOOL, "学校名称": "另一中学", "学段": "初中"})
    assert isinstance(found, ServicePoint)
    assert (found.name, found.serves) == ("另一中学·示例小学(东校区)", ("440104000000",))
    assert "B23" not in found.services, "校内课后托管 is for 小学生"
    for wrong in ({"学段": ""}, {"学段": "大学"}, {"学校名称": ""}):
        assert "/" in reason(tmp_path, "schools", {**SCHOOL, **wrong})


def test_a_post_keeps_the_name_with_the_holder_only(tmp_path: Path):
    rows = [["岗位", "区划", "姓名", "工号", "序号"], ["儿童主任", COMMUNITY, NAME, "", ""],
            ["儿童督导员", STREET, NAME, "YG-1", ""], ["站长", STREET, NAME, "YG-1", ""],
            ["儿童督导员", STREET, "", "", "2"]]  # fmt: skip
    found = records(read(tmp_path, "posts", rows))
    holders, posts = ([r for r in found if isinstance(r, kind)] for kind in (Holder, Post))
    assert [h.id for h in holders if isinstance(h, Holder)] == [f"holder-director@{COMMUNITY}", "holder-YG-1"]
    assert [(p.id, p.kind, p.holder) for p in posts if isinstance(p, Post)] == [
        (f"director@{COMMUNITY}", PostKind.DIRECTOR, f"holder-director@{COMMUNITY}"),
        (f"supervisor@{STREET}", PostKind.SUPERVISOR, "holder-YG-1"),
        (f"station_head@{STREET}", PostKind.STATION_HEAD, "holder-YG-1"),
        (f"supervisor@{STREET}#2", PostKind.SUPERVISOR, None),
    ]
    assert NAME not in repr(posts)


def test_no_reason_repeats_a_name(tmp_path: Path):
    other = NAME + "乙"
    rows = [["岗位", "区划", "姓名", "工号"], [NAME, COMMUNITY, NAME, ""], ["儿童主任", NAME, NAME, ""],
            ["儿童主任", COMMUNITY, NAME, NAME], ["儿童主任", COMMUNITY, NAME, ""], ["儿童主任", COMMUNITY, other, ""],
            ["儿童主任", COMMUNITY, NAME, "", NAME]]  # fmt: skip
    found = read(tmp_path, "posts", rows)
    assert [r.line for r in found.rejected] == [2, 3, 4, 6, 7]
    assert NAME not in repr(found.rejected)


def test_the_same_again_is_fine_and_a_contradiction_names_the_line(tmp_path: Path):
    rows = [[*AREA], [*AREA.values()], [*AREA.values()], [*{**AREA, "名称": "别名街道"}.values()]]
    found = read(tmp_path, "areas", rows)
    assert (found.read, found.repeated, len(found.records)) == (3, 1, 1)
    assert [(r.line, "line 2" in r.reason) for r in found.rejected] == [(4, True)]


def test_an_external_identifier_is_a_key_too(tmp_path: Path):
    rows = [
        ["类别", "名称", "区划", "学校标识码"],
        ["派出所", "甲", STREET, "3144012345"],
        ["派出所", "乙", "440104002000", "3144012345"],
    ]
    assert [r.line for r in read(tmp_path, "bodies", rows).rejected] == [3]


def test_segments_in_columns_and_in_the_official_form(tmp_path: Path):
    head = ["路名", "起号", "止号", "单双号", "区划"]
    found = read(
        tmp_path, "segments", [head, ["示例 3巷", "1号", "9", "单", "洪桥街道"], ["示例路", "", "", "", STREET]]
    )
    assert [(s.road, s.low, s.high, s.parity, s.area) for s in records(found) if isinstance(s, Segment)] == [
        ("示例三巷", 1, 9, "odd", STREET), ("示例路", None, None, "all", STREET),
    ]  # fmt: skip
    wrong = [["示例路", "9", "1", "单", STREET], ["示例路", "9", "", "单", STREET], ["示例路", "1", "9", "甲", STREET]]
    assert [r.line for r in read(tmp_path, "segments", [head, *wrong]).rejected] == [2, 3, 4]
    found = read(tmp_path, "segments", [["街道", "路段"], ["洪桥街道", "示例路1-9（单号）；五横路；"]])
    assert len(found.records) == 1
    assert ["五横路" in r.reason for r in found.rejected] == [True]


@pytest.mark.parametrize(
    "template", sorted({p.name for p in TEMPLATES.glob("*.csv")} - {"children.csv", "records.csv"})
)
def test_every_template_loads(template: str, book_kinds: dict[str, BodyKind]):
    known = Known(template, AREAS, book_kinds)
    found, unused = gather(template.removesuffix(".csv").removesuffix("_official"), TEMPLATES / template, known)
    assert found.read == 1
    assert found.records
    assert not found.rejected
    assert not unused


codes = st.integers(1, 999).map(lambda n: f"440104{n:03}000")
names = st.text(st.characters(codec="gb18030", categories=["L", "N", "P"]), min_size=1, max_size=12).filter(
    lambda t: not t.startswith(("=", "'", "‘", "’", "＇"))
)
made_areas = st.builds(
    Area, codes, names, st.just(AreaLevel.STREET), st.just("440104000000"), source=st.just("来源.csv"),
    since=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)), precision=st.none(),
)  # fmt: skip
made_segments = st.builds(
    lambda road, low, more, parity, area: (canonical(road), low, low + more, parity, area),
    st.sampled_from(["示例路", "示例三巷", "淘金北"]), st.integers(1, 500), st.integers(0, 90),
    st.sampled_from(["odd", "even", "all"]), st.sampled_from(sorted(AREAS)),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(made_areas, min_size=1, max_size=6, unique_by=lambda a: a.code),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_areas_written_out_read_back_the_same(tmp_path: Path, made: list[Area], encoding: str):
    rows = [["code", "name", "level", "parent_code", "since"]]
    rows += [[a.code, a.name, a.level.zh, a.parent or "", a.since.isoformat() if a.since else ""] for a in made]
    found = read(tmp_path, "areas", rows, encoding)
    assert not found.rejected
    assert records(found) == made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made_segments, min_size=1, max_size=6, unique=True))
def test_segments_written_out_read_back_the_same(tmp_path: Path, made: list[tuple[str, int, int, str, str]]):
    rows = [["road", "low", "high", "parity", "area"], *([r, str(a), str(b), p, c] for r, a, b, p, c in made)]
    found = [s for s in records(read(tmp_path, "segments", rows)) if isinstance(s, Segment)]
    assert [(s.road, s.low, s.high, s.parity, s.area) for s in found] == made
