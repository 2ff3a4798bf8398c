"""Dirty directories: every fault is told with its row, its field and what to do, and nothing is taken."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import BadInput
from knowledge.exchange.tables import HsdsVersion, tables
from knowledge.rulebook.load import rulebook
from loaders.exchange.read import HsdsReader, opened
from loaders.exchange.take import checked, placed
from loaders.exchange.write import files
from network.entities import NetworkVersion
from network.exchange.directory import Directory
from network.exchange.kept import hidden
from network.exchange.records import Stated
from network.snapshot import network
from tests.loaders.exchange.test_round_trip import DISTRICT, STATED, taken
from tests.support.hsds import ON, areas_only, small

ORGANIZATION = "11111111-1111-4111-8111-111111111111"
SERVICE = "22222222-2222-4222-8222-222222222222"
LOCATION = "33333333-3333-4333-8333-333333333333"
LINK = "44444444-4444-4444-8444-444444444444"
PLACE = {"id": LOCATION, "location_type": "physical", "name": "某某中心", "external_identifier": DISTRICT}
ADDRESS = {"id": LINK, "address_1": "某某路5号", "postal_code": "000000", "country": "CN", "address_type": "physical"}


def at(location: Mapping[str, Any], key: str = LINK, **given: Any) -> list[dict[str, Any]]:
    """Where a service is given."""
    return [{"id": key, "location": dict(location), **given}]


def service(**given: Any) -> dict[str, Any]:
    """A service of others at one location."""
    organization = {"id": ORGANIZATION, "name": "某某社工机构", "description": "社工服务"}
    return {
        "id": SERVICE,
        "name": "陪伴",
        "status": "active",
        "organization": organization,
        "service_at_locations": at(PLACE),
        **given,
    }


def page(*rows: Any, **given: Any) -> Mapping[str, bytes]:
    return {"services.json": json.dumps({"total_items": len(rows), "contents": rows, **given}).encode()}


def faults(given: Mapping[str, bytes], stated: Stated = STATED) -> list[tuple[str | None, str]]:
    found = taken(given, areas_only(), stated)
    assert all(str(p.reason) and p.place for p in found.problems)
    assert found.writes is None or not found.grave
    return [(p.field, p.reason.code.partition(".")[2]) for p in found.grave]


def point(given: Mapping[str, bytes], stated: Stated = STATED) -> Any:
    found = taken(given, areas_only(), stated)
    assert not found.grave
    assert found.writes is not None
    (one,) = found.writes.points
    return one


def test_a_clean_one_is_taken():
    assert faults(page(service())) == []
    found = point(page(service()))
    assert (found.id, found.area, found.serves, found.services) == (LOCATION, DISTRICT, (DISTRICT,), ())


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"id": None}, "id", "missing"),
        ({"id": "7"}, "id", "not_of_form"),
        ({"name": ""}, "name", "missing"),
        ({"status": "open"}, "status", "not_allowed"),
        ({"status": None}, "status", "missing"),
        ({"minimum_age": "six"}, "minimum_age", "not_of_form"),
        ({"minimum_age": True}, "minimum_age", "not_of_form"),
        ({"minimum_age": [6]}, "minimum_age", "not_a_value"),
        ({"name": 5}, "name", "not_a_text"),
        ({"assured_date": "01/02/2026"}, "assured_date", "not_of_form"),
        ({"last_modified": "soon"}, "last_modified", "not_of_form"),
        ({"url": "example"}, "url", "not_of_form"),
        ({"email": "nobody"}, "email", "not_of_form"),
        ({"description": "x" * 20_001}, "description", "too_long"),
        ({"description": "身份证 11010120000101123X 号"}, "description", "citizen_number"),
        ({"phones": [{"id": LINK}]}, "number", "missing"),
        ({"schedules": [{"id": LINK, "opens_at": "9 Uhr"}]}, "opens_at", "not_of_form"),
    ],
)
def test_each_fault_has_its_field_and_stops_everything(wrong: dict[str, Any], field: str, reason: str):
    assert (field, reason) in faults(page(service(), service(**{"id": LINK} | wrong)))


def test_one_id_with_two_meanings_is_a_fault():
    assert faults(page(service(), service(name="另一个"))) == [("name", "contradicts")]


def test_what_is_not_told_is_asked_for():
    told = {p: faults(page(service()), Stated("x", ON, *p)) for p in ((None, DISTRICT), ("social_organisation", None))}
    assert told[None, DISTRICT] == [(None, "no_kind")]
    assert told["social_organisation", None] == []
    nowhere = service(service_at_locations=at({"id": LOCATION, "location_type": "physical"}))
    assert (None, "no_area") in faults(page(nowhere), Stated("x", ON, "social_organisation"))


@pytest.mark.parametrize("wrong", [{"kind": "nothing"}, {"area": "999999999999"}])
def test_what_is_stated_must_be_known(wrong: dict[str, Any]):
    with pytest.raises(BadInput):
        taken(page(service()), areas_only(), replace(STATED, **wrong))


def test_an_office_of_the_area_is_not_decided_by_others():
    """Else a directory could make itself the police station that must act."""
    own = next(k.code for k in rulebook().kinds.values() if k.level == "street")
    assert faults(page(service()), replace(STATED, kind=own)) == [(None, "own_office")]


def test_eligibility_of_others_never_turns_a_child_away():
    """Text is kept as text; ages that services do not share, and ages of adults, are no bounds."""
    other = service(id=LINK, minimum_age=12, service_at_locations=at(PLACE, ORGANIZATION))
    found = point(page(service(minimum_age=6, eligibility_description="只限本区户籍"), other))
    assert (found.age_from, found.age_under, found.services) == (None, None, ())
    assert point(page(service(minimum_age=6, maximum_age=17))).age_under is not None
    assert point(page(service(minimum_age=0, maximum_age=100))).age_under is None


def test_a_service_of_ours_is_known_by_its_name_or_term():
    known = next(iter(rulebook().services.values()))
    assert point(page(service(name=known.name))).services == (known.code,)
    other = service(id=LINK, name="别的", service_at_locations=at(PLACE, ORGANIZATION))
    assert point(page(service(name=known.name, status="defunct"), other)).services == ()


def test_hours_are_taken_where_they_are_every_weeks():
    weekly = {"id": LINK, "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00:00", "closes_at": "17:30:00"}

    def opens(**given: Any) -> tuple[str, ...]:
        found: tuple[str, ...] = point(page(service(service_at_locations=at(PLACE, schedules=[weekly | given])))).hours
        return found

    assert opens() == ("Mo,We 09:00-17:30",)
    for other in ({"freq": "MONTHLY"}, {"interval": 2}, {"byday": "1MO"}, {"opens_at": None}, {"bymonthday": "3"}):
        assert opens(**other) == ()


def test_a_place_is_found_by_the_address_that_it_writes():
    street = next(a for a in areas_only().areas.values() if a.parent == DISTRICT)
    province, *rest = [a.name for a in reversed(areas_only().path(street.code))]
    address = {**ADDRESS, "state_province": province, "city": "".join(rest)}
    location = {"id": LOCATION, "location_type": "physical", "addresses": [address]}
    assert point(page(service(service_at_locations=at(location)))).area == street.code


def test_a_confidential_place_of_others_is_not_passed_on():
    """The rules know one such kind, an office of the district, so the records are made confidential here."""
    address = {**ADDRESS, "city": "x", "state_province": "x"}
    location = {**PLACE, "latitude": 23.1, "longitude": 113.2, "transportation": "地铁", "addresses": [address]}
    looked = checked(HsdsReader().read(page(service(service_at_locations=at(location)))))
    text = json.dumps(hidden(looked.rows, {LOCATION}), ensure_ascii=False)
    assert "某某中心" in text
    assert not [word for word in ("23.1", "113.2", "地铁", "某某路", DISTRICT) if word in text]


def test_what_a_newer_feed_no_longer_has_is_told_each_time_until_somebody_ends_it():
    """Neither kept without a word nor ended without one: a source may have forgotten the shelter of a child."""
    other = {**PLACE, "id": ORGANIZATION.replace("1", "5"), "name": "留下的点"}
    both = page(service(), service(id=ORGANIZATION.replace("1", "6"), service_at_locations=at(other, ORGANIZATION)))
    first = taken(both, areas_only())
    assert first.writes is not None
    assert first.writes.kept is not None
    kept = {STATED.source: first.writes.kept}
    held = network(NetworkVersion(2, None), areas_only().areas.values(), first.writes.bodies, first.writes.points, ())
    one = page(service(id=ORGANIZATION.replace("1", "6"), service_at_locations=at(other, ORGANIZATION)))
    for _ in range(2):
        found = placed(checked(HsdsReader().read(one)), held, rulebook(), STATED, kept)
        (told,) = [p for p in found.noted if p.reason.code == "exchange_problem.gone"]
        assert (told.place, "某某中心" in str(told.reason)) == (f"location {LOCATION}", True)
        assert found.writes is None or not [p for p in found.writes.points if p.id == LOCATION]
        kept = {STATED.source: found.writes.kept if found.writes and found.writes.kept else kept[STATED.source]}
    ending = replace(STATED, ended=date(2026, 12, 1))
    found = placed(checked(HsdsReader().read(one)), held, rulebook(), ending, kept)
    assert found.writes is not None
    assert [(p.id, p.until) for p in found.writes.points] == [(LOCATION, date(2026, 12, 1))]
    assert [p.reason.code for p in found.noted if "某某中心" in str(p.reason)] == ["exchange_problem.ended"]
    elsewhere = placed(checked(HsdsReader().read(one)), held, rulebook(), replace(STATED, source="另一份"), kept)
    assert not [p for p in elsewhere.noted if p.reason.code == "exchange_problem.gone"], "of the same source only"
    over = network(NetworkVersion(3, None), held.areas.values(), held.bodies.values(), found.writes.points, ())
    again = placed(checked(HsdsReader().read(one)), over, rulebook(), STATED, kept)
    assert not [p for p in again.noted if p.reason.code == "exchange_problem.gone"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "no_rows"),
        ({"notes.txt": b"x"}, "no_rows"),
        ({"services.csv": b"name\r\nx"}, "bad_header"),
        ({"services.csv": b"id,id\r\nx,y"}, "bad_header"),
        ({"services.csv": b"id,name\r\nx"}, "ragged"),
        ({"services.csv": b'id,name\r\nx,"y'}, "bad_line"),
        ({"services.csv": "id,name\r\n".encode("utf-16")}, "not_utf8"),
        ({"services.json": b"{"}, "not_json"),
        ({"services.json": b'{"contents": [NaN]}'}, "not_json"),
        ({"services.json": b"[" * 100_000}, "not_json"),
        ({"services.json": b'{"contents": 5}'}, "not_of_the_form"),
        ({"services.json": b"[5]"}, "not_of_the_form"),
        ({"services.json": b'[{"phones": {"a": 1}, "id": "x"}]'}, "not_of_the_form"),
        ({"services.json": b'[{"organization": []}]'}, "not_of_the_form"),
        ({"list.json": b"[]"}, "unnamed"),
        ({"services.json": b'{"total_items": 3, "contents": [{"id": "x"}]}'}, "pages_missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name(given: dict[str, bytes], reason: str):
    with pytest.raises(BadInput) as e:
        HsdsReader().read(given)
    assert e.value.message.code == f"exchange_file.{reason}"
    assert str(e.value.message)


def test_a_bomb_is_not_unpacked(tmp_path: Path):
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as packed:
        packed.writestr("services.csv", b"0" * (201 * 2**20))
    with pytest.raises(BadInput) as e:
        opened(tmp_path / "bomb.zip")
    assert e.value.message.code == "exchange_file.too_large"
    for wrong in (tmp_path / "nothing", tmp_path / "bad.zip"):
        with pytest.raises(BadInput):
            opened(wrong)


def test_the_dangling_rows_of_the_published_package_are_told(shared: Path):
    found = checked(HsdsReader().read(opened(shared / "data" / "hsds" / "3.1" / "examples" / "csv")))
    assert {(p.place, p.field) for p in found.grave} == {
        ("service_capacity.csv:2", "unit_id"),
        ("service_capacity.csv:2", "service_id"),
    }
    lost = {(p.place.partition(".")[0], p.field) for p in found.noted if p.reason.code.endswith("not_followed")}
    of_organization = {("locations", "organization_id"), ("contacts", "organization_id")}
    assert lost >= {*of_organization, ("taxonomy_terms", "taxonomy_id")}


TINY = replace(small(), points=dict(list(small().points.items())[:3]), bodies=dict(list(small().bodies.items())[:3]))
PACKAGE = dict(files(Directory(TINY, rulebook(), ON).tables(), HsdsVersion.V3_0, "tables", strict=False))
FILES = sorted(set(PACKAGE) - {"datapackage.json"})


@settings(max_examples=60)
@given(st.sampled_from(FILES), st.integers(1, 400), st.integers(0, 30), st.text(max_size=12))
def test_a_changed_cell_is_taken_as_meant_or_told(file: str, line: int, column: int, text: str):
    """Never an exception, and nothing is written where something is wrong."""
    lines = PACKAGE[file].decode().split("\r\n")
    cells = lines[line % (len(lines) - 2) + 1].split(",")
    cells[column % len(cells)] = '"' + text.replace('"', '""') + '"'
    changed = {**PACKAGE, file: "\r\n".join([*lines[: line % (len(lines) - 2) + 1], ",".join(cells)]).encode()}
    try:
        found = placed(checked(HsdsReader().read(changed)), areas_only(), rulebook(), STATED, {})
    except BadInput:
        return
    assert all(str(p.reason) for p in found.problems)
    assert not found.grave or found.writes is None


def test_an_archive_with_one_folder_in_it_is_read(tmp_path: Path):
    packed = io.BytesIO()
    with ZipFile(packed, "w") as z:
        z.writestr("directory/services.json", page(service())["services.json"])
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    assert opened(tmp_path / "a.zip").keys() == {"services.json"}
    assert set(HsdsReader().read(opened(tmp_path / "a.zip"))) <= tables().keys()
