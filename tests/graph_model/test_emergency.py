"""A child read in an emergency: one child, by whoever has just signed in, until the time is up; told and reviewed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from api.casework.clock import tick
from graph_model.casework import work
from graph_model.casework.emergencies import emergencies
from graph_model.casework.looking import Held, NamedInForm, look
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph
from graph_model.persons import persons
from graph_model.persons.intake import Intake, records
from graph_model.rows import Statement
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.decide import FRESH
from knowledge.casework.load import table
from knowledge.casework.order import RefusalCode, RefusedOrder
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass, Provenance
from network.entities import Actor
from tests.graph_model import test_casework as casework
from tests.graph_model.test_casework import CLOCK, HERE, STREET, WANG, do, done, run
from tests.knowledge import access_oracle as oracle

DISTRICT = ("440104000000",)
FACTS = Situation(birth_date=date(2015, 1, 1), hukou="local", sexual_harm=True, father_state="imprisoned")
CLEAN = Statement(
    "clean", "MATCH (n) WHERE (n:Minor OR n:Guardian OR n:Case OR n:Household) AND n.id CONTAINS 'cw-' DETACH DELETE n"
)
FORM = {"cause": "danger", "why": "医院来电"}


def now() -> datetime:
    return datetime.now(SHANGHAI)


def person(name: str, role: ActorRole = ActorRole.CENTRE, ago: timedelta = timedelta()) -> Actor:
    return Actor(name, role, DISTRICT, signed_in=now() - ago)


@pytest.fixture
async def case(graph: Graph, desk: Desk) -> AsyncIterator[list[str]]:
    """The open cases of two children."""
    keys = ("cw-glass", "cw-other")
    made = [Intake(key, f"童 {key}", HERE, FACTS, Provenance.LOADED, "test", now().date()) for key in keys]
    desk.vault.provide(keys)
    minors, guardians, _ = records(desk.vault, made)
    for group in (minors, guardians):
        await graph.write(STREET, persons.put, group)
    yield [str(done(await do(desk, WANG, "case.open", key=key, minor=key)).id) for key in keys]
    for statement in (*casework.CLEAN, CLEAN):
        await graph.write(STREET, run, statement, area=HERE)


async def reads(graph: Graph, desk: Desk, actor: Actor, case: str) -> frozenset[FieldClass]:
    """The sealed classes that somebody opens of a case, by the dossier; none where it is absent to her."""
    try:
        found = await graph.read(actor, persons.dossier, case, now().date())
        opened = persons.opened(desk.vault, actor, found)
    except NotFound:
        return frozenset()
    held = {bound.field_class for bound, _ in found.blobs()}
    assert len(held) > 2, "or nothing is proved"
    stands, roles = frozenset(relation.value for relation in found.relations), tuple(role.value for role in actor.roles)
    assert set(opened.read) == {c for c in held if oracle.may(roles, "read_cases", c.value, stands, "care")}
    return frozenset(opened.read)


async def relations(graph: Graph, actor: Actor, item: str) -> set[str]:
    held = await graph.read(actor, look, item, NamedInForm(), now().date())
    return {r.value for r in held.doer.relations}


async def opened(desk: Desk, actor: Actor, case: str, at: datetime | None = None) -> Held | RefusedOrder:
    return await do(desk, actor, "emergency_read.open", case, now=at or now(), **FORM)


async def test_one_child_for_one_person_until_she_ends_it(graph: Graph, desk: Desk, case: list[str]):
    her, other = person("glass-centre"), person("glass-other")
    assert await reads(graph, desk, her, case[0]) == frozenset()
    code = done(await opened(desk, her, case[0])).id
    assert await reads(graph, desk, her, case[0]) == {FieldClass.F2, FieldClass.F4, FieldClass.F5}
    assert "break_glass" in await relations(graph, her, case[0])
    assert "break_glass" in await relations(graph, her, code)
    assert "break_glass" not in await relations(graph, her, case[1])
    assert await reads(graph, desk, her, case[1]) == frozenset(), "another child"
    assert await reads(graph, desk, other, case[0]) == frozenset(), "another person"
    ended = done(await do(desk, her, "emergency_read.end", code, now=now()))
    assert ended.state == "unreviewed"
    assert await reads(graph, desk, her, case[0]) == frozenset()
    assert {r.code for r in await graph.read(CLOCK, emergencies, 50)} == {code}


async def test_every_role_reads_what_the_design_gives_it_in_an_emergency(graph: Graph, desk: Desk, case: list[str]):
    """Whatever the role, if the relation stood: the classes are those of the table written by hand."""
    her = person("glass-centre")
    done(await opened(desk, her, case[0]))
    found = await graph.read(her, persons.dossier, case[0], now().date())
    assert found.emergency
    for role in ActorRole:
        stands = frozenset({"area", "break_glass"})
        wanted = {c for c in FieldClass if oracle.may((role.value,), "read_cases", c.value, stands, "care")}
        try:
            read = set(persons.opened(desk.vault, replace(her, role=role), found).read)
        except NotFound:
            assert FieldClass.F1 not in wanted
            continue
        assert read == wanted & {bound.field_class for bound, _ in found.blobs()}
        assert FieldClass.F6 not in read


async def test_the_time_is_up_before_the_clock_has_looked(graph: Graph, desk: Desk, case: list[str]):
    her = replace(person("glass-centre"), signed_in=now() - timedelta(hours=3, minutes=2))
    code = done(await opened(desk, her, case[0], now() - timedelta(hours=3, minutes=1))).id
    assert await reads(graph, desk, her, case[0]) == frozenset()
    assert "break_glass" not in await relations(graph, her, case[0])
    await tick(desk, DISTRICT, now())
    held = await graph.read(STREET, look, code, NamedInForm(), now().date())
    assert held.item is not None
    assert held.item.state == "unreviewed"
    assert await tick(desk, DISTRICT, now()) == 0


@pytest.mark.parametrize(
    "who",
    [
        person("glass-x", ago=FRESH + timedelta(minutes=1)),
        replace(person("glass-x"), signed_in=None),
        replace(person("glass-x"), signed_in=now() + timedelta(hours=1)),
        person("glass-x", ActorRole.STREET),
        person("glass-x", ActorRole.WELFARE),
    ],
    ids=["signed in long ago", "nobody knows when", "in the future", "a supervisor", "civil affairs"],
)
async def test_who_may_not_gets_a_reason_and_nothing_else(graph: Graph, desk: Desk, case: list[str], who: Actor):
    before = await reads(graph, desk, who, case[0])
    refused = await opened(desk, who, case[0])
    assert isinstance(refused, RefusedOrder)
    assert refused.code in (RefusalCode.GUARD, RefusalCode.NOT_YOURS)
    assert await reads(graph, desk, who, case[0]) == before
    assert await graph.read(CLOCK, emergencies, 50) == []


async def test_outside_her_areas_the_case_is_absent(desk: Desk, case: list[str]):
    with pytest.raises(NotFound):
        await opened(desk, replace(person("glass-centre"), areas=("440106000000",)), case[0])


async def test_a_lead_is_told_at_once_and_somebody_else_reviews(graph: Graph, desk: Desk, case: list[str]):
    lead, her = person("glass-lead", ActorRole.LEAD), person("glass-centre")
    code = done(await opened(desk, her, case[0])).id
    wanted = WorkFilter(50, states=tuple(table().awaited([ActorRole.LEAD])), waiting=True)

    async def readings() -> set[str]:
        return {r.id for r in await graph.read(lead, work.in_areas, wanted) if r.kind == "emergency_read"}

    assert await readings() == {code}
    done(await do(desk, her, "emergency_read.end", code, now=now()))
    assert await readings() == {code}
    refused = await do(desk, her, "emergency_read.review", code, now=now(), verdict="justified")
    assert isinstance(refused, RefusedOrder)
    assert refused.code is RefusalCode.NOT_YOURS
    done(await do(desk, lead, "emergency_read.review", code, now=now(), verdict="unjustified"))
    assert await readings() == set()
    (row,) = await graph.read(CLOCK, emergencies, 50)
    assert (row.by, row.review and row.review["by"], row.label("verdict")) == (her.id, lead.id, row.words[-1])
    assert "cw-glass" not in " ".join(row.words)


async def test_it_does_not_hold_up_the_end_of_the_case(graph: Graph, desk: Desk, case: list[str]):
    done(await opened(desk, person("glass-centre"), case[0]))
    done(await do(desk, WANG, "case.propose_close", case[0], why_closed="need_met", child_view="好"))
    ended = done(await do(desk, STREET, "case.close", case[0]))
    assert ended.ended
    assert (await verify(graph, STREET, table()))[1] == []
