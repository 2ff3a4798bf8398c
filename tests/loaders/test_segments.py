"""Official address texts: what is certain becomes segments, the rest is refused with its reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import BadInput
from loaders.directory.segments import ALL, EVEN, ODD, Stretch, parts
from network.addresses.numerals import chinese, numeral
from network.entities import Segment
from tests.loaders.reading import one, read, why
from tests.support.addresses import official, parse, placed, readings, segments, streets


def stretches(text: str) -> list[tuple[str, int | None, int | None, str | None]]:
    return [(s.road, s.low, s.high, s.parity) for p in parts(text) for s in p.stretches]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "山河东街1-15（单号）、2-30（双号）；山河五横1-47（单号）、20号；",
            [("山河东街", 1, 15, ODD), ("山河东街", 2, 30, EVEN), ("山河五横", 1, 47, ODD), ("山河五横", 20, 20, ALL)],
        ),
        ("新河浦2、4号", [("新河浦", 2, 2, ALL), ("新河浦", 4, 4, ALL)]),
        ("培正路；", [("培正路", None, None, ALL)]),
        (
            "培正一、二横路；龟岗一至三马路；黄田1、2巷",
            [(r, None, None, ALL) for r in
             ("培正一横路", "培正二横路", "龟岗一马路", "龟岗二马路", "龟岗三马路", "黄田一巷", "黄田二巷")],
        ),
        (
            "东风西路226号之一至之四、228号",
            [("东风西路226号", 1, 4, ALL), ("东风西路", 228, 228, ALL)],
        ),
        ("淘金北71--79号（单号）", [("淘金北", 71, 79, ODD)]),
        ("文明路２０６—２６０（双号）", [("文明路", 206, 260, EVEN)]),
        ("站前路108号～160号(双号)", [("站前路", 108, 160, EVEN)]),
        (
            "文德路67—83（单号）、66-76、142-208号（双号）",
            [("文德路", 67, 83, ODD), ("文德路", 66, 76, EVEN), ("文德路", 142, 208, EVEN)],
        ),
        ("署前路(1-13、15-55号，含单双号)", [("署前路", 1, 13, ALL), ("署前路", 15, 55, ALL)]),
        (
            "建设大马路（含西一街至西三街）",
            [(r, None, None, ALL) for r in
             ("建设大马路", "建设大马路西一街", "建设大马路西二街", "建设大马路西三街")],
        ),
        ("东湖路25、33 号（东湖豪苑）", [("东湖路", 25, 25, ALL), ("东湖路", 33, 33, ALL)]),
        ("海珠中路144—254号（180号已拆迁）（双号）", [("海珠中路", 144, 254, EVEN)]),
        ("农本新村 北直街", [("农本新村", None, None, ALL), ("北直街", None, None, ALL)]),
        ("甲乙路5号大院（1-20号）", [("甲乙路5号大院", 1, 20, ALL)]),
    ],
)  # fmt: skip
def test_official_shapes(text: str, found: list[tuple[str, int | None, int | None, str | None]]):
    assert stretches(text) == found
    assert not [p.reason for p in parts(text) if p.reason]


@pytest.mark.parametrize(
    "text",
    [
        "新河浦三、四（1-12号、14-30号）",  # what the ordinals count is not said
        "五横路",  # of which road?
        "农林下路2号大院  4、6号",  # within the compound, or beside it?
        "青云直街52-60号之一（双号）",
        "先烈中路81号大院（1-144号，其中81号之二除外）",
        "新旧余庆里",
        "大石街单门牌",
        "1-20号",
        "甲乙路20-2号",
        "甲乙路1-9、11号（双号）",
        "甲乙路1-9号（单号",
        "甲乙路及丙丁街",
        "甲乙路附近",
        "之二",
    ],
)
def test_what_is_not_certain_is_refused_whole(text: str):
    assert stretches(text) == []
    assert all(p.reason for p in parts(text))


def test_a_range_without_parity_loads_only_the_side_of_its_ends():
    (part,) = parts("文明路207号—211号")
    assert part.stretches == (Stretch("文明路", 207, 211, ODD),)
    assert part.note is not None
    assert stretches("甲乙路1-12号") == [("甲乙路", 1, 12, ALL)]


@given(st.integers(1, 99))
def test_lanes_are_counted_both_ways(number: int):
    assert numeral(chinese(number)) == number
    assert parse(f"黄田{number}巷5号") == parse(f"黄田{chinese(number)}巷5号") == (f"黄田{chinese(number)}巷", 5)


@given(st.integers(1, 400), st.integers(0, 200), st.sampled_from([("单号", ODD), ("双号", EVEN), ("单双号", ALL)]))
def test_a_printed_range_is_read_back(low: int, more: int, said: tuple[str, str]):
    # A range has an end at least on the side that it names, and is what lies on that side; or it contradicts itself.
    meant = [n for n in range(low, low + more + 1) if said[1] in {ALL, ODD if n % 2 else EVEN}]
    contradicts = not {low, low + more} & {*meant}
    expected = [] if contradicts else [("示例路", meant[0], meant[-1], said[1])]
    assert stretches(f"示例路{low}—{low + more}号（{said[0]}）") == expected


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("新河浦二横路5号", ("新河浦二横路", 5)),
        ("淘金北71号", ("淘金北", 71)),
        ("环市东路333号之一", ("环市东路", 333)),
        ("先烈中路81号大院20号", ("先烈中路", 81)),
        ("广州市越秀区东山街道培正路 5 号", ("培正路", 5)),
        ("广东省广州市越秀区建设大马路西一街3号", ("建设大马路西一街", 3)),
        ("广州大道北100号", ("广州大道北", 100)),
        ("北京路102 202房", ("北京路", 102)),
        ("区庄村12号", ("区庄村", 12)),
        ("东华东路543-1号", ("东华东路", 543)),
        ("东山街道", None),
        ("环市东路", None),
        ("12号", None),
    ],
)
def test_real_roads_are_parsed(address: str, found: tuple[str, int] | None):
    assert parse(address) == found


def test_the_narrowest_reading_comes_first():
    assert readings("环市东路435号之二")[0] == ("环市东路435号", 2)
    assert ("环市东", 328) in readings("环市东路328号")
    assert ("环市东路", 328) in readings("环市东328号")


@pytest.fixture(scope="module")
def sample(shared: Path) -> list[dict[str, str]]:
    return official(shared)


def test_four_fifths_of_the_official_sample_are_certain(sample: list[dict[str, str]]):
    found = [p for row in sample for p in parts(row["segment"])]
    assert len(sample) == 70
    assert sum(bool(p.stretches) for p in found) >= 0.8 * len(found)
    assert all(p.reason for p in found if not p.stretches)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("培正一横路3号", "东山街道"),
        ("东华东路600号", "大东街道"),
        ("广州市越秀区东湖路54号", "白云街道"),
        ("文明路205号", "大塘街道"),
        ("文明路208号", "珠光街道"),
        ("北京路321号", None),
        ("环市东路350号", "建设街道"),
        ("淘金路163号之二", "华乐街道"),
        ("先烈中路81号之二", "黄花岗街道"),
        ("东风西路226号之三", "六榕街道"),
        ("东风西路226号之九", None),
        ("黄田3巷8号", "登峰街道"),
        ("建设大马路西十四街2号", "建设街道"),
    ],
)
def test_addresses_lie_in_the_street_of_the_official_list(
    sample: list[dict[str, str]], address: str, street: str | None
):
    held = segments(sample)
    if street is None:
        with pytest.raises(BadInput):
            placed(address, held)
        return
    assert {streets().areas[code].name for code in placed(address, held)} == {street}


@pytest.mark.parametrize(
    "road",
    ["示例路1-20号", "示例路（1-20号）", "示例路20号", "示例路北侧", "示例路两边", "示例路沿线", "示例路以东",
     "示例路部分",     "待定", "无", "其他", "不详", "示例路、示例街", "示例路及示例街", "佛山市示例路", "A路"],
)  # fmt: skip
def test_what_is_no_name_of_a_road_is_none(tmp_path: Path, road: str):
    row = {"路名": road, "起号": "", "止号": "", "单双号": "", "区划": "440104001000"}
    assert why(tmp_path, "segments", row) == ("road", "cell.not_a_road")


@pytest.mark.parametrize("before", ["", "越秀区", "广州市越秀区", "广东省广州市越秀区", "洪桥街道"])
@pytest.mark.parametrize("after", ["", "全路段", "全段", "全线"])
@pytest.mark.parametrize("road", ["示例路", "及第街", "至善路", "东边街", "开发区大道", "广州大道中", "示例大道西段"])
def test_a_road_is_stored_without_the_areas_in_which_it_lies(tmp_path: Path, before: str, after: str, road: str):
    row = {"路名": before + road + after, "起号": "", "止号": "", "单双号": "", "区划": "440104001000"}
    found = one(tmp_path, "segments", row)
    assert isinstance(found, Segment)
    assert found.road == road


@pytest.mark.parametrize("text", ["示例路全路段", "示例路（全段）", "越秀区示例路", "洪桥街道示例路全线"])
def test_so_is_one_of_an_official_text(tmp_path: Path, text: str):
    found = one(tmp_path, "segments", {"街道": "洪桥街道", "路段": text})
    assert isinstance(found, Segment)
    assert (found.road, found.low) == ("示例路", None)


@pytest.mark.parametrize(
    ("low", "high", "parity", "right"),
    [
        *((1, 9, p, True) for p in ("单", "奇数", "单号", "全")),
        *((1, 9, p, False) for p in ("双", "偶", "")),
        *((2, 10, p, p != "单") for p in ("双", "单", "全")),
        *((1, 10, p, p == "全") for p in ("单", "双", "全", "")),
        *((7, 7, p, p != "双") for p in ("单", "双", "全", "")),
    ],
)
def test_both_ends_are_on_the_side_that_is_given(tmp_path: Path, low: int, high: int, parity: str, right: object):
    row = ["示例路", str(low), str(high), parity, "440104001000"]
    found = read(tmp_path, "segments", [["路名", "起号", "止号", "单双号", "区划"], row])
    assert [r.column for r in found.rejected] == ([] if right else ["parity"])


@pytest.mark.parametrize("note", ["（北侧）", "（以东）", "（两侧）", "（部分）", "（除5号外）", "（沿线）"])
def test_an_official_road_with_a_remark_on_a_part_is_not_taken_whole(note: str):
    assert stretches(f"示例路{note}") == []
