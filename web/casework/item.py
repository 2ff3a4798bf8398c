"""Page of one item: its head, the next step with its form, items under it, events (一件事项)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from web.casework.choices import Offered, offered, on_call
from web.casework.forms import shown
from web.casework.held import age, held
from web.casework.household import beside
from web.casework.summary import lacking, papers, summary
from web.casework.told import after_step, by, entries, titled, until, urgent
from web.casework.tonight import by_record, called, in_danger, tonight
from web.duty.line import for_report
from web.frame.pages import Visit
from web.parts.asking import Asker, Refused, Row
from web.parts.colleagues import colleague
from web.parts.moments import day, now, read, waited, when
from web.parts.words import say
from web.persons.life import life

SAID = "said"
"""The field with the words of whoever reports."""
NO_DUTY = "noDuty"
"""Field that marks a roster on which nobody was left."""
CALLS = "calls"
"""Field that counts the answered calls of a report."""
HEARD = 2000
"""Letters that are listened to."""
REFERRAL, ATTEMPT, REFUSED = "REFERRAL", "ATTEMPT", "REFUSED"
"""A need, a sending of it to a body, and its state when the body has sent it back."""
CASE, CLOSING = "CASE", "CLOSING"
"""A case whose end was proposed: whoever decides reads first why, and what speaks against it."""
OPENING = "emergencyReadOpen"
"""The step that opens locked classes of a child for a cause: read-only, for some hours, reviewed by others."""
BEGINS, ENDS = "reportOpenCase", "reportEnd"
"""The step by which a report becomes a case, and the one by which it is noted in the case that the child has."""
FILE = "FILE"
"""Type of fields that are shown among the files."""
HEAD = ("grade",)
"""Fields that are shown in the head."""
MOST = 6
"""Rows of a card."""
CARDS = ("VISIT", "REFERRAL", "ATTEMPT", "PLACEMENT", "ASSESSMENT", "ENTITLEMENT", "TASK")
"""Kinds of items below a case, in the order of their cards."""


async def content(v: Visit, code: str, given: Mapping[str, str], answer: Row | None) -> Row:
    """Return the content of the page of an item; the form of the step in `given` is open, otherwise the main one."""
    item = await v.asker.ask("Item", code=code)
    steps = [s for s in item["actions"] if not s["why"]]
    wanted = [s for s in steps if s["mutation"] == given.get("do")] + [s for s in steps if s["main"]]
    chosen = wanted[0] if wanted else None
    choices: dict[str, Offered] = {}
    if chosen:
        choices = await offered(v.asker, [chosen], item, v.viewer["areas"]) | dict((answer or {}).get("choices", {}))
    at, me = now(), v.viewer["subject"]
    known = {f["name"]: f for f in item["fields"] if f["fieldType"] != FILE}
    on_file = await by_record(v.asker, item)
    others = [{**s, "k": uuid4().hex} for s in steps if s is not chosen]
    return {
        "item": {**item, **titled(item, at)},
        "step": shown(chosen, choices, given, (answer or {}).get("wrong")) if chosen else None,
        "others": [s for s in others if not s["rare"]],
        "rare": [s for s in others if s["rare"]],
        "cannot": [s for s in item["actions"] if s["why"]],
        "papers": await v.asker.ask("Papers", kind=item["itemKind"]),
        "own_forms": await _own_forms(v, item),
        "household_children": await beside(v.asker, code, chosen, given),
        "answer": answer,
        "has_case": next((s for s in item["actions"] if s["mutation"] == BEGINS and s["blockedBy"]), None),
        "came_back": _came_back(item) if steps else None,
        "joins": any(s["mutation"] == ENDS for s in steps),
        "key": given.get("key") or uuid4().hex,
        "told": after_step(item, me, at) if given.get("did") else None,
        "heard": await heard(v.asker, known.get(SAID, {}).get("value", "")),
        "alarm_shown": urgent(item) and any(s["mutation"] == "reportCall" for s in steps),
        "first": "",
        "numbers": await on_call(v.asker, item) if urgent(item) else [],
        "duty": await for_report(v.asker, item),
        "no_duty": known.get(NO_DUTY, {}).get("value") == "true",
        "who": titled(item, at)["who"],
        "by": _by(item, me),
        "called": called(item),
        "tonight": await tonight(v.asker, item),
        "by_record": on_file,
        "file_tells_danger": in_danger(on_file),
        "against": lacking(item) if _closing(item) else None,
        "until": until(item, at) if item["due"] else "",
        "head": [f["valueLabel"] for name, f in known.items() if name in HEAD],
        "known": [f for name, f in known.items() if name not in HEAD],
        "record": item["record"],
        "summary": summary(item, at),
        "opening": next((s["mutation"] for s in steps if s["mutation"] == OPENING), ""),
        "kin": (await v.asker.ask("Household", code=code))["siblings"] if item["itemKind"] == CASE else [],
        "life": life(item["record"], at.date()) if item["itemKind"] == CASE else None,
        "benefit_papers": papers(item, steps),
        "reports": [{**r, "when": when(r["since"], at), "calls": _calls(r)} for r in item["reports"][:MOST]],
        "cards": _cards(item, me, at),
        "files": [{**f, "when": when(f["recordedAt"], at)} for f in item["files"]],
        "held": held(item, at),
        "age": age(item, at),
        "entries": entries(item["timeline"], me, at),
        "sealed": list(dict.fromkeys(label for e in item["timeline"] for label in e["withheldLabels"])),
    }


async def _own_forms(v: Visit, item: Row) -> list[Row]:
    """The forms of bodies' own that an item can be written on."""
    if not item["area"]:
        return []
    return list(await v.asker.ask("BodyForms", area=item["area"]["code"], kind=item["itemKind"]))


