"""A child in six lines: grade, last and next visit, benefits and referrals that are open (一个孩子的概况)."""

from datetime import datetime

from web.casework.told import grade_of, until
from web.parts.asking import Row
from web.parts.moments import day, read
from web.parts.words import say, series

CASE, VISIT, SEEN = "CASE", "VISIT", "SEEN"
OPEN = (("casework.benefits", "ENTITLEMENT"), ("casework.referrals", "REFERRAL"))
"""Counted kinds of items of a child."""
HELP = ("ENTITLEMENT", "REFERRAL", "PLACEMENT")
"""Kinds of items by which a child gets something."""
READ = 100
"""Number of ended items that a page reads: the latest."""


def summary(item: Row, at: datetime) -> list[tuple[str, str]]:
    """Return the lines, each with its name: the value, that there is none, or that the case cannot be read here."""
    case = next((u for u in (item, *item["under"], *item["past"]) if u["itemKind"] == CASE), None)
    if case is None:
        return [(say("casework.in_case"), say("casework.case_not_here"))]
    here = [u for u in (item, *item["under"]) if not u["ended"]]
    planned = next((u for u in here if u["itemKind"] == VISIT), None)
    seen = next((u for u in (item, *item["past"]) if u["itemKind"] == VISIT and u["state"] == SEEN), None)
    date = until(planned, at) if planned and planned["due"] else say("casework.none_planned")
    never = say("casework.not_among", count=READ) if len(item["past"]) >= READ else say("casework.never_seen")
    return [
        (say("casework.grade"), grade_of(case) or say("casework.no_grade")),
        (say("casework.last_seen"), day(read(seen["since"])) if seen else never),
        (say("casework.next_visit"), date),
        *((say(name), _named(here, kind)) for name, kind in OPEN),
    ]


def lacking(item: Row) -> list[str]:
    """Return reasons against ending a case: not assessed, never seen, nothing ever begun for the child."""
    seen = any(u["itemKind"] == VISIT and u["state"] == SEEN for u in item["past"])
    helped = any(u["itemKind"] in HELP for u in (*item["under"], *item["past"]))
    whole = len(item["past"]) < READ
    signs = {
        "casework.ungraded_long": bool(grade_of(item)),
        "casework.never_seen": seen or not whole,
        "casework.never_helped": helped or not whole,
    }
    return [say(name) for name, good in signs.items() if not good]


def _named(here: list[Row], kind: str) -> str:
    rows = [u["headline"] or u["itemKindLabel"] for u in here if u["itemKind"] == kind]
    return series(rows) or say("casework.none_open")
