"""The facts of a case are those on file: what is told beside it is neither taken nor dropped."""

from typing import Any

from tests.api.conftest import refused_field
from tests.api.hostile import SCHEMA
from tests.api.test_referral import CASES

OF_THE_CHILD: dict[str, tuple[str, Any]] = {
    "situation": ("SituationInput", {"age": 9}),
    "text": ("String", "9岁，父亲服刑"),
    "without": ("[String!]", ["age"]),
}
"""What tells of the child: of a case only the file does."""
OF_THE_QUESTION = {"at", "atTime", "limit", "matter", "also", "danger", "wishes"}


async def test_beside_a_case_nothing_that_tells_of_the_child_is_taken_or_dropped(ask: Any):
    """Every argument of the query: a new one must be put into one of the two tables."""
    root = SCHEMA.query_type
    assert root
    assert set(root.fields["referralOptions"].args) - {"case"} == set(OF_THE_CHILD) | OF_THE_QUESTION
    code = (await ask(CASES, "director", first=1))["data"]["cases"]["nodes"][0]["code"]
    for name, (kind, value) in OF_THE_CHILD.items():
        query = f"query($case: String!, $x: {kind}) {{ referralOptions(case: $case, {name}: $x) {{ asText }} }}"
        assert refused_field(await ask(query, "director", case=code, x=value)) == name