def _came_back(item: Row) -> Row | None:
    """The last sending of a referral if it was refused and nobody else has it now."""
    own = [u for u in (*item["under"], *item["past"]) if u["itemKind"] == ATTEMPT and u["createdUnder"] == item["code"]]
    last = own[0] if item["itemKind"] == REFERRAL and not item["ended"] and own else None
    return last if last and last["state"] == REFUSED else None


def _calls(report: Row) -> str:
    """Number of answered calls of a report."""
    return next((str(f["valueLabel"]) for f in report["openFields"] if f["name"] == CALLS), "0")


def _closing(item: Row) -> bool:
    return bool(item["itemKind"] == CASE and item["state"] == CLOSING)


def _by(item: Row, me: str) -> str:
    """The person responsible, by role and area where it is a colleague."""
    if item["waitsForLabel"] or item["responsible"] in (None, me) or not item["holder"]:
        return by(item, item["responsible"], me)
    return say("casework.with", who=colleague(item["holder"]))


def _cards(item: Row, me: str, at: datetime) -> list[tuple[str, list[Row], int]]:
    """Return the cards beside an item, by kind: open items, then ended ones, the latest first."""
    cards: dict[str, list[Row]] = {}
    beside = [u for u in (*item["under"], *item["raised"], *item["past"]) if _shown(item, u)]
    for u in sorted(beside, key=lambda u: CARDS.index(u["itemKind"]) if u["itemKind"] in CARDS else len(CARDS)):
        rest = say("casework.since", when=day(read(u["since"]))) if u["ended"] else waited(u["since"], at)
        more = {"until": until(u, at) if u["due"] else rest, "by": "" if u["ended"] else by(u, item["responsible"], me)}
        cards.setdefault(u["itemKindLabel"], []).append({**u, **more})
    return [(kind, rows[:MOST], len(rows) - MOST) for kind, rows in cards.items()]


def _shown(item: Row, other: Row) -> bool:
    """True if another item is shown: beside a referral only its own attempts and its case; elsewhere all."""
    own = other["createdUnder"] == item["code"] or other["code"] == item["createdUnder"]
    return own or item["itemKind"] not in (REFERRAL, ATTEMPT)


async def heard(asker: Asker, words: str) -> Row | None:
    """Return the meaning of the reporter's words; None if there are none, or it cannot be worked out now."""
    try:
        return dict(await asker.ask("Understand", text=words[:HEARD])) if words else None
    except Refused:
        return None
