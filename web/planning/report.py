"""报告：the meeting report on coverage, for planners and their own areas (会议报告)."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from nicegui import app as pages
from nicegui import ui

from web.frame.session import Web
from web.parts import fields, pieces
from web.parts.asking import Asker, Refused, Row
from web.parts.fields import Choice
from web.parts.words import say
from web.planning.parts import PlanningState


async def meeting(plan: PlanningState, asker: Asker) -> None:
    """A form for area and day, and a button that makes the report."""
    web: Web = pages.state.web
    pieces.text("p", say("planning.report_lead"))
    pieces.listing([say("planning.report_page"), say("planning.report_tables"), say("planning.report_map")])
    pieces.text("p", say("planning.report_without"))
    if web.report is None:
        pieces.notice(say("planning.report_none"), "warn")
        return
    offered = await _areas(asker, plan.v.viewer)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    wanted = {"area": next(iter(offered), ""), "on": today.isoformat()}
    with pieces.tag("div", "form"):
        first, *rest = [Choice(code, name) for code, name in offered.items()]
        fields.choose(say("planning.area"), rest, lambda v: wanted.update(area=v or first.code), unset=first.label)
        fields.line(say("planning.on"), lambda v: wanted.update(on=v), kind="date", value=wanted["on"])
    pieces.button(say("planning.report_make"), lambda: pieces.shown(box, lambda: _made(web, asker, wanted)))
    box = pieces.tag("div", aria_live="polite")


async def _areas(asker: Asker, viewer: Row) -> dict[str, str]:
    """The viewer's areas and those directly below."""
    by_code = {a["code"]: a["name"] for a in viewer["areas"]}
    for code in tuple(by_code):
        below = await asker.ask("Areas", parent=code, first=100)
        by_code.update((a["code"], a["name"]) for a in below["nodes"])
    return by_code


class _Stopped(Exception):
    """The person has stopped the report; raised at the end of a step."""


async def _watched(make: Callable[[Callable[[str], None]], Awaitable[bytes]]) -> bytes | None:
    """Make the report with its steps shown and a stop button; None if it was stopped or the page is gone."""
    stopping = False
    steps = pieces.tag("ol", "steps")
    line = pieces.text("p", "", "busy", role="status")

    def stop() -> None:
        nonlocal stopping
        stopping = True
        pieces.set_text(line, say("watching.stopping"))

    halt = pieces.button(say("planning.report_stop"), stop, kind="quiet")

    def done(what: str) -> None:
        if stopping or steps.is_deleted:
            raise _Stopped
        with steps:
            pieces.text("li", say("planning.report_step", what=what))

    try:
        return await make(done)
    except _Stopped:
        if not steps.is_deleted:
            pieces.notice(say("planning.report_stopped"), "warn")
        return None
    finally:
        for shown in (line, halt):
            if not shown.is_deleted:
                shown.delete()


async def _made(web: Web, asker: Asker, wanted: dict[str, str]) -> None:
    """Make the report after reading the viewer's rights again, since they may have changed.

    Raises:
        Refused: The viewer may not plan, or the area is not one of theirs.
    """
    viewer = await asker.ask("Viewer")
    report = web.report
    if report is None or "EDIT_DRAFTS" not in viewer["can"] or wanted["area"] not in await _areas(asker, viewer):
        raise Refused("FORBIDDEN", "report")
    try:
        on = date.fromisoformat(wanted["on"])
    except ValueError:
        pieces.notice(say("planning.report_date"), "warn")
        return
    made = await _watched(lambda done: report(wanted["area"], on, done))
    if made is None:
        return
    name = say("planning.report_file", on=on, area=wanted["area"])
    pieces.notice(say("planning.report_done", name=name, size=f"{len(made) // 1024:,}"), "good")
    pieces.button(say("planning.report_again"), lambda: ui.download.content(made, name), kind="quiet")
    ui.download.content(made, name)
