"""Stories of casework as steps, and how they are taken: each is a way into the middle of the work."""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from knowledge.casework.rows import FieldType
from tests.support.casework import District

Step = dict[str, Any]
FOLDER = Path(__file__).parent.parent / "scenarios" / "casework"
TOLD: list[tuple[str, dict[str, Any]]] = [
    (path.stem, story)
    for path in sorted(FOLDER.glob("*.toml"))
    for story in tomllib.loads(path.read_text("utf-8"))["story"]
]
"""The kind of each story, and the story."""


def last(d: District, named: str) -> str:
    """The latest item of a kind (`visit`), of a kind in a state (`visit:due`), or the first, second … (`report 1`)."""
    kind, _, which = named.partition(" ")
    kind, _, state = kind.partition(":")
    items = [i.id for i in d.items.values() if i.kind == kind and state in ("", i.state)]
    return items[int(which or 0) - 1]


def filled(d: District, step: Step) -> Mapping[str, Any]:
    """The form of a step: an item is named as in `on`; one that is not there is named all the same."""
    kind, form = table().kinds[step["do"].partition(".")[0]], dict(step.get("fill", {}))
    for code in (f.code for f in kind.field if f.type is FieldType.ITEM and f.code in form):
        with suppress(IndexError):
            form[code] = last(d, form[code])
    return form


def taken(d: District, step: Step) -> Decided | RefusedOrder | None:
    """What comes of a step of a story: nothing if it only looks; everybody else has just signed in."""
    d.wait(**step.get("wait", {}))
    if "do" not in step:
        return None
    d.signed_in = {step["who"]: timedelta(**step.get("signed", {}))}
    kind, _, action = step["do"].partition(".")
    return d.do(step["who"], kind, action, last(d, step["on"]) if "on" in step else None, **filled(d, step))


@cache
def taken_in_stories() -> frozenset[tuple[str, str]]:
    """The steps that stories take, with all that follows from them."""
    steps = set[tuple[str, str]]()
    for _, story in TOLD:
        d = District(table())
        for step in story["step"]:
            taken(d, step)
        steps |= {(d.items[e.item].kind, e.action) for e in d.events}
    return frozenset(steps)
