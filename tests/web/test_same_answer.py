"""The same words on the page, to programs and by the address that was kept: the same first line, the same order."""

import re
import tomllib
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.support.walks import every
from tests.web.conftest import Site
from tests.web.test_sheet import SYJ, asked

STORIES = tomllib.loads((Path(__file__).parents[1] / "scenarios/understood.toml").read_text("utf-8"))["story"]
FEW, MANY = 20, 4
"""One text in so many is walked by each test."""
SHEET = """query($at: PlaceInput!, $text: String!) {
  understand(text: $text) { nothing }
  referralOptions(at: $at, text: $text) {
    about { code } notAMinor sheet { now { text when } } understood { danger }
  }
}"""
TIMES = (("NOW",), ("TONIGHT", "TODAY"), ("WEEK",))


def texts(one_in: int) -> list[str]:
    """Texts of the stories of understanding, of danger and calm ones."""
    return [s["text"] for s in STORIES if s["text"]][::one_in]


def steps(html: str) -> list[str]:
    """The steps on the page, in order, without whom to call."""
    lists = re.findall(r'<ol class="steps">(.*?)</ol>', html, re.DOTALL)
    found = re.findall(r"<li>([^<]+?)\s*(?=<div>|<form|</li>)", "".join(lists))
    return [unescape(x).strip() for x in found]


async def answer(client: httpx.AsyncClient, text: str) -> Mapping[str, Any]:
    """What programs are answered."""
    variables = {"at": {"code": SYJ}, "text": text}
    reply = await client.post("/graphql", json={"query": SHEET, "variables": variables})
    told: Mapping[str, Any] = reply.json()["data"]
    return told


def kept(html: str) -> dict[str, list[str]]:
    """The form that the script makes of the address of the page when it is opened anew: no words."""
    address = urlsplit(unescape(re.findall(r'data-address="([^"]*)"', html)[0]))
    form: dict[str, list[str]] = {}
    pairs = [*parse_qsl(address.query), *((f"fact.{k}", x) for k, x in parse_qsl(address.fragment))]
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


async def same(site: Site, text: str) -> None:
    """Page, address and programs say the same steps; whoever is grown or nothing of ours has none."""
    async with asked(site) as client:
        told = await answer(client, text)
        page = (await client.post("/sheet", data={"words": text, "at": SYJ})).text
        again = (await client.post("/sheet", data=kept(page))).text
    wanted = told["referralOptions"]
    if told["understand"]["nothing"] and 'class="cols three"' not in page:
        return
    if wanted["notAMinor"]:
        assert 'class="cols three"' not in page
        return
    now = wanted["sheet"]["now"]
    order = [s["text"] for times in TIMES for s in now if s["when"] in times]
    assert [s for s in steps(page) if s in order] == order, wanted["about"]
    assert steps(page)[:1] == order[:1], wanted["about"]
    assert steps(again) == steps(page), kept(page)
    red = 'class="danger" role="alert"'
    assert (red in page) is (red in again) is (wanted["understood"]["danger"] == "TOLD")
    assert text not in again


@every("text", texts(FEW))
async def test_page_and_programs_say_the_same_first_line(text: str, site: Site):
    await same(site, text)


@pytest.mark.long
@every("text", texts(MANY))
async def test_page_and_programs_say_the_same_first_line_of_many_texts(text: str, site: Site):
    """`test_page_and_programs_say_the_same_first_line` walks a few of them."""
    await same(site, text)
