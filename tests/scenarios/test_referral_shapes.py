"""Every referral story is well formed, quotes a text in force on its day, and there are enough of each kind."""

import json
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.situation.situation import OPTIONS
from tests.scenarios.referral_stories import (
    ALL,
    CODES,
    DERIVED,
    EVERY,
    KINDS,
    LEFT_OUT,
    POINT,
    WHERE,
    Story,
    any_of,
    day,
    kind_of,
    known,
    negative,
    stories,
)
from tests.support.walks import every


@cache
def _documents() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((CODES / "documents.toml").read_text("utf-8"))["document"]
    return rows


@cache
def _codes(file: str) -> set[str]:
    return {row["code"] for row in tomllib.loads((CODES / file).read_text("utf-8"))["kind"]}


@every("story", stories())
def test_shape(story: Story):
    own, kind = story.keys() - EVERY, kind_of(story)
    assert own <= KINDS[kind], own - KINDS[kind]
    assert story["name"]
    assert type(day(story)) is date
    for field, value in known(story).model_dump(exclude_none=True).items():
        assert field not in OPTIONS or value in OPTIONS[field]
    assert "quote" not in story or not story["because"].startswith(("taxonomy:", "policy:"))
    bodies = _codes("bodies.toml")
    assert {story[k] for k in ("accept", "escalates_to", "decided_by") if k in story} <= bodies
    assert set(story.get("to", ())) <= bodies
    if kind == "service":
        _shape_of_eligibility(story)
    if kind == "report":
        assert story.get("report", "must") in ("must", "may", "need_not", "depends", "not_a_minor")
        assert {"report", "cautions"} & own
    if kind == "points":
        _shape_of_points(story, bodies)


def _shape_of_eligibility(story: Story) -> None:
    assert story["fit"] in ("eligible", "ineligible", "unknown")
    assert story["fit"] == "unknown" or not {"missing", "verify", "first"} & story.keys()
    assert story["fit"] == "ineligible" or not {"failing", "cured_on"} & story.keys()
    assert story["fit"] == "eligible" or not {"where", "accept"} & story.keys()
    assert story.get("where", "hukou") in WHERE
    assert "cured_on" not in story or story["cured_on"] > story["on"]
    facts = {f for said in story.get("missing", ()) for f in any_of(said)}
    assert facts <= set(OPTIONS) | DERIVED


def _shape_of_points(story: Story, bodies: set[str]) -> None:
    assert {"at", "at_time", "need", "expect_order"} <= story.keys()
    assert isinstance(story["at_time"], datetime)
    assert story["at_time"].tzinfo
    for p in story["points"]:
        assert p.keys() <= POINT
        assert p["kind"] in bodies
        assert 0 <= p.get("load", 0) <= p.get("capacity", 0)
    ids = [p["id"] for p in story["points"]]
    named = [*story["expect_order"], *story.get("left_out", ())]
    assert len(set(ids)) == len(ids)
    assert sorted(named) == sorted(ids), "every point is either in the order or left out with its reason"
    reasons = {r for said in story.get("left_out", {}).values() for r in any_of(said)}
    assert reasons <= LEFT_OUT
    assert {*story.get("apart", ()), *story.get("open", ())} <= set(ids)
    assert set(story.get("open", {}).values()) <= {"open", "next", "unknown"}


@pytest.fixture(scope="session")
def texts(shared: Path) -> dict[tuple[str, str, int | str], str]:
    """Every shipped article by law, version and number."""
    lines = (shared / "law" / "articles.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {(r["law"], r["version"], r["article"]): "\n".join(r["paras"]) for r in rows}


@pytest.fixture(scope="session")
def plan(shared: Path) -> str:
    return "".join((shared / "plan" / "plan.txt").read_text("utf-8").split())


def _in_force(clause: str, on: date, texts: dict[tuple[str, str, int | str], str]) -> str:
    """The words of an article on a day."""
    family, _, number = clause.partition("/")
    article = int(number) if number.isdecimal() else number
    versions = next(d["version"] for d in _documents() if d["id"] == family)
    first = "since", "known_from"
    found = next(v for v in versions if next(v[k] for k in first if k in v) <= on < v.get("until", date.max))
    law, *parts = found["text"]
    return next(texts[law, part, article] for part in parts if (law, part, article) in texts)


@every("story", [p for p in stories() if "quote" in p.values[0]])
def test_the_words_are_in_the_text_of_that_day(story: Story, texts: dict[tuple[str, str, int | str], str], plan: str):
    because = story["because"]
    if because.startswith("plan:"):
        assert "".join(story["quote"].split()) in plan
        return
    assert story["quote"] in _in_force(because, day(story), texts)


@every("story", [p for p in stories() if "/" in p.values[0]["because"]])
def test_the_article_is_in_force_that_day(story: Story, texts: dict[tuple[str, str, int | str], str]):
    assert _in_force(story["because"], day(story), texts)


def test_there_are_enough():
    said = [s for _, s in ALL]
    assert len(said) >= 110
    assert len({name for name, _ in ALL}) == len(said)
    assert 3 * sum(map(negative, said)) >= len(said)
    answers = [s for s in said if kind_of(s) == "service"]
    assert len(answers) >= 70
    assert 3 * sum(map(negative, answers)) >= len(answers)
    told = [s["service"] for s in answers]
    assert {f"B{n:02}" for n in range(1, 46)} <= set(told)
    assert all(told.count(f"B{n:02}") >= 2 for n in range(1, 19))
    for kind, least in (("doors", 15), ("report", 15), ("needs", 12), ("points", 12)):
        assert sum(kind_of(s) == kind for s in said) >= least, kind
