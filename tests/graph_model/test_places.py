"""A place is found by code, name or address, or the person is asked; never guessed."""

from collections.abc import AsyncIterator

import pytest

from graph_model.directory.places import by_address, by_name
from graph_model.directory.records import put_all
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.errors import AmbiguousPlace, BadInput, NotFound
from knowledge.roles import ActorRole
from knowledge.vocabulary import AreaLevel
from network.addresses.houses import holds
from network.entities import ANONYMOUS, Actor, Segment
from network.places import Place, by_code, full_name
from network.snapshot import Network
from tests.support.addresses import parse
from tests.support.areas import of_level
from tests.support.walks import every

LOADER = Actor("test-loader", ActorRole.AUDITOR)
DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
FORGET = Statement("forget", "MATCH (s:Segment) WHERE s.id STARTS WITH 'test-' DETACH DELETE s")


# By code.


@pytest.mark.parametrize(
    ("code", "full", "level"),
    [
        ("440104", DISTRICT, AreaLevel.DISTRICT),
        (DISTRICT, DISTRICT, AreaLevel.DISTRICT),
        ("440104001", STREET, AreaLevel.STREET),
        (STREET, STREET, AreaLevel.STREET),
        (COMMUNITY, COMMUNITY, AreaLevel.COMMUNITY),
        ("440100", "440100000000", AreaLevel.CITY),
        ("440000", "440000000000", AreaLevel.PROVINCE),
    ],
)
def test_codes_of_6_9_and_12_digits(network: Network, code: str, full: str, level: AreaLevel) -> None:
    place = by_code(network, code)
    assert (place.code, place.level, place.loaded) == (full, level, True)
    assert place.path[0].code == full
    assert place.path[-1].code == "440000000000"


@pytest.mark.parametrize("code", ["440104999", "440104999000", "440104001999"])
def test_a_code_that_a_loaded_district_does_not_have(network: Network, code: str) -> None:
    with pytest.raises(NotFound):
        by_code(network, code)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("110101", AreaLevel.DISTRICT),
        ("110101001", AreaLevel.STREET),
        ("110101001001", AreaLevel.COMMUNITY),
        ("310000", AreaLevel.PROVINCE),
        ("320100", AreaLevel.CITY),
        ("440103000000", AreaLevel.DISTRICT),
        ("710000", AreaLevel.PROVINCE),
    ],
)
def test_elsewhere_in_china_is_known_by_level_and_marked(network: Network, code: str, level: AreaLevel) -> None:
    place = by_code(network, code)
    assert (place.loaded, place.level, place.path) == (False, level, ())
    assert place.code == code.ljust(12, "0")


