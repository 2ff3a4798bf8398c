"""Addresses with a known answer: the right area, or a refusal that says why; never another area in silence."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from graph_model.directory import divisions
from knowledge.errors import AmbiguousPlace, BadInput, DomainError
from knowledge.vocabulary import AreaLevel, Provenance
from loaders.shipped import yuexiu
from network.addresses.decide import candidate, locate
from network.addresses.houses import holds
from network.addresses.numerals import value
from network.addresses.written import heads
from network.entities import Body, NetworkVersion, Segment, ServicePoint
from network.names import plain
from network.snapshot import Network
from network.snapshot import network as index
from tests.support.addresses import official, placed, segments, streets

Rows = dict[str, list[Segment]]
LEAST, FUZZED, SEED = 500, 2000, 17
WRITTEN = (
    "",
    "越秀区",
    "广州市越秀区",
    "广东省广州市越秀区",
    "广州越秀区",
    "广东广州越秀区",
    "广州市",
    "广东省 广州市 越秀区 ",
)
AFTER = ("", "3楼302房", "302室", "A座12楼", "首层", "商铺", "自编2栋")
ELSEWHERE = ("天河区", "广州市海珠区", "佛山市禅城区", "湖北省武汉市", "北京市西城区", "越秀区石牌街道", "中山市")
BESIDE = ("对面", "附近", "隔壁", "旁边", "后面", "一带", "旁")


def chinese(n: int) -> str:
    """A number as it is written out: 三百零二, 一百一十."""
    digits, out, gap = "零一二三四五六七八九", "", False
    for i, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        d, n = divmod(n, i)
        if d:
            out += ("零" if gap and out else "") + ("" if d == 1 and i == 10 and not out else digits[d]) + unit
        gap = not d
    return out


def full_width(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


def spelled(road: str) -> set[str]:
    return {road, f"{road}路", road.removesuffix("路")}


def areas(rows: Rows, road: str, number: int) -> set[str]:
    """The areas of all segments that hold the number, in whatever way the road is spelled: the known answer."""
    return {s.area for name in spelled(road) for s in rows.get(name, ()) if holds(s, number)}


@pytest.fixture(scope="module")
def rows(shared: Path) -> Rows:
    return segments(official(shared))


@pytest.fixture(scope="module")
def known(rows: Rows) -> list[tuple[str, int, str]]:
    """Roads with numbers that lie in exactly one street of the official list."""
    found = set()
    for road, row in rows.items():
        if "号" in road:
            continue
        for s in row:
            low, high = s.low or 1, s.high or 24
            step = 1 if s.parity == "all" else 2
            for n in {*range(low, high + 1, step)} & {
                low,
                low + step,
                low + 2 * step,
                low + 3 * step,
                high - step,
                high,
            }:
                inner = any(f"{r}{n}号{end}" in rows for r in spelled(road) for end in ("", "大院"))
                if not inner and len(where := areas(rows, road, n)) == 1:
                    found.add((road, n, *where))
    return sorted(found)


def test_five_hundred_addresses_lie_where_the_official_list_has_them(rows: Rows, known: list[tuple[str, int, str]]):
    names = {a.code: a.name for a in yuexiu.areas()}
    numbers: tuple[Callable[[int], str], ...] = (str, full_width_of, chinese, lambda n: f"第{n}", lambda n: f" {n} ")
    tried, wrong = 0, []
    for i, (road, number, area) in enumerate(known):
        before = WRITTEN[i % len(WRITTEN)] + (names[area] if i % 3 == 0 and i % len(WRITTEN) in {0, 1, 2, 3} else "")
        address = f"{before}{road}{numbers[i % len(numbers)](number)}号{AFTER[i % len(AFTER)]}"
        tried += 1
        if _answer(address, rows) != {area}:
            wrong.append((address, area, _answer(address, rows)))
    assert tried >= LEAST
    assert wrong == []


def full_width_of(n: int) -> str:
    return full_width(str(n))


def _answer(address: str, rows: Rows) -> set[str]:
    """The areas of an answer; none where it is refused or asked about."""
    try:
        return set(placed(address, rows))
    except DomainError:
        return set()


def _fuzzed(pick: random.Random, known: list[tuple[str, int, str]], rows: Rows) -> tuple[str, set[str]]:
    """A mangled address, and the areas that it may have: none where only a refusal is right."""
    road, number, area = pick.choice(known)
    names = {a.code: a.name for a in yuexiu.areas() if a.level is AreaLevel.STREET}
    other = pick.choice([name for code, name in names.items() if code != area])
    before, after = pick.choice(WRITTEN), pick.choice(AFTER)
    second, n, where = pick.choice(known)
    shifted, last = number + pick.choice((1, 2, 3, 50, 1000)), number + pick.randrange(1, 60)
    at = pick.randrange(len(road))
    cut = road[:at] + pick.choice(("", "东", "新", "大", "一")) + road[at + 1 :]
    ends = areas(rows, road, last)
    kinds: list[tuple[str, set[str]]] = [
        (f"{pick.choice(ELSEWHERE)}{road}{number}号{after}", set()),
        (f"{before}{other}{road}{number}号{after}", set()),
        (f"{before}{road}{number}号{pick.choice(BESIDE)}", set()),
        (f"{before}{road}{number}号、{second}{n}号", {area} & {where}),
        (f"{before}{road}{shifted}号{after}", areas(rows, road, shifted)),
        (f"{before}{road}{number}-{last}号", {area} | ends),
        (f"{before}{cut}{chinese(number)}号{after}", areas(rows, cut, number) | _merged(rows, cut, number)),
    ]
    return pick.choice(kinds)


def _merged(rows: Rows, cut: str, number: int) -> set[str]:
    """What a numeral at the end of a mangled road makes with the number: 东华十 and 二号 are 东华十二号."""
    whole = cut + chinese(number)
    return {a for i in range(2, len(whole)) if (n := value(whole[i:])) for a in areas(rows, whole[:i], n)}


def test_two_thousand_mangled_addresses_are_never_wrong_in_silence(rows: Rows, known: list[tuple[str, int, str]]):
    pick, wrong, refused = random.Random(SEED), list[tuple[str, set[str], set[str]]](), 0  # noqa: S311  # no secret
    for _ in range(FUZZED):
        address, allowed = _fuzzed(pick, known, rows)
        answer = _answer(address, rows)
        refused += len(answer) != 1
        if len(answer) == 1 and not answer <= allowed:
            wrong.append((address, allowed, answer))
    assert wrong == []
    assert FUZZED * 0.3 < refused < FUZZED * 0.9, "neither everything is refused nor everything answered"


# A city of two districts, and another one.


district = cache(divisions.district)


def net(*codes: str, points: tuple[ServicePoint, ...] = (), bodies: tuple[Body, ...] = ()) -> Network:
    every = {a.code: a for code in codes for a in district(code)}
    return index(NetworkVersion(1, None), every.values(), bodies, points, ())


def rows_of(*segments_: tuple[str, str]) -> Rows:
    return {
        road: [Segment(f"{road}@{area}", road, area, "") for r, area in segments_ if r == road] for road, _ in segments_
    }


OURS, THEIRS = "440104003000", "440106006000"


def test_the_written_district_decides_and_candidates_carry_city_and_district():
    city = net("440104", "440106")
    held = rows_of(("中山大道", OURS), ("中山大道", THEIRS))
    for before, area in (("天河区", THEIRS), ("广州市越秀区", OURS), ("天河", THEIRS), ("广州天河", THEIRS)):
        assert locate(city, f"{before}中山大道3号", held).codes == {area}, before
    assert locate(city, "中山大道3号", held).codes == {OURS, THEIRS}
    assert candidate(city, THEIRS).name == "广州市 天河区 石牌街道"
    with pytest.raises(BadInput) as caught:
        locate(city, "天河区中山大道3号", rows_of(("中山大道", OURS)))
    assert caught.value.reason == "area.segment_not_loaded"
    with pytest.raises(BadInput) as caught:
        locate(city, "越秀区石牌街道中山大道3号", held)
    assert caught.value.reason == "area.not_inside"


def test_a_written_street_that_the_house_number_contradicts_is_asked_about():
    held = rows_of(("盘福路", "440104003000"))
    with pytest.raises(AmbiguousPlace) as caught:
        locate(streets(), "越秀区洪桥街道盘福路3号", held)
    assert {c.code for c in caught.value.candidates} == {"440104001000", "440104003000"}
    assert "洪桥街道" in str(caught.value.message)


def test_an_area_behind_the_house_number_is_written_too():
    held = rows_of(("盘福路", "440104003000"))
    for behind in ("洪桥街道", "（洪桥街道）", " 越秀区洪桥街道", "洪桥街道三眼井社区"):
        with pytest.raises(AmbiguousPlace):
            locate(streets(), f"盘福路3号{behind}", held)
    for behind in ("越秀区", "北京街道", "东风小区", "二楼社区服务中心"):
        assert locate(streets(), f"盘福路3号{behind}", held).codes == {"440104003000"}


@pytest.mark.parametrize(
    "road", ["北京路", "江西路", "广西路", "天河路", "越秀北路", "广州起义路", "广州大道中", "开发区大道"]
)
def test_roads_called_after_provinces_cities_and_districts(road: str):
    held = rows_of((road, OURS), ("北路", THEIRS), ("大道中", THEIRS), ("路", THEIRS))
    for before in ("", "越秀区", "广州市越秀区"):
        assert locate(net("440104", "440106"), f"{before}{road}8号", held).codes == {OURS}


def test_what_is_written_decides_where_no_house_number_is_loaded():
    assert locate(streets(), "广州市越秀区洪桥街道无名路3号", {}).codes == {"440104001000"}
    assert locate(streets(), "洪桥街道三眼井社区无名路3号", {}).codes == {"440104001007"}
    for address in ("越秀区无名路3号", "洪桥街道不存在社区3号", "无名路3号"):
        with pytest.raises(BadInput):
            locate(streets(), address, {})


def test_a_lane_belongs_to_the_street_of_the_road_before_it():
    held = rows_of(("中山六路", OURS), ("小马站巷", OURS), ("天河路", THEIRS))
    city = net("440104", "440106")
    assert locate(city, "中山六路小马站巷5号", held).codes == {OURS}
    with pytest.raises(BadInput):
        locate(city, "天河路小马站巷5号", held)


def test_yards_and_numbers_within_numbers():
    held = rows_of(("先烈中路81号大院", OURS), ("先烈中路", THEIRS))
    city = net("440104", "440106")
    assert locate(city, "先烈中路81号大院20号", held).codes == {OURS}
    assert locate(city, "先烈中路81号大院", held).codes == {OURS, THEIRS}, "the yard may be either"
    assert locate(city, "先烈中路83号", held).codes == {THEIRS}


def test_names_of_schools_and_estates_lead_to_their_area():
    school = ServicePoint("s", "越秀区示例小学", OURS, "school", (OURS,), Provenance.LOADED, "")
    hidden = ServicePoint("h", "示例庇护所", OURS, "shelter", (OURS,), Provenance.LOADED, "", confidential=True)
    office = Body("b", "广州市示例医院", "hospital", THEIRS, "", Provenance.LOADED, aliases=("示例二院",))
    city = net("440104", "440106", points=(school, hidden), bodies=(office,))
    held = rows_of(("示例新城", THEIRS))
    for address, area in (
        ("示例小学", OURS),
        ("广州市越秀区示例小学", OURS),
        ("示例二院", THEIRS),
        ("天河区示例医院", THEIRS),
        ("示例新城12栋301", THEIRS),
        ("天河区示例新城三期", THEIRS),
    ):
        assert locate(city, address, held).codes == {area}, address
    for address in ("示例庇护所", "天河区示例小学", "示例小学附近", "示例新"):
        with pytest.raises(BadInput):
            locate(city, address, held)


def test_another_province_is_read_from_what_is_loaded():
    capital = net("110101")
    area = next(a.code for a in capital.areas.values() if a.level is AreaLevel.STREET)
    held = rows_of(("长安街", area))
    for before in ("", "北京市", "北京市东城区", "东城区", "北京东城区"):
        assert locate(capital, f"{before}长安街3号", held).codes == {area}, before
    with pytest.raises(BadInput):
        locate(capital, "广州市越秀区长安街3号", held)


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("东风小区3号", "东风小区3号"),
        ("开发区大道3号", "开发区大道3号"),
        ("市区路3号", "市区路3号"),
        ("广州大道中200号", "广州大道中200号"),
        ("越秀区梅花村街道中山一路20号", "中山一路20号"),
    ],
)
def test_what_remains_after_the_written_areas(address: str, rest: str):
    assert min((h.rest for h in heads(streets(), plain(address))), key=len) == rest


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("三十三", 33), ("一百二十", 120), ("一百零二", 102), ("三〇二", 302), ("十", 10), ("两百", 200)),
        *(("一百二", 0), ("百", 0), ("一百十二", 0), ("２０", 20), ("二千三百四十五", 2345)),
    ],
)
def test_numbers_in_words(text: str, number: int):
    assert value(text) == number
    assert not number or value(chinese(number)) == number
