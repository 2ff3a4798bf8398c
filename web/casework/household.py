"""One visit to a household: a tick for each child who was seen too, with her own words (同住的孩子一起走访)."""

from collections.abc import Mapping

from web.parts.asking import Asker, Refused, Row
from web.parts.words import say, series

SEEN = "visitSeen"
"""The step that a visit to one child and to the others of its household has in common."""
LONGEST_KEY = 60
"""Characters of a key of an order."""
SHARED = ("policy", "guidance", "comfort")
"""Acts done for the household in one visit; each child's own words, and whether alone and in danger, are hers."""


async def beside(asker: Asker, code: str, step: Row | None, given: Mapping[str, str]) -> list[Row]:
    """The other children of the household whose visit is planned too, with what was typed of each."""
    if step is None or step["mutation"] != SEEN:
        return []
    rows = (await asker.ask("Household", code=code))["siblings"]
    return [{**r, **_typed(r["visit"], given)} for r in rows if r["visit"]]


def _typed(visit: str, given: Mapping[str, str]) -> Row:
    return {name: given.get(f"{name}-{visit}", "") for name in ("also", "view", "alone", "danger")}


def unsaid(children: list[Row]) -> str:
    """Return the ticked children without their own words or the answer on danger; empty if none."""
    names = [c["child"] for c in children if c["also"] and not (c["view"].strip() and c["danger"])]
    return say("casework.also_unsaid", who=series(names)) if names else ""


def _key(sent: Row, child: Row) -> str:
    """The same press is the same order for each child."""
    return f"{sent['key']}-{child['visit']}"[-LONGEST_KEY:]


async def also_seen(asker: Asker, children: list[Row], sent: Row) -> str:
    """Record the visits of the ticked children; each is judged alone. What was refused, in words."""
    refused = []
    for child in (c for c in children if c["also"]):
        own = {"alone": bool(child["alone"]), "danger": child["danger"] == "true", "childView": child["view"].strip()}
        common = {name: sent[name] for name in SHARED if name in sent}
        try:
            made = await asker.take(SEEN, {"key": _key(sent, child), "code": child["visit"], **own, **common})
        except Refused as e:
            refused.append(f"{child['child']} {e}")
            continue
        if made["__typename"] == "RefusedAction":
            refused.append(f"{child['child']} {made['why']}")
    return say("frame.semicolon").join(refused)
