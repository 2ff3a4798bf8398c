"""What was understood of somebody's own words: the call for help, and facts as chips to remove or take (听懂了什么)."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from web.parts import pieces
from web.parts.asking import Row
from web.parts.words import say

Changed = Callable[[str, Any], Awaitable[None]]
TONES = {"TOLD": "bad", "LED": "warn"}


def value(fact: Row, kind: str) -> Any:
    """The value of a told fact as the input takes it, by the type of its form."""
    code = fact["value"]["code"]
    if kind == "BOOLEAN":
        return code == "true"
    return int(code) if kind == "NUMBER" else code


def plain(understood: Row, forms: dict[str, Row]) -> dict[str, Any]:
    """The facts that count at once."""
    facts = [f for f in understood["facts"] if f["plain"] and f["fact"] in forms]
    return {f["fact"]: value(f, forms[f["fact"]]["type"]) for f in facts}


def heard(understood: Row, forms: dict[str, Row], facts: dict[str, Any], changed: Changed) -> None:
    """The sentence to show first, then the chips: solid where the fact counts, dashed where it may be taken."""
    if understood["advice"]:
        pieces.notice(understood["advice"], TONES.get(understood["danger"], ""))
    told = [f for f in understood["facts"] if f["fact"] in forms]
    if not told:
        return
    pieces.text("p", say("understood.hint"))
    with pieces.tag("div", "told", role="group", aria_label=say("understood.facts")):
        for f in told:
            _chip(f, value(f, forms[f["fact"]]["type"]), facts, changed)


def _chip(f: Row, own: Any, facts: dict[str, Any], changed: Changed) -> None:
    counts = facts.get(f["fact"]) == own
    key = "understood.remove" if counts else "understood.take"
    shown = say(key, label=f["label"], value=f["value"]["label"], words=f["words"])
    made = pieces.button(shown, partial(changed, f["fact"], None if counts else own), kind="quiet fact")
    pieces.set_to(made, aria_pressed=str(counts).lower())
    made.classes("counts" if counts else "may")
