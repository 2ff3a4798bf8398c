"""往来：which street sends how much to which body, what is waited for, and what was not answered in time (往来)."""

from collections import defaultdict
from collections.abc import Iterable

from web.frame.pages import Visit
from web.network.scope import Net, NetworkView, number, where
from web.parts.asking import Row
from web.parts.ways import DrawnWay, ways
from web.parts.words import say

DRAWN = 24
"""The most ways that are drawn: those with most that is late, then the greatest."""
FIRST = 12
"""Rows before the fold."""
SUMS = ("sent", "open", "waiting", "overdue", "late")
HEADINGS = (
    "network.flow_from",
    "network.flow_to",
    "network.flow_sent",
    "network.flow_open",
    "network.flow_waiting",
    "network.flow_overdue",
    "network.flow_late",
)


async def flow(v: Visit, scope: NetworkView, net: Net) -> Row:
    """For who reads cases: the sentence with its decision, the drawing, the tables; else why there is nothing."""
    if not reads(v):
        return {"told": say("network.flow_no_right")}
    a = await v.asker.ask("ReferralFlows", area=scope.area or net.top)
    if not a["sent"]:
        return {"told": say("network.flow_none")}
    drawn = [_way(f) for f in a["sent"][:DRAWN]]
    return {
        "told": "",
        "sentence": say("network.flow_sum", where=where(scope, net), **{k: number(total(a["sent"], k)) for k in SUMS}),
        "decisions": decisions(a),
        "drawing": ways(drawn, say("network.flow")),
        "fewer": say("network.flow_drawn", count=DRAWN) if len(a["sent"]) > DRAWN else "",
        "headings": [say(k) for k in HEADINGS],
        "rows": [[f["area"]["name"], f["to"]["name"], *(number(f[k]) for k in SUMS)] for f in a["sent"]],
        "first": len(a["sent"]) if v.takes else FIRST,
        "back_headings": [say(k) for k in ("network.flow_body", "network.flow_instead", "network.flow_times")],
        "back": [[p["body"]["name"], p["instead"]["name"], number(p["count"])] for p in a["passedOn"]],
    }


def reads(v: Visit) -> bool:
    """True if the viewer reads the cases that are counted."""
    return v.may("DO_CASEWORK") and v.may("READ_CASES")


def total(flows: list[Row], key: str) -> int:
    """The sum of one of the numbers."""
    return sum(f[key] for f in flows)


def decisions(a: Row) -> list[str]:
    """With whom to agree on answers, and what the district decides once for all."""
    listed, others = ([f for f in a["sent"] if bool(f["to"]["code"]) is known] for known in (True, False))
    sentences = [*_slow(listed), *_outside(others)]
    if a["passedOn"]:
        most = a["passedOn"][0]
        names = {"name": most["body"]["name"], "instead": most["instead"]["name"]}
        sentences.append(say("network.flow_passed", **names, count=most["count"]))
    return sentences or [say("network.flow_in_time")]


def _slow(flows: Iterable[Row]) -> list[str]:
    """The body that answers latest, if any does."""
    slow: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for f in flows:
        slow[f["to"]["name"]][0] += f["overdue"]
        slow[f["to"]["name"]][1] += f["late"]
    name, (overdue, late) = max(slow.items(), key=lambda x: (sum(x[1]), x[1][0]), default=("", (0, 0)))
    return [say("network.flow_slow", name=name, overdue=overdue, late=late)] if overdue + late else []


def _outside(flows: Iterable[Row]) -> list[str]:
    """Return the overdue answers of bodies outside the system: each is another, so that they are asked one by one."""
    late = [f for f in flows if f["overdue"]]
    return [say("network.flow_outside", name=late[0]["to"]["name"], overdue=total(late, "overdue"))] if late else []


def _way(f: Row) -> DrawnWay:
    text = say("network.flow_way", of=f["area"]["name"], to=f["to"]["name"], **{k: f[k] for k in SUMS})
    return DrawnWay(f["area"]["name"], f["to"]["name"], f["sent"], text, f["overdue"] + f["late"] > 0)
