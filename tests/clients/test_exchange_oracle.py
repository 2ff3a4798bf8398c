"""Schemathesis asks `/hsds` whatever the published OpenAPI document allows; its cheap neighbour is in tests/api."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from api.exchange.routes import ROOTS
from knowledge.exchange.tables import HsdsVersion
from tests.support.hsds import published

pytestmark = [pytest.mark.long, pytest.mark.graph]
EXAMPLES = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def without_addresses(value: Any) -> Any:
    """The document without schemas at addresses: tests/api validates the rows against those in the folder."""
    if isinstance(value, dict):
        if str(value.get("$ref", "")).startswith("https:"):
            return {"type": "object", "required": ["id"]}
        return {n: without_addresses(v) for n, v in value.items()}
    return [without_addresses(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("version", "root"), ROOTS.items())
def test_whatever_is_asked_has_an_answer_of_the_form(
    shared: Path, service: dict[str, str], version: HsdsVersion, root: str
):
    schemathesis = pytest.importorskip("schemathesis", reason="not installed; `make check-long` does")
    document = without_addresses(published(shared, version, "schema/openapi.json"))
    schema = schemathesis.openapi.from_dict(document)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method.upper() != "GET":
            continue  # searching by POST is optional, and not offered

        @EXAMPLES
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            reply = case.call(base_url=service["TONGXIN_URL"].removesuffix("/graphql") + root)
            assert reply.status_code in {200, 400, 404}
            assert reply.headers["content-type"] == ["application/json"]
            if reply.status_code == 200:
                case.validate_response(reply, checks=[schemathesis.checks.not_a_server_error])

        answered()
        asked += 1
    assert asked >= 11
