"""`/hsds` as another hand asks it: requests made from the published description, answers judged by it.

Its cheap neighbours are test_exchange_fuzz.py and test_exchange.py.
"""

import json
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.hsds import published

checks = pytest.importorskip("schemathesis.specs.openapi.checks", reason="not installed; `make check-long` does")
pytestmark = pytest.mark.long
ROOT = "/hsds/3.1"
HERE = "#/components/schemas/"
OTHER_SHAPES = ("minimal", "full")
"""Parameters that change the shape of a row, which the description does not describe: test_exchange.py does."""
REFUSED, ABSENT = 400, 404
"""Of a parameter that is refused by name, and of an id that is not there: the description lists neither."""
LISTED = ("services", "taxonomies", "taxonomy_terms", "organizations", "service_at_locations")
PATHS = ("/", *(f"/{name}" for name in LISTED), *(f"/{name}/{{id}}" for name in LISTED))


def bundled(value: Any) -> Any:
    """A part of the description with each reference to another file made one to a part beside it."""
    if isinstance(value, list):
        return [bundled(v) for v in value]
    if not isinstance(value, dict):
        return value
    made = {k: bundled(v) for k, v in value.items()}
    ref = made.get("$ref")
    if isinstance(ref, str) and not ref.startswith("#"):
        made["$ref"] = HERE + PurePosixPath(ref).stem
    return made


def named(parameter: dict[str, Any]) -> str:
    """The name of a parameter, written there or in the part that is referred to."""
    return str(parameter.get("name") or PurePosixPath(parameter["$ref"]).name)


def description(shared: Path) -> dict[str, Any]:
    """The published description with all schemas inside, and without what it leaves open."""
    folder = shared / "data" / "hsds" / "3.1" / "schema"
    made: dict[str, Any] = bundled(published(shared, "3.1", "schema/openapi.json"))
    parts = {f.stem: f for f in (*folder.glob("*.json"), *folder.glob("compiled/*_list.json")) if f.stem != "openapi"}
    made["components"]["schemas"] |= {n: bundled(json.loads(f.read_text("utf-8"))) for n, f in parts.items()}
    # the published text gives this address the schema of a service, which no link of one with a place can have
    one = made["paths"]["/service_at_locations/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
    assert one["schema"] == {"$ref": f"{HERE}service"}, "mended there: leave this out"
    one["schema"] = {"$ref": f"{HERE}service_at_location"}
    for path in made["paths"].values():
        for operation in (o for o in path.values() if isinstance(o, dict)):
            every = operation.get("parameters", [])
            operation["parameters"] = [p for p in every if named(p) not in OTHER_SHAPES]
    return made


@cache
def operations(shared: Path) -> dict[str, Any]:
    """What the description offers, by path."""
    said = pytest.importorskip("schemathesis").openapi.from_dict(description(shared))
    every = (made.ok() for made in said.get_all_operations())
    return {o.path: o for o in every if o.method.upper() == "GET"}


def test_the_description_offers_what_is_asked_here(shared: Path):
    assert sorted(operations(shared)) == sorted(PATHS)


@pytest.mark.parametrize("path", PATHS)
@examples(60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
async def test_every_answer_is_as_the_published_description_says(
    client: httpx.AsyncClient, shared: Path, path: str, data: st.DataObject
):
    case = data.draw(operations(shared)[path].as_strategy())
    if path.endswith("}") and data.draw(st.booleans()):  # an id that is there; one that is made up never is
        rows = (await client.get(ROOT + path.removesuffix("/{id}"))).json()["contents"]
        case.path_parameters["id"] = data.draw(st.sampled_from([row["id"] for row in rows]))
    sent = case.as_transport_kwargs(base_url=f"http://service{ROOT}")
    reply = await client.get(sent["url"], params=sent.get("params"))
    assert reply.status_code in {200, REFUSED, ABSENT}, reply.text[:300]
    case.validate_response(reply, checks=[checks.response_schema_conformance, checks.content_type_conformance])
