"""The demos of two districts in one graph: neither takes a record of the other."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph_model.access.accounts import some
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, Statement
from knowledge.rulebook.book import Rulebook
from loaders.intake.contract import LOADER
from loaders.shipped.districts import district
from loaders.shipped.load import demo_accounts, load_all
from loaders.shipped.marks import demo_stands
from loaders.synthetic import people
from tests.loaders.conftest import emptied

ON = date(2026, 11, 23)
MINORS = Statement("minors", "MATCH (m:Minor) WHERE m.id STARTS WITH 'demo-' RETURN m.id AS key")


@pytest.mark.long
async def test_two_districts_have_their_demo_in_one_graph(written: Graph, book: Rulebook, tmp_path: Path):
    """Cheap: that no two keys are the same, `test_districts.py`."""
    both = (district(), district("440106"))
    await emptied(written)
    try:
        with closing(Vault(tmp_path)) as vault:
            for d in both:
                await load_all(written, book, ON, vault, d=d)
        for d in both:
            assert await demo_stands(written, book, d)
        children = [r.key for r in await written.read(LOADER, lambda tx: tx.rows(MINORS, KeyRow))]
        assert len(children) == sum(d.children or people.number(d.areas) for d in both)
        accounts = {a.id: a.areas for a in await written.read(LOADER, some, 1000)}
        assert accounts == {a.id: a.areas for d in both for a in demo_accounts(d)}
    finally:
        await emptied(written)
