"""Casework under contest, lost answers, and clocks of several processes: once, whole, one winner."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from api.casework.clock import tick
from graph_model.casework import store
from graph_model.casework.looking import Held
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.engine import Server
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.casework.order import RefusalCode, RefusedOrder
from knowledge.rulebook.load import rulebook
from tests.graph_model.test_casework import NOW, STREET, WANG, WORKERS, clean, do, done, report
from tests.support.bolt import losing


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await clean(graph)


@pytest.fixture
def vault(keys: Path) -> Iterator[Vault]:
    with closing(Vault(keys)) as opened:
        yield opened


def desk_on(graph: Graph, vault: Vault) -> Desk:
    return Desk(graph, vault, table(), RuleCodes.of(rulebook()))


async def calls_of(graph: Graph, code: str) -> list[str]:
    """The steps of an item."""
    rows = await graph.read(STREET, store.events, code, 2000)
    return [r.action for r in rows if r.action == "call"]


async def lost(loaded: Server, graph: Graph, vault: Vault, count: int, workers: int) -> None:
    """`count` calls by some workers, every second answer of a commit lost on the way: none lost, none doubled."""
    code = await report(desk_on(graph, vault))
    async with (
        losing(loaded.uri, lambda n: n % 2 == 0) as (proxy, uri),
        Graph(uri, loaded.user, loaded.password) as through,
    ):
        desk = desk_on(through, vault)

        async def work(worker: int) -> None:
            for n in range(count // workers):
                key = f"lost-{worker}-{n}"
                made: Held | RefusedOrder | None = None
                while made is None:  # the client of a service does the same: the key makes it safe
                    with suppress(GraphUnavailable):
                        made = await do(desk, WANG, "report.call", code, key=key, called="police", answered=True)
                assert isinstance(made, Held)

        await asyncio.gather(*(work(w) for w in range(workers)))
        assert proxy.lost >= count // 4
    assert len(await calls_of(graph, code)) == count


async def test_an_answer_that_was_lost_changes_nothing(loaded: Server, graph: Graph, vault: Vault):
    await lost(loaded, graph, vault, 16, 2)


@pytest.mark.long
async def test_no_answer_of_a_thousand_is_lost_or_doubled(loaded: Server, graph: Graph, vault: Vault):
    """`test_an_answer_that_was_lost_changes_nothing` stays in `make check`."""
    await lost(loaded, graph, vault, 2000, 8)


@pytest.mark.long
async def test_each_of_a_thousand_contests_has_one_winner(graph: Graph, vault: Vault):
    """`test_one_of_eight_takes_it` stays in `make check`."""
    desk = desk_on(graph, vault)
    for n in range(1000):
        code = await report(desk, WORKERS[n % 8], key=f"contest-{n}")
        made = await asyncio.gather(*(do(desk, w, "report.take", code) for w in WORKERS))
        assert sum(isinstance(m, Held) for m in made) == 1
        assert all(m.code is RefusalCode.STATE for m in made if isinstance(m, RefusedOrder))
    _, findings = await verify(graph, STREET, table())
    assert findings == []


async def test_clocks_of_two_processes_act_once_and_one_set_back_does_no_harm(
    loaded: Server, graph: Graph, vault: Vault
):
    """The second clock is an hour behind; both see the same items due."""
    codes = [await report(desk_on(graph, vault), key=f"clock-{n}", urgency="now") for n in range(6)]
    late = NOW + timedelta(minutes=16)
    async with Graph(loaded.uri, loaded.user, loaded.password) as other:
        desks = [desk_on(graph, vault), desk_on(other, vault)]
        for now in (late, late - timedelta(hours=1), late):
            await asyncio.gather(*(tick(desk, (STREET.areas[0],), now) for desk in desks for _ in range(2)))
    for code in codes:
        rows = [r for r in await graph.read(STREET, store.events, code, 50) if r.action == "remind"]
        assert len(rows) == 1
        assert rows[0].at >= NOW
    _, findings = await verify(graph, STREET, table())
    assert findings == []


async def test_nothing_is_refused_by_a_clock_that_was_set_back(graph: Graph, vault: Vault):
    """A server whose clock went back an hour: the steps of people go on, and no event stands before its state."""
    desk = desk_on(graph, vault)
    code = await report(desk)
    taken = done(await do(desk, WANG, "report.take", code, now=NOW - timedelta(hours=1)))
    assert taken.since >= NOW
    called = done(
        await do(desk, WANG, "report.call", code, now=NOW - timedelta(hours=1), called="police", answered=True)
    )
    rows = await graph.read(STREET, store.events, code, 50)
    assert all(r.at >= NOW for r in rows)
    assert called.version == len(rows)
