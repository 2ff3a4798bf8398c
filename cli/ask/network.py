"""Display of a planner's questions in the shell: coverage, and the strength of the network (规划的显示)."""

from collections.abc import Callable, Iterable
from typing import Any

from cli.ask.show import heads, out, quoted, say, tabled
from knowledge.messages.message import listed
from knowledge.obligations.standing import GRAVEST
from knowledge.vocabulary import Severity

SHOWN = 10
"""Communities and streets that are listed; --json has them all."""
WEAKEST = 5
NAMES = 6
"""Names in a cell."""
Row = dict[str, Any]


def coverage(a: Row) -> None:
    """Print the number of communities with it, the worst-off streets, and the communities without."""
    c, reached = a["coverage"], a["uncovered"]
    area, count = a["area"]["name"], c["communities"]
    out.print(
        say("answer.communities_of", code=c["subject"]["code"], name=c["subject"]["name"], area=area, count=count)
    )
    for note in c["notes"]:
        out.print(f"[yellow]{note}[/yellow]")
    out.print(say("answer.reach_rule"))
    tabled(
        heads("state", "communities", "minors", "no_figure"),
        [(s["stateLabel"], s["communities"], f"{s['minors']:,}", s["minorsUnknown"]) for s in c["shares"]],
    )
    if c["communitiesWithAtLeast"]:
        counts = [say("answer.at_least", places=k, count=n) for k, n in enumerate(c["communitiesWithAtLeast"], 1)]
        out.print(say("answer.choices", counts=counts))
    out.print(_far(c))
    _streets(c)
    _without([r for r in c["rows"]["nodes"] if r["state"] != "SERVED"])
    out.print(say("answer.uncovered_week", tuples=f"{reached['tuples']:,}", certain=f"{reached['certain']:,}"))


def _far(c: Row) -> str:
    if c["medianTravel"] is None:
        return say("answer.way_unknown", count=c["unlocated"])
    return say("answer.way", median=f"{c['medianTravel']:.1f}", gap=f"{c['gap']:.1f}", count=c["unlocated"])


def _streets(c: Row) -> None:
    if not c["streets"]:
        return
    low = [s for s in c["streets"] if s["share"] < 1]
    if not low:
        out.print(say("answer.streets_all"))
        return
    worst = low[0]["share"]
    if low[-1]["share"] == worst and len(low) == len(c["streets"]):
        out.print(say("answer.streets_alike", share=f"{worst:.0%}"))
        return
    median, behind = f"{c['medianShare']:.0%}", f"{c['streetGap'] * 100:.0f}"
    out.print(say("answer.streets_worst", share=f"{worst:.0%}", median=median, points=behind))
    tabled(
        heads("street", "reached", "share", "minors_reached"),
        [
            (
                s["area"]["name"],
                f"{s['served']}/{s['communities']}",
                f"{s['share']:.0%}",
                f"{s['minorsServed']:,}/{s['minors']:,}",
            )
            for s in low[:SHOWN]
        ],
    )
    if len(low) > SHOWN:
        out.print(say("answer.streets_more", count=len(low) - SHOWN))


def _without(rows: list[Row]) -> None:
    if not rows:
        return
    out.print(say("answer.without", count=len(rows)))
    unknown = say("answer.unknown")
    tabled(
        heads("community", "state", "minors"),
        [
            (r["area"]["fullName"], r["stateLabel"], unknown if r["minors"] is None else f"{r['minors']:,}")
            for r in rows[:SHOWN]
        ],
    )
    if len(rows) > SHOWN:
        out.print(say("answer.communities_more", count=len(rows) - SHOWN))


def network(a: Row) -> None:
    """Gaps by severity, what hangs by one place, how much is uncovered."""
    out.print(say("answer.network", area=a["area"]["name"]))
    weak, uncovered = a["singlePointsOfFailure"], a["uncovered"]
    for note in weak["notes"]:
        out.print(f"[yellow]{note}[/yellow]")
    for severity in GRAVEST:
        _findings(severity, a[severity.value])
    _weak(weak["places"])
    out.print(say("answer.uncovered", tuples=f"{uncovered['tuples']:,}", certain=f"{uncovered['certain']:,}"))


def _findings(severity: Severity, reply: Row) -> None:
    code = "answer.violation" if severity is Severity.VIOLATION else "answer.severity"
    out.print(say(code, severity=severity.label, count=reply["totalCount"]))
    if not reply["nodes"]:
        return
    groups: dict[str, list[Row]] = {}
    for f in reply["nodes"]:
        groups.setdefault(f["check"]["code"], []).append(f)
    tabled(
        heads("finding", "items", "object", "ground", "mend"),
        [
            (own[0]["check"]["name"], len(own), _names(f["object"] for f in own), _clause(own[0]), own[0]["remedy"])
            for own in groups.values()
        ],
    )
    left = reply["totalCount"] - len(reply["nodes"])
    if left:
        out.print(say("answer.findings_more", shown=len(reply["nodes"]), left=left))


def _clause(f: Row) -> str:
    return quoted(f["citations"]) or say("answer.no_clause")


def _names(names: Iterable[str]) -> str:
    every = list(names)
    first = listed(every[:NAMES])
    return say("answer.names_more", names=first, count=len(every)) if len(every) > NAMES else first


def _weak(points: list[Row]) -> None:
    if not points:
        out.print(say("answer.nothing_weak"))
        return
    first = points[0]
    point, needs = first["point"]["name"], len(first["subjects"])
    out.print(say("answer.weakest", point=point, communities=first["communities"], needs=needs))
    tabled(
        heads("point", "communities", "needs", "minors_estimate", "cut_off"),
        [
            (
                p["point"]["name"],
                p["communities"],
                listed(s["code"] for s in p["subjects"]),
                f"{p['minors']:,}",
                listed(p["cutLabels"]),
            )
            for p in points[:WEAKEST]
        ],
    )


ANSWERS: dict[str, Callable[[Row], None]] = {"coverage": coverage, "network": network}
"""Printer of each planner's answer."""
