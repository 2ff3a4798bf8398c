"""Conferences, likely duplicates, joined records and silence on the real graph."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from graph_model.access import teams
from graph_model.casework import changes, work
from graph_model.casework.looking import Held, NamedInForm, look
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph
from graph_model.persons import pages
from graph_model.persons.cases import children_in
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.access.policy import CaseRelation
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.casework.order import RefusedOrder
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from network.entities import Actor
from network.responsibility.superior import superior_of
from network.snapshot import Network
from tests.graph_model.test_casework import CLOCK, HERE, NOW, STREET, WANG, child, clean, do, done, run

MEMBER = Actor("demo-police", ActorRole.POLICE, ("440104000000",))


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await clean(graph)


@pytest.fixture
def desk(graph: Graph, keys: Path, network: Network) -> Iterator[Desk]:
    above = partial(superior_of, network, table().superiors)
    with closing(Vault(keys)) as vault:
        yield Desk(graph, vault, table(), RuleCodes.of(rulebook()), above=above)


async def on_team(graph: Graph, case: str, *, days: int = 0) -> bool:
    held = await graph.read(MEMBER, look, case, NamedInForm(), NOW.date() + timedelta(days=days))
    return CaseRelation.TEAM in held.doer.relations


async def test_whoever_is_invited_reads_this_case_until_the_day_or_until_it_is_cancelled(graph: Graph, desk: Desk):
    case = done(await do(desk, WANG, "case.open", minor=await child(graph, "cw-11"))).id
    conference = done(await do(desk, WANG, "conference.plan", case, on="2026-11-26", topic="开学")).id
    assert not await on_team(graph, case)
    invited: dict[str, Any] = {"member": MEMBER.id, "until": "2026-11-26"}
    refused = await do(desk, WANG, "conference.admit", conference, **invited)
    assert isinstance(refused, RefusedOrder)
    done(await do(desk, STREET, "conference.admit", conference, **invited))
    assert [await on_team(graph, case, days=n) for n in (0, 3, 4)] == [True, True, False]
    (row,) = await graph.read(STREET, teams.team, case, desk.vault)
    assert (row.account, row.approver, row.reason) == (MEMBER.id, STREET.id, f"会商{conference}")
    done(await do(desk, WANG, "conference.cancel", conference, note="改电话沟通"))
    assert not await on_team(graph, case)


async def hers(graph: Graph, actor: Actor) -> list[str]:
    """What stands on somebody's worklist as hers to do."""
    wanted = WorkFilter(50, waiting=False, received=tuple(table().received))
    return [r.kind for r in await graph.read(actor, work.mine, wanted)]


async def test_a_conference_is_on_the_list_of_whoever_is_invited_until_she_answers(graph: Graph, desk: Desk):
    case = done(await do(desk, WANG, "case.open", minor=await child(graph, "cw-15"))).id
    conference = done(await do(desk, WANG, "conference.plan", case, on="2026-11-26", topic="开学")).id
    at = (await graph.read(CLOCK, changes.since, 0, 5000)).newest
    assert await hers(graph, MEMBER) == []
    done(await do(desk, STREET, "conference.admit", conference, member=MEMBER.id, until="2026-11-26"))
    assert await hers(graph, MEMBER) == ["conference"]
    assert await work_count(graph, MEMBER) == 1
    followed = await graph.read(MEMBER, changes.since, at, 50, mine=True)
    assert {r.item for r in followed.rows} == {conference}
    refused = await do(desk, Actor("demo-arbiter", ActorRole.ARBITER, MEMBER.areas), "conference.answer", conference)
    assert isinstance(refused, RefusedOrder)
    elsewhere = replace(MEMBER, areas=("440104010113",))
    for _ in range(2):  # an answer that was lost is sent again
        done(await do(desk, elsewhere, "conference.answer", conference, key="a", coming="yes"))
    assert await hers(graph, MEMBER) == []
    assert conference in {r.item for r in (await graph.read(elsewhere, changes.since, at, 50, mine=True)).rows}
    with pytest.raises(NotFound):
        await do(desk, replace(elsewhere, id="other"), "conference.answer", conference, coming="no")


async def work_count(graph: Graph, actor: Actor) -> int:
    return await graph.read(actor, work.count, WorkFilter(1, waiting=False), mine=True)


async def test_a_case_is_given_only_to_somebody_who_could_take_it(graph: Graph, desk: Desk):
    case = done(await do(desk, WANG, "case.open", minor=await child(graph, "cw-16"))).id
    refused = await do(desk, STREET, "case.hand_over", case, owner=MEMBER.id)
    assert isinstance(refused, RefusedOrder)
    assert (refused.why.code, refused.fields, ActorRole.POLICE in refused.who_may) == (
        "casework.cannot_hold", ("owner",), False,
    )  # fmt: skip  # what was refused
    assert done(await do(desk, STREET, "case.hand_over", case, owner="demo-centre")).owner == "demo-centre"


