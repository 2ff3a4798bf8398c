"""Why somebody is on a team or stands in: what a former release wrote in clear is sealed, and renewed as all is."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graph_model.access import teams
from graph_model.graph import Graph, Tx
from graph_model.keys import rotation
from graph_model.persons import pages
from graph_model.persons.reasons import seal_former
from graph_model.persons.resealing import Resealing
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.errors import NotFound
from network.entities import ANONYMOUS
from tests.graph_model.test_persons import CENTRE, ON
from tests.support.canary import standing_in_clear

HERE = replace(CENTRE, areas=("440104001000",))
WORDS = "前任写的理由：继父打人"
MADE = Statement(
    "made",
    "MATCH (c:Case {id: $case}) CREATE (a:Account {id: 'former-1'}), (b:Account {id: 'former-2'}), "
    "(a)-[:ASSIGNED {id: 'former-team', part: 'member', approver: 'demo-street', reason: $words, ended_for: $words, "
    "since: $on, until: $on}]->(c), "
    "(b)-[:DEPUTY_OF {id: 'former-deputy', approver: 'demo-street', reason: $words, since: $on, until: $on}]->(a)",
)
KEPT = Statement(
    "kept",
    "MATCH (a:Account)-[t:ASSIGNED|DEPUTY_OF]->() WHERE a.id STARTS WITH 'former-' "
    "UNWIND [t.reason, t.ended_for] AS kept WITH t, kept WHERE kept IS NOT NULL RETURN kept ORDER BY t.id",
)
GONE = Statement("gone", "MATCH (a:Account) WHERE a.id STARTS WITH 'former-' DETACH DELETE a")


@dataclass(frozen=True, slots=True)
class Kept:
    kept: bytes


async def run(tx: Tx, /, statement: Statement, **params: object) -> None:
    await tx.write(statement, **params)


async def kept(tx: Tx) -> list[bytes]:
    return [r.kept for r in await tx.rows(KEPT, Kept)]


@pytest.fixture
def vault(keys: Path) -> Iterator[Vault]:
    with closing(Vault(keys)) as opened:
        yield opened
        rotation.renewed(opened.store)


@pytest.fixture
async def case(graph: Graph) -> AsyncIterator[str]:
    """A case with a member and a deputy of hers, as the former release wrote them."""
    code = (await pages.all_dossiers(graph, HERE, "440104001000", ON))[0].id
    await graph.write(HERE, run, MADE, case=code, words=WORDS, on=ON)
    yield code
    await graph.write(HERE, run, GONE)


async def read(graph: Graph, vault: Vault, case: str) -> list[str]:
    """The reasons as whoever may read them does."""
    team = await graph.read(HERE, teams.team, case, vault)
    stands_in = await graph.read(HERE, teams.delegations, "former-2", vault)
    return [m.reason for m in team if m.account == "former-1"] + [d.reason for d in stands_in]


async def test_no_key_is_made_under_a_name_that_somebody_made_up(graph: Graph, vault: Vault, case: str):
    """Keys name their subjects in clear."""
    ending = teams.Ending("demo-street", "回来了", ON)
    for deputy, principal in (("former-2", WORDS), (WORDS, "former-1"), (WORDS, WORDS)):
        with pytest.raises(NotFound):
            await teams.end_delegation(graph, HERE, deputy, principal, ending, vault)
    with pytest.raises(NotFound):
        await teams.end(graph, HERE, WORDS, "former-1", ending, vault)
    assert case
    assert not vault.store.rows("SELECT 1 FROM data_key WHERE subject LIKE ?", f"%{WORDS}%")


async def test_what_stood_in_clear_is_sealed_once_and_renewed(graph: Graph, vault: Vault, keys: Path, case: str):
    assert await read(graph, vault, case) == [WORDS, WORDS]
    await graph.write(ANONYMOUS, seal_former, keys)
    assert await read(graph, vault, case) == [WORDS, WORDS]
    assert not await standing_in_clear(graph, WORDS)
    sealed = await graph.read(HERE, kept)
    await graph.write(ANONYMOUS, seal_former, keys)
    assert await graph.read(HERE, kept) == sealed, "a repeat finds nothing to seal"
    rotation.renew(vault.store, lambda _: None)
    await Resealing(graph, HERE, vault, change=True).walk(lambda _: None)
    assert len(sealed) == 3
    assert not set(await graph.read(HERE, kept)) & set(sealed)
    assert await read(graph, vault, case) == [WORDS, WORDS]
