"""Orders on the real graph: one winner, once by key, within the areas, and state is what the events make of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from graph_model.casework import store, work
from graph_model.casework.looking import Held, NamedInForm, look
from graph_model.casework.records import opened
from graph_model.casework.store import Desk
from graph_model.casework.verify import CaseworkFinding, CaseworkProblem, verify
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph, Tx
from graph_model.obligations import evidence
from graph_model.persons import cases
from graph_model.rows import Statement
from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.item import fold
from knowledge.casework.load import table
from knowledge.casework.order import Order, RefusalCode, RefusedOrder
from knowledge.errors import Conflict, NotFound, Sealed
from knowledge.obligations.standing import Result
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass
from network.entities import Actor

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
HERE = "440104001007"
STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))
WORKERS = [Actor(f"worker-{n}", ActorRole.DIRECTOR, (HERE,)) for n in range(8)]
WANG = WORKERS[0]
OTHER = Actor("other", ActorRole.DIRECTOR, ("440104010113",))
CLOCK = Actor("clock", ActorRole.CLOCK, ("440000000000",))
CLEAN = [
    Statement(
        "items",
        "MATCH (n:Item) WHERE n.area = $area AND NOT n.root STARTS WITH 'case-' "
        "OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s",
    ),
    Statement("records", "MATCH (r:Record {source: '办理', area: $area}) DETACH DELETE r"),
    Statement("minors", "MATCH (m:Minor) WHERE m.id STARTS WITH 'cw-' DETACH DELETE m"),
    Statement("accounts", "MATCH (a:Account) WHERE a.id STARTS WITH 'worker-' DETACH DELETE a"),
    Statement("commands", "MATCH (c:Command) WHERE c.key STARTS WITH '[\"item\"' DETACH DELETE c"),
]  # fmt: skip  # a list
CHILD = Statement(
    "child",
    "MATCH (a:Area {code: $area}) CREATE (m:Minor {id: $id, pseudonym: '童 ' + $id, area: $area, open: '{}', "
    "provenance: 'synthetic', source: 'test', household: 'h'})-[:LIVES_IN]->(a)",
)


DELEGATED = Statement(
    "delegated",
    "MATCH (d:Account {id: $deputy}), (p:Account {id: $principal}) "
    "CREATE (d)-[:DEPUTY_OF {since: $since, until: $until}]->(p)",
)
DAY = timedelta(days=1)


async def run(tx: Tx, /, statement: Statement, **params: Any) -> None:
    await tx.write(statement, **params)


async def clean(graph: Graph) -> None:
    """Take back what a test has left in its community."""
    for statement in CLEAN:
        await graph.write(STREET, run, statement, area=HERE)


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await clean(graph)


async def child(graph: Graph, key: str) -> str:
    await graph.write(STREET, run, CHILD, area=HERE, id=key)
    return key


async def do(
    desk: Desk, actor: Actor, action: str, item: str | None = None, key: str = "", now: datetime = NOW, **form: Any
) -> Held | RefusedOrder:
    kind, _, name = action.partition(".")
    order = Order(kind, name, form, key or f"{action}-{item}-{actor.id}-{now}", now)
    return await desk.carry_out(actor, item, order)


def done(made: Held | RefusedOrder) -> Any:
    assert isinstance(made, Held)
    assert made.item is not None
    return made.item


async def report(desk: Desk, actor: Actor = WANG, key: str = "r", **more: Any) -> str:
    form = {"area": HERE, "channel": "wechat", "said": "班主任说有伤", "reporter": "某班主任", **more}
    return str(done(await do(desk, actor, "report.register", key=key, **form)).id)


async def all_events_fold(graph: Graph, items: list[str]) -> None:
    for code in items:
        rows = await graph.read(STREET, store.events, code, 100)
        held = await graph.read(STREET, look, code, NamedInForm(), NOW.date())
        assert fold([r.event() for r in reversed(rows)]) == held.item


async def test_a_report_becomes_a_case_that_readers_of_cases_see(graph: Graph, desk: Desk):
    minor = await child(graph, "cw-1")
    code = await report(desk, urgency="today", minor=minor)
    done(await do(desk, WANG, "report.take", code))
    ended = done(await do(desk, WANG, "report.open_case", code, reporter_told="told"))
    assert ended.ended
    rows = await graph.read(WANG, work.mine, WorkFilter(50))
    rows = sorted(rows, key=lambda r: r.kind, reverse=True)
    assert [(r.kind, r.pseudonym) for r in rows] == [("visit", "童 cw-1"), ("case", "童 cw-1")]
    seen = await graph.read(WANG, cases.case_in, rows[1].id)
    assert seen is not None
    assert (seen.status, seen.minor, seen.area) == ("在办", minor, HERE)
    await all_events_fold(graph, [code, *(r.id for r in rows)])
    on_file = await graph.read(STREET, evidence.on_file, HERE, ["O61"])
    assert [(r.object, r.kind) for r in on_file.records if r.object == minor] == [(minor, "archive")]


async def test_one_of_eight_takes_it(graph: Graph, desk: Desk):
    code = await report(desk)
    made = await asyncio.gather(*(do(desk, w, "report.take", code) for w in WORKERS))
    winners = [m for m in made if isinstance(m, Held)]
    assert len(winners) == 1
    assert {m.code for m in made if isinstance(m, RefusedOrder)} == {RefusalCode.STATE}
    assert done(winners[0]).owner == winners[0].doer.account
    await all_events_fold(graph, [code])


async def test_a_key_happens_once(desk: Desk):
    code = await report(desk)
    calls = [do(desk, WANG, "report.call", code, key="same", called="police", answered=True) for _ in range(8)]
    made = await asyncio.gather(*calls)
    assert {done(m).open["calls"] for m in made} == {1}
    with pytest.raises(Conflict):
        await do(desk, WANG, "report.call", code, key="same", called="police", answered=False)
    assert await report(desk) == code


async def test_a_child_gets_one_case_however_many_open_one(graph: Graph, desk: Desk):
    minor = await child(graph, "cw-2")
    made = await asyncio.gather(*(do(desk, w, "case.open", minor=minor) for w in WORKERS))
    assert len([m for m in made if isinstance(m, Held)]) == 1
    assert {m.code for m in made if isinstance(m, RefusedOrder)} == {RefusalCode.GUARD}


async def test_what_is_refused_leaves_nothing(graph: Graph, desk: Desk):
    code = await report(desk)
    before = await graph.read(STREET, store.events, code, 100)
    refused = await do(desk, WANG, "report.open_case", code, key="k", reporter_told="told")
    assert isinstance(refused, RefusedOrder)
    assert await graph.read(STREET, store.events, code, 100) == before
    done(await do(desk, WANG, "report.take", code, key="k"))


async def test_another_area_looks_absent(desk: Desk):
    code = await report(desk)
    for actor, item in ((OTHER, code), (WANG, "R-NOSUCHONE")):
        with pytest.raises(NotFound) as absent:
            await do(desk, actor, "report.take", item)
        assert (absent.value.kind, absent.value.key) == ("item", item)
    refused = await do(desk, OTHER, "report.register", area=HERE, channel="phone", said="x")
    assert isinstance(refused, RefusedOrder)


async def test_words_are_sealed_and_open_by_class(graph: Graph, desk: Desk):
    code = await report(desk)
    (row,) = await graph.read(STREET, store.events, code, 10)
    assert "班主任" not in row.changes
    assert opened(desk.vault, row, frozenset({FieldClass.F7})) == {"said": "班主任说有伤"}
    assert opened(desk.vault, row, frozenset({FieldClass.F8})) == {"reporter": "某班主任"}
    moved = type(row)(row.seq, "R-OTHER", *(getattr(row, f) for f in row.__slots__[2:]))
    with pytest.raises(Sealed):
        opened(desk.vault, moved, frozenset({FieldClass.F7}))


async def test_the_clock_reminds_once_by_its_key(graph: Graph, desk: Desk):
    code = await report(desk, urgency="now")
    late = NOW + timedelta(minutes=20)
    rows = [r for r in await graph.read(CLOCK, work.waking, late, 100) if r.area == HERE]
    assert [r.id for r in rows] == [code]
    refused = await do(desk, WANG, "report.remind", code)
    assert isinstance(refused, RefusedOrder)
    made = await asyncio.gather(*(do(desk, CLOCK, "report.remind", code, key="due", now=late) for _ in range(2)))
    assert {done(m).open["reminders"] for m in made} == {1}
    assert not [r for r in await graph.read(CLOCK, work.waking, late, 100) if r.area == HERE]


async def test_loaded_cases_are_carried_each_with_its_visit(graph: Graph):
    every = await graph.read(CLOCK, work.in_areas, WorkFilter(5000, kind="case"))
    visits = await graph.read(CLOCK, work.in_areas, WorkFilter(5000, kind="visit"))
    assert len(every) == 1134
    assert {v.root for v in visits} == {c.id for c in every}
    mine = [c.id for c in every if c.area == HERE]
    assert mine
    assert {c.holder for c in every if c.area == HERE} == {"demo-director"}
    await all_events_fold(graph, mine[:3])


async def test_a_deputy_acts_for_whoever_is_responsible_and_no_longer(graph: Graph, desk: Desk):
    code = await report(desk)
    done(await do(desk, WANG, "report.take", code))
    ending: dict[str, Any] = {"why_ended": "unfounded", "reporter_told": "told", "note": "核实过"}
    deputy = WORKERS[1]
    refused = await do(desk, deputy, "report.end", code, key="before", **ending)
    assert isinstance(refused, RefusedOrder)
    assert refused.code is RefusalCode.NOT_YOURS
    for key in (WANG.id, deputy.id):
        await graph.write(STREET, run, Statement("account", "MERGE (:Account {id: $id})"), id=key)
    today = NOW.date()
    await graph.write(STREET, run, DELEGATED, deputy=deputy.id, principal=WANG.id, since=today, until=today + DAY)
    late = await do(desk, deputy, "report.end", code, key="after", now=NOW + DAY, **ending)
    assert isinstance(late, RefusedOrder), "it has ended"
    held = await do(desk, deputy, "report.end", code, key="while", **ending)
    assert done(held).ended
    assert isinstance(held, Held)
    assert {CaseRelation.OWNER, CaseRelation.AREA} <= held.doer.relations
    rows = await graph.read(STREET, store.events, code, 1)
    assert rows[0].by == deputy.id, "whoever did it stands there"


async def test_a_danger_stands_once_under_its_order(desk: Desk):
    form: dict[str, Any] = {"area": HERE, "number": "1", "due_on": "2026-11-27", "said": "楼上孩子哭", "danger": False}
    order = done(await do(desk, WANG, "complaint.register", **form)).id
    done(await do(desk, WANG, "complaint.see_danger", order, key="a", note="有伤"))
    again = await do(desk, WANG, "complaint.see_danger", order, key="b", note="还有伤")
    assert isinstance(again, RefusedOrder)
    assert again.why.code == "casework.begun"


async def test_evidence_of_a_visit_recorded_wrongly_is_in_doubt(graph: Graph, desk: Desk):
    minor = await child(graph, "cw-3")
    case = done(await do(desk, WANG, "case.open", minor=minor)).id
    (visit,) = [r.id for r in await graph.read(WANG, work.mine, WorkFilter(9, kind="visit")) if r.root == case]
    done(await do(desk, WANG, "visit.seen", visit, alone=True, danger=False, child_view="好"))
    filed = await graph.read(STREET, evidence.on_file, HERE, ["O10"])
    assert [r.result for r in filed.records if r.object == minor] == [Result.OK]
    done(await do(desk, WANG, "visit.mistaken", visit, note="见到的是妹妹"))
    filed = await graph.read(STREET, evidence.on_file, HERE, ["O10"])
    assert [r.result for r in filed.records if r.object == minor] == [Result.DOUBTFUL]


async def test_the_feed_has_no_gaps(graph: Graph, desk: Desk):
    codes = [await report(desk, WORKERS[n], key=f"r{n}") for n in range(4)]
    await asyncio.gather(*(do(desk, w, "report.take", c) for w in WORKERS for c in codes))
    rows = [await graph.read(STREET, store.events, c, 100) for c in codes]
    seqs = sorted(r.seq for some in rows for r in some)
    assert seqs == list(range(seqs[0], seqs[0] + 8))


async def test_worklists_hold_what_is_open_by_its_next_moment(graph: Graph, desk: Desk):
    soon, later = await report(desk, key="a", urgency="now"), await report(desk, key="b", urgency="month")
    every = await graph.read(STREET, work.in_areas, WorkFilter(50, area=HERE, kind="report"))
    assert [r.id for r in every] == [soon, later]
    page = await graph.read(
        STREET, work.in_areas, WorkFilter(1, area=HERE, kind="report", after=(every[0].next, every[0].id))
    )
    assert [r.id for r in page] == [later]
    today = await graph.read(
        STREET, work.in_areas, WorkFilter(50, area=HERE, kind="report", until=NOW + timedelta(hours=12))
    )
    assert [r.id for r in today] == [soon]
    done(await do(desk, WANG, "report.take", soon))
    free = await graph.read(STREET, work.in_areas, WorkFilter(50, area=HERE, free=True, kind="report"))
    assert [r.id for r in free] == [later]
    assert not await graph.read(OTHER, work.in_areas, WorkFilter(50, kind="report"))


async def test_a_changed_item_is_found(graph: Graph, desk: Desk):
    code = await report(desk)
    count, found = await verify(graph, CLOCK, table())
    assert count >= 2 * 1134 + 1
    assert found == []
    await graph.write(STREET, run, Statement("x", "MATCH (n:Item {id: $id}) SET n.state = 'ended'"), id=code)
    assert (await verify(graph, CLOCK, table()))[1] == [CaseworkFinding(code, CaseworkProblem.NOT_ITS_EVENTS)]
    await graph.write(STREET, run, Statement("x", "MATCH (:Item {id: $id})-[:EVENT]->(v) DETACH DELETE v"), id=code)
    assert (await verify(graph, CLOCK, table()))[1] == [CaseworkFinding(code, CaseworkProblem.NO_EVENTS)]
