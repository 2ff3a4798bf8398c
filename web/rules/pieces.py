"""Parts shared by the views of the rules: confidence, dates, links, pages (规则的组件)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from web.parts import pieces
from web.parts.asking import Row
from web.parts.words import say

Given = Mapping[str, str]
"""The parameters of the URL."""
TONES = {"h": "yes", "read": "yes", "m": "open", "news": "open", "l": "bad", "memory": "bad", "unclear": "bad"}
"""The tone of each level of confidence or source mark."""


def today() -> str:
    """Today in Guangzhou."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def address(**parts: str) -> str:
    """A URL of this page."""
    return "/rules?" + "&".join(f"{k.rstrip('_')}={quote(v, safe='/:')}" for k, v in parts.items() if v)


def sure(row: Row, name: str) -> None:
    """The confidence or source mark of a row as a label with its tone."""
    tone(row[name], row[f"{name}Label"])


def tone(code: str, label: str) -> None:
    """A label with the tone of its code."""
    pieces.text("span", label, f"chip sure {TONES.get(code.lower(), '')}")


def period(row: Row) -> str:
    """The period in force as text."""
    since, until = row["inForceFrom"], row["inForceTo"]
    if not since and not until and not row["knownFrom"]:
        return say("rules.no_dates")
    if row["knownFrom"]:
        return say("rules.known_from", since=row["knownFrom"])
    since = since or say("rules.open_start")
    return say("rules.until", since=since, until=until) if until else say("rules.since", since=since)


def clause_links(codes: Sequence[str]) -> None:
    """Links to clauses."""
    with pieces.tag("ul"):
        for code in codes:
            with pieces.tag("li"):
                pieces.link(f"{say('rules.plan')} {code.partition(':')[2]}", address(clause=code))


def matter_links(matters: Sequence[Row]) -> None:
    """Links to the responsibility for matters, each with its confidence."""
    with pieces.tag("ul", "plain"):
        for m in matters:
            with pieces.tag("li"):
                pieces.link(f"{m['code']} {m['name']}", f"/who?matter={m['code']}")
                sure(m, "confidence")


Ask = Callable[[str | None], Awaitable[Row]]
Draw = Callable[[Row], None]


async def paged(ask: Ask, draw: Draw, nothing: str) -> None:
    """Rows page by page; a button adds the next page."""
    box, more, counter = pieces.tag("div"), pieces.tag("div"), pieces.tag("p", "count", role="status")
    shown = 0

    async def bring(after: str | None) -> None:
        nonlocal shown
        reply = await ask(after)
        shown += len(reply["nodes"])
        with box:
            for row in reply["nodes"]:
                draw(row)
            if not reply["nodes"] and after is None:
                pieces.empty(nothing)
        more.clear()
        counter.clear()
        with counter:
            pieces.text("small", say("rules.count", shown=shown, total=reply["totalCount"]))
        if reply["pageInfo"]["hasNextPage"]:
            with more:
                cursor = reply["pageInfo"]["endCursor"]
                pieces.button(say("rules.more"), lambda: pieces.shown(more, lambda: bring(cursor)), kind="quiet")

    await bring(None)
