"""Search of cases by part of their number or pseudonym, from the box of every page; then perhaps by name (找个案)."""

import re

from starlette.responses import RedirectResponse, Response

from web.frame.pages import Visit
from web.parts.asking import Row
from web.persons.named import PURPOSES
from web.situation.reading import ChildReading

LONGEST = 40
"""Letters of a text that may be a number or a pseudonym; a longer one is only a description."""
NAME = re.compile(r"[^\W\d_]{2,4}|[^\W\d_]+([ ·•.'’-]+[^\W\d_]+){1,4}")
"""A text that may be the whole name of a person: two to four letters, or several words."""


async def cases_of(v: Visit, words: str) -> Row | None:
    """The cases that words may mean, for whoever may read cases; None where they mean none."""
    given = words.strip()
    if not given or len(given) > LONGEST or not v.may("READ_CASES"):
        return None
    reply = await v.asker.ask("Cases", search=given)
    return {"given": given, **reply} if reply["nodes"] else None


def only(cases: Row | None) -> Response | None:
    """The sheet of the case whose whole number was written."""
    if cases is None or [c["code"] for c in cases["nodes"]] != [cases["given"]]:
        return None
    return RedirectResponse(f"/sheet?case={cases['given']}", status_code=303)


def name_in(r: ChildReading) -> Row:
    """The words as a name to search by, where they may be one and contain no fact or matter."""
    words = r.state.words.strip()
    tells = r.danger or r.state.matter or any(p.partition("=")[0] in r.forms for p in r.heard)
    may_be = NAME.fullmatch(words) and len(words) <= LONGEST and not tells
    return {"name": words if may_be else "", "purposes": PURPOSES}
