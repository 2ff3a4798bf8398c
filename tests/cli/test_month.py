"""The month of a district: a street's week in the suite, a month where all is run; the same from the same seed."""

from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli.month.command import choices_of, summary
from cli.month.people import People
from cli.month.plan import PlannedStep
from cli.month.play import DistrictMonth, Played, by_area
from cli.month.rows import at, habits
from graph_model.casework.desk import desk_of
from graph_model.casework.verify import filed_by_events, fingerprint, verify
from graph_model.directory import records
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.casework.load import table
from knowledge.casework.order import Order
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel
from loaders.intake.contract import LOADER
from network.entities import Actor, Area
from network.snapshot import Network
from tests.graph_model.test_casework import CHILD, done, run

FIRST = date(2026, 11, 23)
ITEMS = "MATCH (n:Item) WHERE n.area IN $areas "
TRACES = (
    ITEMS + "OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s",
    "MATCH (r:Record {source: '办理'}) WHERE r.area IN $areas DETACH DELETE r",
    "MATCH (m:Minor) WHERE m.id STARTS WITH 'mo-' OR m.id STARTS WITH 'K-' DETACH DELETE m",
    "MATCH (c:Command) WHERE c.key STARTS WITH '[\"item\"' DETACH DELETE c",
    "MATCH (a:Account) WHERE a.id STARTS WITH 'demo-director-' OR a.id STARTS WITH 'demo-street-' DETACH DELETE a",
    "MATCH (a:Area) WHERE a.code IN $areas DETACH DELETE a",
)


@pytest.fixture
def own(network: Network) -> list[Area]:
    """Communities of this file alone: what it does to cases that others have loaded could not be taken back."""
    street = max(a.code for a in network.areas.values() if a.level is AreaLevel.STREET and a.code.startswith("440104"))
    return [Area(f"{street[:9]}9{n:02}", f"测试社区{n}", AreaLevel.COMMUNITY, street) for n in range(4)]


@pytest.fixture
async def removed(graph: Graph, own: list[Area]) -> AsyncIterator[None]:
    yield
    await clean(graph, own)


async def clean(graph: Graph, own: list[Area]) -> None:
    for text in TRACES:
        await graph.write(LOADER, run, Statement("clean", text), areas=[a.code for a in own])


async def begun(graph: Graph, vault: Vault, loaded: Network, own: list[Area], children: int) -> DistrictMonth:
    """Children on file in some communities, each with a case of its worker."""
    await records.put_all(graph, LOADER, own)
    network = replace(loaded, areas={**loaded.areas, **{a.code: a for a in own}})
    communities = [a.code for a in own]
    people = People.of(network, "440104000000", communities)
    await people.put(graph)
    desk = desk_of(graph, vault, rulebook(), network)
    known = []
    for n in range(children):
        area = communities[n % len(communities)]
        key, worker = f"mo-{n:03}", people.workers[area]
        vault.provide([key])
        await graph.write(worker, run, CHILD, area=area, id=key)
        order = Order("case", "open", {"minor": key}, f"month:{key}", at(FIRST, 8, n % 60))
        done(await desk.carry_out(worker, None, order))
        known.append((key, area))
    scope = Actor(people.lead.id, people.lead.role, tuple(communities))
    some = habits().arrivals.model_copy(update={"a_day": 2, "weekend": 1})
    fewer = habits().model_copy(update={"arrivals": some})
    return DistrictMonth(desk, people, fewer, choices_of(network), 7, scope, known)


async def is_sound(graph: Graph, scope: Actor, played: Played) -> None:
    """Nobody is lost, the register is what happened, nobody is buried under notices or overdue work."""
    _, findings = await verify(graph, scope, table())
    assert findings == []
    said, filed = await filed_by_events(graph, scope, table())
    assert said == filed
    assert filed
    assert played.share_overdue <= 0.1
    assert played.most_notices <= 3
    assert all(name.endswith(" guard") for name in played.refused), played.refused


def test_what_touches_in_a_community_is_done_in_turn_visits_first():
    """An assessment or a report that ends plans the visit of the child anew: whoever is about to go goes first."""

    def step(root: str, item: str, kind: str) -> PlannedStep:
        area = root[0]
        return PlannedStep(root, area, people[area], item, Order(kind, "step", {}, item, at(FIRST, 10)))

    people = {area: Actor(area, ActorRole.DIRECTOR, (area,)) for area in "ab"}
    there = step("b1", "b1", "report")
    here = [step("a1", "a1", "report"), step("a2", "a2", "case"), step("a2", "task", "task"), step("a2", "v", "visit")]
    assert [[s.item for s in g] for g in by_area([there, *here])] == [["v", "task", "a1", "a2"], ["b1"]]


@pytest.mark.usefixtures("removed")
async def test_a_week_leaves_nobody_behind(graph: Graph, keys: Path, network: Network, own: list[Area]):
    with closing(Vault(keys)) as vault:
        month = await begun(graph, vault, network, own, 8)
        last = FIRST + timedelta(days=6)
        played = await month.play(FIRST, last, at(last, 23), lambda _days: None)
    assert played.done["report.register"]
    await is_sound(graph, month.scope, played)
    assert len(await summary(graph, month.scope, played)) == 2


@pytest.mark.long
@pytest.mark.usefixtures("removed")
async def test_the_same_seed_makes_the_same_month(graph: Graph, keys: Path, network: Network, own: list[Area]):
    """`test_a_week_leaves_nobody_behind` stays in `make check`."""
    marks = set()
    for _ in range(2):
        with closing(Vault(keys)) as vault:
            month = await begun(graph, vault, network, own, 24)
            last = FIRST + timedelta(days=29)
            played = await month.play(FIRST, last, at(last, 23), lambda _days: None)
        await is_sound(graph, month.scope, played)
        marks.add(await fingerprint(graph, month.scope))
        await clean(graph, own)
    assert len(marks) == 1
