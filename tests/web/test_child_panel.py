"""The panel of a child: known, none, not to be told here; never “none” where it is only not read."""

from datetime import datetime
from typing import Any

import pytest

from knowledge.calendar.deadlines import SHANGHAI
from web.casework.summary import OPEN, READ, summary
from web.parts.words import say

AT = datetime(2026, 11, 30, 9, tzinfo=SHANGHAI)


def item(kind: str, state: str = "OPEN", **more: Any) -> dict[str, Any]:
    return {
        "itemKind": kind, "state": state, "ended": False, "headline": None, "itemKindLabel": kind, "due": None,
        "since": "2026-11-20T09:00:00+08:00", "openFields": [], "clocks": [], "under": [], "past": [], **more,
    }  # fmt: skip  # an item


CASE = item("CASE", openFields=[{"name": "grade", "valueLabel": "红（高）"}])
SEEN = item("VISIT", "SEEN", ended=True)
DUE = item("VISIT", "DUE", due="2026-12-02T23:59:59+08:00", overdue=False)


@pytest.mark.parametrize("kind", ["REPORT", "PAPER", "INCIDENT", "SCREENING", "TASK", "ATTEMPT"])
def test_outside_the_case_nothing_is_said_to_be_none(kind: str):
    """Also where the viewer may not see what lies beside the item: then it comes without its case."""
    said = summary(item(kind), AT)
    assert said == [(say("casework.in_case"), say("casework.case_not_here"))]
    none = {say(f"casework.{k}") for k in ("no_grade", "never_seen", "none_planned", "none_open")}
    assert not none & {text for _, text in said}


@pytest.mark.parametrize("kind", ["TASK", "REFERRAL", "ENTITLEMENT", "VISIT", "CASE"])
@pytest.mark.parametrize("ended", [False, True])
def test_under_the_case_it_is_what_the_case_says_and_the_item_itself_counts(kind: str, ended: bool):
    """Whichever item of the case is open, and whether the case has ended or goes on."""
    case = {**CASE, "ended": ended}
    beside: dict[str, Any] = {"past": [SEEN, *([case] if ended else [])], "under": [] if ended else [case]}
    of_case = {**case, "past": [SEEN], "under": []}
    said = dict(summary(of_case if kind == "CASE" else item(kind, **beside), AT))
    assert said[say("casework.grade")] == "红（高）"
    assert said[say("casework.last_seen")] != say("casework.never_seen")
    for name, own in OPEN:
        assert (said[say(name)] == say("casework.none_open")) is (kind != own)


def test_the_visit_that_is_open_is_the_next_one():
    said = dict(summary({**DUE, "under": [CASE], "past": []}, AT))
    assert said[say("casework.next_visit")] != say("casework.none_planned")
    assert said[say("casework.last_seen")] == say("casework.never_seen")


def test_what_was_not_read_is_not_said_to_be_none():
    said = dict(summary({**CASE, "past": [item("TASK", "DONE", ended=True)] * READ}, AT))
    assert said[say("casework.last_seen")] == say("casework.not_among", count=READ)