async def test_a_child_is_not_registered_twice_unless_somebody_looked(graph: Graph, desk: Desk):
    async def registered(key: str, **form: Any) -> Held | RefusedOrder:
        given: dict[str, Any] = {"area": HERE, "channel": "phone", "said": "身上有伤"}
        code = done(await do(desk, WANG, "report.register", key=key, **given)).id
        done(await do(desk, WANG, "report.take", code))
        return await do(desk, WANG, "report.register_child", code, **form)

    first = done(await registered("a", name="欧阳小明", born="2018-05-04", guardian_name="某某")).minor
    for form in (
        {"name": " 欧阳 小明", "age_about": 8},
        {"name": "小明", "born": "2018-05-04", "guardian_name": "某某"},
    ):
        made = await registered(f"b{len(form)}", **form)
        assert isinstance(made, RefusedOrder)
        assert made.why.code == "casework.likely"
        assert made.why.params["children"] == [f"档案{first}"] or first in str(made.why.params["children"])
    second = done(await registered("c", name="欧阳小明", born="2018-05-04", another=True)).minor
    third = done(await registered("d", name="欧阳小明", born="2011-01-01")).minor
    for minor in (first, second, third):
        await graph.write(STREET, run, Statement("x", "MATCH (m:Minor {id: $id}) DETACH DELETE m"), id=minor)


async def test_a_joined_record_is_used_no_more_and_can_be_separated(graph: Graph, desk: Desk):
    one, two = [await child(graph, f"cw-{n}") for n in (12, 13)]
    cases = {m: done(await do(desk, WANG, "case.open", key=m, minor=m)).id for m in (one, two)}
    joined: dict[str, Any] = {"same_as": one, "note": "同一个孩子"}
    done(await do(desk, STREET, "case.merge", cases[two], **joined))
    assert [r.id for r in await graph.read(WANG, children_in, "cw-1", 9)] == [one]
    counted = {d.minor for d in await pages.all_dossiers(graph, WANG, HERE, NOW.date())}
    assert (one in counted, two in counted) == (True, False)
    assert (await verify(graph, CLOCK, table()))[1] == []
    done(await do(desk, STREET, "case.separate", cases[two], note="双胞胎"))
    assert [r.id for r in await graph.read(WANG, children_in, "cw-1", 9)] == [one, two]


async def test_silence_goes_to_the_body_above_and_to_whoever_settles_disputes(
    graph: Graph, desk: Desk, network: Network
):
    school = next(p for p in network.points.values() if p.body == "school")
    above = superior_of(network, table().superiors, school.id, HERE)
    assert above is not None
    assert network.bodies[above].kind == "education"
    case = done(await do(desk, WANG, "case.open", minor=await child(graph, "cw-14"))).id
    need = done(await do(desk, WANG, "referral.open", case, need="N08", urgency="week")).id
    sent = done(await do(desk, WANG, "attempt.send", need, recipient=school.id, way="phone"))
    late = sent.clocks["answer_week"] + timedelta(minutes=1)
    done(await do(desk, CLOCK, "attempt.report_up", sent.id, now=late))
    states = tuple(table().awaited((ActorRole.ARBITER,)))
    arbiter = Actor("arbiter", ActorRole.ARBITER, ("440104000000",))
    listed = await graph.read(arbiter, work.in_areas, WorkFilter(50, area=HERE, states=states, waiting=True))
    (item,) = [r.item() for r in listed if r.kind == "escalation"]
    assert (item.open["above"], item.open["recipient"], item.parent) == (above, school.id, sent.id)
    done(await do(desk, WANG, "attempt.accept", sent.id, now=late))
    listed = await graph.read(arbiter, work.in_areas, WorkFilter(50, area=HERE, states=states, waiting=True))
    assert not [r for r in listed if r.kind == "escalation"]


async def test_a_case_knows_the_month_in_which_its_child_comes_of_age_and_not_the_day(graph: Graph, desk: Desk):
    given: dict[str, Any] = {"area": HERE, "channel": "phone", "said": "没人管"}
    code = done(await do(desk, WANG, "report.register", key="age", **given)).id
    done(await do(desk, WANG, "report.take", code))
    minor = done(await do(desk, WANG, "report.register_child", code, name="司徒小云", born="2010-05-04")).minor
    done(await do(desk, WANG, "report.open_case", code, reporter_told="not_wanted"))
    (row,) = [r for r in await graph.read(WANG, work.mine, WorkFilter(9, kind="case")) if r.minor == minor]
    case = (await graph.read(WANG, look, row.id, NamedInForm(), NOW.date())).item
    assert case is not None
    assert case.open["adult_on"] == "2028-05-01"
    assert {"before_adult", "adult"} <= set(case.clocks)
