"""Effects of a change, in one sentence with its scope, then hour by hour, then street by street (推演的答案)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from web.parts.asking import Row
from web.parts.gaps import by_subject
from web.parts.words import say, series
from web.planning.scope import Scope

NAMED, TIMES = 3, 2
"""Needs and times that the sentence names."""
SHOWN = 20
"""Findings that are listed."""
HOURS = range(24)
DATA = "DATA"
"""Severity of findings that are only about what is recorded."""
KINDS = (("lost", "lostTogether"), ("won", "wonTogether"))
NAMES = {"lost": "planning.lost", "won": "planning.won"}
SAID = {"lost": "planning.said_lost", "won": "planning.said_won"}
CELL = {"lost": "planning.cell_lost", "won": "planning.cell_won"}
NOBODY = ("planning.nobody_at_all", "planning.nobody_known")
"""Sentences for no change: for certain, and as far as hours are known."""
Span = tuple[str, tuple[int, ...], int, int]
"""Regime, days, first hour, hour not included any more."""
Areas = set[str]


def answer(scope: Scope, d: Row, unknown: Sequence[str], where: str = "") -> Row:
    """The rows of a comparison for the template; `unknown` are points without opening hours, which come first.

    `where` is the area and network in words, where it is not those of the view.
    """
    lost, won = d["lostTogether"], d["wonTogether"]
    maybe = {a["code"] for g in lost if g["doubtful"] for a in g["areas"]}
    return {
        "unknown": [say("planning.hours_first", name=name) for name in unknown],
        "sentence": _sentence(scope, d, sure=not unknown),
        "maybe": say("planning.maybe", count=len(maybe)) if maybe else "",
        "scope": say("planning.scope", where=where or scope.where),
        "week": _week(d),
        "subjects": [_subject(scope, kind, *x) for kind, key in KINDS for x in by_subject(d[key]).items()],
        "streets": _streets(scope, d),
        "numbers": _numbers(d),
        "found": d["newFindings"][:SHOWN],
        "mended": d["resolvedFindings"][:SHOWN],
        "more": max(len(d["newFindings"]), len(d["resolvedFindings"])) > SHOWN,
        "counts": {"found": len(d["newFindings"]), "mended": len(d["resolvedFindings"])},
        "changed": bool(lost or won),
    }


def _sentence(scope: Scope, d: Row, *, sure: bool) -> list[Row]:
    """Return communities that lose and that win: an emphasised beginning and the rest, for each."""
    parts = []
    for kind, key, minors in (
        ("lost", "lostTogether", d["minorsLost"]),
        ("won", "wonTogether", d["minorsGained"]),
    ):
        rows = d[key]
        if not rows:
            continue
        areas = {a["code"]: a["name"] for g in rows for a in g["areas"]}
        who = next(iter(areas.values())) if len(areas) == 1 else say("planning.communities", count=len(areas))
        what = _subjects(scope, sorted({s["code"] for g in rows for s in g["subjects"]}))
        parts.append({"who": who, "rest": say(SAID[kind], what=what, when=_when(rows), minors=f"{minors:,}")})
    if not d["lostTogether"]:
        nobody = ("planning.nobody_lost", "planning.nobody_lost_known") if parts else NOBODY
        parts.append({"who": "", "rest": say(nobody[not sure])})
    grave = [f for f in d["newFindings"] if f["severity"] != DATA]
    if grave:
        names = series(dict.fromkeys(f["check"]["name"] for f in grave))
        parts.append({"who": "", "rest": say("planning.new_gap", count=len(grave), names=names)})
    return parts


def _when(rows: Iterable[Row]) -> str:
    """Return the hours of a change for a sentence; where they differ or are many, the first."""
    texts = list(dict.fromkeys(h["text"] for g in rows for h in g["hours"]))
    text = say("frame.semicolon").join(texts[:TIMES])
    return say("planning.and_more_times", times=text, count=len(texts)) if len(texts) > TIMES else text


def _subjects(scope: Scope, codes: Iterable[str]) -> str:
    names = [scope.named(c) for c in codes]
    text = "".join(say("planning.quoted", name=n) for n in names[:NAMED])
    return say("planning.subjects", names=text, count=len(names)) if len(names) > NAMED else text


def _spans(g: Row) -> Iterator[Span]:
    return ((h["regimeLabel"], tuple(h["days"]), h["start"], h["end"]) for h in g["hours"])


def _codes(g: Row) -> Areas:
    return {a["code"] for a in g["areas"]}


def _week(d: Row) -> list[Row]:
    """Days that are alike as one row each, with 24 cells: how many communities lose or win something."""
    cells: dict[tuple[str, int, int], dict[str, Areas]] = defaultdict(lambda: {"lost": set(), "won": set()})
    for kind, key in KINDS:
        for g in d[key]:
            areas = _codes(g)
            for regime, days, start, end in _spans(g):
                for day in days:
                    for hour in range(start, end):
                        cells[regime, day, hour][kind] |= areas
    regimes = list(dict.fromkeys(regime for regime, _, _ in cells))
    weeks = {r: _days({k[1:]: c for k, c in cells.items() if k[0] == r}) for r in regimes}
    alike = len({repr(w) for w in weeks.values()}) == 1
    shown = regimes[:1] if alike else regimes
    return [
        {**row, "label": row["label"] if alike else say("planning.regime_days", regime=r, days=row["label"])}
        for r in shown
        for row in weeks[r]
    ]


def _days(cells: dict[tuple[int, int], dict[str, Areas]]) -> list[Row]:
    rows: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day in range(7):
        counts = tuple(
            (len(cells[day, h]["lost"]), len(cells[day, h]["won"])) if (day, h) in cells else (0, 0) for h in HOURS
        )
        rows.setdefault(counts, []).append(day)
    return [
        {"label": _named_days(days), "cells": [_cell(h, lost, won) for h, (lost, won) in enumerate(counts)]}
        for counts, days in rows.items()
    ]


def _cell(hour: int, lost: int, won: int) -> Row:
    kind = "both" if lost and won else "lost" if lost else "won" if won else ""
    texts = [say(CELL[name], count=count) for name, count in (("lost", lost), ("won", won)) if count]
    return {"hour": hour, "kind": kind, "text": say("frame.semicolon").join(texts), "count": lost or won}


def _named_days(days: list[int]) -> str:
    """Days in a row as from and to."""
    names = say("planning.days_of_week")
    if len(days) > 1 and days[-1] - days[0] == len(days) - 1:
        return say("planning.days", first=names[days[0]], last=names[days[-1]])
    return series(say("planning.day", day=names[d]) for d in days)


def _subject(scope: Scope, kind: str, code: str, rows: list[Row]) -> Row:
    hours = list(dict.fromkeys(h["text"] for g in rows for h in g["hours"]))
    ages = {(g["ageFrom"], g["ageUnder"]) for g in rows}
    return {
        "kind": say(NAMES[kind]),
        "name": scope.named(code),
        "areas": len(set[str]().union(*map(_codes, rows))),
        "ages": say("planning.ages_said", low=min(a for a, _ in ages), under=max(b for _, b in ages)),
        "hours": say("frame.semicolon").join(hours[:NAMED]) + (say("planning.and_more_hours") if hours[NAMED:] else ""),
    }


def _streets(scope: Scope, d: Row) -> list[Row]:
    """Return the streets, or the areas above the communities, with the number of communities that lose and win."""
    counts: dict[str, dict[str, Areas]] = defaultdict(lambda: {"lost": set(), "won": set()})
    for kind, key in KINDS:
        for a in (a for g in d[key] for a in g["areas"]):
            counts[scope.areas.get(a["parentCode"] or "", a["name"])][kind].add(a["code"])
    return [{"name": name, "lost": len(c["lost"]), "won": len(c["won"])} for name, c in counts.items()]


def _numbers(d: Row) -> list[tuple[str, str, str]]:
    def way(value: float | None) -> str:
        return say("planning.not_known") if value is None else say("planning.km", value=f"{value:.2f}")

    return [
        (say("planning.way"), way(d["travelBefore"]), way(d["travelAfter"])),
        (say("planning.free"), f"{d['freeBefore']:,}", f"{d['freeAfter']:,}"),
    ]
