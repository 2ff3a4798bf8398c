"""拿走: a list as a file from a page, and a table of a page as CSV with exactly what the page shows."""

import csv
import html
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from graph_model.graph import Graph
from tests.web.plain import desk, signed, words
from web.casework.page import attach_casework
from web.loading.page import attach_loading
from web.network.page import attach_network
from web.parts.files import as_csv
from web.parts.taken import taken
from web.planning.page import attach_planning
from web.rules.page import attach_rules
from web.taking.page import LISTS, attach_taking

DISTRICT = "440104000000"
ATTACHED = (attach_taking, attach_network, attach_loading, attach_planning, attach_casework, attach_rules)


@pytest.fixture(scope="module")
async def site(graph: Graph, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with desk(graph, home, *ATTACHED) as client:
        yield client


def table(reply: httpx.Response) -> list[list[str]]:
    assert reply.headers["content-type"] == "text/csv; charset=utf-8", words(reply.text)[:300]
    assert reply.headers["cache-control"] == "no-store"
    return list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))


def links(page: str) -> list[str]:
    return [a for a in map(html.unescape, re.findall(r'href="([^"]*)"', page)) if re.search(r"[?&]take=", a)]


async def test_the_page_offers_each_list_to_who_may_have_it(site: httpx.AsyncClient, home: Path):
    for role in (None, "planner", "centre"):
        signed(site, home, role)
        page = await site.get("/take", params={"area": DISTRICT})
        offered = {t for t, _, _ in LISTS if f"/take/{t}?" in page.text}
        assert offered == {t for t, _, _ in LISTS} - (set() if role == "centre" else {"posts", "records", "rosters"})
        assert f"area={DISTRICT}" in page.text


async def test_each_list_is_a_file(site: httpx.AsyncClient, home: Path):
    signed(site, home, None)
    for topic, formats, right in LISTS:
        for made in formats if right is None else ():
            reply = await site.get(f"/take/{topic}", params={"area": DISTRICT, "format": made.lower()})
            assert reply.status_code == 200, (topic, made, words(reply.text)[:200])
            assert f"{topic}-{DISTRICT}-" in reply.headers["content-disposition"]
    assert "开放时间" in table(await site.get("/take/points"))[0]


async def test_what_may_not_be_taken_is_refused(site: httpx.AsyncClient, home: Path):
    signed(site, home, None)
    assert (await site.get("/take/posts")).headers.get("location") == "/signin"
    signed(site, home, "planner")
    assert (await site.get("/take/posts")).status_code == 403
    for address in ("/take/children", "/take/areas?format=pdf", "/take/areas?area=1", "/take/bodies?format=geojson"):
        reply = await site.get(address)
        assert reply.status_code == 422, address
        assert "text/html" in reply.headers["content-type"]


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("planner", "/network?view=numbers"),
        ("planner", "/network?view=load"),
        ("planner", "/network?view=hour"),
        ("planner", "/network?view=missing"),
        ("planner", "/network?view=weak"),
        ("street", "/work?list=area"),
        ("street", "/work?list=numbers"),
    ],
)
async def test_a_table_of_a_page_is_a_csv_of_what_is_shown(site: httpx.AsyncClient, home: Path, role: str, page: str):
    signed(site, home, role)
    shown = await site.get(page)
    assert links(shown.text), words(shown.text)[:300]
    for address in links(shown.text):
        rows = table(await site.get(address))
        assert len(rows) > 1
        assert {len(r) for r in rows} == {len(rows[0])}
        if "numbers" not in page:
            every = (re.sub(r"\s|^'", "", c) for row in rows for c in row)
            assert [c for c in every if c not in words(shown.text)] == []


async def test_the_lists_are_linked_where_they_are_shown(site: httpx.AsyncClient, home: Path):
    signed(site, home, "centre")
    assert 'href="/take/points"' in (await site.get("/load", params={"topic": "points"})).text
    assert "/take/" not in (await site.get("/load", params={"topic": "children"})).text
    assert 'href="/take"' in (await site.get("/rules")).text
    assert f'href="/take?area={DISTRICT}"' in (await site.get(f"/network?view=tree&area={DISTRICT}")).text


def test_a_table_is_found_by_its_name_alone_and_nothing_in_it_runs():
    page = """<table><tr><td>no</td></tr></table>
      <table data-take="a"><caption>名</caption><tr><th>甲 <b>乙</b></th><th>x</th></tr>
      <tr><td>=1+1</td><td>&lt;5</td></tr></table>
      <table data-take="b"><tr><td>other</td></tr></table>
      <table data-take="a"><tr><th>甲 乙</th><th>x</th></tr><tr><td>2</td><td></td></tr></table>"""
    found = taken(page, "a")
    assert found is not None
    assert bytes(found.body) == as_csv((["甲 乙", "x"], [["=1+1", "<5"], ["2", ""]]))
    assert b"'=1+1" in bytes(found.body)
    assert taken(page, "c") is None
