"""The tables of casework as drawings: every state and step of the rows, and the printed file is current."""

import re
import xml.etree.ElementTree as ET
from html import escape
from pathlib import Path

import httpx
import pytest

from cli.casework import drawn
from graph_model.graph import Graph
from knowledge.casework.load import table
from tests.web.plain import desk, words
from web.parts.basis import rests
from web.rules.drawing import LINE, drawing, height, width
from web.rules.page import attach_rules

ROOT = Path(__file__).parent.parent.parent
KIND = {
    "label": "报告",
    "states": [{"code": c, "label": c, "ended": c == "c"} for c in "abc"],
    "steps": [
        {"label": "新建", "sources": [], "target": "a"},
        {"label": "往前", "sources": ["a"], "target": "b"},
        {"label": "往回", "sources": ["b", "c"], "target": "a"},
        {"label": "不变", "sources": ["b"], "target": None},
    ],
}


def test_the_printed_file_is_current():
    """If it is not: `tongxin casework draw > docs/casework.svg`."""
    assert (ROOT / "docs" / "casework.svg").read_text("utf-8") == drawn()


def test_the_file_has_every_state_and_step_of_the_rows():
    text = drawn()
    ET.fromstring(text)  # noqa: S314  # our own drawing
    for kind in table().kinds.values():
        assert all(f">{escape(s.name)}<" in text for s in kind.state)
        assert all(f">{escape(a.name)}<" in text or a.name[:13] in text for a in kind.action)
    assert "style=" not in text


def test_an_arrow_leads_where_the_step_does():
    made = drawing(KIND)
    assert len(re.findall("<circle", made)) == 5
    arrows = re.findall(r'd="M(\d+) (\d+)L(\d+)', made)
    assert [int(tip) > int(back) for tip, _, back in arrows] == [True, True, False]
    assert {int(y) for _, y, _ in arrows} == {59, 59 + LINE, 59 + 2 * LINE}
    assert all(int(x) <= width(KIND) for x in re.findall(r'cx="(\d+)"', made))
    assert all(int(y) <= height(KIND) for y in re.findall(r'cy="(\d+)"', made))


@pytest.fixture
async def page(graph: Graph, home: Path) -> str:
    async with desk(graph, home, attach_rules) as client:
        reply: httpx.Response = await client.get("/rules/casework")
        return reply.text


async def test_the_page_says_each_step_in_words_too(page: str):
    shown = words(page)
    assert page.count("<svg") == len(table().kinds)
    for kind in table().kinds.values():
        for action in kind.action:
            assert "".join(action.name.split()) in shown
            assert "".join(rests(action.basis).split()) in shown
