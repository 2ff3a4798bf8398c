"""Demo data is made from a seed, marked as such everywhere, and has no place in production."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from pydantic import ValidationError

from graph_model.directory.snapshot import version
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.errors import BadInput
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Provenance, Tier
from loaders.shipped import yuexiu
from loaders.shipped.load import load_demo
from loaders.synthetic import network as synthetic
from loaders.synthetic.content import Content, content
from network.entities import ANONYMOUS

ON = date(2026, 11, 23)
AREAS = yuexiu.areas()
NUMBERS = Statement("numbers", "MATCH (n) RETURN count(n) AS nodes")


@dataclass(frozen=True)
class Nodes:
    nodes: int


async def nodes(tx: Tx) -> Nodes | None:
    return await tx.row(NUMBERS, Nodes)


@pytest.fixture(scope="module")
def made() -> synthetic.Synthetic:
    return synthetic.make(AREAS, ON)


def test_the_same_seed_and_day_make_the_same(made: synthetic.Synthetic) -> None:
    assert synthetic.make(AREAS, ON) == made
    assert synthetic.make(AREAS, ON, seed=1) != made


def test_every_record_is_marked(made: synthetic.Synthetic) -> None:
    for records in (made.bodies, made.points, made.holders, made.posts):
        assert {r.provenance for r in records} == {Provenance.SYNTHETIC}
    names = [b.name for b in made.bodies] + [p.name for p in made.points] + [h.name for h in made.holders]
    assert Provenance.SYNTHETIC.zh == "演示数据，勿拨打、勿前往"
    assert all("演示" in name for name in names)


def test_no_contact_can_be_taken_for_a_telephone_number(made: synthetic.Synthetic) -> None:
    contacts = [c for c in ([b.contact for b in made.bodies] + [p.contact for p in made.points]) if c]
    assert contacts
    assert not [c for c in contacts if re.search(r"\d{5,}", re.sub(r"[\s-]", "", c))]


def test_keys_are_unique_and_places_are_real(made: synthetic.Synthetic) -> None:
    codes = {a.code for a in AREAS}
    for records in (made.bodies, made.points, made.holders, made.posts):
        assert len({r.id for r in records}) == len(records)
    for placed in (made.bodies, made.points, made.posts):
        assert {r.area for r in placed} <= codes
    assert {h.id for h in made.holders} == {p.holder for p in made.posts if p.holder}


def test_the_network_has_the_size_of_the_plan(made: synthetic.Synthetic) -> None:
    """1 + 18 + 222 points of the three tiers, less the one that is planted as missing."""
    tiers = [p for p in made.points if p.tier]
    assert len(tiers) == 1 + 18 + 222 - len(made.planted.street_without_station)


def test_the_faults_of_supply_are_the_planted_ones(made: synthetic.Synthetic) -> None:
    faults = made.planted.supply
    assert tuple(sorted(p.id for p in made.points if p.free == 0)) == faults.full
    assert tuple(sorted(p.id for p in made.points if not p.hours)) == faults.no_hours
    assert tuple(sorted(p.id for p in made.points if p.capacity is None)) == faults.no_capacity
    assert len({*faults.full, *faults.no_hours, *faults.no_capacity}) == 9


def test_every_place_gives_what_the_rules_say_its_kind_gives(made: synthetic.Synthetic) -> None:
    services = rulebook().services
    assert all(p.services for p in made.points if p.body != "party_service_centre" or p.services)
    assert not [p.id for p in made.points for s in p.services if p.body not in services[s].points]


def test_the_content_names_what_the_rules_know() -> None:
    book, made = rulebook(), content()
    assert {x.kind for x in (*made.body, *made.point)} <= book.kinds.keys()
    assert set(made.evidence) <= book.obligations.keys()
    assert [t.tier for t in made.tier] == list(Tier)
    for file in ("bodies.csv", "local_bodies.csv"):
        assert {row["kind"] for row in yuexiu.rows(file)} <= book.kinds.keys(), file


def test_hours_that_are_not_named_are_refused() -> None:
    with pytest.raises(ValidationError, match="no hours are called never"):
        Content.model_validate({**content().model_dump(), "hours": {}, "point": [], "tier": [
            {**content().tier[0].model_dump(), "hours": "never"}
        ]})  # fmt: skip


def test_no_location_is_made_up(made: synthetic.Synthetic) -> None:
    assert not [p.id for p in made.points if p.lon is not None or p.lat is not None]


def test_none_of_it_shares_a_key_with_a_fact(made: synthetic.Synthetic) -> None:
    assert not {b.id for b in made.bodies} & {b.id for b in yuexiu.bodies()}


async def test_production_refuses_it_and_nothing_is_written(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGXIN_ENV", "production")
    before = await graph.read(ANONYMOUS, nodes), await graph.read(ANONYMOUS, version)
    with pytest.raises(BadInput) as caught:
        await load_demo(graph, ON)
    assert caught.value.reason == "load.no_synthetic_data"
    assert (await graph.read(ANONYMOUS, nodes), await graph.read(ANONYMOUS, version)) == before
