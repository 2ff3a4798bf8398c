"""A row of a worklist: what it is, by when in words, what can be done with it (清单的一行)."""

from collections.abc import Iterable
from datetime import datetime

from web.casework.told import clock_of, grade_of, titled
from web.parts.asking import Row
from web.parts.colleagues import colleague
from web.parts.moments import DAY, due, read, waited
from web.parts.words import say

BESIDE = frozenset({"visitNotSeen"})
"""Steps with a button of their own beside the first: what happens at every third door takes one tap."""
CASE, VISIT = "CASE", "VISIT"
NEAREST = 3
"""Visits shown unfolded where none is due within a week."""
VERBS = 4
"""Steps after the one that a row offers: with it, five; rare ones are on the item's own page."""


def row(r: Row, at: datetime, me: str) -> Row:
    """An item of a list for the template."""
    others = bool(r["waitsFor"])
    moment = due(r["due"], at, others=others) if r["due"] else None
    steps = [s for s in r["steps"] if s["main"]][:1] + [s for s in r["steps"] if s["mutation"] in BESIDE]
    shown = [] if others and not r["overdue"] else steps
    grade = grade_of(r)
    head = r["itemKindLabel"] if not r["headline"] else say("frame.colon", head=r["itemKindLabel"], rest=r["headline"])
    return {
        "why": "",
        **r,
        **titled(r, at),
        "what": head,
        "grade": grade,
        "ungraded": r["itemKind"] in (CASE, VISIT) and not grade,
        "note": _note(r, me),
        "moment": moment,
        "waited": waited(r["since"], at),
        "shown": shown,
        "more": [s for s in r["steps"] if s not in shown and not s["rare"]][:VERBS],
    }


def _note(r: Row, me: str) -> str:
    waits = say("casework.waits", who=r["waitsForLabel"]) if r["waitsFor"] else ""
    holder = say("casework.with", who=colleague(r["holder"])) if r["holder"] and r["responsible"] != me else ""
    place = (r["area"] or {}).get("name", "")
    parts = [r["stateLabel"] if not waits else "", waits, clock_of(r), "" if place in holder else place, holder]
    return " · ".join(p for p in parts if p)


def once(rows: Iterable[Row]) -> list[Row]:
    """Return each child once: its case is left out beside other work for it, unless a clock of the case runs."""
    some = list(rows)
    busy = {r["child"] for r in some if r["itemKind"] != CASE and r["child"]}
    return [r for r in some if r["itemKind"] != CASE or r["due"] or r["child"] not in busy]


def groups(rows: Iterable[Row], at: datetime) -> list[tuple[str, list[Row]]]:
    """The rows by when they are due; groups without rows are left out."""
    by_due: dict[str, list[Row]] = {name: [] for name in ("overdue", "today", "week", "later")}
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    for r in rows:
        end = read(r["due"]) if r["due"] else None
        name = "later" if end is None or end > midnight + 7 * DAY else "week" if end > midnight else "today"
        by_due["overdue" if r["overdue"] else name].append(r)
    by_due["today"].sort(key=lambda r: r["itemKind"] != VISIT)
    if not any(r["itemKind"] == VISIT for name in ("overdue", "today", "week") for r in by_due[name]):
        nearest = [r for r in by_due["later"] if r["itemKind"] == VISIT][:NEAREST]
        rest = [r for r in by_due["later"] if r not in nearest]
        by_due = {**by_due, "later": [], "next": nearest, "rest": rest}
        by_due["later"] = by_due.pop("rest")
    return [(name, some) for name, some in by_due.items() if some]
