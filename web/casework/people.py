"""The work of an area by whoever is responsible, and the children of one of them (谁手上有多少)."""

from datetime import datetime

from web.casework.many import offer
from web.casework.numbers import silent
from web.casework.rows import row
from web.casework.told import articles
from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.colleagues import apart, colleague
from web.parts.moments import day, due, now, read
from web.parts.words import say

FIRST = 100
"""Rows of one colleague."""
SHOWN = 5
"""Rows of each table before its fold: those with most overdue come first."""


async def people(v: Visit) -> Row:
    """The workload of each person, most overdue first; children without anybody responsible are a line of their own."""
    rows, at = await v.asker.ask("Workload"), now()
    holders = [r["responsible"] for r in rows if r["responsible"]]
    named = apart([{"code": h["code"], "label": colleague(h)} for h in holders])
    labels = {p["code"]: p["label"] for p in named}
    lines = [_line(r, labels, at) for r in rows]
    ends = await v.asker.ask("Deadlines")
    return {
        "people": lines,
        "first": SHOWN,
        "vacant": await v.asker.ask("VacantPosts"),
        "silent": [silent(b, at) for b in ends["silentBodies"]],
        "breaches": [_breach(b, at) for b in ends["dutyBreaches"]],
        "days": [(day(read(f"{d['day']}T00:00:00+08:00")), d["count"]) for d in ends["upcoming"] if d["count"]],
    }


def _breach(b: Row, at: datetime) -> Row:
    """Return the question: which period of which text, since when, and the awaited party."""
    item = b["item"]
    return {
        "code": item["code"],
        "child": item["child"] or say("casework.unknown_child"),
        "what": say("frame.colon", head=item["itemKindLabel"], rest=b["clock"]["label"]),
        "since": due(b["clock"]["due"], at).text,
        "text": articles(b["citations"]),
        "whom": item["waitsForLabel"] or (colleague(item["holder"]) if item["holder"] else say("casework.nobody_yet")),
    }


def _line(r: Row, labels: dict[str, str], at: datetime) -> Row:
    who = r["responsible"]["code"] if r["responsible"] else ""
    moment = due(r["due"], at) if r["due"] else None
    return {
        **r,
        "who": labels.get(who) or say("casework.nobody_yet"),
        "link": f"/work?list=person&of={who}" if who else "/work?list=free",
        "first": say("frame.with", words=moment.text, more=moment.note) if moment else say("casework.no_due"),
    }


async def person(v: Visit, of: str) -> Row:
    """Return the work of one colleague, and her children to give to another."""
    listed = await v.asker.ask("Work", scope="AREA", responsible=of, first=FIRST)
    cases = await v.asker.ask("Work", scope="AREA", kind="CASE", responsible=of, first=FIRST)
    at, me = now(), v.viewer["subject"]
    rows = [row(r, at, me) for r in listed["nodes"]]
    children = [row(r, at, me) for r in cases["nodes"]]
    holder = next((r["holder"] for r in rows if r["holder"]), None)
    return {
        "name": "person",
        "of": of,
        "who": colleague(holder) if holder else of,
        "rows": rows,
        "total": listed["totalCount"],
        "after": "",
        "children": children,
        "offer": await offer(v, cases["nodes"], of),
    }
