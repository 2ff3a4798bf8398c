"""Rows of areas and bodies become the records that people meant, or a reason."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.vocabulary import AreaLevel, Provenance
from loaders.directory.known import Known
from loaders.tables.keys import InvalidRow
from network.entities import Area, Body
from tests.loaders.reading import AREA, AREAS, STREET, one, read, records, rejected, why


@pytest.mark.parametrize("text", ["4", "street", "街道", "Street", "４", "镇"])
def test_a_level_is_a_number_a_word_or_chinese(tmp_path: Path, text: str):
    found = one(tmp_path, "areas", {**AREA, "级别": text})
    assert found == Area("440104999000", "示例街道", AreaLevel.STREET, "440104000000", source="来源.csv")


def test_a_location_keeps_its_reference_system(tmp_path: Path):
    found = one(tmp_path, "areas", {**AREA, "lon_gcj02": "113.27", "lat_gcj02": "23.13", "lon_wgs84": "113.26",
                                    "lat_wgs84": "23.14", "since": "2024/5/1", "until": "20250501"})  # fmt: skip
    assert isinstance(found, Area)
    assert (found.lon, found.lat, found.crs) == (113.27, 23.13, "GCJ-02")
    assert (found.since, found.until) == (date(2024, 5, 1), date(2025, 5, 1))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"代码": "4.40104E+11"}, ("code", "cell.code_damaged")),
        ({"代码": "994104999000"}, ("code", "cell.not_an_area_code")),
        ({"代码": "44010499900"}, ("code", "cell.not_an_area_code")),
        ({"名称": ""}, ("name", "cell.empty")),
        ({"名称": "街" * 201}, ("name", "cell.too_long")),
        ({"级别": "6"}, ("level", "cell.unknown_level")),
        ({"上级代码": ""}, ("parent_code", "cell.parent_wrong")),
        ({"上级代码": "440104999000"}, ("parent_code", "cell.parent_wrong")),
        ({"lon": "113.2", "lat": "23.1"}, ("crs", "cell.crs_missing")),
        ({"lon": "23.1", "lat": "113.2", "crs": "WGS84"}, ("lon", "cell.outside_china")),
        ({"lon": "113.2", "lat": "", "crs": "WGS-84"}, ("lon", "cell.not_degrees")),
        ({"lon_wgs84": "nan", "lat_wgs84": "23"}, ("lon_wgs84", "cell.outside_china")),
        ({"since": "2024-02-30"}, ("since", "cell.not_a_day")),
        ({"since": "2024-03-01", "until": "2024-03-01"}, ("until", "cell.until_not_after_since")),
    ],
)
def test_a_wrong_area_is_rejected_with_column_and_reason(
    tmp_path: Path, wrong: dict[str, str], reason: tuple[str, str]
):
    assert why(tmp_path, "areas", {**AREA, **wrong}) == reason


def test_a_rejected_cell_says_what_to_do_in_both_languages(tmp_path: Path):
    reason = rejected(tmp_path, "areas", {**AREA, "代码": "4.40104E+11"}).reason
    assert "文本" in reason.text("zh")
    assert "as text" in reason.text("en")


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
    ("wrong", "reason"),
    [
        ({"类别": "公安"}, ("kind", "cell.kind_ambiguous")),
        ({"类别": "不存在"}, ("kind", "cell.kind_unknown")),
        ({"区划": "440105001000"}, ("area", "row.area_not_loaded")),
        ({"区划": "不存在街道"}, ("area", "row.area_not_loaded")),
        ({"区划": "洪桥街道", "所属区": "不存在区"}, ("district", "row.area_not_loaded")),
        ({"external_id": "1.24401E+17"}, ("external_id", "cell.not_a_key")),
        ({"external_id": "110101199003070000"}, ("external_id", "cell.citizen_number")),
        ({"同类第几个": "零"}, ("number", "cell.not_an_ordinal")),
        ({"同类第几个": "100"}, ("number", "cell.not_an_ordinal")),
    ],
)
def test_a_wrong_body_is_rejected_with_column_and_reason(
    tmp_path: Path, wrong: dict[str, str], reason: tuple[str, str]
):
    assert why(tmp_path, "bodies", {**BODY, **wrong}) == reason


def test_a_name_that_several_areas_have_asks_for_the_code():
    twins = {
        c: Area(c, "同名街道", AreaLevel.STREET, p)
        for c, p in (("440104997000", "440104000000"), ("440105997000", None))
    }
    known = Known("", AREAS | twins, {})
    with pytest.raises(InvalidRow) as invalid:
        known.area("同名街道")
    assert invalid.value.reason.code == "cell.area_name_ambiguous"
    assert known.area("同名街道", "越秀区").code == known.area("越秀区同名街道").code == "440104997000"
