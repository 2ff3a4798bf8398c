"""The projected rules are the rulebook: one projection, its hash, and nothing left of the one before."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from graph_model.directory.snapshot import version
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from graph_model.rules.projection import CLEAR_RULES, PUT_RULEBOOK, project
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from network.entities import ANONYMOUS, Actor

LOADER = Actor("test-loader", ActorRole.AUDITOR)
BOOKS = Statement("books", "MATCH (r:Rulebook) RETURN r.hash AS key ORDER BY key")
LABEL = "MATCH (n) WHERE $label IN labels(n) RETURN coalesce(n.code, n.id) AS key ORDER BY key"
KEYS = Statement("keys", LABEL)
ATOMS = Statement("atoms", "MATCH (a:Atom) WHERE NOT (a)<-[:WHEN]-(:Duty) RETURN a.fact AS key")
DUTIES = Statement(
    "duties",
    "MATCH (d:Duty)-[:FOR]->(m:Matter) MATCH (d)-[:BORNE_BY]->(k:BodyKind) "
    "RETURN m.code AS matter, d.role AS role, k.code AS body, d.since AS since, d.until AS until",
)


@dataclass(frozen=True)
class Key:
    key: str


@dataclass(frozen=True)
class Held:
    matter: str
    role: str
    body: str
    since: date
    until: date


async def keys(tx: Tx, label: str) -> list[str]:
    return [k.key for k in await tx.rows(KEYS, Key, label=label)]


async def only(tx: Tx, statement: Statement) -> list[str]:
    return [k.key for k in await tx.rows(statement, Key)]


async def duties(tx: Tx) -> list[Held]:
    return await tx.rows(DUTIES, Held)


@pytest.fixture
async def restored(graph: Graph, book: Rulebook) -> AsyncIterator[None]:
    yield
    await project(graph, LOADER, book)


async def check(graph: Graph, book: Rulebook) -> None:
    """The graph holds this book and nothing else of any book."""
    assert await graph.read(ANONYMOUS, only, BOOKS) == [book.hash]
    assert (await graph.read(ANONYMOUS, version)).rules == book.hash
    assert await graph.read(ANONYMOUS, keys, "Matter") == sorted(book.matters)
    assert await graph.read(ANONYMOUS, keys, "Norm") == sorted(book.norms)
    assert await graph.read(ANONYMOUS, keys, "Document") == sorted(book.texts.documents)
    assert await graph.read(ANONYMOUS, only, ATOMS) == []
    provisions = sum(len(v) for v in book.texts.by_clause.values())
    assert len(await graph.read(ANONYMOUS, keys, "Provision")) == provisions
    found = await graph.read(ANONYMOUS, duties)
    wanted = [Held(m.code, d.role.value, d.body, a, b) for m, d in book.duties() for a, b in book.periods(d)]
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))


async def test_the_projection_is_the_book(graph: Graph, book: Rulebook) -> None:
    await check(graph, book)


@pytest.mark.usefixtures("restored")
async def test_reloading_leaves_exactly_one_projection(graph: Graph, book: Rulebook) -> None:
    await project(graph, LOADER, replace(book, hash="another"))
    assert await project(graph, LOADER, book)
    await check(graph, book)
    assert not await project(graph, LOADER, book), "what stands already is not written again"
    await check(graph, book)


@pytest.mark.usefixtures("restored")
async def test_rules_that_are_gone_leave_nothing_behind(graph: Graph, book: Rulebook) -> None:
    some = {code: m for n, (code, m) in enumerate(book.matters.items()) if n % 2}
    fewer = replace(book, matters=some, norms={}, hash="another")
    await project(graph, LOADER, fewer)
    await check(graph, fewer)
    await project(graph, LOADER, book)
    await check(graph, book)


@pytest.mark.usefixtures("restored")
async def test_an_interrupted_projection_has_no_hash_and_the_next_one_heals_it(graph: Graph, book: Rulebook) -> None:
    async def begin(tx: Tx) -> None:
        await tx.write(PUT_RULEBOOK, hash=None)
        await tx.write(CLEAR_RULES)

    await graph.write(LOADER, begin)  # the first steps of a projection that was then killed
    assert (await graph.read(ANONYMOUS, version)).rules is None
    await project(graph, LOADER, book)
    await check(graph, book)
