"""Execution of a sent step: its names are looked up, it is taken, or the form is shown again (做一步)."""

import base64
from uuid import uuid4

from fastapi import Request

from web.casework.choices import Offered
from web.casework.forms import FILE, FILE_AS, PREFIX, missing, resolved, sent
from web.frame.pages import SIGN_IN, Visit
from web.parts.asking import Refused, Row
from web.parts.forms import read_form
from web.parts.uploads import is_multipart, uploaded
from web.parts.words import say

PAGES = {SIGN_IN, "FORBIDDEN", "NOT_FOUND"}
"""Refusals with a page of their own; after any other the form is shown again as it was filled in."""
CONFLICT = "CONFLICT"
"""The refusal of a key that was used for something else."""
LARGEST = 8 * 2**20
"""The largest file in bytes; the service checks again."""
MOST_FIELDS = 100
WRONG = 422
"""HTTP status of a form that is shown again."""


async def form_of(v: Visit, request: Request) -> dict[str, str]:
    """Return the sent values; a file in base64 under the name of its field.

    Raises:
        Refused: A file of somebody who has not signed in; nothing was read.
        TooLarge: A file over the bound; nothing was read.
    """
    if is_multipart(request) and not v.signed_in:
        raise Refused(SIGN_IN, SIGN_IN)
    if not is_multipart(request):
        return dict(await read_form(request))
    form = await uploaded(request, LARGEST, fields=MOST_FIELDS)
    given = form.fields
    if FILE in form.files:
        given = {**given, PREFIX + given.get(FILE_AS, ""): base64.b64encode(form.files[FILE][1]).decode()}
    return given


async def taken(
    v: Visit, step: Row, given: dict[str, str], choices: dict[str, Offered], more: Row
) -> tuple[dict[str, str], Row | None, Row | None]:
    """Take a step: what was sent, why it was refused, the item after it."""
    given, wrong = await resolved(step, given, choices)
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
    if answer["__typename"] == "RefusedAction":
        return given, {**answer, "choices": choices}, None
    return given, None, answer
