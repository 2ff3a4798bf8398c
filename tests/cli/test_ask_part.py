"""What `tongxin ask` reads is the district of the question, and it answers as from the whole network."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from cli.ask import questions
from cli.ask.questions import ask
from graph_model.directory.part import PartQuery, part
from graph_model.directory.records import Record, put_all
from graph_model.directory.snapshot import read, records_of
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.errors import BadInput
from knowledge.roles import ActorRole
from knowledge.vocabulary import AreaLevel, PostKind, Provenance
from network.entities import Actor, Area, Body, Population, Post, ServicePoint
from network.local import LocalClause, LocalDocument
from network.snapshot import Network
from tests.support.walks import every

LOADER = Actor("test-loader", ActorRole.AUDITOR)
CITY, HOME, STREET, COMMUNITY = "440100000000", "440104000000", "440104001000", "440104001007"
OTHER, WEST, EAST = "440105000000", "440105998000", "440105999000"
THIRD, FAR = "440106000000", "440106999000"
PAST, DAY, SINCE = date(2020, 1, 1), date(2026, 3, 1), date(2026, 1, 1)
MADE = Provenance.SYNTHETIC
FORGET = Statement(
    "forget",
    "MATCH (n) WHERE n.source = 'part' OR n.document STARTS WITH 'part@' DETACH DELETE n",
)


def area(code: str, name: str, level: AreaLevel, parent: str, *into: str) -> Area:
    return Area(code, name, level, parent, source="part", until=DAY if into else None, successors=into)


def point(key: str, at: str, *serves: str) -> ServicePoint:
    return ServicePoint(f"part-{key}", f"试点{key}", at, "hospital", serves, MADE, "part", services=("B21", "B33"))


NEIGHBOURS: tuple[list[Record], ...] = (
    [area(OTHER, "试邻区", AreaLevel.DISTRICT, CITY), area(THIRD, "试远区", AreaLevel.DISTRICT, CITY)],
    [
        area(WEST, "试西街道", AreaLevel.STREET, OTHER, STREET),
        area(EAST, "试东街道", AreaLevel.STREET, OTHER),
        area(FAR, "试东街道", AreaLevel.STREET, THIRD),
    ],
    [Body(f"civil_affairs@{a}", f"试民政{a}", "civil_affairs", a, "part", MADE) for a in (OTHER, THIRD)],
    [Body("part-school", "试中学", "school", WEST, "part", MADE, external_id="part-1")],
    [
        point("city", EAST, CITY),
        point("across", EAST, STREET),
        point("every", FAR, HOME, OTHER, THIRD),
        point("gone", WEST, WEST),
        point("far", FAR, FAR),
    ],
    [LocalDocument("part", a, SINCE, f"试方案{a}", "part", MADE) for a in (HOME, THIRD)],
    [LocalClause(f"part@{a}/{SINCE}", a, "第一条", "试。", ("M36", "M08")) for a in (HOME, THIRD)],
)
"""A district into whose street one of another went, and a third that has nothing to do with either."""


def neighbour(district: str) -> tuple[list[Record], ...]:
    """A district with a street, and in both what a district has."""
    whole, street = f"{district}000000", f"{district}001000"
    both = (whole, street)
    return (
        [area(whole, f"试区{district}", AreaLevel.DISTRICT, CITY)],
        [area(street, f"试街道{district}", AreaLevel.STREET, whole)],
        [Body(f"civil_affairs@{a}", f"试民政{a}", "civil_affairs", a, "part", MADE) for a in both],
        [point(f"n{a}-{n}", street, a) for a in both for n in range(20)],
        [Post(f"part-n{a}", PostKind.DIRECTOR, a, MADE, "part") for a in both],
        [Population(a, 100, "part", MADE) for a in both],
        [LocalDocument("part", whole, SINCE, f"试方案{whole}", "part", MADE)],
    )


@pytest.fixture
async def city(graph: Graph) -> AsyncIterator[Graph]:
    for group in NEIGHBOURS:
        written = await put_all(graph, LOADER, group)
        assert len(written) == len(group), group[0]
    yield graph
    await graph.write(LOADER, _forget)


async def _forget(tx: Tx) -> None:
    await tx.write(FORGET)
    await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))


PLACES: tuple[dict[str, str], ...] = (
    {"code": HOME},
    {"code": "440104001"},
    {"code": COMMUNITY},
    {"code": CITY},
    {"code": WEST},
    {"code": EAST},
    {"code": THIRD},
    {"code": "440104999000"},
    {"code": "110101000000"},
    {"code": "99"},
    {"name": "三眼井社区"},
    {"name": "试西街道"},
    {"name": "试东街道"},
    {"name": "越秀区"},
    {"name": "没有这个地方"},
)
REFERRED = {"age": 9, "unattended": True, "hukou": "LOCAL", "fatherState": "IMPRISONED"}


ON, MOMENT = "2026-11-23", "2026-11-23T10:00:00+08:00"


def questions_at(at: dict[str, str]) -> list[tuple[str, dict[str, Any], bool]]:
    """Topic, variables, and whether the sheet is asked for."""
    return [
        ("responsibility", {"subject": {"matter": "M36"}, "at": at, "on": ON}, False),
        ("referralOptions", {"at": at, "situation": REFERRED, "atTime": MOMENT}, False),
        ("responsibility", {"subject": {"text": "在试东街道，父母打孩子"}, "at": at, "on": str(PAST)}, False),
        ("responsibility", {"subject": {"matter": "M08"}, "at": at, "situation": REFERRED, "on": ON}, True),
    ]


@every(("number", "at"), list(enumerate(PLACES)))
async def test_an_answer_from_a_part_is_the_answer_from_all(
    city: Graph, number: int, at: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    """Two of the questions at each place in turn: after a street went into one of another district, and before."""

    async def whole(graph: Graph, *_: object) -> Network:
        return await read(graph)

    asked = questions_at(at)
    for topic, variables, sheet in (asked[number % 2], asked[2 + number // 2 % 2]):
        from_part = await ask(city, topic, variables, sheet=sheet)
        with monkeypatch.context() as patched:
            patched.setattr(questions, "_network", whole)
            assert from_part == await ask(city, topic, variables, sheet=sheet), topic


async def test_only_what_has_to_do_with_the_district_is_read(city: Graph):
    home = await part(city, PartQuery("三眼井社区", DAY))
    assert {HOME, STREET, COMMUNITY, CITY, OTHER, THIRD, WEST} <= home.areas.keys()
    assert {p for p in home.points if p.startswith("part-")} == {
        f"part-{x}" for x in ("city", "across", "every", "gone")
    }
    assert f"civil_affairs@{THIRD}" not in home.bodies
    assert [d.area for d in home.local.documents.values() if d.code == "part"] == [HOME]
    third = await part(city, PartQuery(FAR, DAY))
    assert COMMUNITY not in third.areas, "a district beside it is a name"
    assert "part-far" in third.points


def number_read(network: Network) -> dict[str, int]:
    """How many records of each kind a network is made of, areas without the names of districts."""
    of = records_of(network)
    names = sum(a.level is AreaLevel.DISTRICT for a in network.areas.values())
    return {kind.__name__: len(rows) - (names if kind is Area else 0) for kind, rows in of.items()}


async def test_what_is_read_does_not_grow_with_the_neighbours(city: Graph, monkeypatch: pytest.MonkeyPatch):
    """Of ten more districts full of offices, places and posts only the names are read, by as many statements."""
    asked, received = list[str](), list[int]()
    rows = Tx.rows

    async def counted(tx: Tx, statement: Statement, kind: type[Any], /, **params: Any) -> list[Any]:
        found = await rows(tx, statement, kind, **params)
        asked.append(statement.name)
        received.append(len(found))
        return found

    async def read_of(place: str) -> tuple[dict[str, int], list[str], int]:
        asked.clear()
        received.clear()
        with monkeypatch.context() as patched:
            patched.setattr(Tx, "rows", counted)
            home = await part(city, PartQuery(place, DAY))
        return number_read(home), sorted(asked), sum(received)

    places = (COMMUNITY, "三眼井社区")
    alone = [await read_of(place) for place in places]
    for n in range(10):
        for group in neighbour(f"4401{70 + n}"):
            assert len(await put_all(city, LOADER, group)) == len(group)
    assert [await read_of(place) for place in places] == alone


async def test_without_a_place_several_districts_are_a_question(city: Graph):
    with pytest.raises(BadInput) as caught:
        await ask(city, "responsibility", {"subject": {"matter": "M36"}, "at": {}})
    assert caught.value.reason == "shell.which_district"
    understood = await ask(city, "understand", {"text": "女儿12岁，住在三眼井社区，爸爸喝酒就打她"})
    assert [p["place"]["code"] for p in understood["places"]] == [COMMUNITY]
