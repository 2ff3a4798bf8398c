"""规划：compare changes, site points, follow goals and benefits, save drafts, make the report (规划)."""

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import Request

from web.frame.frame import LiveVisit, page
from web.parts import fields, pieces
from web.parts.asking import Asker
from web.parts.fields import Choice
from web.parts.words import say
from web.planning.change import board
from web.planning.drafts import drafts
from web.planning.gaps import gaps
from web.planning.goals import goals
from web.planning.parts import LIVE, PlanningState
from web.planning.report import meeting
from web.planning.sites import sites

PARTS: tuple[tuple[str, Callable[[PlanningState, Asker], Awaitable[None]]], ...] = (
    ("planning.change", board),
    ("planning.sites", sites),
    ("planning.goals", goals),
    ("planning.gaps", gaps),
    ("planning.drafts", drafts),
    ("planning.report", meeting),
)


@page("/planning", "planning")
async def planning(v: LiveVisit, _request: Request) -> None:
    """For planners; others get a notice."""
    pieces.heading(1, say("planning.title"))
    if not v.may("EDIT_DRAFTS"):
        pieces.notice(say("planning.no_right"), "warn")
        if not v.signed_in:
            pieces.link(say("frame.sign_in"), "/signin")
        return
    pieces.text("p", say("planning.lead"))
    pieces.later(lambda: _whole(v))


async def _whole(v: LiveVisit) -> None:
    for p in (await v.asker.ask("Marked"))["nodes"]:
        if p["notice"]:
            pieces.notice(say("planning.marked"), "warn")
    codes = await v.asker.ask("NetworkWords")
    named = {n["code"]: n["name"] for n in codes["needs"]} | {s["code"]: s["name"] for s in codes["services"]}
    first = v.viewer["areas"][0] if v.viewer["areas"] else {"code": "", "name": ""}
    plan = PlanningState(v, first["code"], first["name"], named)
    scope = pieces.tag("div", "form scope")
    buttons: list[pieces.Element] = []
    panels: list[pieces.Element] = []
    filled: set[int] = set()
    here = [0]

    async def opened(at: int) -> None:
        here[0] = at
        for n, (b, panel) in enumerate(zip(buttons, panels, strict=True)):
            pieces.set_to(b, aria_pressed=str(n == at).lower())
            panel.set_visibility(n == at)
        if at not in filled:
            filled.add(at)
            await pieces.shown(panels[at], partial(PARTS[at][1], plan, v.asker.beside()))

    async def again() -> None:
        """After a change of network or area: read every part again, the open one at once."""
        filled.clear()
        for panel in panels:
            panel.clear()
        await opened(here[0])

    async def redraw() -> None:
        await pieces.shown(scope, lambda: _scope(plan, again))

    plan.redraw = redraw
    await redraw()
    with pieces.tag("div", "tabs", role="group", aria_label=say("planning.parts")):
        buttons += [pieces.button(say(key), partial(opened, n), kind="quiet") for n, (key, _) in enumerate(PARTS)]
    panels += [pieces.tag("section", aria_label=say(key)) for key, _ in PARTS]
    await opened(0)


async def _scope(plan: PlanningState, again: Callable[[], Awaitable[None]]) -> None:
    """Fields for network and area."""
    drafts = (await plan.v.asker.ask("Drafts"))["nodes"]

    async def chosen(name: str) -> None:
        plan.network, plan.own = name or LIVE, ""
        own.set_visibility(plan.network != LIVE)
        await again()

    async def placed(c: Choice | None) -> None:
        if c is not None:
            plan.area, plan.area_name = c.code, c.label
            await again()

    async def typed(code: str) -> None:
        plan.own = code.strip()
        await again()

    names = [Choice(d["name"], say("planning.draft", name=d["name"], owner=d["owner"])) for d in drafts]
    value = plan.network if plan.network in {d["name"] for d in drafts} else ""
    fields.choose(say("planning.network"), names, chosen, value=value, unset=say("planning.live"))
    fields.areas(plan.v.asker, say("planning.area"), placed, value=plan.area_name)
    with pieces.tag("div") as own:
        fields.line(say("planning.own_area"), typed, value=plan.own, hint=say("planning.own_area_hint"))
    own.set_visibility(plan.network != LIVE)
