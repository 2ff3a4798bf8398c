"""All children of an area read for one question: each once, by whichever case lets the reader read most."""

from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.audit.chain import Keys
from api.audit.log import KEY, AuditLog
from api.persons.children import children
from api.request.context import Context, today
from graph_model.graph import Graph, Tx
from graph_model.persons import pages, persons
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import FieldClass, Provenance
from loaders.shipped.load import INVITED
from network.snapshot import Network

STREET = next(a for a in INVITED if a.id == "demo-street")
CENTRE = next(a for a in INVITED if a.id == "demo-centre")
AREA = STREET.areas[0]


async def _removed(tx: Tx) -> None:
    await tx.write(Statement("remove", "MATCH (c:Case) WHERE c.id IN ['case-another', 'zz-another'] DETACH DELETE c"))


@pytest.fixture
async def twice(graph: Graph) -> AsyncIterator[persons.Dossier]:
    """A child whose case the street's worker is not on the team of, with two more cases; she is on that of the last."""
    every = await pages.all_dossiers(graph, STREET, AREA, today())
    one = next(d for d in every if not d.on_team and d.f4)
    more = [
        persons.Case(key, one.minor, "建档", date(2026, 3, 1), "在办", Provenance.SYNTHETIC, "试验")
        for key in ("case-another", "zz-another")
    ]
    team = [persons.Assignment("zz", "zz-another", STREET.id, CENTRE.id, "试验", date(2026, 3, 1))]
    await persons.put_all(graph, CENTRE, more)
    await persons.put_all(graph, CENTRE, team)
    yield one
    await graph.write(CENTRE, _removed)


@pytest.mark.parametrize("size", [1, 500])
async def test_a_child_with_several_cases_is_opened_once_unless_another_lets_more_be_read(
    graph: Graph, network: Network, book: Rulebook, keys: Path, twice: persons.Dossier, monkeypatch: Any, size: int
):
    opened: list[tuple[str, tuple[FieldClass, ...]]] = []
    real = persons.opened_among

    def noted(vault: Any, actor: Any, d: persons.Dossier) -> persons.Opened:
        found = real(vault, actor, d)
        opened.append((d.minor, found.read))
        return found

    monkeypatch.setattr(persons, "opened_among", noted)
    monkeypatch.setattr(pages, "PAGE", size if size > 1 else 40)
    with closing(Vault(keys)) as vault:
        log = AuditLog(keys.parent / "audit", Keys.at(keys / KEY))
        c = Context(STREET, graph, network, book, vault, log)
        found = await children(c, AREA, today(), why=message("purpose.obligations"))
    assert len({k.key for k in found}) == len(found)
    own = [read for minor, read in opened if minor == twice.minor]
    assert len(own) == 2, "by the first case, and by the last, which lets more be read; not by the one between"
    assert FieldClass.F4 in own[1]
    (child,) = [k for k in found if k.key == twice.minor]
    assert not child.partly or FieldClass.F4 not in own[0]
    assert len(opened) == len(found) + 1


async def test_pages_follow_the_keys_whatever_is_opened_meanwhile(graph: Graph, monkeypatch: Any):
    monkeypatch.setattr(pages, "PAGE", 7)
    keys = await graph.read(STREET, persons.cases_of_area, AREA)
    assert list(keys) == sorted(keys)
    assert [d.id for d in await pages.all_dossiers(graph, STREET, AREA, today())] == list(keys)
    elsewhere = replace(STREET, areas=("440104010000",))
    assert await graph.read(elsewhere, persons.cases_of_area, AREA) == ()
    assert await graph.read(elsewhere, persons.dossiers_of, AREA, keys[:5], today()) == []
    assert await graph.read(STREET, persons.dossiers_of, "440104010000", keys[:5], today()) == []
