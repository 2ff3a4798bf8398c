"""A child in six lines: grade, last and next visit, benefits and referrals that are open (一个孩子的概况)."""

from datetime import datetime

from web.casework.told import grade_of, until
from web.parts.asking import Row
from web.parts.moments import day, read
from web.parts.words import say, series

VISIT, SEEN = "VISIT", "SEEN"
OPEN = (("casework.benefits", "ENTITLEMENT"), ("casework.referrals", "REFERRAL"))
"""Counted kinds of items of a child."""
HELP = ("ENTITLEMENT", "REFERRAL", "PLACEMENT")
"""Kinds of items by which a child gets something."""


def summary(item: Row, at: datetime) -> list[tuple[str, str]]:
    """Return the lines, each with its name; a missing value is stated."""
    grade = grade_of(item) or say("casework.no_grade")
    planned = next((u for u in item["under"] if u["itemKind"] == VISIT), None)
    seen = next((u for u in item["past"] if u["itemKind"] == VISIT and u["state"] == SEEN), None)
    date = until(planned, at) if planned and planned["due"] else say("casework.none_planned")
    return [
        (say("casework.grade"), grade),
        (say("casework.last_seen"), day(read(seen["since"])) if seen else say("casework.never_seen")),
        (say("casework.next_visit"), date),
        *((say(name), _named(item, kind)) for name, kind in OPEN),
    ]


def lacking(item: Row) -> list[str]:
    """Return reasons against ending a case: not assessed, never seen, nothing ever begun for the child."""
    seen = any(u["itemKind"] == VISIT and u["state"] == SEEN for u in item["past"])
    helped = any(u["itemKind"] in HELP for u in (*item["under"], *item["past"]))
    signs = {
        "casework.ungraded_long": bool(grade_of(item)),
        "casework.never_seen": seen,
        "casework.never_helped": helped,
    }
    return [say(name) for name, good in signs.items() if not good]


def _named(item: Row, kind: str) -> str:
    rows = [u["headline"] or u["itemKindLabel"] for u in item["under"] if u["itemKind"] == kind]
    return series(rows) or say("casework.none_open")
