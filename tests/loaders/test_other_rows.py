"""Rows of posts and segments, repetitions and contradictions, templates, and written files read back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from knowledge.errors import BadFile
from knowledge.messages.message import message
from knowledge.rows.rows import BodyKind
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, PostKind
from loaders.directory import forms
from loaders.directory.known import Known
from loaders.tables import encodings
from loaders.tables.cell_text import unusable
from loaders.tables.headings import header
from loaders.tables.keys import InvalidRow
from loaders.tables.source import open_file
from network.addresses.numerals import canonical
from network.entities import Area, Holder, Post, Segment
from tests.loaders.reading import AREA, AREAS, COMMUNITY, FORMS, NAME, STREET, TEMPLATES, read, read_file, records
from tests.support.examples import examples


def test_a_post_keeps_the_name_with_the_holder_only(tmp_path: Path):
    rows = [["岗位", "区划", "姓名", "工号", "同类第几个"], ["儿童主任", COMMUNITY, NAME, "", ""],
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
    assert [(r.line, r.column, r.reason.code) for r in found.rejected] == [
        (2, "kind", "cell.unknown_post"),
        (3, "area", "row.area_not_loaded"),
        (4, "holder_id", "cell.not_a_key"),
        (6, None, "row.contradicts_or_second"),
        (7, None, "row.too_many_cells"),
    ]
    assert NAME not in repr(found.rejected)


def test_the_same_again_is_fine_and_a_contradiction_names_the_line(tmp_path: Path):
    rows = [[*AREA], [*AREA.values()], [*AREA.values()], [*{**AREA, "名称": "别名街道"}.values()]]
    found = read(tmp_path, "areas", rows)
    assert (found.repeated, len(found.records)) == ({3}, 1)
    assert [(r.line, r.reason) for r in found.rejected] == [(4, message("row.contradicts", line=2))]


def test_a_line_that_adds_something_is_no_repetition(tmp_path: Path):
    rows = [["岗位", "区划", "姓名", "工号"], ["站长", STREET, NAME, "YG-1"], ["儿童督导员", STREET, NAME, "YG-1"]]
    assert read(tmp_path, "posts", rows).repeated == set()


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
    (note,) = found.rejected
    assert (note.column, note.reason.code, note.reason.params["part"]) == ("segment", "row.part_of_segments", "五横路")


PLAIN = sorted(p.name for p in TEMPLATES.glob("*.csv") if p.stem.removesuffix("_official") in FORMS)


@pytest.mark.parametrize("template", [name for name in PLAIN if name != "records.csv"])
def test_every_template_loads(template: str, book_kinds: dict[str, BodyKind]):
    book = rulebook()
    known = Known(template, AREAS, book_kinds, matters=book.matters, services=book.services)
    topic = template.removesuffix(".csv").removesuffix("_official")
    found = read_file(topic, TEMPLATES / template, known)
    assert found.records
    assert not found.rejected
    headings = header(open_file(TEMPLATES / template), [f.columns for f in FORMS[topic]]).headings
    assert all(h.column for h in headings)


def refused(name: str) -> bool:
    """Whether a cell is refused as a name; which are, and with what message, the tables of other tests say."""
    try:
        forms.name({"name": name})
    except InvalidRow:
        return True
    return False


codes = st.integers(1, 999).map(lambda n: f"440104{n:03}000")
signs = st.characters(codec="gb18030", categories=["L", "N", "P"]) | st.sampled_from(sorted(encodings.LEVEL_ONE))
names = st.text(signs, min_size=1, max_size=12).filter(
    lambda t: not (t.startswith(("=", "'", "‘", "’", "＇")) or unusable(t) or refused(t))
)
made_areas = st.builds(
    Area, codes, names, st.just(AreaLevel.STREET), st.just("440104000000"), source=st.just("来源.csv"),
    since=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)), precision=st.none(),
)  # fmt: skip
made_segments = st.builds(
    lambda road, low, more, parity, area: (
        (canonical(road), low, low + more, parity, area) if parity == "all"
        else (canonical(road), 2 * low + (parity == "odd"), 2 * (low + more) + (parity == "odd"), parity, area)
    ),
    st.sampled_from(["示例路", "示例三巷", "淘金北"]), st.integers(1, 500), st.integers(0, 90),
    st.sampled_from(["odd", "even", "all"]), st.sampled_from(sorted(AREAS)),
)  # fmt: skip


def unproven(line: str) -> bool:
    """Whether the program cannot know that bytes are this Chinese text."""
    try:
        return encodings.decoded(line.encode("gb18030")) != line
    except BadFile:
        return True


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(made_areas, min_size=1, max_size=6, unique_by=(lambda a: a.code, lambda a: a.name)),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_areas_written_out_read_back_the_same(tmp_path: Path, made: list[Area], encoding: str):
    rows = [["code", "name", "level", "parent_code", "since"]]
    rows += [[a.code, a.name, a.level.zh, a.parent or "", a.since.isoformat() if a.since else ""] for a in made]
    if encoding == "gb18030" and any(unproven(",".join(row)) for row in rows):
        with pytest.raises(BadFile):
            read(tmp_path, "areas", rows, encoding)
        return
    found = read(tmp_path, "areas", rows, encoding)
    assert not found.rejected
    assert records(found) == made


@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made_segments, min_size=1, max_size=6, unique=True))
def test_segments_written_out_read_back_the_same(tmp_path: Path, made: list[tuple[str, int, int, str, str]]):
    rows = [["road", "low", "high", "parity", "area"], *([r, str(a), str(b), p, c] for r, a, b, p, c in made)]
    found = [s for s in records(read(tmp_path, "segments", rows)) if isinstance(s, Segment)]
    assert [(s.road, s.low, s.high, s.parity, s.area) for s in found] == made
