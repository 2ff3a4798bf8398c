"""What is answered to whoever has not signed in: each query is a row, with the reason why anybody may read it.

Pages have no other way to data than these queries: what a page shows to the signed-out has a row here.
"""

import tomllib
from pathlib import Path

import httpx

from tests.api.hostile import asked

ROWS: dict[str, str] = {
    field: row["why"]
    for row in tomllib.loads((Path(__file__).parent / "public.toml").read_text("utf-8"))["row"]
    for field in row["fields"]
}
SHUT = {"UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"}
"""Codes of refusals; to the signed-out a record that she may not read is not there."""


async def test_the_signed_out_is_answered_by_these_queries_and_no_other(client: httpx.AsyncClient):
    open_ = set[str]()
    for question in asked("query"):
        reply = (await client.post("/graphql", json={"query": question.document, "variables": question.base})).json()
        if not {e["extensions"]["code"] for e in reply.get("errors", ())} & SHUT:
            open_.add(question.root)
    assert open_ == set(ROWS), (sorted(open_ - set(ROWS)), sorted(set(ROWS) - open_))


def test_each_row_has_a_reason():
    assert all(len(why) > 10 for why in ROWS.values())
