"""What holds of every page of every role: one box, one main button, no developers' words."""

from pathlib import Path

import httpx
import pytest

from cli.demo import ROLES
from tests.web.conftest import Site
from tests.web.crawl import Seen, faults, kind, routes, walk
from tests.web.plain import signed
from tests.web.test_accessible import BEGIN, ELSEWHERE, NO_PAGE

SOME = {
    "": (
        "/", "/who", "/who?matter=M08", "/sheet", "/network", "/rules", "/rules/matters", "/signin",
        "/no/page", "/work",
    ),
    "director": (
        "/work", "/work?list=mine", "/item/case-demo-0001", "/sheet?case=case-demo-0001", "/sheet?case=none", "/report",
        "/paper", "/paper/visit", "/duty",
    ),
    "lead": ("/work", "/work?list=area", "/rules/casework"),
    "centre": ("/work", "/load", "/load/district", "/take"),
    "planner": ("/network", "/planning", "/planning?view=report", "/planning?view=try"),
    "school": ("/work",),
    "inspector": ("/inspect",),
    "security": ("/admin", "/admin/accounts", "/admin/teams", "/admin/account/demo-director"),
    "auditor": ("/admin", "/admin/audit"),
}  # fmt: skip  # a table
"""Pages by who sees them; the others take their turn in the long walk."""
SAID = {
    "": ("爸爸打孩子，身上有伤，还在流血", "三眼井社区13岁女孩怀孕"),
    "director": ("演示儿童", "爸爸打孩子，还在流血"),
}
"""Answers with and without danger."""


@pytest.mark.parametrize("role", SOME)
async def test_some_pages_have_one_box_one_main_button_and_a_persons_words(site: Site, home: Path, role: str):
    found = []
    async with httpx.AsyncClient(base_url=site.url, follow_redirects=True, timeout=600) as client:
        signed(client, home, role or None)
        for path in SOME[role]:
            page = (await client.get(path, headers={"accept": "text/html"})).text
            found += [f"{path}: {fault}" for fault in faults(Seen(page))]
        for text in SAID.get(role, ()):
            for path in ("/who", "/sheet"):
                page = (await client.post(path, data={"words": text})).text
                found += [f"{path} {text}: {fault}" for fault in faults(Seen(page))]
    assert not found, "\n".join(found)


def test_the_walk_sees_what_it_looks_for():
    page = """<p>7天，配置值</p><input data-say><input data-say><button class="main">1</button>
      <details><summary>2</summary><button class="main">2</button></details><a class="button main" href="/x">3</a>"""
    assert [fault.split(":")[0] for fault in faults(Seen(page))] == ["2 boxes", "2 main buttons", "developers' words"]
    assert not list(faults(Seen('<input data-say><button class="main">1</button><details><p>2</p></details>')))


@pytest.mark.long
async def test_every_page_has_one_box_one_main_button_and_a_persons_words(site: Site, home: Path):
    """The cheap test that stays is the one above."""
    known, done, found = routes(), set[tuple[str, ...]](), list[str]()
    begin = [address.partition("#")[0] for address in BEGIN]
    for role in ("", *ROLES):
        async with httpx.AsyncClient(base_url=site.url, timeout=600) as client:
            signed(client, home, role or None)
            async for address, seen in walk(client, begin, known, done):
                found += [f"{role} {address}: {fault}" for fault in faults(seen)]
    assert not found, "\n".join(found)
    reached = {path for path, *_ in done} | {kind(a, known)[0] for a in begin}
    assert {r.path for r in known} - reached - ELSEWHERE <= NO_PAGE
