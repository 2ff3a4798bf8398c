"""In whose hands a referral was, and how long: parts that add up to its whole age (时间记在谁名下)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from web.parts.asking import Row
from web.parts.moments import left, read
from web.parts.words import say

OUT = frozenset({"sent", "sent_out", "with_them"})
"""Steps by which a body has the item, in this system or not; any other that moves it returns it."""
ASKED = "asked_district"
"""Step by which the district decides whose it is."""
BACK = frozenset({"came_back", "not_sent", "given", "again", "solve", "give_up", "mistake", "drop"})
TO = "recipient"
"""The field that names the body."""
PARTS = 12
"""Widths that a part of the bar can have."""


def held(item: Row, at: datetime) -> list[Row]:
    """The parts of a referral's age by holder, oldest first; empty for other items."""
    if item["itemKind"] != "REFERRAL" or not item["timeline"]:
        return []
    events = list(reversed(item["timeline"]))
    marks = [(read(events[0]["occurredAt"]), say("casework.ours"))]
    for e in events[1:]:
        if e["action"] in OUT:
            marks.append((read(e["occurredAt"]), _body(e)))
        elif e["action"] == ASKED:
            marks.append((read(e["occurredAt"]), say("casework.district")))
        elif e["action"] in BACK:
            marks.append((read(e["occurredAt"]), say("casework.ours")))
    end = read(item["since"]) if item["ended"] else at
    return _parts(marks, end)


def _body(e: Row) -> str:
    named = [f["valueLabel"] for f in e["fields"] if f["name"] == TO]
    return named[0] if named else say("casework.outside")


def _parts(marks: Sequence[tuple[datetime, str]], end: datetime) -> list[Row]:
    """Each holder with the time until the next one."""
    ends = [*(m[0] for m in marks[1:]), end]
    spans = [(who, max(until - since, timedelta(0))) for (since, who), until in zip(marks, ends, strict=True)]
    whole = sum((s for _, s in spans), timedelta(0)) or timedelta(seconds=1)
    last = len(spans) - 1
    return [
        {"who": who, "span": left(s), "width": max(1, round(PARTS * (s / whole))), "now": n == last}
        for n, (who, s) in enumerate(spans)
        if s or n == last
    ]


def age(item: Row, at: datetime) -> str:
    """Return the total age."""
    first = read(item["timeline"][-1]["occurredAt"])
    return left((read(item["since"]) if item["ended"] else at) - first)
