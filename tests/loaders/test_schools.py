"""The shipped schools are those of the sources, and an address of the official list finds its street and school."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from graph_model.directory import snapshot as network
from graph_model.directory.places import by_address
from graph_model.graph import Graph
from knowledge.errors import AmbiguousPlace
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Provenance
from loaders.directory.segments import EVEN, Stretch, parts
from loaders.loading.load import load_path
from loaders.shipped import schools, yuexiu
from network.entities import ANONYMOUS, ServicePoint
from network.places import Place, by_code
from network.snapshot import Network
from tests.support.schools import catchment_known, schools_for

SCHOOLS = schools.points()
STREETS = {a.code: a.name for a in yuexiu.areas() if a.level is AreaLevel.STREET}
COMMUNITY, DISTRICT = "440104001007", "440104000000"


def of(stage: str) -> list[ServicePoint]:
    return [s for s in SCHOOLS if s.stages == (stage,)]


def table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the project")
    with path.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def test_every_school_is_a_fact_with_its_source() -> None:
    assert (len(of("primary")), len(of("junior")), len(SCHOOLS)) == (62, 26, 88)
    assert len({s.id for s in SCHOOLS}) == len(SCHOOLS)
    for s in SCHOOLS:
        assert (s.provenance, s.body, s.contact, s.confidential) == (Provenance.SOURCED, "school", None, False)
        assert "20" in s.source
        assert ("B23" in s.services) is (s.stages == ("primary",)), "校内课后托管 is for 小学生"
        assert {"B08", "B09", "B19", "B28", "B34"} <= set(s.services)
        assert catchment_known(s) is (s.stages == ("primary",))
        assert (s.lon is None) is (s.crs is None) is (s.stages == ("junior",))
        assert set(s.serves) <= STREETS.keys() | {DISTRICT}


def test_primary_schools_are_those_of_the_table(shared: Path) -> None:
    found = {s.external_id: s for s in of("primary")}
    listed = table(shared / "data" / "yuexiu_primary_schools.csv")
    assert found.keys() == {r["school_id"] for r in listed}
    for r in listed:
        s = found[r["school_id"]]
        assert s.serves == tuple(r["catchment_street_codes"].split(";"))
        assert (s.lon, s.lat, s.crs) == (float(r["lon_gcj02"]), float(r["lat_gcj02"]), "GCJ-02")
        assert r["school"] in s.name
        assert r["campus"] in s.name


def test_feeders_are_those_of_the_source(shared: Path) -> None:
    path = shared / "data" / "yuexiu_school_feeders.json"
    if not path.is_file():
        pytest.skip("the feeder table is not beside the project")
    source = json.loads(path.read_text("utf-8"))
    groups = {(str(g["group"]), tuple(g["primaries"]), tuple(g["juniors"])) for g in source["groups"]}
    direct = {("direct", (p,), (j,)) for p, j in source["direct_feed"].items()}
    shipped = tuple(yuexiu.rows("feeders.csv"))
    assert {
        (r["group"], *(tuple(r[c].split(";")) for c in ("primaries", "juniors"))) for r in shipped
    } == groups | direct
    assert {j for r in shipped for j in r["juniors"].split(";")} == {s.name for s in of("junior")}


@pytest.fixture(scope="module")
async def held(own: Graph) -> Network:
    return await network.read(own)


def test_a_street_has_the_schools_whose_catchment_holds_it(held: Network) -> None:
    by_hand = {code: {s.id for s in of("primary") if code in s.serves} for code in STREETS}
    assert sum(len(v) for v in by_hand.values()) > len(of("primary")), "a school serves several streets"
    for code, ids in by_hand.items():
        assert {s.id for s in schools_for(held, by_code(held, code), "primary")} == ids
        assert len(schools_for(held, by_code(held, code), "junior")) == 26
    community = by_code(held, COMMUNITY)
    assert {s.id for s in schools_for(held, community, "primary")} == by_hand["440104001000"]
    assert schools_for(held, by_code(held, DISTRICT), "primary") == (), "a district is too wide: none is guessed"
    assert {x for s in schools_for(held, community) for x in s.stages} >= {"primary", "junior"}


def houses(stretch: Stretch) -> tuple[int, ...]:
    """A house at each end of a stretch."""
    if stretch.low is None or stretch.high is None:
        return (4,) if stretch.parity == EVEN else (3,)
    return (stretch.low, stretch.high)


def address(stretch: Stretch, house: int) -> str:
    if stretch.road.endswith("号"):
        return f"广州市越秀区{stretch.road}之{house}"
    return f"广州市越秀区{stretch.road}{house}号"


async def street_of(own: Graph, held: Network, said: str) -> Place | tuple[str, ...]:
    """The place of an address, or the streets between which it stays open."""
    try:
        return await own.read(ANONYMOUS, by_address, held, said)
    except AmbiguousPlace as e:
        return tuple(c.code for c in e.candidates)


async def test_addresses_of_the_official_list_find_street_and_school(own: Graph, shared: Path, book: Rulebook) -> None:
    path = shared / "data" / "yuexiu_catchment_zones_sample.csv"
    listed = table(path)
    await load_path(own, "segments", path, book, date(2026, 11, 25))
    held = await network.read(own)
    asked = [
        (r, await street_of(own, held, address(stretch, house)))
        for r in listed
        for stretch in (s for p in parts(r["segment"]) for s in p.stretches)
        for house in houses(stretch)
    ]
    certain = [(r, place) for r, place in asked if isinstance(place, Place)]
    for r, place in certain:
        assert STREETS[place.code] == r["street"], r
        assert f"school:{r['school_id']}" in {s.id for s in schools_for(held, place, "primary")}
    for r, codes in asked:
        assert isinstance(codes, Place) or r["street"] in {STREETS[c] for c in codes}
    assert len(asked) > 300
    assert len(certain) > 0.95 * len(asked), (len(certain), len(asked))
