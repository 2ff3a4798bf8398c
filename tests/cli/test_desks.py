"""What the desk load calls bad, and how it says so."""

import re
from collections import Counter
from pathlib import Path

import httpx
import pytest

from cli.bench.desks import FRESH, LISTS, READ, READS, SEEN, SESSION, due, outcome, table
from cli.bench.topics import OTHERS, TOPICS
from cli.serving.serve import IDLE
from knowledge.messages.message import message


def test_an_answer_is_bad_by_its_status_or_its_errors():
    busy = {"errors": [{"extensions": {"code": "SERVICE_UNAVAILABLE"}}]}
    assert outcome(httpx.Response(200, json={"data": {}})) == ""
    assert outcome(httpx.Response(200, text="<p>", headers={"content-type": "text/html"})) == ""
    assert outcome(httpx.Response(303)) == "303"
    assert outcome(httpx.Response(503, json=busy)) == "503 SERVICE_UNAVAILABLE"
    assert outcome(httpx.Response(200, json={"data": None, **busy})) == "SERVICE_UNAVAILABLE"


def test_each_kind_of_bad_is_counted():
    rows = [(0.1, ""), (0.2, "503"), (0.3, "503"), (9.0, "ReadTimeout")]
    assert table({"a": rows, "b": [(1.0, "")]})[2:] == [
        "| a | 4 | 0.25 | 9.00 | 2 × 503, 1 × ReadTimeout |",
        "| b | 1 | 1.00 | 1.00 | none |",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_names_every_benchmark(language: str):
    named = set(re.findall(r"[a-z]+", message("help.bench_topic").text(language)))
    assert {*TOPICS, *OTHERS} <= named


def test_a_connection_lives_until_the_next_look_of_an_open_page():
    assert IDLE > 2 * SEEN


def test_a_desk_asks_what_its_open_page_asks():
    """The intervals are those of the scripts of the pages."""
    scripts = Path(__file__).parents[2] / "web" / "static"
    assert f"const EACH = {FRESH}000;" in (scripts / "casework.js").read_text("utf-8")
    assert f'setInterval(() => look("GET"), {SEEN}000)' in (scripts / "desk.js").read_text("utf-8")
    turns = FRESH // SEEN
    asked = Counter(name for desk in range(READS) for turn in range(READS * turns) for name, _ in due(desk, turn))
    assert asked == {SESSION: READS * READS * turns, LISTS: READS * READS, **dict.fromkeys(READ, READS)}
