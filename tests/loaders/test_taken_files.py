"""A file that is taken away: nothing in it runs, nothing changes, and each row reads as the record it was made from."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.jobs.loading import SourceFile
from graph_model.jobs.taking import FileFormat
from knowledge.vocabulary import AreaLevel, Provenance
from loaders.directory import contracts, points
from loaders.directory.forms import Form, read_row
from loaders.directory.known import Known
from loaders.tables.cell_text import SIGNS, clean
from loaders.tables.tables import TableRow, read_table
from loaders.taking.files import WRITERS, columns_of, gives, inert, kept
from loaders.taking.lines import RowWriter, TakenRow
from network.entities import Body, NetworkVersion, ServicePoint
from network.snapshot import network
from tests.loaders.reading import AREAS, COMMUNITY, KINDS, STREET

KNOWN = Known("?", AREAS, KINDS, date(2026, 11, 25))
WRITER = RowWriter(KNOWN, network(NetworkVersion(1, None), AREAS.values(), (), (), ()))
FORMATS = list(FileFormat)
BODY = Body(f"police_station@{STREET}", "派出所", "police_station", STREET, "某表", Provenance.LOADED)
POINT = ServicePoint("", "点", STREET, "school", (STREET,), Provenance.SYNTHETIC, "某表", lon=113.27, lat=23.13)
NASTY = (
    *("=1+1", "+86", "-甲", "@乙", "＝1", "＠丙", '="x"', "'5号", "''5", "‘7", "'=1", "'甲", "007", "1E5"),
    *("3-4", "1/2", "2024年5月1日", "12345678901234567", "Mar-1", "sept2", "(5)", "5%", "$5", "TRUE", "是", "null"),
    *("𠮷野家", "㙟", "\ue000", 'a"b', "a,b;c", "a\u2028b", "<b>&amp;", "_x0041_"),
    *("ＡＢＣ", "é", "👨‍👩‍👧", "{}", "[1]", "#5", "a\tb"),
)  # fmt: skip


def read_again(form: Form, entries: list[TakenRow], made: FileFormat) -> list[list[object]]:
    """The records of each row of the file."""
    content = WRITERS[made](columns_of(form.columns), [e.line for e in entries])
    rows = list(read_table(SourceFile(f"a.{made}", content), form.columns).rows)
    assert all(isinstance(r, TableRow) for r in rows), rows
    return [list(read_row(form, r, KNOWN)) for r in rows if isinstance(r, TableRow)]


def named(text: str) -> TakenRow:
    """A body whose cells are this text; one without a letter is no name."""
    name = text if any(c.isalpha() for c in text) else BODY.name
    return WRITER.body(replace(BODY, name=name, source=text, contact=text))


@pytest.mark.parametrize("made", FORMATS)
def test_whatever_a_cell_begins_with_it_is_read_as_it_was(made: FileFormat):
    every = [named(clean(text)) for text in NASTY]
    entries = [e for e in every if gives(contracts.BODIES, e, KNOWN)]
    assert len(every) - len(entries) <= 6, (
        "only what is mostly rare signs is refused, as damaged, and a word for nothing as a name"
    )
    assert read_again(contracts.BODIES, entries, made) == [list(e.records) for e in entries]


@pytest.mark.parametrize("made", FORMATS)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), min_size=1, max_size=5))
def test_a_row_that_is_given_is_never_read_as_another(made: FileFormat, texts: list[str]):
    entries = [e for e in map(named, texts) if gives(contracts.BODIES, e, KNOWN)]
    if entries:
        assert read_again(contracts.BODIES, entries, made) == [list(e.records) for e in entries]


LINES = st.lists(st.text(st.sampled_from("甲a5 =+-@'‘’＇＝\"#0,;"), max_size=5), min_size=1, max_size=3).map("\n".join)
"""Texts of one line or several."""


@given(LINES)
def test_a_text_of_several_lines_comes_back_as_it_was(text: str):
    """What begins or ends with a space does in one line alone not: its row is left out, and named."""
    if "\n" in text or text == text.strip():
        assert clean(kept(text)) == clean(inert(text)) == text


@pytest.mark.parametrize("made", FORMATS)
def test_a_row_of_several_lines_is_given_and_read_as_it_was(made: FileFormat):
    entries = [named(text) for text in ("派出所\n办证厅", "=1\n'5", "'甲\n", "\n乙")]
    assert all(gives(contracts.BODIES, e, KNOWN) for e in entries[:1])
    entries = [e for e in entries if gives(contracts.BODIES, e, KNOWN)]
    assert read_again(contracts.BODIES, entries, made) == [list(e.records) for e in entries]


@given(st.text(min_size=1, max_size=12))
def test_nothing_runs(text: str):
    assert not inert(text).startswith(SIGNS)


def test_no_cell_of_a_file_runs_or_becomes_a_number():
    entries = [named(clean(t)) for t in NASTY]
    columns = columns_of(contracts.BODIES.columns)
    text = WRITERS[FileFormat.CSV](columns, [e.line for e in entries]).decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(text)) for c in row]
    assert [c for c in cells if c.startswith(SIGNS)] == []
    assert f"{STREET}\t" in cells
    sheet = openpyxl.load_workbook(io.BytesIO(WRITERS[FileFormat.XLSX](columns, [e.line for e in entries]))).active
    assert sheet is not None
    assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s", "n"}
    assert [c.value for row in sheet.iter_rows() for c in row if str(c.value).startswith(SIGNS)] == []


def test_a_school_says_its_days_its_place_and_that_it_is_made_up():
    known = {**POINT_WHOLE, "since": date(2020, 9, 1), "until": date(2026, 9, 1), "withdrawn": True}
    p = replace(POINT, **known)
    entry = WRITER.school(p)
    line = entry.line
    assert (line["until"], line["status"], line["mark"]) == (date(2026, 9, 1), "撤回", "演示数据，勿拨打、勿前往")
    for made in FORMATS:
        (only,) = read_again(points.SCHOOLS, [entry], made)
        assert only == [p]


POINT_WHOLE: dict[str, Any] = {
    "id": "school:EXAMPLE-0001",
    "external_id": "EXAMPLE-0001",
    "stages": ("primary", "junior"),
    "services": points.school_services(("primary", "junior")),
    "serves": (STREET, COMMUNITY),
    "crs": "GCJ-02",
    "precision": "楼栋",
    "accessible": False,
    "assured_on": date(2026, 1, 2),
    "lon": 113.26435912345678,
}


def test_what_a_table_cannot_say_is_not_given():
    keyed = replace(BODY, id="police_station@another")
    parted = replace(BODY, aliases=("甲;乙",))
    error = replace(BODY, name="#N/A")
    for body in (keyed, parted, error):
        assert not gives(contracts.BODIES, WRITER.body(body), KNOWN)
    assert gives(contracts.BODIES, WRITER.body(BODY), KNOWN)


def test_a_geometry_is_for_drawing_and_one_that_was_moved_is_refused():
    p = replace(POINT, **{**POINT_WHOLE, "crs": "GCJ-02"})
    content = WRITERS[FileFormat.GEOJSON](columns_of(points.SCHOOLS.columns), [WRITER.school(p).line])
    made = json.loads(content)
    lon, lat = made["features"][0]["geometry"]["coordinates"]
    assert 0.001 < abs(lon - made["features"][0]["properties"]["lon"]) < 0.01, "in WGS-84, 600 m from GCJ-02"
    made["features"][0]["geometry"]["coordinates"] = [lon + 0.001, lat]
    (row,) = read_table(SourceFile("a.geojson", json.dumps(made).encode()), points.SCHOOLS.columns).rows
    assert (row.line, getattr(row, "column", None)) == (1, "lon")
    assert getattr(row, "reason").code == "cell.moved"  # noqa: B009  # of a row that may be of another type
    made["features"][0]["properties"] |= {"lon": None, "lat": None, "crs": None}
    (row,) = read_table(SourceFile("a.geojson", json.dumps(made).encode()), points.SCHOOLS.columns).rows
    assert isinstance(row, TableRow)
    assert (row.cells["lon"], row.cells["crs"]) == (repr(lon + 0.001), "WGS-84")


def test_a_value_with_parts_is_refused_and_a_list_is_a_list():
    form = (c for c in contracts.BODIES.columns)
    said = {"kind": "派出所", "name": {"zh": "所"}, "area": STREET, "aliases": ["甲", "乙"]}
    features = [{"type": "Feature", "geometry": None, "properties": p} for p in (said, {**said, "name": "所"})]
    file = SourceFile("a.json", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    bad, good = read_table(file, tuple(form)).rows
    assert getattr(bad, "reason").code == "cell.nested"  # noqa: B009  # as above
    assert isinstance(good, TableRow)
    assert good.cells["aliases"] == "甲;乙"


def test_the_level_of_an_area_is_written_in_its_word():
    for a in AREAS.values():
        assert gives(contracts.AREAS, WRITER.area(a), KNOWN), a
    assert WRITER.area(AREAS[STREET]).line["level"] == "街道"
    assert AREAS[STREET].level is AreaLevel.STREET
