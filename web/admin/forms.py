"""Forms of the administration: read, and answered with why something was refused (表单)."""

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request

from web.frame.pages import SIGN_IN, Visit
from web.parts.asking import Refused, Row
from web.parts.forms import read_form
from web.parts.words import say

REFUSED = frozenset({"BAD_USER_INPUT", "CONFLICT", "NOT_FOUND"})
"""Error codes that the form itself can mend: the sentence is shown above it."""
Form = dict[str, list[str]]


async def read(request: Request) -> Form:
    """The fields of a form, each with its values; nothing of a request that sends none."""
    if request.method != "POST":
        return {}
    form = await read_form(request)
    return {k: [x.strip() for x in form.getlist(k)] for k in form}


def one(form: Form, name: str) -> str:
    """The value of a field; empty without one."""
    return (form.get(name) or [""])[0]


def again(form: Form) -> dict[str, str]:
    """Return the typed values for the form to show again; empty for missing ones."""
    return defaultdict(str, {k: " ".join(values) for k, values in form.items()})


def parts(text: str) -> list[str]:
    """The words of a field that takes several."""
    return re.findall(r"\w+", text)


async def tried(work: Callable[[], Awaitable[Any]]) -> tuple[Any, str]:
    """Return the result of a change, or the sentence of its refusal.

    Raises:
        Refused: The form cannot mend it.
    """
    try:
        return await work(), ""
    except Refused as e:
        if e.code not in REFUSED:
            raise
        return None, str(e)


def denied(v: Visit) -> Refused:
    """Return the refusal of a page without a question of its own, for viewers without the right."""
    return Refused("FORBIDDEN" if v.signed_in else SIGN_IN, say("errors.forbidden"))


async def areas(v: Visit, text: str) -> list[str]:
    """The codes of the areas that a field names, by code or by the whole or the beginning of its name.

    Raises:
        Refused: A name that no area has, or several.
    """
    codes = []
    for part in parts(text):
        if part.isdecimal():
            codes.append(part.ljust(12, "0"))
            continue
        reply: Row = await v.asker.ask("Areas", search=part, first=50)
        whole = [a["code"] for a in reply["nodes"] if part in (a["name"], a["fullName"])]
        named = whole or [a["code"] for a in reply["nodes"] if a["name"].startswith(part)]
        if len(named) != 1:
            raise Refused("BAD_USER_INPUT", say("admin.no_such_area", name=part))
        codes += named
    return codes
