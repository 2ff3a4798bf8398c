"""目标：the plan's eleven goals with their obligations and objects (目标与义务)."""

from functools import partial

from web.parts import fields, files, pieces
from web.parts.asking import Asker, Row
from web.parts.fields import Choice
from web.parts.words import say
from web.planning import parts
from web.planning.parts import LIVE, PlanningState

MOST = 100
"""Objects per request for a file; the page's own number is in operations/planning.graphql."""


async def goals(plan: PlanningState, asker: Asker) -> None:
    """All goals; each expands to its obligations, each obligation to its objects."""
    if plan.network != LIVE:
        pieces.notice(say("planning.live_only"))
    pieces.text("p", say("planning.goals_lead"))
    reply = await asker.ask("Goals", area=plan.area)
    if reply:
        pieces.text("small", say("planning.how", how=reply[0]["rate"]["how"]))
    if plan.v.may("COUNT_CASES"):
        pieces.text("small", say("planning.counts_only"))
    for g in reply:
        with pieces.tag("details", "goal"):
            with pieces.tag("summary"):
                pieces.text("span", say("planning.goal", goal=g["goalLabel"], rate=parts.rate(g["rate"])))
                _bar(g["rate"])
            _goal(plan, asker, g)
    headings = [
        say("planning.goal_name"),
        say("planning.done"),
        say("planning.due"),
        say("planning.doubtful"),
        say("planning.not_due"),
        say("planning.exempt"),
    ]
    keys = ("numerator", "denominator", "doubtful", "notDue", "exempt")
    rows = [[g["goalLabel"], *(str(g["rate"][k]) for k in keys)] for g in reply]
    files.offer(say("planning.goals"), (headings, rows))
    pieces.behind(asker)


def _bar(r: Row) -> None:
    """A bar with the fulfilled and the doubtful share; the numbers are beside it as text."""
    if r["denominator"]:
        with pieces.tag("span", "bar", aria_hidden="true"):
            for tone, value in (("done", r["low"]), ("doubt", r["high"] - r["low"])):
                pieces.tag("span", tone).style(f"width: {100 * value:.1f}%")


def _goal(plan: PlanningState, asker: Asker, g: Row) -> None:
    with pieces.tag("p"):
        for s in g["severities"]:
            label_ = say("planning.severity", label=s["severityLabel"], count=s["count"])
            pieces.chip(label_, s["severity"])
    if g["unlisted"]:
        pieces.text("small", say("planning.unlisted", count=len(g["unlisted"])))
    for d in g["duties"]:
        _duty(plan, asker, d)


def _duty(plan: PlanningState, asker: Asker, d: Row) -> None:
    o = d["obligation"]
    with pieces.tag("div", "duty"):
        with pieces.tag("p"):
            pieces.text("strong", o["name"])
            pieces.chip(o["strengthLabel"])
        text = parts.rate(d["rate"]) if d["known"] else say("planning.no_list")
        pieces.text("p", text)
        if d["known"]:
            pieces.text("small", say("frame.comma").join(_counted(s) for s in d["standings"]))
        if o["period"]:
            pieces.text("small", say("planning.period", period=o["period"], source=o["periodSource"]))
        if d["note"] and any(s["count"] is None for s in d["standings"]):
            pieces.text("small", d["note"])
        show = partial(_objects, plan, asker.beside(), d)
        b = pieces.button(say("planning.objects"), lambda: pieces.shown(box, show), kind="quiet")
        pieces.set_to(b, aria_label=say("planning.objects_of", name=o["name"]))
        box = pieces.tag("div", aria_live="polite")


def _counted(s: Row) -> str:
    shown = say("planning.hidden") if s["count"] is None else str(s["count"])
    return say("planning.standing", label=s["standingLabel"], count=shown)


async def _objects(plan: PlanningState, asker: Asker, d: Row) -> None:
    """The objects of an obligation by standing; children only for those who may read cases."""
    wanted = {"standing": "", "after": ""}
    code = d["obligation"]["code"]

    async def filtered(standing: str) -> None:
        wanted.update(standing=standing, after="")
        await pieces.shown(box, listed)

    async def further(after: str) -> None:
        wanted["after"] = after
        await pieces.shown(box, listed)

    def arguments(after: str) -> Row:
        return {"area": plan.area, "obligation": code, "standing": wanted["standing"] or None, "after": after or None}

    async def every() -> files.Table:
        rows, after, more = list[list[str]](), "", True
        while more:
            reply = (await asker.ask("Things", **arguments(after), first=MOST))["objects"]
            rows += [row for x in reply["nodes"] for row in _rows(x)]
            more, after = reply["pageInfo"]["hasNextPage"], reply["pageInfo"]["endCursor"]
        return _headings(), rows

    async def listed() -> None:
        reply = await asker.ask("Duty", **arguments(wanted["after"]))
        if _listed(reply):
            files.offer(d["obligation"]["name"], every)
            at = reply["objects"]["pageInfo"]
            if at["hasNextPage"]:
                pieces.button(say("planning.further_objects"), partial(further, at["endCursor"]), kind="quiet")
        pieces.behind(asker)

    choices = [Choice(s["standing"], _counted(s)) for s in d["standings"]]
    with pieces.tag("div", "form"):
        fields.choose(say("planning.standing_only"), choices, filtered, unset=say("planning.standing_all"))
    box = pieces.tag("div", aria_live="polite")
    await pieces.shown(box, listed)


def _listed(reply: Row) -> bool:
    """Show a page of objects; True if there are any."""
    o = reply["obligation"]
    pieces.text("p", say("planning.holders", names=say("frame.comma").join(h["name"] for h in o["holders"])))
    pieces.text("p", say("planning.evidence", names=say("frame.comma").join(o["evidenceLabels"])))
    if o["demands"]:
        pieces.text("p", say("planning.demands", text=o["demands"]))
    pieces.quotes(o["citations"])
    lacks = (
        "planning.no_list"
        if not reply["known"]
        else "planning.counts_only"
        if reply["objects"] is None
        else ""
        if reply["objects"]["nodes"]
        else "planning.no_objects"
    )
    if lacks:
        pieces.empty(say(lacks))
        return False
    rows = [row for x in reply["objects"]["nodes"] for row in _rows(x)]
    pieces.table(_headings(), rows, say("planning.caption", name=o["name"], count=reply["objects"]["totalCount"]))
    return True


def _headings() -> list[str]:
    return [
        say("planning.object"),
        say("planning.standing_is"),
        say("planning.grave"),
        say("planning.why"),
        say("planning.last"),
        say("planning.due_on"),
    ]


def _rows(x: Row) -> list[list[str]]:
    """One row per component of an object."""
    grave = x["severityLabel"] if x["severity"] else ""
    return [[x["name"], p["standingLabel"], grave, _why(p), p["last"] or "", _due(p)] for p in x["parts"]]


def _why(p: Row) -> str:
    part = p["component"]
    return say("planning.component", name=part["name"], reason=p["reason"]) if part else str(p["reason"])


def _due(p: Row) -> str:
    return say("planning.overdue", due=p["due"], days=p["overdue"]) if p["overdue"] else p["due"] or ""
