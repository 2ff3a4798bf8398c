"""Accounts, teams and delegations in the graph: who may make them, what follows, and that all see it at once."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph_model.access import accounts, approvals, feed, teams
from graph_model.access.accounts import AccountChange, change
from graph_model.access.actors import Actors
from graph_model.access.feed import Feed, Numbers
from graph_model.directory.records import put_all
from graph_model.graph import Graph, Tx
from graph_model.patience import Patience
from graph_model.persons import persons
from graph_model.persons.seal import Vault
from graph_model.rows import HEADER, Statement
from knowledge.access.accounts import Account
from knowledge.access.assignment import Approval, Part
from knowledge.access.policy import CaseRelation
from knowledge.errors import BadInput, Conflict, NotFound, Unauthenticated
from knowledge.roles import ActorRole
from loaders.intake.contract import LOADER
from network.entities import Actor

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 23)
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
COMMUNITY, ELSEWHERE, STREET, DISTRICT = "440104001007", "440104003104", "440104001000", "440104000000"
SHELL = Actor("shell:test", ActorRole.OPERATOR, (DISTRICT,))
CASE = "case-staff-1"
BY = "demo-security"
CLEAN = (
    "MATCH (a:Account) WHERE a.id STARTS WITH 'staff-' DETACH DELETE a",
    f"MATCH (c:Case {{id: '{CASE}'}}) DETACH DELETE c",
)


def suspended(account: Account) -> Account:
    return replace(account, suspended=True)


APPROVAL = Approval("staff-approver", "个案承办", ON)
BACK, MOVED, OVER = (teams.Ending("staff-approver", why, ON) for why in ("回来了", "调走", "结束"))


@pytest.fixture
def vault(keys: Path) -> Iterator[Vault]:
    with closing(Vault(keys)) as opened:
        yield opened


async def run(tx: Tx, text: str) -> None:
    await tx.write(Statement("run", text))


async def account(graph: Graph, key: str, *roles: ActorRole, area: str = COMMUNITY, by: str | None = BY) -> Account:
    def after(a: Account) -> Account:
        return replace(a, roles=roles, areas=(area,), subject=f"sub-{key}")

    await change(graph, SHELL, AccountChange(key, by, ON, after, new=True))
    return await approvals.approve(graph, SHELL, key, "demo-lead", "新任", NOW)


@pytest.fixture(autouse=True)
async def people(graph: Graph) -> AsyncIterator[None]:
    """A case, two workers of different communities, an approver of their street."""
    for text in CLEAN:
        await graph.write(LOADER, run, text)
    await graph.write(
        LOADER, run, f"MATCH (m:Minor)-[:LIVES_IN]->(:Area {{code: '{COMMUNITY}'}}) WITH m LIMIT 1 "
        f"CREATE (c:Case {{id: '{CASE}', minor: m.id, kind: '困境', opened: date(), status: '在办'}})-[:ABOUT]->(m) "
        "SET c.difficulties = []",
    )  # fmt: skip
    await account(graph, "staff-one", ActorRole.DIRECTOR)
    await account(graph, "staff-two", ActorRole.DIRECTOR, area=ELSEWHERE)
    await account(graph, "staff-approver", ActorRole.STREET, area=STREET)
    yield
    for text in CLEAN:
        await graph.write(LOADER, run, text)


async def stands(graph: Graph, key: str, on: date = ON) -> set[CaseRelation] | None:
    """How an account stands to the case; None if the case is not there for it."""
    actor = await Actors(graph).actor(f"sub-{key}", 0, ON)
    try:
        return set((await graph.read(actor, persons.dossier, CASE, on)).relations)
    except NotFound:
        return None


async def assign(
    graph: Graph, vault: Vault, key: str, part: Part, approval: Approval = APPROVAL
) -> list[teams.TeamMember]:
    return await teams.assign(graph, SHELL, teams.Joining(CASE, key, part, approval), ON, vault)


async def test_an_account_is_made_once_and_by_whoever_may(graph: Graph):
    with pytest.raises(Conflict):
        await account(graph, "staff-one", ActorRole.DIRECTOR)
    for by in (None, "staff-approver", "nobody", "staff-new"):
        with pytest.raises(BadInput, check=lambda e: e.reason in ("account.by", "account.first")):
            await account(graph, "staff-new", ActorRole.DIRECTOR, by=by)
    with pytest.raises(NotFound):
        await change(graph, SHELL, AccountChange("staff-none", BY, ON, suspended))
    assert "staff-new" not in {a.id for a in await graph.read(SHELL, accounts.some, 1000)}


async def test_nobody_has_the_subject_of_another(graph: Graph):
    with pytest.raises(BadInput, check=lambda e: e.reason == "account.subject_taken"):
        await change(graph, SHELL, AccountChange("staff-one", BY, ON, lambda a: replace(a, subject="sub-staff-two")))


async def test_eight_who_make_one_account_have_one_winner(graph: Graph):
    tries = [account(graph, "staff-race", ActorRole.DIRECTOR) for _ in range(8)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(f).__name__ for f in found) == ["Account"] + ["Conflict"] * 7


async def test_the_worker_the_member_the_reporter_and_the_deputy(graph: Graph, vault: Vault):
    """From outside the area the case is there only for whoever stands to it by an approval."""
    area, team, own = CaseRelation.AREA, CaseRelation.TEAM, CaseRelation.OWN
    assert await stands(graph, "staff-one") == {area}
    assert await stands(graph, "staff-two") is None
    await assign(graph, vault, "staff-one", Part.WORKER)
    assert await stands(graph, "staff-one") == {area, own, team}
    await teams.delegate(
        graph, SHELL, "staff-two", "staff-one", replace(APPROVAL, until=ON + 3 * DAY), ON, frozenset({COMMUNITY}), vault
    )
    assert await stands(graph, "staff-two") == {CaseRelation.DEPUTY}
    assert await stands(graph, "staff-two", ON + 3 * DAY) is None, "the day on which it ends is no day of it"
    await teams.end_delegation(graph, SHELL, "staff-two", "staff-one", BACK, vault)
    assert await stands(graph, "staff-two") is None
    await assign(graph, vault, "staff-two", Part.MEMBER)
    assert await stands(graph, "staff-two") == {team}
    await teams.end(graph, SHELL, CASE, "staff-two", MOVED, vault)
    assert await stands(graph, "staff-two") is None


async def test_a_case_has_one_worker_and_every_approval_stays(graph: Graph, vault: Vault):
    await assign(graph, vault, "staff-one", Part.WORKER, replace(APPROVAL, reason="首次"))
    members = await assign(graph, vault, "staff-two", Part.WORKER, replace(APPROVAL, since=ON + DAY, reason="接替"))
    assert [(m.account, m.since, m.until, m.reason) for m in members] == [
        ("staff-one", ON, ON + DAY, "首次"),
        ("staff-two", ON + DAY, None, "接替"),
    ]
    again = await assign(graph, vault, "staff-two", Part.WORKER, replace(APPROVAL, since=ON + DAY, reason="接替"))
    assert again == members, "the same approval again changes nothing"
    with pytest.raises(BadInput, check=lambda e: e.reason == "approval.already"):
        await assign(graph, vault, "staff-two", Part.WORKER, replace(APPROVAL, since=ON + 2 * DAY))


async def test_two_who_are_made_the_worker_at_once_leave_one(graph: Graph, vault: Vault):
    both = await asyncio.gather(
        *(assign(graph, vault, key, Part.WORKER, APPROVAL) for key in ("staff-one", "staff-two")),
        return_exceptions=True,
    )
    assert not [b for b in both if isinstance(b, BaseException)]
    members = await graph.read(SHELL, teams.team, CASE, vault)
    assert len([m for m in members if m.until is None]) == 1


async def test_a_case_outside_the_areas_has_no_team_for_anybody(graph: Graph, vault: Vault):
    outside = Actor("shell:test", ActorRole.OPERATOR, ("440104002000",))
    for code in (CASE, "case-no-such"):
        with pytest.raises(NotFound):
            await graph.read(outside, teams.team, code, vault)
        with pytest.raises(NotFound):
            await teams.assign(graph, outside, teams.Joining(code, "staff-one", Part.MEMBER, APPROVAL), ON, vault)


async def test_every_change_of_rights_is_in_the_feed(graph: Graph, vault: Vault):
    numbers = Feed(graph, Patience())
    seen = [(await numbers.current()).access]

    async def changed() -> bool:
        seen.append((await numbers.current()).access)
        return seen[-1] > seen[-2]

    await change(graph, SHELL, AccountChange("staff-two", BY, ON, suspended))
    assert await changed()
    await assign(graph, vault, "staff-one", Part.MEMBER)
    assert await changed()
    await teams.end(graph, SHELL, CASE, "staff-one", OVER, vault)
    assert await changed()
    await put_all(graph, LOADER, [Actor("staff-made", ActorRole.DIRECTOR, (COMMUNITY,))])
    assert await changed()
    assert not await changed()


async def until(watched: Feed, wanted: Callable[[Numbers], bool]) -> Numbers:
    """The first numbers that are as wanted."""
    while not wanted(now := await watched.current()):  # noqa: ASYNC110  # what is waited for is a poll of the database
        await asyncio.sleep(0.01)
    return now


async def test_a_process_that_watches_reads_no_account_twice_and_forgets_it_in_time(graph: Graph):
    """While nothing changes no request reads; after a change elsewhere the next poll ends what was withdrawn."""
    assert feed.EVERY < feed.OLDEST < 1
    watched, actors = Feed(graph, Patience()), Actors(graph)
    watching = asyncio.create_task(watched.watch())
    await asyncio.sleep(0)
    try:
        first = await watched.current()
        before = await actors.actor("sub-staff-one", first.access, ON)
        assert before.id == "staff-one"
        now = await until(watched, lambda n: n is not first)
        assert await watched.current() is now, "no read between two polls"
        await graph.write(LOADER, run, "MATCH (a:Account {id: 'staff-one'}) SET a.roles = ['planner']")
        assert await actors.actor("sub-staff-one", now.access, ON) == before, "not read again while nothing has changed"
        await change(graph, SHELL, AccountChange("staff-one", BY, ON, suspended))
        after = await until(watched, lambda n: n.access != now.access)
        with pytest.raises(Unauthenticated):
            await actors.actor("sub-staff-one", after.access, ON)
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def test_what_this_process_has_written_counts_at_once(graph: Graph):
    watched = Feed(graph, Patience())
    watching = asyncio.create_task(watched.watch())
    await asyncio.sleep(0)
    try:
        before = (await watched.current()).access
        await change(graph, SHELL, AccountChange("staff-one", BY, ON, suspended))
        watched.changed()
        assert (await watched.current()).access > before
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def test_an_account_that_ends_is_judged_each_day(graph: Graph):
    await change(graph, SHELL, AccountChange("staff-one", BY, ON, lambda a: replace(a, until=ON + DAY)))
    actors = Actors(graph)
    assert (await actors.actor("sub-staff-one", 1, ON)).id == "staff-one"
    with pytest.raises(Unauthenticated):
        await actors.actor("sub-staff-one", 1, ON + DAY)


RIGHTS = re.compile(
    r"(MERGE|CREATE) \((\w+:)?Account|\[\w*:(ASSIGNED|DEPUTY_OF) \{|SET [tdc]\.(until|roles|suspended|subject)"
)


def test_a_statement_that_changes_rights_bumps_the_number_that_is_polled():
    """Otherwise a right withdrawn would go on in every other process."""
    wrong, right = list[str](), list[str]()
    for path in sorted(ROOT.glob("graph_model/**/*.cypher")):
        _, *parts = HEADER.split(path.read_text("utf-8"))
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            locks_only = name == "take"
            if re.search(RIGHTS, text) and not locks_only:
                (right if "f.access = coalesce(f.access, 0) + 1" in text else wrong).append(f"{path.stem}.{name}")
    assert not wrong
    assert len(right) >= 8


def test_an_account_is_known_by_its_subject_only_where_somebody_signs_in():
    """Everywhere else the actor's id is the account's key: the issuer's subject is another word."""
    found = set()
    for path in sorted(ROOT.glob("graph_model/**/*.cypher")):
        _, *parts = HEADER.split(path.read_text("utf-8"))
        statements = zip(parts[::2], parts[1::2], strict=True)
        found |= {f"{path.stem}.{name}" for name, text in statements if re.search(r"Account \{subject", text)}
    codes = {"invitations.invited", "invitations.accepted"}  # a code is taken before anybody has an account's key
    assert found == {"accounts.by_subject", "records.put_accounts", *codes}
