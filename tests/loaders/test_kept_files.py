"""Files that offices really have, each with what must come of it: taken as it was meant, or refused with the place.

A file stands for its kind. The rows were made up; 999999… is no area.
"""

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import BadFile
from loaders.directory.known import Known
from loaders.persons import dossiers
from loaders.tables.source import open_file
from loaders.tables.tables import read_table
from network.days import stands
from network.entities import Area, Body, Holder, Population, Post, Segment, ServicePoint
from tests.loaders.reading import AREAS, FORMS, STREET, read_file, records

KEPT = Path(__file__).parent / "kept"
ON = date(2026, 11, 28)


def kept(topic: str, name: str):
    from knowledge.rulebook.load import rulebook  # noqa: PLC0415  # its kinds, not those of the other tests

    return read_file(topic, KEPT / name, Known(name, AREAS, rulebook().kinds, ON))


def posts(name: str) -> list[Post]:
    return [r for r in records(kept("posts", name)) if isinstance(r, Post)]


def reasons(topic: str, name: str) -> list[tuple[int, str | None, str]]:
    return [(r.line, r.column, r.reason.code) for r in kept(topic, name).rejected]


def refused(topic: str, name: str) -> BadFile:
    with pytest.raises(BadFile) as e:
        kept(topic, name)
    return e.value


def test_a_number_in_ten_thousands_is_read_as_such():
    found = [r.minors for r in records(kept("population", "01_units_wan.csv")) if isinstance(r, Population)]
    assert found == [30_000, 12_000]


def test_a_district_may_have_more_minors_than_a_place_takes():
    found = [r.minors for r in records(kept("population", "02_population_district.csv")) if isinstance(r, Population)]
    assert found == [178_400]


def test_ages_in_months_are_refused_by_their_heading():
    assert refused("points", "25_units_points.csv").params["heading"] == "年龄自（月）"


def test_a_running_number_is_no_key():
    found = posts("03_serial_number.csv")
    assert len(found) == 3
    assert not [p.id for p in found if "#" in p.id]


def test_cells_that_a_merged_one_covers_are_not_vacant_posts():
    assert len(posts("04_merged_holder.xlsx")) == 1
    assert reasons("posts", "04_merged_holder.xlsx") == [
        (3, "holder", "cell.merged"), (4, "holder", "cell.merged"),
    ]  # fmt: skip


def test_a_refusal_of_several_sheets_names_them_and_the_hidden_one():
    params = refused("posts", "07_hidden_sheet.xlsx").params
    assert (params["sheets"], params["hidden"]) == (["Sheet", "旧"], ["旧"])


def test_a_formula_without_a_value_is_not_a_vacant_post():
    assert {code for _, _, code in reasons("posts", "08_formula_nocache.xlsx")} == {"cell.formula"}
    assert posts("08_formula_nocache.xlsx") == []


def test_an_error_of_the_spreadsheet_holds_no_post():
    assert [r[:1] + r[2:] for r in reasons("posts", "09_error_value.xlsx")] == [
        (2, "cell.error_value"), (3, "cell.error_value"),
    ]  # fmt: skip
    assert {p.holder for p in posts("09_error_value.xlsx")} == {None}


def test_words_for_a_vacancy_are_one():
    found = posts("39_vacancy_words.csv")
    assert len(found) == 14
    assert {p.holder for p in found} == {None}


def test_a_heading_of_two_rows_is_read_whole():
    (point,) = [r for r in records(kept("points", "11_two_row_header.xlsx")) if isinstance(r, ServicePoint)]
    assert (point.lon, point.lat, point.crs) == (113.27, 23.13, "GCJ-02")
    assert point.hours


def test_every_character_of_a_name_is_kept():
    (holder,) = [r for r in records(kept("posts", "12_gbk_rare_name.csv")) if isinstance(r, Holder)]
    assert holder.name == "张龴"


def test_an_encoding_that_is_not_proven_is_refused():
    assert refused("posts", "14_big5.csv").reason.startswith("file.unknown_encoding")


def test_no_key_holds_a_citizens_number_whatever_surrounds_it():
    name = "15_citizen_number_in_key.csv"
    table = read_table(open_file(KEPT / name), dossiers.COLUMNS)
    taken = [d.key for _, d in dossiers.of_rows(table.rows, Known(name, AREAS, {}, ON), ON, [])]
    assert taken == ["H12345678", "C-2024-001"]


