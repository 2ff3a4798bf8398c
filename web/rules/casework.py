"""The tables of casework as drawings: the states and steps of each kind of item, from the rows (办理图)."""

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.basis import rests
from web.parts.words import say, series
from web.rules.drawing import picture


async def casework(v: Visit, _request: Request) -> Response:
    """Every kind: its drawing, and the same in words."""
    kinds = await v.asker.ask("CaseworkKinds")
    return v.page("rules/casework.html", {"tab": "casework", "kinds": [_kind(k) for k in kinds]})


def _kind(kind: Row) -> Row:
    names = {s["code"]: s["label"] for s in kind["states"]}
    return {
        "label": kind["label"],
        "summary": say("rules.kind_summary", states=len(kind["states"]), steps=len(kind["steps"])),
        "picture": Markup(picture(kind)),  # noqa: S704  # escaped where it is drawn
        "steps": [_step(s, names) for s in kind["steps"]],
    }


def _step(step: Row, names: dict[str, str]) -> Row:
    sources = series(names[s] for s in step["sources"]) or say("rules.begins")
    return {
        "label": step["label"],
        "way": say("rules.way", sources=sources, target=names.get(step["target"], say("rules.stays"))),
        "who": say("rules.by_itself") if step["automatic"] else series(step["roleLabels"]),
        "basis": rests(step["basis"]),
    }