@pytest.mark.parametrize(
    "code",
    ["", "4", "44010", "4401040", "44010400", "4401040010", "4401040010070", "abcdef", "440104\n", " 440104",
     "000000", "990000", "160000", "44０104", "４４０１０４", "-440104", "440104001007'"],
)  # fmt: skip
def test_what_is_no_code_is_refused_with_what_to_do(network: Network, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        by_code(network, code)
    assert str(caught.value.message)
    assert caught.value.field == "at.code"


# By name.


async def named(graph: Graph, network: Network, name: str) -> Place:
    return await graph.read(ANONYMOUS, by_name, network, name)


async def test_every_area_is_found_by_its_full_name(graph: Graph, network: Network) -> None:
    async def every(tx: Tx) -> list[tuple[str, str]]:
        wrong = []
        for area in network.within(DISTRICT)[1:]:
            name = full_name(network, area.code).removeprefix("越秀区").replace(" ", "")
            try:
                found = (await by_name(tx, network, name)).code
            except AmbiguousPlace as e:
                found = f"one of {len(e.candidates)}"
            except NotFound:
                found = "none"
            if found != area.code:
                wrong.append((name, found))
        return wrong

    assert await graph.read(ANONYMOUS, every) == []


async def test_every_area_is_found_by_its_own_name_or_asked_for(graph: Graph, network: Network) -> None:
    async def every(tx: Tx) -> list[tuple[str, str]]:
        wrong = []
        for area in network.within(DISTRICT):
            try:
                found = {(await by_name(tx, network, area.name)).code}
            except AmbiguousPlace as e:
                found = {c.code for c in e.candidates}
                assert len(found) > 1
            except NotFound:
                found = set()
            if area.code not in found:
                wrong.append((area.name, area.code))
        return wrong

    assert await graph.read(ANONYMOUS, every) == []


async def test_the_many_spellings_of_a_committee(graph: Graph, network: Network) -> None:
    area = network.areas[COMMUNITY]
    core = area.name.removesuffix("社区居委会")
    assert core != area.name
    for end in ("", "社区", "社区居委会", "社区居民委员会", "居委会"):
        assert (await named(graph, network, core + end)).code == COMMUNITY


async def test_two_that_fit_are_asked_about(graph: Graph, network: Network) -> None:
    def cores() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for a in of_level(network, AreaLevel.COMMUNITY):
            found.setdefault(a.name.removesuffix("社区居委会").removesuffix("社区居民委员会"), []).append(a.code)
        for a in of_level(network, AreaLevel.STREET):
            found.setdefault(a.name.removesuffix("街道"), []).append(a.code)
        return found

    several = {k: v for k, v in cores().items() if len(v) > 1}
    assert several, "the district has none with one name: choose another test"
    for core, codes in several.items():
        with pytest.raises(AmbiguousPlace) as caught:
            await named(graph, network, core)
        assert {c.code for c in caught.value.candidates} >= set(codes)
        shown = [c.name for c in caught.value.candidates]
        assert len(set(shown)) == len(shown), "candidates must be told apart"


@pytest.mark.parametrize("name", ["xyzzy", "Atlantis 12", "？？", "…"])
async def test_what_nothing_fits_is_not_found(graph: Graph, network: Network, name: str) -> None:
    with pytest.raises(NotFound):
        await named(graph, network, name)


@pytest.mark.parametrize("name", ["北京市朝阳区", "上海市浦东新区陆家嘴街道", "不存在街道", "不存在社区"])
async def test_another_name_is_never_taken_for_one_of_ours(graph: Graph, network: Network, name: str) -> None:
    with pytest.raises((NotFound, AmbiguousPlace)):
        await named(graph, network, name)


@pytest.mark.parametrize("name", ["", "   ", "　"])
async def test_an_empty_name_is_refused(graph: Graph, network: Network, name: str) -> None:
    with pytest.raises(BadInput):
        await named(graph, network, name)


SIGNS = ["+", "-", "!", "(", ")", "{", "}", "[", "]", "^", '"', "~", "*", "?", ":", "\\", "/", "&&", "||", "&", "|",
         "AND", "OR", "NOT", "TO",
         "a AND", "OR b", "NOT c", "name:x", "[a TO b]", "*:*", "洪桥^9", "/.*/", "<", ">", "=",
         "\x00", "\t", "''", "`", "$", "//", "\\\\", "洪桥\\", "😀"]  # fmt: skip


@every("text", SIGNS)
async def test_signs_of_the_query_language_are_words(graph: Graph, network: Network, text: str) -> None:
    with pytest.raises((NotFound, AmbiguousPlace, BadInput)):
        await named(graph, network, text)


@pytest.mark.parametrize("sign", list('+-!(){}[]^"~*?:\\/&|'))
async def test_a_sign_beside_a_name_does_not_hide_it(graph: Graph, network: Network, sign: str) -> None:
    try:
        found = {(await named(graph, network, f"洪桥街道{sign}")).code}
    except AmbiguousPlace as e:
        found = {c.code for c in e.candidates}
    assert STREET in found


# By address.


@pytest.fixture(scope="module")
async def segments(graph: Graph) -> AsyncIterator[None]:
    other = "440104001101"
    rows = [
        Segment("test-odd", "试验路", COMMUNITY, "测试", "odd", 1, 99),
        Segment("test-even", "试验路", other, "测试", "even", 2, 98),
        Segment("test-open", "试验路", other, "测试", "all", 200, None),
        Segment("test-two", "重叠巷", COMMUNITY, "测试", "all", 1, 20),
        Segment("test-twin", "重叠巷", other, "测试", "all", 20, 40),
    ]
    assert len(await put_all(graph, LOADER, rows)) == len(rows)
    yield

    async def forget(tx: Tx) -> None:
        await tx.write(FORGET)

    await graph.write(LOADER, forget)


async def at(graph: Graph, network: Network, address: str) -> str:
    return (await graph.read(ANONYMOUS, by_address, network, address)).code


@pytest.mark.usefixtures("segments")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("试验路1号", COMMUNITY),
        ("试验路99号", COMMUNITY),
        ("试验路2号", "440104001101"),
        ("试验路98号", "440104001101"),
        ("试验路5000号", "440104001101"),
        ("广州市越秀区试验路1号", COMMUNITY),
        ("广东省广州市越秀区洪桥街道试验路 1 号", COMMUNITY),
        ("试验路１号", COMMUNITY),
        ("试验路1号三楼302房", COMMUNITY),
        ("试验路1-3号", COMMUNITY),
        ("重叠巷19号", COMMUNITY),
    ],
)
async def test_a_house_number_leads_to_its_segment(graph: Graph, network: Network, address: str, code: str) -> None:
    assert await at(graph, network, address) == code


@pytest.mark.usefixtures("segments")
@pytest.mark.parametrize(
    "address", ["试验路100号", "试验路0号", "试验路101号", "无名路1号", "试验路", "一号", "", "12"]
)
async def test_no_segment_is_asked_about_never_guessed(graph: Graph, network: Network, address: str) -> None:
    with pytest.raises(BadInput) as caught:
        await at(graph, network, address)
    assert str(caught.value.message)
    assert caught.value.field == "at.address"


@pytest.mark.usefixtures("segments")
async def test_two_segments_that_hold_a_number_are_asked_about(graph: Graph, network: Network) -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        await at(graph, network, "重叠巷20号")
    assert {c.code for c in caught.value.candidates} == {COMMUNITY, "440104001101"}


def test_both_ends_belong_to_a_segment() -> None:
    odd = Segment("s", "路", COMMUNITY, "测试", "odd", 11, 15)
    assert [n for n in range(9, 19) if holds(odd, n)] == [11, 13, 15]
    open_ = Segment("s", "路", COMMUNITY, "测试", "all", None, 3)
    assert [n for n in range(1, 6) if holds(open_, n)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("中山五路33号", ("中山五路", 33)),
        ("北京路步行街312号", ("北京路步行街", 312)),
        ("大德路", None),
        ("33号", None),
        ("", None),
    ],
)
def test_road_and_number_are_read_from_an_address(address: str, found: tuple[str, int] | None) -> None:
    assert parse(address) == found


def test_the_area_of_a_level_above_is_found_or_none(network: Network) -> None:
    community, street, district = "440104001007", "440104001000", "440104000000"
    assert network.above(community, AreaLevel.STREET) == street
    assert {network.above(a, AreaLevel.DISTRICT) for a in (community, street, district)} == {district}
    assert network.above(district, AreaLevel.STREET) is None
    assert network.above("999999999999", AreaLevel.DISTRICT) is None
