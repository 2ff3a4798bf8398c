"""What the service opens of real dossiers, for every role and relation, against the oracle written by hand."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from graph_model.graph import Graph
from graph_model.persons import persons
from graph_model.persons.seal import Vault
from knowledge.access.assignment import Part
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass
from network.entities import Actor
from tests.knowledge import access_oracle as oracle

ON = date(2026, 11, 23)
STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))


async def test_every_role_opens_exactly_what_it_may(graph: Graph, keys: Path):
    """More than 5,000 cases: role × relation × class × dossier."""
    read = await graph.read(STREET, persons.dossiers, STREET.areas[0], ON, 20)
    assert {d.on_team for d in read} == {True, False}
    cases = 0
    with closing(Vault(keys)) as vault:
        for d in [replace(d, parts=parts) for d in read for parts in ((Part.MEMBER,), ())]:
            relations = frozenset({"area", "team"} if d.on_team else {"area"})
            held = {bound.field_class for bound, _ in d.blobs()}
            for role in ActorRole:
                wanted = {c for c in FieldClass if oracle.may((role.value,), "read_cases", c.value, relations, "care")}
                cases += len(FieldClass)
                try:
                    opened = persons.opened(vault, Actor("x", role, STREET.areas), d)
                except NotFound:
                    assert FieldClass.F1 not in wanted
                    continue
                assert FieldClass.F1 in wanted
                assert set(opened.read) == held & wanted
                assert set(opened.withheld) == set(persons.SHOWN) - wanted, "whether or not anything is on file"
    assert cases >= 5000
