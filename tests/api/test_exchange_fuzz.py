"""`/hsds` under whatever is asked: an answer in the form, or a refusal by name; filters select and change nothing."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
from hypothesis import HealthCheck, event, given
from hypothesis import strategies as st

from api.edge.request import RequestRefusal
from api.exchange.parameters import IDS, LONGEST, NOT_OFFERED, asked
from api.exchange.routes import ROOTS
from knowledge.rulebook.load import rulebook
from network.exchange.directory import Directory
from network.exchange.pages import LISTS, MOST_MINIMAL, ListQuery, ServedDirectory
from tests.support.examples import examples
from tests.support.hsds import ON, small

FLAGS = ("full", "minimal", "strict", "top_only")
NAMES = ("page", "per_page", "search", "format", "modified_after", *IDS, *FLAGS, *NOT_OFFERED)
NASTY = ("", " ", "０", "-1", "1e3", "10000000000", "\x00", "\ud800", "𠮷", "null", "%", "'", "x" * (LONGEST + 1))


@cache
def served() -> ServedDirectory:
    """A tenth of the demo, with everything that is confidential."""
    return ServedDirectory(Directory(small(), rulebook(), ON).tables())


@cache
def ids() -> list[str]:
    return [key for table in LISTS.values() for key in list(served().rows.get(table, {}))[:20]]


VALUES = st.one_of(
    st.sampled_from(["true", "FALSE", "1", "2", "500", "json", "2026-11-01", "心理", "派出所"]),
    st.sampled_from(NASTY),
    st.deferred(lambda: st.sampled_from(ids())),
    st.text(max_size=30),
)
QUERIES = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), VALUES, max_size=5)


@cache
def shown(name: str, *, full: bool, minimal: bool, strict: bool) -> dict[str, Any]:
    """Every row of a list as it looks where nothing is filtered."""
    every = ListQuery(per_page=MOST_MINIMAL, full=full, minimal=minimal, strict=strict)
    return {row["id"]: row for row in served().page(name, every)["contents"]}


def understood(query: Mapping[str, str]) -> ListQuery | RequestRefusal:
    try:
        return asked(query)
    except RequestRefusal as e:
        return e


@given(st.sampled_from(list(LISTS)), QUERIES)
def test_a_page_holds_rows_as_they_are_or_what_is_wrong_is_named(name: str, query: Mapping[str, str]):
    what = understood(query)
    if isinstance(what, RequestRefusal):
        event("refused")
        assert what.status == 400
        assert any(n in str(what.message) or len(v) > LONGEST for n, v in query.items())
        return
    page = served().page(name, what)
    whole = shown(name, full=what.full, minimal=what.minimal, strict=what.strict)
    assert all(whole[row["id"]] == row for row in page["contents"])
    assert len({row["id"] for row in page["contents"]}) == page["size"] <= what.per_page
    assert page["total_items"] <= len(whole)
    assert page["empty"] is (page["size"] == 0)
    if not (what.search or what.by or what.top_only):
        assert page["total_items"] == len(whole), "nothing else leaves a row out"


@given(st.sampled_from(list(LISTS)), st.one_of(st.deferred(lambda: st.sampled_from(ids())), st.text(max_size=40)))
def test_a_row_is_found_by_its_own_id_in_its_own_list_alone(name: str, key: str):
    found = served().one(name, key)
    assert (found is not None) == (key in served().rows.get(LISTS[name], {}))
    assert found is None or found["id"] == key


def written(query: Mapping[str, str]) -> str:
    """A query as some program writes it, also with half a character."""
    raw = [(n.encode("utf-8", "surrogatepass"), v.encode("utf-8", "surrogatepass")) for n, v in query.items()]
    return "&".join(f"{quote_from_bytes(n)}={quote_from_bytes(v)}" for n, v in raw)


@examples(60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(list(ROOTS.values())), st.sampled_from(list(LISTS)), QUERIES, st.booleans())
async def test_over_http_it_answers_or_refuses(
    client: httpx.AsyncClient, root: str, name: str, query: Mapping[str, str], one: bool
):
    path = f"{root}/{name}/{quote_from_bytes(name.encode())}" if one else f"{root}/{name}"
    reply = await client.get(f"{path}?{written(query)}")
    assert reply.status_code in ({400, 404} if one else {200, 400}), reply.text[:300]
    body = json.loads(reply.content)
    assert ("errors" in body) == (reply.status_code != 200)
    assert "INTERNAL" not in json.dumps(body.get("errors", []))
