"""A child in six lines: grade, last and next visit, benefits and referrals that are open (一个孩子的概况)."""

from collections.abc import Sequence
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
BENEFIT, ASK, HAVE = "ENTITLEMENT", "entitlementNeedPaper", "entitlementHavePaper"
"""A benefit, and the steps by which a paper of it is asked for and is there."""
ASKED, THERE = ("need_paper", "lack"), "have_paper"
"""The same steps as events have them; an office asks for papers too."""
PAPER, FROM = "paper", "paperFrom"
"""The fields with a paper and with who gets it."""
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


def papers(item: Row, steps: Sequence[Row]) -> Row | None:
    """The papers of a benefit, oldest first: what, who gets it, whether it is there; which steps are one tap."""
    by_step = {s["mutation"]: s for s in steps}
    known = _papers(item["timeline"]) if item["itemKind"] == BENEFIT else {}
    asking: list[Row] = next((f["values"] for f in by_step.get(ASK, {"form": ()})["form"] if f["name"] == FROM), [])
    rows = [{"paper": paper, **row} for paper, row in known.items()]
    return {"rows": rows, "have": HAVE in by_step, "ask": asking} if rows or asking else None


def _papers(timeline: Sequence[Row]) -> dict[str, Row]:
    """Return the papers by name: one that is asked for again is not there."""
    known: dict[str, Row] = {}
    for e in reversed(timeline):
        named = {f["name"]: f["valueLabel"] for f in e["fields"]}
        if PAPER in named and e["action"] in ASKED:
            known[named[PAPER]] = {"by": named.get(FROM, ""), "there": False}
        elif PAPER in named and e["action"] == THERE:
            known[named[PAPER]] = {**known.get(named[PAPER], {"by": ""}), "there": True}
    return known


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