def test_nobody_is_a_child_who_is_not_born_yet_or_long_grown_up():
    name = "35_children.csv"
    table = read_table(open_file(KEPT / name), dossiers.COLUMNS)
    born = [d.situation.birth_date for _, d in dossiers.of_rows(table.rows, Known(name, AREAS, {}, ON), ON, [])]
    assert set(born) == {date(2015, 3, 1)}


def test_a_day_is_read_where_it_can_be_and_makes_sense():
    since = {p.since for p in posts("16_dates.csv")}
    assert since == {date(2024, 3, 1)}
    late = [r for r in reasons("posts", "16_dates.csv") if r[2] == "cell.day_out_of_range"]
    assert [line for line, _, _ in late] == [22, 23]


def test_a_station_has_the_tier_of_its_kind(tmp_path: Path):
    text = (KEPT / "17_point_without_tier.csv").read_text("utf-8-sig").replace("440106006000", STREET)
    (tmp_path / "a.csv").write_text(text, "utf-8")
    (point,) = [r for r in records(read_file("points", tmp_path / "a.csv")) if isinstance(r, ServicePoint)]
    assert point.tier == "street"


def test_a_credit_code_must_check():
    assert [line for line, column, _ in reasons("schools", "27_uscc_damaged.csv") if column == "external_id"] == [
        2,
        3,
        4,
    ]


def test_a_school_may_have_several_stages():
    found = {r.name: r.stages for r in records(kept("schools", "28_school_stages.csv")) if isinstance(r, ServicePoint)}
    assert found["甲校"] == ("primary", "junior")
    assert found["乙校"] == ("junior", "senior")
    assert found["丙校"] == ("primary", "junior", "senior")
    assert found["丁校"] == ("primary", "junior")
    assert found["己校"] == found["庚校"] == ("vocational",)
    assert "戊校" not in found, "中学 does not tell which"


def test_a_counter_of_222_rows_is_no_key():
    found = posts("03c_serial_222.csv")
    assert len(found) == 222
    assert not [p.id for p in found if "#" in p.id]


def test_official_segments_are_read_part_by_part():
    found = [(r.road, r.low, r.high) for r in records(kept("segments", "19_addr.csv")) if isinstance(r, Segment)]
    assert ("中山一路", 2, 80) in found
    assert ("北京路", 350, 390) in found


def test_areas_and_segments_of_another_district():
    read = records(kept("areas", "20_tianhe_areas.csv"))
    there = {r.code: r for r in read if isinstance(r, Area)}
    assert [a.level for a in there.values()] == ["district", "street", "community"]
    known = Known("20b", {**AREAS, **there}, {}, ON)
    segments = records(read_file("segments", KEPT / "20b_tianhe_segments.csv", known))
    assert [r.area for r in segments if isinstance(r, Segment)] == ["440106006000"]


def test_an_area_that_ended_is_loaded_with_its_end():
    ended = [r for r in records(kept("areas", "30_ended_area.csv")) if isinstance(r, Area)]
    assert [(r.since, r.until) for r in ended] == [(date(2010, 1, 1), date(2020, 6, 1))] * 2
    assert not any(stands(r, ON) for r in ended)


def test_a_body_is_closed_by_its_file():
    (body,) = [r for r in records(kept("bodies", "31_body_ended.csv")) if isinstance(r, Body)]
    assert body.until == date(2020, 1, 1)
    assert not stands(body, ON)


def test_no_kept_file_is_without_a_test():
    """Whoever adds a file also says what must come of it."""
    written = "".join(p.read_text("utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    assert [p.name for p in sorted(KEPT.iterdir()) if p.name not in written] == []


@pytest.mark.parametrize("topic", sorted(FORMS))
def test_each_template_has_no_heading_that_is_not_read(topic: str):
    """Whoever fills in a template is never told that a column of it is unknown."""
    from tests.loaders.reading import TEMPLATES  # noqa: PLC0415  # beside the other use

    for path in TEMPLATES.glob(f"{topic}*.csv"):
        table = path.read_text("utf-8-sig").splitlines()[0].split(",")
        names = {n for form in FORMS[topic] for c in form.columns for n in (c.key, *c.names)}
        assert set(table) <= names, path.name
