"""Every sealed part of an area sealed again with renewed keys: broken off, repeated, nothing lost."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph_model.graph import Graph
from graph_model.keys import rotation
from graph_model.persons import pages, persons
from graph_model.persons.resealing import Resealing
from graph_model.persons.seal import Vault
from tests.graph_model.test_casework import CLOCK
from tests.graph_model.test_persons import CENTRE, ON

STREET = "440104001000"


@pytest.fixture
def vault(keys: Path) -> Iterator[Vault]:
    with closing(Vault(keys)) as opened:
        yield opened
        rotation.renewed(opened.store)


def broken_off(_done: int) -> None:
    raise KeyboardInterrupt


async def test_an_area_is_sealed_again_with_renewed_keys(graph: Graph, vault: Vault):
    here = replace(CENTRE, areas=(STREET,))
    before = await pages.all_dossiers(graph, here, STREET, ON)
    assert len(before) > 10
    facts = {d.id: persons.counted(vault, CLOCK, d) for d in before}
    rotation.renew(vault.store, lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        await Resealing(graph, here, vault, change=True).walk(broken_off)
    half = await pages.all_dossiers(graph, here, STREET, ON)
    assert {d.id: persons.counted(vault, CLOCK, d) for d in half} == facts
    await Resealing(graph, here, vault, change=True).walk(lambda _: None)
    done = await pages.all_dossiers(graph, here, STREET, ON)
    assert {d.id: persons.counted(vault, CLOCK, d) for d in done} == facts
    assert all(d.f4 != b.f4 for d, b in zip(done, before, strict=True) if b.f4)
    again = await Resealing(graph, here, vault, change=True).walk(lambda _: None)
    assert again.read > len(done)
    assert again.changed == 0
    assert not again.closed
