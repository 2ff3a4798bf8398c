"""A step that somebody sent: what it names is looked up, it is taken, or the form stands again (做一步)."""

from uuid import uuid4

from fastapi import Request

from web.casework.choices import Offered
from web.casework.forms import missing, resolved, sent
from web.frame.pages import SIGN_IN, Visit
from web.parts.asking import Refused, Row
from web.parts.words import say

PAGES = {SIGN_IN, "FORBIDDEN", "NOT_FOUND"}
"""Refusals that are a page of their own; after any other a form stands again as it was filled in."""
CONFLICT = "CONFLICT"
"""The refusal of a key that was used for something else."""
WRONG = 422
"""The status of a form that stands again."""


async def form_of(request: Request) -> dict[str, str]:
    """What was sent."""
    return {name: str(value) for name, value in (await request.form()).items()}


async def taken(
    v: Visit, step: Row, given: dict[str, str], choices: dict[str, Offered], more: Row
) -> tuple[dict[str, str], Row | None, Row | None]:
    """Take a step: what was sent, why it was refused, the item after it."""
    given, wrong = await resolved(v.asker, step, given, choices)
    why = missing(step, given) or say("frame.semicolon").join(wrong.values())
    if why:
        return given, {"why": why, "wrong": wrong, "choices": choices}, None
    try:
        answer = await v.asker.take(step["mutation"], {**sent(step, given), **more})
    except Refused as e:
        if e.code in PAGES:
            raise
        if e.code == CONFLICT:
            return {**given, "key": uuid4().hex}, {"why": say("casework.other_sent")}, None
        return given, {"why": str(e)}, None
    return (given, answer, None) if answer["__typename"] == "RefusedAction" else (given, None, answer)
