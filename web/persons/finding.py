"""Search of cases by part of their number or pseudonym, from the box of every page (找个案)."""

from starlette.responses import RedirectResponse, Response

from web.frame.pages import Visit
from web.parts.asking import Row

LONGEST = 40
"""Letters of a text that may be a number or a pseudonym; a longer one is only a description."""


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
