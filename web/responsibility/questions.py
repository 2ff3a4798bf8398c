"""Further questions about an answer: why a body is not responsible, and whether it may do an act (追问)."""

from fastapi import Request

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.forms import read_form
from web.parts.words import say
from web.situation.catalogue import choices
from web.situation.reading import ChildReading

WAYS = {"": "responsibility.asked_may", "MAY_NOT": "responsibility.asked_may_not", "MUST": "responsibility.asked_must"}
"""Forms of the question."""
BODY, ACT, BY, WAY, PICK = "why", "act", "by", "way", "pick"


async def asked_in_words(v: Visit, r: ChildReading) -> Row | None:
    """Return the question of permission in the words, with the answer; or the possible acts where that is not sure."""
    q = r.understood and r.understood["question"]
    if not q or not q["bodyKind"]:
        return None
    facts = {"situation": r.situation, "on": r.state.on or None, "asked": None}
    reply = await v.asker.ask("May", act={"text": q["text"]}, bodyKind=q["bodyKind"]["code"], **facts)
    if "code" not in reply:
        return {"may": reply, "acts": (), **q}
    return {"may": None, "acts": reply.get("candidates") or (), **q}


async def asked_besides(v: Visit, request: Request, variables: Row) -> Row:
    """Return the options, the choice, and the answers."""
    form = await read_form(request) if request.method == "POST" else {}
    given = {name: form.get(name, "") for name in (BODY, ACT, BY, WAY)}
    offered = await choices(v.asker)
    if picked := form.get(PICK, "").split():  # an act that was offered, by whom, and how the words asked about it
        given |= dict(zip((ACT, BY, WAY), picked, strict=False))
    given[WAY] = given[WAY] if given[WAY] in WAYS else ""
    why = may = None
    if given[BODY]:
        reply = await v.asker.ask("WhyNot", **variables, bodyKind=given[BODY])
        why = reply if "code" in reply else reply["whyNot"]
    if given[ACT] and given[BY]:
        facts = {"situation": variables["situation"], "on": variables["on"], "asked": given[WAY] or None}
        may = await v.asker.ask("May", act={"code": given[ACT]}, bodyKind=given[BY], **facts)
    ways = [(code, say(words)) for code, words in WAYS.items()]
    return {"kinds": offered.kinds, "acts": offered.acts, "ways": ways, "given": given, "why": why, "may": may}
