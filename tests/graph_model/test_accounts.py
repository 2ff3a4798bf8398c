"""A token names a subject; role and areas come from the graph at each request, names only within the areas."""

from collections.abc import AsyncIterator

import pytest

from graph_model.access.actors import Actors
from graph_model.access.feed import Feed
from graph_model.directory.holders import holders
from graph_model.directory.records import put_all
from graph_model.directory.snapshot import version
from graph_model.graph import Graph, Tx
from graph_model.patience import Patience
from graph_model.rows import Statement
from knowledge.errors import Unauthenticated
from knowledge.roles import ActorRole
from loaders.shipped.load import DEMO_ACCOUNTS
from network.entities import ANONYMOUS, Actor
from network.snapshot import Network
from tests.conftest import ON

LOADER = Actor("test-loader", ActorRole.AUDITOR)
STREET, OTHER_STREET, COMMUNITY = "440104001000", "440104003000", "440104001007"
REVOKE = Statement("revoke", "MATCH (c:Account {subject: $subject}) DETACH DELETE c")
FORGET = Statement("forget", "MATCH (c:Account) WHERE c.subject STARTS WITH 'test-' DETACH DELETE c")


@pytest.fixture
async def account(graph: Graph) -> AsyncIterator[Actor]:
    made = Actor("test-person", ActorRole.STREET, (STREET,))
    await put_all(graph, LOADER, [made])
    yield made

    async def forget(tx: Tx) -> None:
        await tx.write(FORGET)

    await graph.write(LOADER, forget)


async def who(graph: Graph, subject: str) -> Actor:
    return await Actors(graph).actor(subject, 0, ON)


@pytest.mark.parametrize("demo", DEMO_ACCOUNTS, ids=lambda a: a.id)
async def test_role_and_areas_are_those_of_the_account(graph: Graph, demo: Actor) -> None:
    assert await who(graph, demo.id) == demo


async def test_the_state_of_the_network_comes_along(graph: Graph) -> None:
    now = await Feed(graph, Patience()).current()
    assert now.network == await graph.read(ANONYMOUS, version)


@pytest.mark.parametrize("subject", ["nobody", "", "demo-street ", "DEMO-STREET", "*"])
async def test_a_subject_without_account_is_nobody(graph: Graph, subject: str) -> None:
    with pytest.raises(Unauthenticated):
        await who(graph, subject)


async def test_a_revoked_account_acts_at_once(graph: Graph, account: Actor) -> None:
    assert await who(graph, account.id) == account

    async def revoke(tx: Tx) -> None:
        await tx.write(REVOKE, subject=account.id)

    await graph.write(LOADER, revoke)
    with pytest.raises(Unauthenticated):
        await who(graph, account.id)


async def test_changed_areas_act_at_once(graph: Graph, account: Actor, network: Network) -> None:
    posts = sorted(network.posts)
    before = await graph.read(await who(graph, account.id), holders, posts)
    await put_all(graph, LOADER, [Actor(account.id, ActorRole.DIRECTOR, (OTHER_STREET,))])
    now = await who(graph, account.id)
    assert (now.role, now.areas) == (ActorRole.DIRECTOR, (OTHER_STREET,))
    after = await graph.read(now, holders, posts)
    assert before
    assert after
    assert not before.keys() & after.keys()


def seen(network: Network, actor: Actor) -> set[str]:
    """Posts held by somebody, somewhere at or below one of the actor's areas."""
    return {
        p.id
        for p in network.posts.values()
        if p.holder and {a.code for a in network.path(p.area)} & set(actor.areas)
    }  # fmt: skip


ACTORS = (*DEMO_ACCOUNTS, ANONYMOUS, Actor("x", ActorRole.STREET, (STREET, OTHER_STREET)), Actor("y", ActorRole.CENTRE))


@pytest.mark.parametrize("actor", ACTORS, ids=lambda a: f"{a.role}-{len(a.areas)}")
async def test_names_are_those_within_the_areas_and_no_other(graph: Graph, network: Network, actor: Actor) -> None:
    found = await graph.read(actor, holders, sorted(network.posts))
    assert set(found) == seen(network, actor)
    assert all(found.values())


async def test_outside_looks_like_absent(graph: Graph, network: Network) -> None:
    director = Actor("x", ActorRole.DIRECTOR, (COMMUNITY,))
    outside = [p.id for p in network.posts.values() if p.holder and p.area != COMMUNITY]
    assert await graph.read(director, holders, outside) == await graph.read(director, holders, ["no-such-post"]) == {}


def test_no_name_is_in_the_snapshot(network: Network) -> None:
    assert "演示人员" not in repr(network)
