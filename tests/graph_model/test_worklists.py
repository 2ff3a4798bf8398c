"""What a worklist reads does not grow with what others have open: database hits as the planner counts them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest
from neo4j import AsyncManagedTransaction

from api.casework.query import WorkDue, WorkScope, until, worklist
from graph_model.casework import work
from graph_model.casework.work import WorkFilter, WorkRow
from graph_model.graph import Graph, Tx, with_actor
from graph_model.rows import Statement
from knowledge.casework.load import table
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.graph_model.test_casework import HERE, NOW, run
from tests.support.walks import every
from web.casework.today import LISTS

DISTRICT = "440104000000"
ELSEWHERE = "440104010113"
FIRST = 20
MORE = 400
"""Open items of others; a list that read only a quarter of them would be seen."""
ROLES = (ActorRole.DIRECTOR, ActorRole.STREET, ActorRole.LEAD)
MADE = Statement(
    "made",
    "MATCH (home:Area {code: $area}) UNWIND range(1, $count) AS at "
    "CREATE (n:Item {id: 'wl-' + $name + '-' + toString(at), item: $kind, root: 'wl-' + $name, state: $state, "
    "version: 1, area: home.code, since: $now, ended: false, fields: '{}', clocks: '{}', creator: 'wl', "
    "holder: $holder, "
    "free: CASE WHEN $holder IS NULL THEN home.code END, next: $now + duration({minutes: at})})",
)
GONE = Statement("gone", "MATCH (n:Item) WHERE n.id STARTS WITH 'wl-' DETACH DELETE n")


@dataclass(frozen=True, slots=True)
class Profiled(Tx):
    """A transaction that counts what the database touched for it."""

    hits: list[int] = field(default_factory=list)

    async def rows(self, statement: Statement, kind: type[Any], /, **params: Any) -> list[Any]:
        text: Any = f"PROFILE {statement.text}"
        result = await self._tx.run(text, with_actor(self.actor, params))
        found = [dict(r) async for r in result]
        self.hits.append(sum(touched((await result.consume()).profile)))
        return [WorkRow(**r) for r in found] if kind is WorkRow else [kind(**r) for r in found]


def touched(plan: Any) -> Iterator[int]:
    yield plan.get("dbHits", 0)
    for child in plan.get("children", ()):
        yield from touched(child)


def shown(name: str, role: ActorRole) -> tuple[WorkFilter, bool]:
    """A list of the page of today as its question asks for it, and whether it is one's own."""
    given = LISTS[name]
    scope, kind = WorkScope[given["scope"]], given.get("kind")
    asked = worklist([role], scope, kind.lower() if kind else None, waiting=given.get("waiting"))
    due = WorkDue[given.get("due", "ANY")]
    return replace(asked, first=FIRST + 1, until=until(due, NOW)), scope is WorkScope.MINE


async def hits(graph: Graph, actor: Actor, wanted: WorkFilter, *, own: bool) -> int:
    """What the rows of a page cost, planned by what the database holds now."""
    async with graph._driver.session() as session, await session.begin_transaction() as tx:  # noqa: SLF001  # only the suite asks
        profiled = Profiled(cast("AsyncManagedTransaction", tx), actor)
        await work.listed(profiled, wanted, own=own, shown=True)
        return profiled.hits[0]


