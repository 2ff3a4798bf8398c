"""What is exported is valid under the published schemas, the same again, and tells nothing that is not public."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.exchange.tables import PREFIX, HsdsVersion, extras, tables
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, Provenance
from network.crs import GCJ02, WGS84
from network.entities import Area, Body, NetworkVersion, ServicePoint
from network.exchange.directory import Directory
from network.exchange.nested import Nested
from network.exchange.rows import Tables, of_version, uid
from network.snapshot import network
from tests.support.hsds import ON, demo, faults, rows

DISTRICT = Area("110101000000", "某区", AreaLevel.DISTRICT)
STREET = Area("110101001000", "某街道", AreaLevel.STREET, DISTRICT.code)
OTHER = Area("110101002000", "别街道", AreaLevel.STREET, DISTRICT.code)


def point(**given: object) -> ServicePoint:
    street = STREET.code
    made = ServicePoint("p1", "某某服务点", street, "social_work_station", (street,), Provenance.LOADED, "名录")
    made = replace(made, services=("B41",))
    return replace(made, **given)  # type: ignore[arg-type]  # what a case gives


def exported(*points: ServicePoint, bodies: tuple[Body, ...] = ()) -> Tables:
    world = network(NetworkVersion(1, None), (DISTRICT, STREET, OTHER), bodies, points, ())
    return Directory(world, rulebook(), ON).tables()


def only(found: Tables, table: str) -> dict[str, object]:
    (row,) = found[table].values()
    return dict(row)


@pytest.mark.parametrize("version", list(HsdsVersion))
@pytest.mark.parametrize("strict", [True, False])
def test_every_row_is_valid_under_the_published_schema(shared: Path, version: HsdsVersion, strict: bool):
    found = of_version(rows(), version, strict=strict)
    assert sum(map(len, found.values())) > 20_000
    for name, table in found.items():
        for row in list(table.values())[:: max(1, len(table) // 150)]:
            nested = {"unit": {"id": row["id"], "name": "x"}} if name == "service_capacity" else {}
            assert faults(shared, version, name, {**row, **nested}) == []
            assert set(tables()[name].in_table) <= row.keys()


@pytest.mark.parametrize("version", list(HsdsVersion))
def test_nested_services_and_lists_are_valid_under_the_published_schema(shared: Path, version: HsdsVersion):
    nested = Nested(of_version(rows(), version))
    for table in ("service", "organization", "service_at_location"):
        for row in list(rows()[table].values())[::97]:
            assert faults(shared, version, table, nested.full(table, row)) == []
            assert faults(shared, version, f"compiled/{table}_list", nested.listed(table, row)) == []


def test_no_reference_leads_nowhere():
    found = rows()
    for name, form in tables().items():
        for row in found.get(name, {}).values():
            for field in form.fields:
                if (target := form.refers(field)) and field in row:
                    assert row[field] in found[target]


def test_a_second_export_is_the_same_and_an_id_depends_on_its_record_only():
    assert json.dumps(Directory(demo(), rulebook(), ON).tables()) == json.dumps(rows())
    alone, beside = exported(point()), exported(point(), point(id="a0", name="又一处"))
    assert alone["service"].items() <= beside["service"].items()
    assert uid("service", "p1/B41") in alone["service"]


def test_all_that_is_ours_is_listed_and_left_out_where_asked():
    for name, table in rows().items():
        own = {n for row in table.values() for n in row if n.startswith(PREFIX)}
        assert own <= set(extras().get(name, ())), name
    strict = of_version(rows(), HsdsVersion.V3_1, strict=True)
    assert not any(n.startswith(PREFIX) for table in strict.values() for row in table.values() for n in row)


def test_a_confidential_place_is_named_and_not_where_it_is():
    hidden = point(
        area=OTHER.code,
        confidential=True,
        lon=116.4,
        lat=39.9,
        crs=WGS84,
        id=f"social_work_station@{OTHER.code}-0123456789ab",
    )
    found = exported(hidden)
    assert only(found, "location")["location_type"] == "virtual"
    told = json.dumps(found)
    assert OTHER.code not in told
    assert "116.4" not in told
    assert not {uid(table, hidden.id) for table in tables()} & {key for table in found.values() for key in table}


def test_a_moved_confidential_place_keeps_its_ids():
    """Nothing of an id depends on where it stands: who knows the rule cannot find the place by trying all areas."""
    here, there = (point(area=a.code, id=f"x@{a.code}", confidential=True) for a in (STREET, OTHER))
    assert exported(here) == exported(there)


@pytest.mark.parametrize("contact", ["王老师 13800000000", "138-0000-0000", "110101200001011234"])
def test_a_number_of_somebodys_own_is_not_told(contact: str):
    assert "phone" not in exported(point(contact=contact))


def test_nothing_personal_is_exported():
    """The network has no names but those of holders, who are not in it; posts are not exported at all."""
    text = json.dumps([r for table in rows().values() for r in table.values()], ensure_ascii=False)
    assert not re.search(r"holder-|station_head|[^0-9a-f-]1[3-9]\d{9}(?!\d)", text)
    assert "contact" not in rows()


def test_positions_are_those_of_the_whole_world():
    at = only(exported(point(lon=113.264385, lat=23.129112, crs=GCJ02)), "location")
    assert at["longitude"] == pytest.approx(113.2590, abs=1e-3)
    assert at["latitude"] == pytest.approx(23.1317, abs=1e-3)
    assert "latitude" not in only(exported(point()), "location")


def test_ages_include_the_last_year_of_life():
    found = only(exported(point(age_from=6, age_under=18)), "service")
    assert (found["minimum_age"], found["maximum_age"]) == (6, 17)


def test_what_is_made_up_or_closed_says_so():
    found = only(exported(point(provenance=Provenance.SYNTHETIC, paused=True)), "service")
    assert found["status"] == "temporarily closed"
    assert "演示" in str(found["alert"])


def test_hours_of_holidays_are_no_hours_of_every_week():
    found = exported(point(hours=("Mo-Fr 09:00-12:00", "PH 10:00-16:00", "24/7")))["schedule"].values()
    weekly = [s for s in found if "freq" in s]
    assert [s["description"] for s in found] == ["Mo-Fr 09:00-12:00", "PH 10:00-16:00", "24/7"]
    assert [(s["byday"], s["opens_at"], s["closes_at"]) for s in weekly] == [
        ("MO,TU,WE,TH,FR", "09:00:00", "12:00:00"),
        ("MO,TU,WE,TH,FR,SA,SU", "00:00:00", "23:59:59"),
    ]


def test_benefits_stand_at_the_offices_that_take_the_application():
    accepted = Counter(a.accept for s in rulebook().services.values() for a in s.apply)
    kind = next(k for k, _ in accepted.most_common() if any(b.kind == k for b in demo().bodies.values()))
    office = next(b for b in demo().bodies.values() if b.kind == kind)
    given = [s for s in rows()["service"].values() if s["organization_id"] == uid("organization", office.id)]
    assert {s["name"] for s in given} >= {
        s.name for s in rulebook().services.values() if any(a.accept == kind for a in s.apply)
    }
