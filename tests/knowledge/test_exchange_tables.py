"""Our rows of the tables of HSDS say what the published schemas say."""

from pathlib import Path

import pytest

from knowledge.exchange.tables import PREFIX, HsdsVersion, extras, tables
from tests.support.hsds import published


@pytest.mark.parametrize("version", list(HsdsVersion))
def test_tables_and_fields_are_those_of_the_published_form(shared: Path, version: HsdsVersion):
    resources = published(shared, version, "datapackage.json")["resources"]
    ours = {n: t for n, t in tables().items() if t.since is HsdsVersion.V3_0 or version is HsdsVersion.V3_1}
    assert {r["name"]: r["path"] for r in resources} == {n: t.file for n, t in ours.items()}
    for name, form in ours.items():
        schema = published(shared, version, f"schema/{name}.json")
        nested = {n for n, p in schema["properties"].items() if p.get("type") == "array" or "$ref" in p}
        in_json = schema["properties"].keys() - nested
        in_table = {f["name"] for r in resources if r["name"] == name for f in r["schema"]["fields"]}
        assert set(form.written(version)) >= in_json | in_table, name
        assert set(form.written(version)) - in_json - in_table <= {"taxonomy_id", "unit_id", "service_id"}, name
        assert set(form.required) == set(schema["required"]) - nested, name
        later = {"additional_websites", "additional_urls", "capacities", "service_areas"}
        assert nested <= {*form.many, *form.one} <= nested | later, name


@pytest.mark.parametrize("version", list(HsdsVersion))
def test_references_and_allowed_values_are_those_of_the_package(shared: Path, version: HsdsVersion):
    for r in published(shared, version, "datapackage.json")["resources"]:
        form = tables()[r["name"]]
        for key in r["schema"].get("foreignKeys", []):
            assert form.refers(key["fields"]) == key["reference"]["resource"]
        for field in r["schema"]["fields"]:
            constraints = field.get("constraints", {})
            if "enum" in constraints:
                assert form.fields[field["name"]] == tuple(constraints["enum"])
            if constraints.get("required"):
                assert field["name"] in (*form.required, *form.in_table)


def test_our_own_fields_can_be_told_from_those_of_the_form():
    assert extras().keys() <= tables().keys()
    assert all(name.startswith(PREFIX) for names in extras().values() for name in names)
    assert not any(name.startswith(PREFIX) for form in tables().values() for name in form.fields)
