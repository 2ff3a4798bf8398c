"""Search of cases by the whole name of a child, for a purpose; no address contains a name (按姓名找)."""

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import STATUS, Pages, Visit
from web.parts.asking import Row
from web.parts.forms import read_form
from web.parts.words import say

PATH = "/find"
PURPOSES = {
    "report": "persons.for_report",
    "visit": "persons.for_visit",
    "referral": "persons.for_referral",
    "roll": "persons.for_roll",
}
"""Purposes to choose from, each with its word: a text could contain the name, and the audit has it in clear."""


def attach_name_search(pages: Pages) -> None:
    """Serve the page."""

    async def find(v: Visit, request: Request) -> Response:
        form = await read_form(request) if request.method == "POST" else {}
        name, purpose = (form.get(field, "").strip() for field in ("name", "purpose"))
        content: Row = {"name": name, "purpose": purpose, "found": None, "problem": "", "purposes": PURPOSES}
        if not v.may("FIND_BY_NAME"):
            content["problem"] = say("persons.not_allowed" if v.signed_in else "persons.signed_out")
            return v.page("persons/named.html", content, 403)
        if request.method == "GET":
            return v.page("persons/named.html", content)
        if purpose not in PURPOSES:
            return v.page("persons/named.html", content | {"problem": say("persons.no_purpose")}, 422)
        reply = await v.asker.ask("CasesByName", name=name, purpose=say(PURPOSES[purpose]))
        if "code" in reply:
            return v.page("persons/named.html", content | {"problem": reply["message"]}, STATUS.get(reply["code"], 500))
        return v.page("persons/named.html", content | {"found": reply})

    pages.add(PATH, "responsibility", find, ("GET", "POST"))
