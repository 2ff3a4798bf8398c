"""Rows that contradict their own codes, the other rows of the file, or what is loaded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph_model.jobs.loading import Rejected
from knowledge.errors import BadFile
from knowledge.rulebook.load import rulebook
from loaders.directory.known import Known
from loaders.persons import dossiers
from loaders.shipped.yuexiu import bodies
from loaders.tables import keys
from loaders.tables.keys import InvalidRow
from loaders.tables.source import open_file
from loaders.tables.tables import read_table
from network.entities import Body, NetworkVersion
from network.snapshot import network
from tests.loaders.reading import AREA, AREAS, COMMUNITY, STREET, read, read_file, records, why

LOADED = Known(
    "来源.csv", AREAS, rulebook().kinds, network=network(NetworkVersion(1, None), AREAS.values(), bodies(), (), ())
)


def rejected(tmp_path: Path, topic: str, *rows: Sequence[str]) -> list[tuple[int, str]]:
    return [(r.line, r.reason.code) for r in read(tmp_path, topic, rows).rejected]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"代码": "440105999000"}, ("parent_code", "cell.parent_not_of_code")),
        ({"代码": "110101001000"}, ("parent_code", "cell.parent_not_of_code")),
        ({"上级代码": "440100000000"}, ("parent_code", "cell.parent_not_of_code")),
        ({"上级代码": "440104001000"}, ("parent_code", "cell.parent_not_of_code")),
        ({"代码": "440104999001", "级别": "社区"}, ("parent_code", "cell.parent_not_of_code")),
        ({"级别": "社区"}, ("level", "cell.level_not_of_code")),
        ({"级别": "区"}, ("level", "cell.level_not_of_code")),
        ({"代码": "440104999001"}, ("level", "cell.level_not_of_code")),
        ({"并入": "440104999000", "终止日期": "2026-01-01"}, ("successors", "cell.successor_itself")),
    ],
)
def test_code_level_and_parent_of_an_area_agree(tmp_path: Path, changed: dict[str, str], reason: tuple[str, str]):
    assert why(tmp_path, "areas", {**AREA, **changed}) == reason


def test_all_areas_of_a_district_agree(tmp_path: Path):
    rows = [[a.code, a.name, a.level.value, a.parent or ""] for a in AREAS.values()]
    assert rejected(tmp_path, "areas", ["代码", "名称", "级别", "上级代码"], *rows) == []


def test_a_name_stands_once_under_an_area(tmp_path: Path):
    taken = AREAS[STREET].name
    assert why(tmp_path, "areas", {**AREA, "名称": taken}) == ("name", "cell.area_name_taken")
    header = ["代码", "名称", "级别", "上级代码", "终止日期", "并入"]
    ended = [STREET, taken, "街道", "440104000000", "2026-01-01", "440104999000"]
    again = ["440104999000", taken, "街道", "440104000000", "", ""]
    assert rejected(tmp_path, "areas", header, ended, again) == []
    twins = [[f"44010499{n}000", "同名街道", "街道", "440104000000", "", ""] for n in (8, 9)]
    assert rejected(tmp_path, "areas", header, *twins) == [(3, "cell.area_name_taken")]


STREETS = [STREET, "440104003000", "440104004000"]


@pytest.mark.parametrize("topic", ["posts", "bodies"])
def test_a_number_that_counts_rows_is_no_second_of_its_kind(tmp_path: Path, topic: str):
    kind, name = ("儿童督导员", "姓名") if topic == "posts" else ("police_station", "名称")
    header = ["类别" if topic == "bodies" else "岗位", "区划", name, "同类第几个"]
    rows = [[kind, street, "甲", str(n)] for n, street in enumerate(STREETS, 1)]
    wrong = "cell.no_first_of_its_kind"
    assert rejected(tmp_path, topic, header, *rows) == [(3, wrong), (4, wrong)]
    seconds = [[kind, street, "乙", "2"] for street in STREETS]
    firsts = [[kind, street, "甲", ""] for street in STREETS]
    assert rejected(tmp_path, topic, header, *firsts, *seconds) == []
    assert rejected(tmp_path, topic, header, [kind, STREET, "甲", "3"]) == [(2, wrong)]


def test_what_is_loaded_is_a_first_unless_the_numbers_run_on(tmp_path: Path):
    kind = next(b.kind for b in bodies() if b.area == STREETS[1])
    header = "类别,区划,名称,同类第几个"
    alone, running = tmp_path / "a.csv", tmp_path / "b.csv"
    alone.write_text(f"{header}\n{kind},{STREETS[1]},乙,2\n", encoding="utf-8")
    running.write_text(f"{header}\n{kind},{STREETS[0]},甲,1\n{kind},{STREETS[1]},乙,2\n", encoding="utf-8")
    (second,) = records(read_file("bodies", alone, LOADED))
    assert isinstance(second, Body)
    assert second.id == f"{kind}@{STREETS[1]}#2"
    assert [r.reason.code for r in read_file("bodies", running, LOADED).rejected] == ["cell.no_first_of_its_kind"]


def test_a_place_in_another_city_is_asked_about(tmp_path: Path):
    header = ["学校名称", "学段", "区划", "经度", "纬度", "坐标系"]
    here = [
        ["示例一", "小学", STREET, "113.27", "23.13", "GCJ-02"],
        ["示例二", "小学", STREETS[1], "113.9", "23.5", "GCJ-02"],
    ]
    away = ["示例三", "小学", STREETS[2], "116.39", "39.9", "GCJ-02"]
    assert rejected(tmp_path, "schools", header, *here, away) == [(4, "cell.far_away")]
    assert rejected(tmp_path, "schools", header, here[0], away) == [(2, "cell.far_away"), (3, "cell.far_away")]
    assert rejected(tmp_path, "schools", header, away) == []  # nothing is known that could contradict it


VALID = "12440106455321512Q"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (VALID.replace("0", "O", 1), "cell.not_a_credit_code"),
        (VALID[:-1], "cell.not_a_credit_code"),
        (VALID + "1", "cell.not_a_credit_code"),
        (VALID[8:17], "cell.not_a_credit_code"),
        ("待核", "cell.not_a_credit_code"),
        (VALID[:-1] + "X", "cell.credit_code_wrong"),
        ("0" * 18, "cell.credit_code_wrong"),
        ("440106199003070011", "cell.citizen_number"),
    ],
)
@pytest.mark.parametrize("heading", ["统一社会信用代码", "统一社会信用代码（18位）", "统一社会 信用代码"])
def test_under_a_heading_for_credit_codes_stand_only_those(tmp_path: Path, heading: str, code: str, reason: str):
    row = {"学校名称": "示例小学", "学段": "小学", "区划": STREET, heading: code}
    assert why(tmp_path, "schools", row) == ("external_id", reason)
    assert not read(tmp_path, "schools", [[*row], [*[*row.values()][:-1], VALID.lower()]]).rejected


def test_another_code_stands_under_its_own_heading(tmp_path: Path):
    row = {"学校名称": "示例小学", "学段": "小学", "区划": STREET, "学校标识码": VALID[:-1]}
    assert not read(tmp_path, "schools", [[*row], [*row.values()]]).rejected


@pytest.mark.parametrize(
    ("kind", "area", "right"),
    [
        *(("儿童主任", a, a == COMMUNITY) for a in ("440104000000", STREET, COMMUNITY)),
        *(("站长", a, a == STREET) for a in ("440104000000", STREET, COMMUNITY)),
        *(("儿童督导员", a, a == STREET) for a in ("440104000000", STREET, COMMUNITY)),
        *(("区中心负责人", a, a == "440104000000") for a in ("440104000000", STREET, COMMUNITY)),
    ],
)
def test_a_post_is_in_an_area_of_its_level(tmp_path: Path, kind: str, area: str, right: object):
    found = read(tmp_path, "posts", [["岗位", "区划", "姓名"], [kind, area, "甲"]]).rejected
    assert [r.reason.code for r in found] == ([] if right else ["cell.post_elsewhere"])


def test_a_station_elsewhere_says_whom_it_serves(tmp_path: Path):
    row = {"类别": "街道未成年人保护工作站", "名称": "示例站", "区划": COMMUNITY}
    assert why(tmp_path, "points", row) == ("area", "cell.tier_elsewhere")
    assert not read(tmp_path, "points", [[*row, "服务区划"], [*row.values(), STREET]]).rejected


@pytest.mark.parametrize(
    ("area", "minors", "right"), [(STREET, "99999999", False), (COMMUNITY, "300000", False), (COMMUNITY, "9000", True)]
)
def test_an_area_has_no_more_minors_than_one_of_its_level_can_have(
    tmp_path: Path, area: str, minors: str, right: object
):
    found = read(tmp_path, "population", [["区划", "未成年人数", "来源"], [area, minors, "区"]]).rejected
    assert [r.reason.code for r in found] == ([] if right else ["cell.not_a_count"])


@pytest.mark.parametrize("contact", ["，", "-", "/", "——", "…"])
def test_signs_alone_are_no_contact(tmp_path: Path, contact: str):
    row = {"类别": "police_station", "名称": "示例派出所", "区划": STREET, "联系方式": contact}
    assert why(tmp_path, "bodies", row) == ("contact", "cell.no_text")


@pytest.mark.parametrize("day", ["1900-01-01", "1950-06-01", "1965-12-31"])
def test_nobody_is_in_office_for_a_lifetime(tmp_path: Path, day: str):
    (tmp_path / "a.csv").write_text(f"岗位,区划,姓名,任职日期\n站长,{STREET},甲,{day}\n", encoding="utf-8")
    found = read_file("posts", tmp_path / "a.csv", replace(LOADED, on=date(2026, 11, 29))).rejected
    assert [(r.column, r.reason.code) for r in found] == [("since", "cell.day_out_of_range")]


def test_the_same_school_twice_is_told_without_a_column_that_schools_have_not(tmp_path: Path):
    header = ["学校名称", "学段", "区划", "学校标识码"]
    rows = [["示例一", "小学", STREET, "A-100"], ["示例二", "小学", STREET, "A-100"]]
    assert rejected(tmp_path, "schools", header, *rows) == [(3, "row.contradicts")]


@pytest.mark.parametrize(
    ("heading", "cells", "reason"),
    [
        ("出生日期,年龄", "2015-03-01,11", None),
        ("出生日期,年龄", "2015-03-01,8", "row.facts_impossible"),
        ("出生日期,现年龄", "2015-03-01,30", "row.facts_impossible"),
        ("出生日期,父亲状况,父亲状况起始日", "2015-03-01,死亡,2010-01-01", "row.facts_impossible"),
        ("出生日期,父亲状况,父亲状况起始日", "2015-03-01,死亡,2014-12-01", None),
        ("出生日期,母亲状况,母亲状况起始日", "2015-03-01,死亡,2015-02-01", "row.facts_impossible"),
        ("父亲状况", "坐牢了", "cell.not_allowed"),
        ("年龄（月）", "6", "file"),
    ],
)
def test_what_is_told_of_a_child_agrees(tmp_path: Path, heading: str, cells: str, reason: str | None):
    path, on = tmp_path / "a.csv", date(2026, 11, 29)
    path.write_text(f"档案编号,社区,{heading}\nT-1,{COMMUNITY},{cells}\n", encoding="utf-8")
    if reason == "file":
        with pytest.raises(BadFile):
            read_table(open_file(path), dossiers.COLUMNS)
        return
    rejected: list[Rejected] = []
    taken = list(dossiers.of_rows(read_table(open_file(path), dossiers.COLUMNS).rows, LOADED, on, rejected))
    assert len(taken) + len(rejected) == 1
    assert next((r.reason.code for r in rejected), None) == reason


@pytest.mark.parametrize("key", ["13800138000", "138-0013-8000", "+8613800138000", "１３８００１３８０００"])
def test_the_number_of_a_telephone_is_no_key(key: str):
    with pytest.raises(InvalidRow):
        keys.person_key(key, "key")


def test_an_office_is_not_one_of_a_wider_area_than_its_kind_is(tmp_path: Path):
    row = {"类别": "police_station", "名称": "示例", "区划": "440104000000"}
    assert why(tmp_path, "bodies", row) == ("area", "cell.kind_elsewhere")
    federation = {"类别": "police", "名称": "某街道的分支", "区划": STREET}
    assert not read(tmp_path, "bodies", [[*federation], [*federation.values()]]).rejected


def test_an_area_went_into_one_that_is_there(tmp_path: Path):
    ended = {**AREA, "终止日期": "2026-01-01"}
    assert why(tmp_path, "areas", {**ended, "并入": "440104888000"}) == ("successors", "row.area_not_loaded")
    assert not read(tmp_path, "areas", [[*ended, "并入"], [*ended.values(), STREET]]).rejected
