"""The answer as rows for its page: first screen, folds, questions, clauses (责任的答案)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from web.parts.asking import Row
from web.parts.drawing import layered_markup
from web.parts.words import say, series
from web.sheet.days import FIRST_CARE
from web.situation import facts
from web.situation.facts import AGE
from web.situation.reading import ChildReading

ABSENT = {
    "NOT_REGISTERED": "responsibility.phone_not_registered",
    "NOT_LOADED": "responsibility.phone_not_loaded",
    "NONE": "responsibility.phone_none",
    "UNKNOWN": "responsibility.phone_unknown",
    None: "responsibility.phone_own",
}
"""Reason for a missing number, with the alternative; the asker knows a party of the case itself (None)."""
MATTER = re.compile(r"M[0-9]{2,3}(?![0-9])")
CODES = frozenset({"code", "clause", "quote", "id", "source", "target", "fact"})
"""Parts of an answer that are no sentences."""
FIRST_BODIES = 3
"""Number of bodies above the folds, beside those that are dialled in an emergency."""
EMERGENCY = ("110", "120")
"""Numbers to dial at once."""
APART = frozenset({"NEXT", "QUESTIONS"})
"""Kinds of the sheet that are elsewhere on the page."""


def shown(r: ChildReading, a: Row) -> Row:
    """All that the page shows of an answer."""
    names = {m["code"]: m["name"] for m in r.matters}
    a = named(a, names)
    sheet = a["sheet"]
    whom = contacts(sheet) or responsible(a)
    by_kind = {f["kind"]: f["lines"] for f in sheet["folds"]}
    return {
        **a,
        "now": sheet["now"],
        "next": by_kind.get("NEXT", []),
        "care": sheet["care"][:FIRST_CARE],
        "more_care": sheet["care"][FIRST_CARE:],
        "you": sheet["you"],
        "contacts": whom,
        "dial": [*dict.fromkeys([*(c["dial"] for c in whom if c["dial"] in EMERGENCY), *EMERGENCY])],
        "folds": [_fold(f) for f in sheet["folds"] if f["kind"] not in APART and f["lines"]],
        "questions": questions(r, a),
        "you_question": _own_question(r, sheet),
        "clauses": clauses(a),
        "changes": [{**c, "says": _change(c)} for c in a["changes"]],
        "drawing": layered_markup(a["path"]["nodes"], a["path"]["edges"], say("responsibility.path")),
    }


def contacts(sheet: Row) -> list[Row]:
    """Contacts: those of the sheet, then those of its steps that give a receipt; each once."""
    rows = [*sheet["who"], *(w for step in sheet["now"] for w in step["who"] if w["receipt"])]
    by_name: dict[str, Row] = {}
    for w in rows:
        by_name.setdefault(w["name"], w)
    room = FIRST_BODIES + sum(w["phone"]["text"] in EMERGENCY for w in by_name.values())
    return [contact(w) for w in list(by_name.values())[:room]]


def responsible(a: Row) -> list[Row]:
    """Return, where the sheet names no first contact, the offices with a duty, and their acts."""
    sure = [w for w in a["responsible"] if w["verdict"] == "YES"] or a["responsible"]
    by_name: dict[str, Row] = {}
    for b, duties in ((b, w["duties"]) for w in sure for b in w["bodies"]):
        says = duties[0]["act"] if duties else ""
        absent = say(ABSENT["NOT_REGISTERED"])
        row = {"name": b["name"], "dial": b["contact"] or "", "absent": absent, "says": says, "receipt": None}
        by_name.setdefault(b["name"], row)
    return list(by_name.values())[:FIRST_BODIES]


def named(value: Any, names: Mapping[str, str]) -> Any:
    """The answer with matters by name: a rule's sentence may refer to another matter by its code."""
    if isinstance(value, dict):
        return {k: x if k in CODES else named(x, names) for k, x in value.items()}
    if isinstance(value, list):
        return [named(x, names) for x in value]
    if not isinstance(value, str):
        return value
    return MATTER.sub(lambda m: say("responsibility.matter", name=names.get(m[0], m[0])), value)


def contact(w: Row) -> Row:
    """A body with its number to dial, or in words why there is none."""
    phone = w["phone"]
    dial = phone["text"] or ""
    return {**w, "dial": dial, "absent": "" if dial else say(ABSENT[phone["absent"]])}


def _fold(f: Row) -> Row:
    return {"key": f["kind"].lower(), "title": f["kindLabel"], "line": f["summary"], "lines": f["lines"]}


def _own_question(r: ChildReading, sheet: Row) -> Row | None:
    """The question who asks, if that is not known: without it nobody's own duty can be shown."""
    known = "reporter" in r.state.facts or "reporter=" in r.state.removed
    return None if sheet["you"] or known else facts.entry(r.forms["reporter"])


def questions(r: ChildReading, a: Row) -> list[Row]:
    """Each missing fact with its answers and what each answer changes; those answered with 不知道 last."""
    rows = []
    own = _own_question(r, a["sheet"])
    for m in a["missingFacts"]:
        name = AGE if m["fact"]["fact"] == "birthDate" else m["fact"]["fact"]
        if name not in r.forms or (own and name == "reporter") or r.forms[name]["type"].endswith("_CODES"):
            continue
        q = facts.question(r.forms[name], r.state.at, r.state.at_name)
        rows.append({**q, "hint": _outcomes(m["outcomes"]), "open": q["unknown"] not in r.state.removed})
    return sorted(rows, key=lambda q: not q["open"])


def _outcomes(outcomes: list[Row]) -> list[str]:
    """Return the effects of answers: only the bodies that not every answer gives."""
    every = [{_body(b) for b in o["bodies"]} for o in outcomes]
    same = set.intersection(*every) if every else set()
    return [
        say(
            "responsibility.leads",
            values=series(x["label"] for x in o["values"]),
            bodies=series(sorted(bodies - same)) or say("responsibility.no_change"),
        )
        for o, bodies in zip(outcomes, every, strict=True)
    ]


def _body(b: Row) -> str:
    return say("frame.with", words=b["kind"]["name"], more=b["roleLabel"])


def clauses(a: Row) -> Row:
    """Return the number of clauses behind the answer, and the first of them."""
    cited = [c for part in _cited(a) for c in part["citations"]]
    first = next(iter(cited), None)
    name = say("pieces.cite", document=first["document"], article=first["article"]) if first else ""
    return {"count": len({c["clause"] for c in cited}), "first": name}


def _cited(a: Row) -> Iterable[Row]:
    yield from (d for who in a["responsible"] for d in who["duties"])
    yield from a["firstSteps"]


def _change(c: Row) -> str:
    added, removed = (series(map(_body, c[part])) or say("responsibility.nobody") for part in ("added", "removed"))
    return say("responsibility.change", on=c["on"], added=added, removed=removed)
