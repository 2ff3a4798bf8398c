"""A child who moves and a point with little room, on the real graph: all goes along, none is too many."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph_model.casework import children, work
from graph_model.casework.looking import Held, NamedInForm, look
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph, Tx
from graph_model.persons import persons
from graph_model.rows import KeyRow, Statement
from knowledge.casework.load import table
from knowledge.casework.order import RefusedOrder
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.graph_model.test_casework import CLOCK, HERE, NOW, STREET, WANG, child, clean, do, done, run


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await clean(graph)


async def a_body(tx: Tx) -> str:
    rows = await tx.rows(Statement("body", "MATCH (b:Body) RETURN b.id AS key ORDER BY key LIMIT 1"), KeyRow)
    return rows[0].key


NEXT = Actor("worker-9", ActorRole.DIRECTOR, ("440104010113",))
AT_HOME = Statement("home", "MATCH (m:Minor {id: $id}) MERGE (h:Household {id: 'cw-h'}) MERGE (m)-[:IN_HOUSEHOLD]->(h)")
MOVED = Statement(
    "moved",
    "MATCH (m:Minor {id: $id})-[old:LIVES_IN]->() DELETE old WITH m MATCH (a:Area {code: $area}) "
    "SET m.area = a.code CREATE (m)-[:LIVES_IN]->(a)",
)
THIRD = "440104005101"
"""A community of neither side."""
BODY = Statement("body", "MERGE (a:Account {id: $id}) SET a.body = $body")


async def test_a_child_who_moved_goes_with_all_that_is_open(graph: Graph, desk: Desk):
    minor = await child(graph, "cw-4")
    case = done(await do(desk, WANG, "case.open", minor=minor)).id
    (visit,) = [r.id for r in await graph.read(WANG, work.mine, WorkFilter(9, kind="visit")) if r.root == case]
    done(await do(desk, WANG, "visit.not_seen", visit, why_not_seen="moved"))
    (handover,) = [r.id for r in await graph.read(WANG, work.mine, WorkFilter(9, kind="handover")) if r.root == case]
    body = await graph.read(STREET, a_body)
    sent: dict[str, Any] = {"recipient": body, "for_them": "三年级", "child_view": "想跟外婆住"}
    done(await do(desk, WANG, "handover.send", handover, **sent))
    with pytest.raises(NotFound):
        await do(desk, NEXT, "handover.accept", handover, key="stranger", area=NEXT.areas[0])
    await graph.write(STREET, run, BODY, id=NEXT.id, body=body)
    assert [r.id for r in await graph.read(NEXT, work.mine, WorkFilter(9))] == [handover]
    done(await do(desk, NEXT, "handover.accept", handover, area=NEXT.areas[0]))
    now_hers = await graph.read(NEXT, work.mine, WorkFilter(9))
    assert {r.kind for r in now_hers} == {"case", "visit"}
    assert {(r.area, r.holder) for r in now_hers} == {(NEXT.areas[0], NEXT.id)}
    assert not [r for r in await graph.read(WANG, work.mine, WorkFilter(50)) if r.root == case]
    with pytest.raises(NotFound):
        await graph.read(WANG, look, case, NamedInForm(), NOW.date())
    assert (await verify(graph, CLOCK, table()))[1] == []
    for code in (case, *(r.id for r in now_hers)):
        await graph.write(CLOCK, run, Statement("x", "MATCH (n:Item {id: $id}) SET n.area = $area"), id=code, area=HERE)


@pytest.mark.parametrize("areas", [NEXT.areas, (*NEXT.areas, HERE)], ids=["from elsewhere", "of both places"])
async def test_the_receiving_side_takes_over_a_child_that_lives_in_a_third_place_by_now(
    graph: Graph, desk: Desk, areas: tuple[str, ...]
):
    minor = await child(graph, "cw-40")
    case = done(await do(desk, WANG, "case.open", minor=minor)).id
    handover = done(await do(desk, WANG, "handover.begin", case, note="搬走了")).id
    body = await graph.read(STREET, a_body)
    sent: dict[str, Any] = {"recipient": body, "for_them": "三年级", "child_view": "想跟外婆住"}
    done(await do(desk, WANG, "handover.send", handover, **sent))
    await graph.write(STREET, run, BODY, id=NEXT.id, body=body)
    await graph.write(STREET, run, MOVED, id=minor, area=THIRD)
    nextdoor = replace(NEXT, areas=areas)
    refused = await do(desk, nextdoor, "handover.accept", handover, key="there", area=THIRD)
    assert isinstance(refused, RefusedOrder), "she takes it to her own areas, not to where it is"
    assert done(await do(desk, nextdoor, "handover.accept", handover, area=NEXT.areas[0])).state == "accepted"
    now_hers = await graph.read(NEXT, work.mine, WorkFilter(9))
    assert {(r.area, r.holder) for r in now_hers} == {(NEXT.areas[0], NEXT.id)}
    for code in (case, *(r.id for r in now_hers)):
        await graph.write(CLOCK, run, Statement("x", "MATCH (n:Item {id: $id}) SET n.area = $area"), id=code, area=HERE)


async def test_of_two_who_register_a_like_child_at_once_the_second_is_told(graph: Graph, desk: Desk):
    """Each time: whoever comes second sees whom the first has registered."""
    given: dict[str, Any] = {"area": HERE, "channel": "phone", "said": "没人管"}
    for n in range(5):
        reports = list[str]()
        for who in "ab":
            reports.append(done(await do(desk, WANG, "report.register", key=f"{who}{n}", **given)).id)
            done(await do(desk, WANG, "report.take", reports[-1]))
        known: dict[str, Any] = {"name": f"尉迟{'甲乙丙丁戊'[n]}", "age_about": 8}
        made = await asyncio.gather(
            *(do(desk, WANG, "report.register_child", r, key=f"k{r}", **known) for r in reports)
        )
        (refused,) = [m for m in made if isinstance(m, RefusedOrder)]
        assert refused.why.code == "casework.likely"
        (registered,) = [done(m).minor for m in made if isinstance(m, Held)]
        await graph.write(STREET, run, Statement("x", "MATCH (m:Minor {id: $id}) DETACH DELETE m"), id=registered)


async def test_of_ten_who_accept_as_many_are_taken_as_there_is_room_for(graph: Graph, desk: Desk):
    room = Statement("point", "CREATE (:ServicePoint {id: 'cw-point', capacity: 3, load: 1})")
    await graph.write(STREET, run, room)
    sent = list[str]()
    for n in range(5):
        minor = await child(graph, f"cw-r{n}")
        case = done(await do(desk, WANG, "case.open", key=f"c{n}", minor=minor)).id
        need = done(await do(desk, WANG, "referral.open", case, need="N08", urgency="week")).id
        sent.append(done(await do(desk, WANG, "attempt.send", need, recipient="cw-point", way="phone")).id)
    made = await asyncio.gather(*(do(desk, WANG, "attempt.accept", s) for s in sent))
    assert len([m for m in made if isinstance(m, Held)]) == 2
    assert {m.why.code for m in made if isinstance(m, RefusedOrder)} == {"casework.full"}
    await graph.write(STREET, run, Statement("x", "MATCH (p:ServicePoint {id: 'cw-point'}) DETACH DELETE p"))


async def test_a_child_not_on_file_is_registered_sealed_and_with_its_household(graph: Graph, desk: Desk):
    sister = await child(graph, "cw-5")
    await graph.write(STREET, run, AT_HOME, id=sister)
    given: dict[str, Any] = {"area": HERE, "channel": "phone", "said": "身上有伤"}
    report = done(await do(desk, WANG, "report.register", **given)).id
    done(await do(desk, WANG, "report.take", report))
    known: dict[str, Any] = {"name": "小明", "sex": "male", "born": "2018-05-04", "sibling": sister}
    minor = done(await do(desk, WANG, "report.register_child", report, **known)).minor
    case = done(await do(desk, WANG, "report.open_case", report, key="c", reporter_told="told"))
    assert case.ended
    (row,) = [r for r in await graph.read(WANG, work.mine, WorkFilter(9, kind="case")) if r.minor == minor]
    dossier = await graph.read(WANG, persons.dossier, row.id, NOW.date())
    opened = persons.opened(desk.vault, WANG, dossier)
    assert (opened.situation.birth_date, opened.situation.sex) == (date(2018, 5, 4), "male")
    assert dossier.f2 is not None
    assert "2018" not in dossier.open
    beside = await graph.read(WANG, children.siblings, minor)
    assert [(s.minor, s.case) for s in beside] == [(sister, None)]
    assert not await graph.read(NEXT, children.siblings, minor)
    await graph.write(STREET, run, Statement("x", "MATCH (m:Minor {id: $id}) DETACH DELETE m"), id=minor)
