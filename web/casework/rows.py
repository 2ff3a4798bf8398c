"""A row of a worklist: what it is, by when in words, what can be done with it (清单的一行)."""

from collections.abc import Iterable
from datetime import datetime

from web.casework.told import clock_of
from web.parts.asking import Row
from web.parts.moments import DAY, due, read, waited
from web.parts.words import say

BESIDE = frozenset({"visitNotSeen"})
"""Steps with a button of their own beside the first: what happens at every third door takes one tap."""
CALL = "first_call"
"""The clock that runs while a report of danger has no recorded call."""


def row(r: Row, at: datetime, me: str) -> Row:
    """An item of a list for the template."""
    others = bool(r["waitsFor"])
    moment = due(r["due"], at, others=others) if r["due"] else None
    steps = [s for s in r["steps"] if s["main"]][:1] + [s for s in r["steps"] if s["mutation"] in BESIDE]
    shown = [] if others and not r["overdue"] else steps
    head = r["itemKindLabel"] if not r["headline"] else say("frame.colon", head=r["itemKindLabel"], rest=r["headline"])
    return {
        **r,
        "who": r["child"] or say("casework.unknown_child"),
        "what": head,
        "note": _note(r, me),
        "moment": moment,
        "waited": waited(r["since"], at),
        "shown": shown,
        "more": [s for s in r["steps"] if s not in shown],
    }


def _note(r: Row, me: str) -> str:
    waits = say("casework.waits", who=r["waitsForLabel"]) if r["waitsFor"] else ""
    holder = "" if r["responsible"] in (me, None) else say("casework.with", who=r["responsible"])
    place = (r["area"] or {}).get("name", "")
    parts = [r["stateLabel"] if not waits else "", waits, clock_of(r), place, holder]
    return " · ".join(p for p in parts if p)


def urgent(r: Row) -> bool:
    """True for a report of danger without a recorded call."""
    return any(c["code"] == CALL for c in r["clocks"])


def groups(rows: Iterable[Row], at: datetime) -> list[tuple[str, list[Row]]]:
    """The rows by when they are due; groups without rows are left out."""
    found: dict[str, list[Row]] = {name: [] for name in ("overdue", "today", "week", "later")}
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    for r in rows:
        end = read(r["due"]) if r["due"] else None
        name = "later" if end is None or end > midnight + 7 * DAY else "week" if end > midnight else "today"
        found["overdue" if r["overdue"] else name].append(r)
    return [(name, some) for name, some in found.items() if some]
