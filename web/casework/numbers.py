"""The numbers of a quarter and the list of one of them; who has not answered (一季的数、谁没有回音)."""

from datetime import datetime

from web.casework.told import articles
from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.moments import day, due, read
from web.parts.words import say, series

LISTED, FIRST = 500, 8
"""Lines of the list of a number, and of these before the rest is folded."""
HEADS = ("how_many", "apart", "late_items", "not_ended", "median_days", "ninth_days", "whole_rests")
"""Columns of each number, by the keys of the words."""
IN_A_LINE = ("late_items", "not_ended", "median_days")
"""Columns in the line of its fold."""


async def numbers(v: Visit, quarter: str, number: str, area: str) -> Row:
    """Return all numbers of a quarter, or one with its list; the address contains the whole request."""
    of: dict[str, str] = {k: x for k, x in (("quarter", quarter), ("area", area)) if x}
    if number:
        answer = await v.asker.ask("CaseworkNumberList", codes=[number], first=LISTED, **of)
    else:
        answer = await v.asker.ask("CaseworkNumbers", **of)
    shown = [_number(n, answer["quarter"], area) for n in answer["numbers"]]
    return {
        "quarter": _named(answer["quarter"]),
        "over": answer["over"],
        "others": [(_named(q), _address(q, number, area)) for q in answer["near"]],
        "silent": series(answer["silentLabels"]),
        "all": _address(answer["quarter"], "", area),
        "shown": shown,
        "first": FIRST,
        "one": shown[0] if number and shown else None,
        "lines": [_line(x) for x in answer["numbers"][0]["lines"]] if number and answer["numbers"] else [],
        "most": LISTED,
    }


def _named(quarter: str) -> str:
    """Return a quarter in plain words."""
    year, _, number = quarter.partition("-Q")
    return say("casework.quarter", year=year, number=number)


def _address(quarter: str, number: str, area: str) -> str:
    more = "".join(f"&{k}={x}" for k, x in (("number", number), ("area", area)) if x)
    return f"/work?list=numbers&quarter={quarter}{more}"


def _number(n: Row, quarter: str, area: str) -> Row:
    groups = [say("network.counted", label=g["label"], count=g["count"]) for g in n["groups"]]
    text = say("frame.semicolon").join(articles([c]) for c in n["citations"])
    cells = [
        n["count"],
        say("frame.semicolon").join(groups),
        "" if n["late"] is None else n["late"],
        "" if n["waiting"] is None else n["waiting"],
        _days(n["medianDays"]),
        _days(n["ninthDays"]),
        text or n["basis"],
    ]
    named = dict(zip(HEADS, cells, strict=True))
    line = [say("network.counted", label=say(f"casework.{h}"), count=named[h]) for h in IN_A_LINE if named[h] != ""]
    return {
        "label": n["label"],
        "count": n["count"],
        "link": _address(quarter, n["code"], area),
        "cells": [n["label"], *cells],
        "facts": [(say(f"casework.{head}"), cell) for head, cell in named.items() if cell != ""],
        "line": say("frame.semicolon").join(line),
    }


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}"


def _line(x: Row) -> Row:
    return {
        "code": x["code"],
        "cells": [
            x["child"] or say("casework.unknown_child"),
            say("frame.colon", head=x["itemKindLabel"], rest=x["stateLabel"]),
            x["area"],
            day(read(x["at"])),
            x["groupLabel"],
            _days(x["days"]),
            say("casework.is_late") if x["late"] else "",
        ],
    }


def silent(b: Row, at: datetime) -> Row:
    """Return a body that has not answered: since when, how much is late, who is asked next and when."""
    moment = due(b["nextAt"], at) if b["nextAt"] else None
    return {
        "body": b["body"]["name"],
        "since": day(read(b["since"])),
        "waiting": b["waiting"],
        "late": b["late"],
        "next": b["nextLine"]["name"] if b["nextLine"] else say("casework.no_line"),
        "at": moment.text if moment else say("casework.no_due"),
        "code": b["first"]["code"],
        "what": say("frame.colon", head=b["first"]["itemKindLabel"], rest=b["first"]["stateLabel"]),
    }
