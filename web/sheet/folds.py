"""Folds below the sheet, each with a line with its result (折叠的部分)."""

from collections import Counter
from collections.abc import Iterable

from web.parts.asking import Row
from web.parts.words import say, series
from web.sheet.days import CARE, LISTEN
from web.sheet.when import moment

OPEN = {"YES": "sheet.open_now", "NO": "sheet.shut_now"}
FEW = 3
"""Number of facts in a sentence on open conditions."""
SIGNS = {True: "✓", False: "–", None: "?"}


def named(rows: Iterable[Row]) -> str:
    """The first facts in words, each once, and how many more there are."""
    labels = list(dict.fromkeys(f["label"] for f in rows))
    first, more = joined(labels[:FEW]), len(labels) - FEW
    return say("sheet.and_more", first=first, count=more) if more > 0 else first


def joined(words: Iterable[str]) -> str:
    """As a list in words, each once."""
    return series(dict.fromkeys(words))


def of_sheet(folds: Iterable[Row]) -> list[Row]:
    """Return the folds of the sheet, without the lines shown in a column."""
    rows = [_without_listening(f) if f["kind"] == CARE else f for f in folds]
    return [
        {"key": f["kind"].lower(), "title": f["kindLabel"], "line": f["summary"], "lines": f["lines"]}
        for f in rows
        if f["lines"]
    ]


def _without_listening(f: Row) -> Row:
    """Return the fold without the line shown in a column, named by the first that is left."""
    lines = f["lines"][LISTEN:]
    return {**f, "lines": lines, "summary": lines[0]["text"] if lines else ""}


def doors(a: Row) -> Row:
    """Return the doors with the reasons why they are open, shut or undecided, and cautions."""
    rows = [{**d, "why": _why(d)} for d in a["doors"]]
    unsure = [d["name"] for d in rows if d["verdict"] == "UNKNOWN"]
    held = [d["name"] for d in rows if d["verdict"] == "YES"]
    line = say("sheet.doors_held", doors=joined(held)) if held else ""
    line = line or (say("sheet.doors_unsure", doors=joined(unsure)) if unsure else say("sheet.doors_shut"))
    return {"rows": rows, "line": line, "held": held, "report": a["reporting"]["reportLabel"]}


def _why(d: Row) -> str:
    if d["because"]:
        return say("sheet.because", facts=joined(d["because"]))
    return say("sheet.depends", facts=named(d["missingFacts"])) if d["missingFacts"] else ""


def difficulties(rows: Iterable[Row]) -> Row:
    """Return the types of difficulty, those that apply first."""
    made = [{**d, "why": _why(d)} for d in sorted(rows, key=lambda d: d["verdict"] != "YES")]
    held = [d["name"] for d in made if d["verdict"] == "YES"]
    return {"rows": made, "line": joined(held) or say("sheet.difficulties_none")}


def needs(a: Row) -> Row:
    """The needs with their services, gaps and whom to ask."""
    rows = [_need(n) for n in a["needs"]]
    possible = [say("sheet.possible", name=p["name"], facts=named(p["missingFacts"])) for p in a["possibleNeeds"]]
    line = joined(n["name"] for n in rows) or say("sheet.needs_none")
    return {"rows": rows, "possible": possible, "line": line, "gaps": [g for n in rows for g in n["gaps"]]}


def _need(n: Row) -> Row:
    gaps = [
        say("sheet.upwards", text=g["text"], places=joined(p["name"] for p in g["upwards"]))
        if g["upwards"]
        else g["text"]
        for g in n["gaps"]
    ]
    return {
        "name": n["need"]["name"],
        "because": joined(n["need"]["because"]),
        "unserved": n["unserved"],
        "gaps": list(dict.fromkeys(gaps)),
        "ask_at": n["askAt"]["name"] if n["askAt"] else "",
        "matters": n["matters"],
        "offers": [_offer(o["eligibility"]) for o in n["offers"]],
    }


def _offer(e: Row) -> Row:
    papers = [say("sheet.shared", text=m["text"]) if m["shared"] else m["text"] for m in e["materials"]]
    links = [say("frame.colon", head=x["kindLabel"], rest=x["text"]) for x in e["relations"]]
    return {
        "name": e["service"]["name"],
        "fit": e["fitLabel"],
        "requirements": e["requirements"],
        "more": [*papers, *links],
    }


def places(rows: Iterable[Row]) -> Row:
    """All places of the answer, the nearest first; those whose place is not public come last."""
    by_code: dict[str, Row] = {}
    for o in (o for n in rows for o in n["offers"]):
        for x in o["options"]:
            row = by_code.setdefault(x["point"]["code"], {**x, "services": []})
            row["services"].append(o["eligibility"]["service"]["name"])
    made = sorted(by_code.values(), key=lambda x: (x["distanceKm"] is None, x["distanceKm"] or 0.0))
    shown = [_place(x) for x in made]
    first = say("sheet.places_line", count=len(shown), first=shown[0]["name"]) if shown else say("sheet.places_none")
    return {"rows": shown, "line": first}


def _place(x: Row) -> Row:
    far = x["distanceKm"]
    return {
        "name": x["point"]["name"],
        "services": joined(x["services"]),
        "distance": say("sheet.kilometres", count=f"{far:.1f}") if far is not None else say("sheet.not_located"),
        "open": say(OPEN.get(x["openNow"], "sheet.hours_unknown")),
        "opens": moment(x["opensNext"]) if x["opensNext"] and x["openNow"] == "NO" else "",
        "contact": x["point"]["contact"] or "",
        "marks": [
            say(k)
            for k, on in (("sheet.tentative", x["tentative"]), ("sheet.confidential", x["point"]["confidential"]))
            if on
        ],
        "reasons": [f"{SIGNS[r['good']]} {r['text']}" for r in x["reasons"]],
    }


def left_out(rows: Iterable[Row]) -> Row:
    """The places that were not chosen, each with its first failing condition; those elsewhere are counted."""
    offers = [o for n in rows for o in n["offers"]]
    out = {(r["name"], r["text"]): r for o in offers for r in o["leftOut"]}
    counted = Counter(r["reasonLabel"] for r in out.values())
    reasons = [say("sheet.left_reason", reason=k, count=n) for k, n in counted.items()]
    elsewhere = max((o["elsewhere"] for o in offers), default=0)
    if elsewhere:
        reasons.append(say("sheet.elsewhere", count=elsewhere))
    rows_ = [say("frame.colon", head=name, rest=text) for name, text in out]
    return {"rows": rows_, "line": joined(reasons), "any": bool(reasons)}
