"""Shared parts of the views of the rules: parameters of an address, days, periods, pages of rows (规则的行)."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import Request

from web.parts.asking import Row
from web.parts.moments import now
from web.parts.words import say

LONGEST = 200
"""Most characters of a parameter that are read."""

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Days that the service answers for."""


def given(request: Request) -> dict[str, str]:
    """The parameters of an address."""
    return {k: v.strip()[:LONGEST] for k, v in request.query_params.items()}


def today() -> date:
    """Today in Guangzhou."""
    return now().date()


def day(text: str | None) -> str | None:
    """A day as the service takes it; None if the text is none, or one that nobody asks about."""
    try:
        wanted = date.fromisoformat(text or "")
    except ValueError:
        return None
    return wanted.isoformat() if FIRST <= wanted <= LAST else None


def address(view: str, **parts: str | None) -> str:
    """The address of a view, without parameters that are empty."""
    query = urlencode({k: v for k, v in parts.items() if v})
    return f"/rules{view}?{query}" if query else f"/rules{view}"


def clause_at(code: str, on: str | None = None) -> str:
    """The address of a clause."""
    return address("/clause", code=code, on=on)


def following(reply: Row, view: str, **parts: str | None) -> str | None:
    """The address of the next page of rows; None on the last."""
    info = reply["pageInfo"]
    return address(view, **parts, after=info["endCursor"]) if info["hasNextPage"] else None


def period(row: Row) -> str:
    """The period in force as text."""
    since, until = row["inForceFrom"], row["inForceTo"]
    if not since and not until and not row["knownFrom"]:
        return say("rules.no_dates")
    if row["knownFrom"]:
        return say("rules.known_from", since=row["knownFrom"])
    since = since or say("rules.open_start")
    return say("rules.until", since=since, until=until) if until else say("rules.since", since=since)


def day_in(version: Row) -> str | None:
    """A day on which a version was in force."""
    if first := version["inForceFrom"] or version["knownFrom"]:
        return str(first)
    until = version["inForceTo"]
    return (date.fromisoformat(until) - timedelta(days=1)).isoformat() if until else None


def conditional(row: Mapping[str, str | None], text: str = "text") -> str:
    """A text with its condition."""
    condition = row["condition"]
    return say("rules.only_if", text=row[text], condition=condition) if condition else str(row[text])


def quotes(rows: list[Row], on: str | None = None) -> list[tuple[str, str, str]]:
    """Return citations: the words, their position, and the address of the clause."""
    return [
        (c["quote"], say("frame.title", title=c["document"], more=c["article"]), clause_at(c["clause"], on))
        for c in rows
    ]
