"""A name that is not loaded is told as asked, with its code where the nation has it; no other area is offered."""

import pytest

from graph_model.directory.places import by_name
from graph_model.graph import Graph
from knowledge.absent import NotLoaded
from knowledge.errors import AmbiguousPlace
from knowledge.messages.message import message
from network.entities import ANONYMOUS
from network.places import Place, by_code
from network.snapshot import Network

STREET = "440104001000"
ELSEWHERE = {
    "天河区": "440106000000",
    "广州市天河区": "440106000000",
    "天河": "440106000000",
    "石牌街道": "440106006000",
    "天河区石牌街道": "440106006000",
    "上海市浦东新区陆家嘴街道": "310115005000",
}


async def named(graph: Graph, network: Network, name: str) -> Place:
    return await graph.read(ANONYMOUS, by_name, network, name)


@pytest.mark.parametrize("name", ELSEWHERE)
async def test_a_name_of_the_nation_is_told_with_its_code(graph: Graph, network: Network, name: str) -> None:
    with pytest.raises(NotLoaded) as caught:
        await named(graph, network, name)
    assert (caught.value.elsewhere or (("", ""),))[0][0] == ELSEWHERE[name]
    sentence = str(caught.value.message)
    assert name in sentence
    assert ELSEWHERE[name][:6] in sentence


async def test_a_name_that_the_nation_does_not_have_is_repeated(graph: Graph, network: Network) -> None:
    with pytest.raises(NotLoaded) as caught:
        await named(graph, network, "不存在街道")
    assert caught.value.message == message("area.name_absent", area="不存在街道")


async def test_only_areas_that_share_a_sign_are_offered(graph: Graph, network: Network) -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        await named(graph, network, "洪侨街道")
    assert [c.code for c in caught.value.candidates] == [STREET]


def test_a_code_within_a_loaded_district_is_repeated(network: Network) -> None:
    with pytest.raises(NotLoaded) as caught:
        by_code(network, "440104999000")
    assert caught.value.message == message("area.code_absent", area="440104999000")
