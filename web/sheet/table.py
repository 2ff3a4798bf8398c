"""The table of what the family can get: can, one question away, to verify, not yet (能办什么)."""

from collections.abc import Iterable
from dataclasses import dataclass

from web.parts.asking import Row
from web.parts.words import say, series
from web.sheet.when import moment
from web.situation import facts
from web.situation.reading import ChildReading

SAME = ("window", "phone", "unreached", "says", "hours", "bring", "confirm", "days")
"""Fields that are equal in benefits that differ by name only."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The rows of the table by what they are."""

    can: list[Row]
    ask: list[Row]
    """Each question with the rows that it decides."""
    verify: list[Row]
    cannot: list[Row]

    @property
    def open(self) -> list[Row]:
        """Return the benefits that one more answer decides, each once."""
        return [b for q in self.ask for b in q["rows"]]

    @property
    def alike(self) -> list[Row]:
        """Return the questions by window: benefits that differ by name only share one row, with all their questions."""
        made: dict[str, Row] = {}
        for q in self.ask:
            first = q["rows"][0]
            row = made.setdefault(repr([first[name] for name in SAME]), {**first, "rows": [], "questions": []})
            known = {b["code"] for b in row["rows"]}
            row["rows"] += [b for b in q["rows"] if b["code"] not in known]
            row["questions"].append(q)
        return list(made.values())

    @property
    def all(self) -> list[Row]:
        """All that may still be had."""
        return [*self.can, *self.open, *self.verify]


def groups(apply: Row, r: ChildReading | None) -> Groups:
    """The rows; without a reading (a case) the questions have no buttons."""
    can, verify, cannot = ([_row(b) for b in apply[name]] for name in ("can", "verify", "cannot"))
    asked = [_question(q, r) for q in apply["ask"]]
    asked.sort(key=lambda q: not q["open"])
    return Groups(can, asked, verify, cannot)


def _question(q: Row, r: ChildReading | None) -> Row:
    """A question with its answers; a fact that nobody fills in has none."""
    form, removed = q["fact"], r.state.removed if r else frozenset()
    base = form_question(form, q["text"], r)
    return {**base, "rows": [_row(b) for b in q["decides"]], "open": base["unknown"] not in removed}


def form_question(form: Row, text: str, r: ChildReading | None) -> Row:
    """A question of the answer with its buttons, and the boxes to tick on paper."""
    q = facts.question(form, r.state.at if r else "", r.state.at_name if r else "", text)
    labels = [say("sheet.tick", label=a["label"]) for a in q["answers"]] or [say("sheet.blank")]
    ticks = "".join([*labels, say("sheet.tick", label=say("situation.unknown"))])
    return {**q, "taps": r is not None and form["fact"] is not None, "ticks": ticks}


def _row(b: Row) -> Row:
    window = b["window"]
    return {
        "code": b["code"],
        "name": b["name"],
        "why": b["why"],
        "when": b["when"],
        "opens": moment(b["opens"]) if b["opens"] else "",
        "window": window["name"],
        "phone": window["phone"]["text"] or "",
        "unreached": "" if window["phone"]["text"] else window["phone"]["absentLabel"] or "",
        "says": window["says"],
        "receipt": window["receipt"],
        "hours": _cell(b["hours"]),
        "bring": _cell(b["bring"]),
        "confirm": _cell(b["confirm"]),
        "days": _cell(b["days"]),
        "paid": b["amount"]["text"] or "",
        "unloaded": b["amount"]["absent"] is not None,
        "citations": b["citations"],
    }


def _cell(c: Row) -> Row:
    return {"text": c["text"] or c["absentLabel"] or "", "quiet": not c["text"]}


def unloaded(rows: Iterable[Row]) -> str:
    """Return where to ask for amounts that are not loaded; empty if there are none."""
    windows = dict.fromkeys(b["window"] for b in rows if b["unloaded"] and b["window"])
    return say("sheet.amount", windows=series(windows)) if windows else ""
