"""待遇：entitlement gaps, as cases for those who may read them, as counts for others (应纳尽纳)."""

from functools import partial

from web.parts import fields, pieces
from web.parts.asking import Asker, Row
from web.parts.fields import Choice
from web.parts.words import say
from web.planning import parts
from web.planning.parts import LIVE, PlanningState

GAPS = (
    ("MISSING", "planning.gap_missing"),
    ("RECEIPT_UNKNOWN", "planning.gap_receipt_unknown"),
    ("ENDED", "planning.gap_ended"),
    ("CONFLICT", "planning.gap_conflict"),
    ("ASK", "planning.gap_ask"),
)


async def gaps(plan: PlanningState, asker: Asker) -> None:
    """One kind of gap at a time, the gravest kind first."""
    if plan.network != LIVE:
        pieces.notice(say("planning.live_only"))
    pieces.text("p", say("planning.gaps_lead"))
    wanted = {"gap": GAPS[0][0], "after": ""}

    async def filtered(gap: str) -> None:
        wanted.update(gap=gap or GAPS[0][0], after="")
        await pieces.shown(box, listed)

    async def further(after: str) -> None:
        wanted["after"] = after
        await pieces.shown(box, listed)

    async def listed() -> None:
        reply = await asker.ask("Gaps", area=plan.area, gap=wanted["gap"], after=wanted["after"] or None)
        if reply["rows"] is None:
            _counts(reply)
        else:
            _rows(reply)
            at = reply["rows"]["pageInfo"]
            if at["hasNextPage"]:
                pieces.button(say("planning.further_cases"), partial(further, at["endCursor"]), kind="quiet")
        pieces.behind(asker)

    with pieces.tag("div", "form"):
        first, *rest = [Choice(code, say(key)) for code, key in GAPS]
        fields.choose(say("planning.gap_kind"), rest, filtered, unset=first.label)
    box = pieces.tag("div", aria_live="polite")
    await pieces.shown(box, listed)


def _counts(reply: Row) -> None:
    if reply["note"]:
        pieces.text("small", reply["note"])
    if not reply["counts"]:
        pieces.empty(say("planning.no_gaps"))
        return
    sized = sorted(reply["counts"], key=lambda c: (-(c["children"] or 0), c["service"]["code"], c["area"]["code"]))
    rows = [
        [
            c["service"]["name"],
            c["area"]["name"],
            say("planning.hidden") if c["children"] is None else str(c["children"]),
        ]
        for c in sized
    ]
    some = [r for r in rows if r[2] != "0"]
    pieces.text("small", say("planning.zeros"))
    headings = [say("planning.benefit"), say("planning.area"), say("planning.children")]
    parts.table(say("planning.gaps"), headings, some, rows)


def _name(part: Row | None, key: str) -> str:
    return part[key] if part else ""


def _rows(reply: Row) -> None:
    pieces.text("p", say("planning.judged", judged=reply["rows"]["judged"], withheld=reply["rows"]["withheld"]))
    cases = reply["rows"]
    if not cases["nodes"]:
        pieces.empty(say("planning.no_gaps_here" if cases["pageInfo"]["hasNextPage"] else "planning.no_gaps"))
        return
    headings = [
        say("planning.case"),
        say("planning.pseudonym"),
        say("planning.benefit"),
        say("planning.why"),
        say("planning.ask_first"),
        say("planning.excludes"),
    ]
    rows = [
        [
            r["caseCode"],
            r["pseudonym"],
            r["service"]["name"],
            r["reason"],
            _name(r["missingFact"], "label"),
            _name(r["other"], "name"),
        ]
        for r in cases["nodes"]
    ]
    parts.table(say("planning.gaps"), headings, rows)
