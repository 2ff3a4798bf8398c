"""The referral stories as data: read, sorted by kind, and the situation and day of each."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.situation.situation import Situation

FOLDER = Path(__file__).parent / "referral"
CODES = Path(__file__).parent.parent.parent / "knowledge"
CALM: dict[str, Any] = tomllib.loads((FOLDER / "calm.toml").read_text("utf-8"))["calm"]
Story = dict[str, Any]

EVERY = {"name", "because", "quote", "on", "situation", "calm", "calm_except"}
KINDS: dict[str, set[str]] = {
    "service": {
        "service", "fit", "missing", "verify", "failing", "cured_on", "where", "accept", "first", "links", "links_not",
    },
    "doors": {"doors", "doors_not", "doors_unknown", "first_call"},
    "report": {"report", "to", "cautions", "cautions_not", "kinds", "matters", "matters_not"},
    "needs": {"needs", "needs_not", "difficulty", "difficulty_not", "difficulty_unknown", "difficulty_open"},
    "plan": {"steps", "steps_not", "undecided", "ask_first"},
    "adult": {"adult", "adult_not"},
    "points": {
        "points", "at", "at_time", "need", "expect_order", "left_out", "gap", "escalates_to", "open", "apart",
        "decided_by",
    },
}  # fmt: skip
POINT = {"id", "kind", "area", "serves", "services", "hours", "ages", "capacity", "load", "located", "ceased"}
LEFT_OUT = {"closed", "full", "age", "area", "service", "eligibility"}
DERIVED = {"age", "father_months", "mother_months", "residence_months", "permit_months"}
WHERE = {"hukou", "residence", "emergency", "school", "case_organ", "here", "unit"}


def kind_of(story: Story) -> str:
    """The first kind one of whose own keys the story has; a second kind shows as a key out of place."""
    return next(k for k, keys in KINDS.items() if keys & story.keys())


def _read() -> Iterator[tuple[str, Story]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for s in tomllib.loads(file.read_text("utf-8")).get("story", ()):
            yield f"{file.stem}: {s['name']}", s


ALL = tuple(_read())


def stories(*kinds: str) -> list[Any]:
    return [pytest.param(s, id=name) for name, s in ALL if not kinds or kind_of(s) in kinds]


def known(story: Story) -> Situation:
    """What the story says is known; `calm` is everything asked and denied, less what it names as not asked."""
    calm = CALM if story.get("calm") or "calm_except" in story else {}
    left = {k: v for k, v in calm.items() if k not in story.get("calm_except", ())}
    return Situation(**left | story["situation"])


def day(story: Story) -> date:
    on: date = story["on"] if "on" in story else story["at_time"].date()
    return on


def any_of(codes: str) -> list[str]:
    return codes.split("|")


def negative(story: Story) -> bool:
    if "fit" in story:
        return bool(story["fit"] != "eligible")
    if "report" in story:
        return story["report"] in ("need_not", "depends", "not_a_minor")
    against = {
        "doors_unknown",
        "doors_not",
        "needs_not",
        "difficulty_not",
        "difficulty_unknown",
        "difficulty_open",
        "steps_not",
        "left_out",
        "adult_not",
    }
    return bool(against & story.keys())


HERE = ("440104001000", "440104001007")
LOCATED: dict[str, Any] = {"lon": 113.27, "lat": 23.13, "crs": "GCJ-02"}
