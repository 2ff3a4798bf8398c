"""What the views of the rules share: how sure, since when, more of the same (规则的组件)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from web.parts import pieces
from web.parts.asking import Row
from web.parts.words import say

Given = Mapping[str, str]
"""What the address says."""
TONES = {"h": "yes", "read": "yes", "m": "open", "news": "open", "l": "bad", "memory": "bad", "unclear": "bad"}
"""How sure an assignment or a source is; the word always stands beside the colour."""


def today() -> str:
    """The day in Guangzhou."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def address(**parts: str) -> str:
    """An address of these pages."""
    return "/rules?" + "&".join(f"{k.rstrip('_')}={quote(v, safe='/:')}" for k, v in parts.items() if v)


def sure(row: Row, name: str) -> None:
    """How sure a part of a row is, as a word with its tone."""
    tone(row[name], row[f"{name}Label"])


def tone(code: str, label: str) -> None:
    """How sure, as a word with its tone."""
    pieces.text("span", label, f"chip sure {TONES.get(code.lower(), '')}")


def period(row: Row) -> str:
    """From which day to which."""
    since, until = row["inForceFrom"], row["inForceTo"]
    if not since and not until and not row["knownFrom"]:
        return say("rules.no_dates")
    if row["knownFrom"]:
        return say("rules.known_from", since=row["knownFrom"])
    since = since or say("rules.open_start")
    return say("rules.until", since=since, until=until) if until else say("rules.since", since=since)


def clause_links(codes: Sequence[str]) -> None:
    """Clauses as links."""
    with pieces.tag("ul"):
        for code in codes:
            with pieces.tag("li"):
                pieces.link(f"{say('rules.plan')} {code.partition(':')[2]}", address(clause=code))


def matter_links(matters: Sequence[Row]) -> None:
    """Matters as links to who is responsible, each with how sure the assignment is."""
    with pieces.tag("ul", "plain"):
        for m in matters:
            with pieces.tag("li"):
                pieces.link(f"{m['code']} {m['name']}", f"/responsibility?matter={m['code']}")
                sure(m, "confidence")


Ask = Callable[[str | None], Awaitable[Row]]
Draw = Callable[[Row], None]


async def paged(ask: Ask, draw: Draw, nothing: str) -> None:
    """Rows a page at a time: those that stand stay, a button brings more."""
    box, more, told = pieces.tag("div"), pieces.tag("div"), pieces.tag("p", "count", role="status")
    shown = 0

    async def bring(after: str | None) -> None:
        nonlocal shown
        found = await ask(after)
        shown += len(found["nodes"])
        with box:
            for row in found["nodes"]:
                draw(row)
            if not found["nodes"] and after is None:
                pieces.empty(nothing)
        more.clear()
        told.clear()
        with told:
            pieces.text("small", say("rules.count", shown=shown, total=found["totalCount"]))
        if found["pageInfo"]["hasNextPage"]:
            with more:
                cursor = found["pageInfo"]["endCursor"]
                pieces.button(say("rules.more"), lambda: pieces.shown(more, lambda: bring(cursor)), kind="quiet")

    await bring(None)
