"""What clients were promised still holds: nothing breaks without having been deprecated first."""

from pathlib import Path

from graphql import build_schema
from graphql.utilities import find_breaking_changes

from api.schema import printed

ROOT = Path(__file__).parent.parent.parent
PROMISED = ROOT / "api" / "promised.graphql"


def breaking(old: str, new: str) -> list[str]:
    return [c.description for c in find_breaking_changes(build_schema(old), build_schema(new))]


def test_nothing_promised_is_broken():
    found = breaking(PROMISED.read_text("utf-8"), printed())
    assert not found, "deprecate first; a release moves the promise: cp schema.graphql api/promised.graphql"


def test_the_gate_sees_a_field_go():
    old = printed()
    assert breaking(old, old.replace("  rulesHash: String!", "  hash: String!", 1))
