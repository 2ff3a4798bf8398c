"""Addresses of several houses, and of what is only beside one: whole in one area, or asked about."""

from functools import cache
from itertools import product

import pytest

from graph_model.directory import divisions
from knowledge.errors import BadInput, DomainError
from network.addresses.decide import locate
from network.addresses.houses import written_with_number
from network.entities import NetworkVersion, Segment
from network.snapshot import Network
from network.snapshot import network as index
from tests.support.walks import every

ODD, EVEN = "440106001000", "440106003000"
ROADS = {
    "示例大道": [
        Segment("o", "示例大道", ODD, "", "odd", 1, 99),
        Segment("e", "示例大道", EVEN, "", "even", 90, 200),
    ],
    "示例路": [Segment(f"s{n}", "示例路", ODD, "", "all", n, n) for n in (1, 3, 5, 7)],
}


@cache
def city() -> Network:
    return index(NetworkVersion(1, None), divisions.district("440106"), (), (), ())


def areas(address: str) -> set[str]:
    """The areas of an answer; none where it is refused."""
    try:
        return set(locate(city(), address, ROADS).codes)
    except DomainError:
        return set()


@pytest.mark.parametrize("before", ["", "天河区", "广州市天河区"])
@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        *(
            (f"95{join}99号", {ODD})
            for join in ("-", "至", "到", "~", "—", "号-", "号至", "、", "号、", "号和", "号或者", "号,")
        ),
        *((f"95{join}101号", set()) for join in ("-", "至", "到", "～", "号-", "号至", "、", "号、", "号及", "号或")),
        *((f"95{join}96号", {ODD, EVEN}) for join in ("、", "号和", "号或者", "号与", "号，", "号/", "及")),
        ("95号、97号、99号", {ODD}),
        ("95号、97号、101号", set()),
        ("93、95至101号", set()),
        ("95-100号", {ODD, EVEN}),
        ("95-200号", set()),
        ("九十五号至九十九号", {ODD}),
        ("101-95号", set()),
        ("9 5号", set()),
        ("93号与95号之间", set()),
        ("1-99单号", {ODD}),
        ("1-101单号", set()),
        ("95 202", {ODD}),
        ("95-3号", {ODD}),
        ("95号2-3楼", {ODD}),
        ("95号B座、C座", {ODD}),
        ("95-302", {ODD}),
    ],
)
def test_several_numbers_lie_in_one_area_whole_or_are_asked_about(before: str, numbers: str, found: set[str]):
    assert areas(f"{before}示例大道{numbers}") == found


def test_a_number_within_a_range_that_is_not_loaded_is_not_passed_over():
    assert [areas(f"示例路{n}号") for n in ("1-7", "1-9", "7、9", "1-3")] == [{ODD}, set(), set(), {ODD}]


@every(
    ("gap", "words"),
    product(
        ["", "附近的", "（", "正"],
        [
            "隔离",
            "隔篱",
            "隔壁",
            "侧边",
            "对过",
            "对街",
            "对面",
            "左边第二间",
            "右手边",
            "邻近",
            "旁边",
            "斜对面",
            "背后",
            "到车陂交界",
            "与示例路交叉口",
            "紧邻",
            "一带",
            "左右",
            "周围",
        ],
    ),
)
def test_what_is_beside_a_house_is_not_the_house(gap: str, words: str):
    with pytest.raises(BadInput) as e:
        locate(city(), f"示例大道95号{gap}{words}", ROADS)
    assert e.value.message.code == "area.only_near"


@every(
    "words",
    [
        "以东",
        "以西50米",
        "往南",
        "向前100米",
        "朝北",
        "东边",
        "南面",
        "西侧",
        "北侧的铺",
        "前方",
        "以前",
        "以上",
        "起",
        "开始",
        "下一家",
        "后巷",
        "旁小巷",
        "过去两间",
        "隔两间",
    ],
)
def test_a_direction_from_a_house_is_not_the_house(words: str):
    assert areas(f"示例大道95号{words}") == set()


@pytest.mark.parametrize(
    "words", ["", "3楼302房", "首层", "门口", "后座", "后门", "附楼", "东座", "西侧门面102", "（原101号）"]
)
def test_what_is_in_the_house_is(words: str):
    assert areas(f"示例大道95号{words}") == {ODD}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        *(
            (t, True)
            for t in ("示例大道95号", "天河区示例大道95号之一", "示例路第3号", "示例路九十五号", "示例路95-99号")
        ),
        *(
            (t, False)
            for t in ("石牌街道", "天河区", "五一社区", "三号路社区", "示例路10号大院社区居委会", "", "示例大道")
        ),
    ],
)
def test_a_place_with_a_house_number_is_an_address(text: str, address: object):
    assert written_with_number(text) is address
