"""Stories of continuing duties that a domain expert can edit; the file says how they are written."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.obligations.judging import judge
from knowledge.obligations.rates import gravest, rate
from knowledge.obligations.standing import Judged, Record, Result, Thing
from knowledge.rulebook.book import Rulebook
from tests.support.walks import every

Story = dict[str, Any]
FILE = tomllib.loads((Path(__file__).parent / "obligations.toml").read_text("utf-8"))
STORY = {"name", "duty", "thing", "since", "records", "on", "expect", "parts", "due", "overdue", "severity", "kept"}
RECORD = {"day", "entered", "result", "part", "kind", "done"}


def stories(table: str) -> list[Any]:
    return [pytest.param(s, id=s["name"]) for s in FILE[table]]


def judged(book: Rulebook, duty: str, on: date, told: Story, key: str = "x") -> Judged:
    o = book.obligations[duty]
    records = [
        Record(
            f"{key}{n}", duty, r.get("part"), key, r["day"], r.get("entered", r["day"]),
            r.get("kind", o.evidence[0].value), Result(r["result"]), demand_done=r.get("done", False),
        )
        for n, r in enumerate(told.get("records", ()))
    ]  # fmt: skip
    return judge(
        o, Thing(key, "某对象", told.get("thing", {}), told.get("since")), records, on, kept=told.get("kept", True)
    )


@every("story", stories("story"))
def test_standing(story: Story, book: Rulebook):
    found = judged(book, story["duty"], story["on"], story)
    assert found.standing.value == story["expect"], found.parts
    for code, wanted in story.get("parts", {}).items():
        assert found.part(code).standing.value == wanted
    (dues, late) = ({p.due for p in found.parts}, {p.overdue for p in found.parts})
    assert "due" not in story or dues == {story["due"]}
    assert "overdue" not in story or late == {story["overdue"]}
    if "severity" in story:
        said = gravest(book.obligations[story["duty"]], found)
        assert (said.value if said else "none") == story["severity"]
    assert all(p.reason for p in found.parts)


@pytest.mark.parametrize("story", stories("rate"))
def test_rate(story: Story, book: Rulebook):
    found = rate(judged(book, story["duty"], story["on"], t, f"t{n}") for n, t in enumerate(story["things"]))
    assert (found.numerator, found.denominator) == (story["numerator"], story["denominator"])
    assert (found.doubtful, found.exempt) == (story["doubtful"], story["exempt"])
    for wanted, value in ((story.get("low"), found.low), (story.get("high"), found.high)):
        assert value == (pytest.approx(wanted, abs=1e-4) if wanted is not None else None)


@every("story", stories("story"))
def test_shape(story: Story, book: Rulebook):
    assert story.keys() <= STORY
    assert {"name", "duty", "thing", "on", "expect"} <= story.keys()
    o = book.obligations[story["duty"]]
    codes = {c.code for c in o.components}
    assert set(story.get("parts", ())) <= codes
    for r in story.get("records", ()):
        assert {"day", "result"} <= r.keys() <= RECORD
        assert r.get("part") in codes | {None}


def test_there_are_enough():
    told = FILE["story"]
    assert len(told) >= 50
    assert len({s["name"] for s in told}) == len(told)
    assert {s["expect"] for s in told} == {
        "met", "late", "not_due", "exempt", "due_today", "review", "unknown", "overdue", "never", "adverse",
    }  # fmt: skip
    assert {s.get("severity") for s in told} >= {"violation", "short", "encouraged", "data", "none"}