class Others:
    """What makes many open items of one kind and state, for somebody or for nobody."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._actor = graph, Actor("wl", ActorRole.STREET, (DISTRICT,))

    async def make(self, name: str, area: str, state: str, holder: str | None, count: int = MORE) -> None:
        kind, _, code = state.partition(":")
        given = {"area": area, "kind": kind, "state": code, "holder": holder, "now": NOW.replace(year=2025)}
        await self._graph.write(self._actor, run, MADE, name=name, count=count, **given)

    async def gone(self) -> None:
        await self._graph.write(self._actor, run, GONE)


@pytest.fixture
async def others(graph: Graph) -> AsyncIterator[Others]:
    made = Others(graph)
    yield made
    await made.gone()


LISTED = [(name, role) for name in LISTS for role in ROLES if name not in {"all", "people"}]


def not_in(wanted: WorkFilter, role: ActorRole) -> str:
    """A state that this list does not hold, of a kind that waits for nobody of this role."""
    away = {*table().awaited([role]), *wanted.received}
    kinds = (k for k in table().kinds.values() if k.code != wanted.kind)
    return next(
        f"{k.code}:{s.code}" for k in kinds for s in k.state if not s.ended and f"{k.code}:{s.code}" not in away
    )


@every(("name", "role"), LISTED)
async def test_what_others_have_open_is_not_read(graph: Graph, others: Others, name: str, role: ActorRole):
    actor = Actor("wl-reader", role, (HERE,))
    wanted, own = shown(name, role)
    held_by_others = "report:handling" if wanted.kind == "report" else f"{wanted.kind or 'visit'}:{first_state(wanted)}"
    await others.gone()
    before = await hits(graph, actor, wanted, own=own)
    await others.make("held", HERE, held_by_others if wanted.free else not_in(wanted, role), "somebody")
    await others.make("away", ELSEWHERE, held_by_others, None)
    if wanted.kind:
        await others.make("kind", HERE, not_in(wanted, role), None)
    after = await hits(graph, actor, wanted, own=own)
    assert after <= before + MORE // 4, f"{name}: {before} hits became {after}"


def first_state(wanted: WorkFilter) -> str:
    kind = table().kinds[wanted.kind or "visit"]
    return next(s.code for s in kind.state if not s.ended)


@every("name", ("all", "people"))
async def test_of_a_whole_area_only_what_is_shown_is_read(graph: Graph, others: Others, name: str):
    actor = Actor("wl-reader", ActorRole.STREET, (HERE,))
    wanted, own = shown(name, ActorRole.STREET)
    await others.gone()
    await others.make("first", HERE, "visit:due", "somebody", FIRST * 2)
    before = await hits(graph, actor, wanted, own=own)
    await others.make("more", HERE, "visit:due", "somebody")
    await others.make("away", ELSEWHERE, "visit:due", "somebody")
    assert await hits(graph, actor, wanted, own=own) <= before + MORE // 4


@every("role", ROLES)
async def test_lists_hold_the_same_however_they_are_read(graph: Graph, others: Others, role: ActorRole):
    """Each index gives what a walk over all open items of the area gives."""
    actor = Actor("wl-reader", role, (HERE, ELSEWHERE))
    await others.gone()
    for number, (code, row) in enumerate(table().kinds.items()):
        for state in row.state:
            if not state.ended:
                await others.make(f"{code}-{state.code}", (HERE, ELSEWHERE)[number % 2], f"{code}:{state.code}",
                             "somebody" if number % 3 else None, 2)  # fmt: skip
    whole = await graph.read(actor, work.in_areas, WorkFilter(5000))
    kinds: list[str | None] = [None, *table().kinds]
    for kind in kinds:
        for scope in (WorkScope.AREA, WorkScope.UNTAKEN, WorkScope.AWAITED):
            for waiting in (None, True, False):
                asked = worklist([role], scope, kind, waiting=waiting)
                found = await graph.read(actor, work.in_areas, replace(asked, first=5000))
                assert [r.id for r in found] == [r.id for r in whole if belongs(r, asked)]
                assert await graph.read(actor, work.count, asked, mine=False) == len(found)
    asked = replace(worklist([role], WorkScope.AREA), holder="somebody", first=5000)
    found = await graph.read(actor, work.in_areas, asked)
    assert [r.id for r in found] == [r.id for r in whole if r.holder == "somebody"]
    assert await graph.read(actor, work.in_areas, replace(asked, free=True)) == []


def belongs(row: WorkRow, asked: WorkFilter) -> bool:
    """The oracle: whether an open item is in a list."""
    named = f"{row.kind}:{row.state}" in asked.states
    return (
        (asked.kind is None or row.kind == asked.kind)
        and (asked.waiting is None or named == asked.waiting)
        and not (asked.free and row.holder is not None)
    )
