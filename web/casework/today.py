"""今天: what is due, what is new, what waits for others, and for supervisors what their people are late with (今天)."""

from collections.abc import Iterable, Mapping
from typing import Any

from web.casework.many import offer
from web.casework.rows import groups, once, row
from web.casework.told import after_step, urgent
from web.frame.pages import Visit
from web.parts.asking import Refused, Row
from web.parts.moments import clock, day, now
from web.parts.words import say

FIRST, SOME, FEW = 100, 20, 6
"""Rows of what is mine, of each other list, and of the two of a whole area, before its further pages."""
ROOM, ALARM = 6, 2
"""Rows shown unfolded on a phone, two screens of it; number of rows that one report of danger replaces."""
DANGER, FREE = "danger", "free"
"""The list of children in danger, for supervisors; that of children for whom nobody is responsible."""
ALARMS = 3
"""Reports of danger shown with their calls; further ones are counted."""
LATER = "later"
"""List of items due later, a fold of its own unless there is nothing else."""
MOST = {DANGER: 3}
"""Rows of a list that leaves room for one's own."""
LISTS: Mapping[str, Mapping[str, Any]] = {
    "mine": {"scope": "MINE", "waiting": False},
    "untaken": {"scope": "UNTAKEN", "kind": "REPORT"},
    "others": {"scope": "MINE", "waiting": True},
    "awaited": {"scope": "AWAITED"},
    "free": {"scope": "UNTAKEN", "kind": "CASE"},
    "all": {"scope": "AREA"},
    "people": {"scope": "AREA", "due": "TODAY"},
}
"""The lists of 今天, each with a page of its own for what does not fit."""
SHOWN = ("mine", "untaken", "others", "awaited", "free", "people")
"""Lists shown on 今天 itself."""
ORDER = (DANGER, "mine", "free", "awaited", "untaken", "others", "people")
"""Order of the lists on the page: an item in two of them is in the first."""
NONE: Row = {"nodes": [], "totalCount": 0}
SUPERVISORS = frozenset({"STREET", "LEAD"})
"""Roles that see what the people of their areas are late with, and what is due there today."""


async def today(v: Visit, did: str) -> Row:
    """The content of the page."""
    reads = v.may("READ_CASES")
    lists = await v.asker.ask("Today", reads=reads, first=FIRST, some=SOME)
    if not reads:  # a body that only receives has no such lists
        lists |= dict.fromkeys(("untaken", "free", "awaited"), NONE)
    if SUPERVISORS & set(v.viewer["roles"]):
        lists["people"] = await v.asker.ask("Work", **LISTS["people"], first=FEW)
        lists[DANGER] = _items(await v.asker.ask("Danger", first=FEW))
        lists["vacant"] = await v.asker.ask("VacantPosts")
    at, me, result = now(), v.viewer["subject"], await _after_step(v, did)
    shown = {name: [row(r, at, me) for r in lists[name]["nodes"]] for name in (*SHOWN, DANGER) if name in lists}
    alarms = _alarms(shown, result)
    above = first_only(shown)
    own = groups(once(shown["mine"]), at)
    given = await offer(v, lists["free"]["nodes"])
    stands = {**shown, FREE: shown[FREE] if given else []}
    late, soon = lists["overdue"]["totalCount"], lists["today"]["totalCount"]
    return {
        "groups": own,
        "stand": standing(_in_order(stands, own), len(alarms[:ALARMS])),
        "offer": given,
        "lists": shown,
        "above": above,
        "late": late,
        "soon": soon - late,
        "free": lists["free"]["totalCount"],
        "alarms": alarms,
        "alarms_shown": ALARMS,
        "few": FEW,
        "vacant": lists.get("vacant", []),
        "danger": lists[DANGER]["totalCount"] if DANGER in lists else 0,
        "rest": {name: _rest(lists[name]) for name in shown if name in lists},
        "day": day(at),
        "clock": clock(at),
        "told": result,
    }


def first_only(shown: dict[str, list[Row]]) -> Row:
    """Leave each item in the first list that has it, and one's own whole; how many each list leaves to others."""
    seen, above = set[str](), Row()
    for name in ORDER:
        listed = shown.get(name, [])
        kept = [r for r in listed if name == "mine" or r["code"] not in seen]
        above[name] = len(listed) - len(kept)
        seen |= {r["code"] for r in kept}
        shown[name] = kept
    return above


def _in_order(shown: Mapping[str, list[Row]], own: list[tuple[str, list[Row]]]) -> list[tuple[str, int]]:
    """Return the lists in page order, one's own by when they are due, with the number of rows of each."""
    mine = [(name, len(rows)) for name, rows in own if name != LATER or len(own) == 1]
    before = [DANGER, FREE] if mine else [DANGER, "awaited", FREE]
    after = [name for name in ORDER if name not in ("mine", *before)]
    return [*_sized(shown, before), *mine, *_sized(shown, after)]


def _sized(shown: Mapping[str, list[Row]], names: Iterable[str]) -> list[tuple[str, int]]:
    return [(name, len(shown.get(name, ()))) for name in names]


def standing(lists: Iterable[tuple[str, int]], alarms: int) -> dict[str, int]:
    """Return the number of unfolded rows of each list on a small screen: those of the first lists, the rest is folded.

    The list of items without an owner is a form: it is shown whole where it is the first, or not at all.
    """
    room, made = max(ROOM - ALARM * alarms, 1), {LATER: 0}
    for name, count in lists:
        whole = count if not any(made.values()) else 0
        made[name] = whole if name == FREE else min(count, room, MOST.get(name, room))
        room = max(room - made[name], 0)
    return made


def _alarms(shown: Mapping[str, list[Row]], result: Row | None) -> list[Row]:
    """Reports of danger without a recorded call: what has just come up first, then one's own."""
    first = {r["code"] for r in result["alarms"]} if result else set()
    rows = [r for name in ("mine", "untaken") for r in shown[name] if urgent(r)]
    return sorted(rows, key=lambda r: r["code"] not in first)


def _rest(listed: Row) -> Row | None:
    """Return the number of rows of a list beyond the page, and the cursor to go on."""
    more = listed["totalCount"] - len(listed["nodes"])
    return {"count": more, "after": listed["pageInfo"]["endCursor"]} if more > 0 else None


async def further(v: Visit, name: str, after: str) -> Row:
    """A page of one list."""
    page = {"first": FIRST, "after": after or None}
    listed = (
        _items(await v.asker.ask("Danger", **page))
        if name == DANGER
        else await v.asker.ask("Work", **LISTS[name], **page)
    )
    at = now()
    rows = [row(r, at, v.viewer["subject"]) for r in listed["nodes"]]
    end = listed["pageInfo"]["endCursor"] if len(rows) == FIRST else ""
    more = await offer(v, listed["nodes"]) if name == "free" else None
    return {"name": name, "rows": rows, "total": listed["totalCount"], "after": end, "offer": more}


def _items(listed: Row) -> Row:
    """Children in danger as rows of a list, each with why."""
    reasons = [say("frame.semicolon").join(r["label"] for r in child["reasons"]) for child in listed["nodes"]]
    return {**listed, "nodes": [{**c["item"], "why": why} for c, why in zip(listed["nodes"], reasons, strict=True)]}


async def _after_step(v: Visit, did: str) -> Row | None:
    """Return the step just recorded, and what comes next; None if there is none, or it is not visible to her."""
    try:
        return after_step(await v.asker.ask("Item", code=did), v.viewer["subject"], now()) if did else None
    except Refused:
        return None
