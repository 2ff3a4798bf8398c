"""The three columns by time: now, today or tonight, this week (现在、今晚、本周)."""

from collections.abc import Iterable, Iterator

from web.parts.asking import Row
from web.parts.moments import read
from web.parts.words import say, series
from web.sheet.table import Groups

LISTEN = 2
"""Lines on speaking with the child in a column; the rest is in its fold."""
EVENING = 17
"""From this hour on the second column is the evening."""
CARE = "CARE"
FIRST_CARE = 2
"""Cautions above the folds: harm to stop, and persons not to ask first."""


def columns(a: Row, rows: Groups) -> list[Row]:
    """Return columns of actions by time: steps, questions, places to go; an empty column is left out."""
    sheet = a["sheet"]
    late = read(a["atTime"]).hour >= EVENING
    made = (
        ("sheet.now", _steps(sheet, "NOW")),
        (
            "sheet.tonight" if late else "sheet.today",
            [*_steps(sheet, "TONIGHT", "TODAY"), *_talk(sheet, rows), *_visits(rows, "TODAY")],
        ),
        ("sheet.week", [*_steps(sheet, "WEEK"), *_visits(rows, "WEEK")]),
    )
    return [{"key": title, "title": say(title), "steps": steps} for title, steps in named_once(made) if steps]


def named_once(made: Iterable[tuple[str, list[Row]]]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the columns with each body at the first step that names it; a later step adds only other words."""
    known = set[tuple[str, str]]()
    for title, steps in made:
        for s in steps:
            s["who"] = [w for w in s["who"] if (w["name"], w["says"] or "") not in known]
            known |= {(w["name"], w["says"] or "") for w in s["who"]}
        yield title, steps


def _steps(sheet: Row, *times: str) -> list[Row]:
    return [{**s, "who": list(map(contact, s["who"]))} for s in sheet["now"] if s["when"] in times]


def contact(w: Row) -> Row:
    """A contact to call: a number that a telephone dials, another contact, or why there is none."""
    text = w["phone"]["text"] or ""
    return {**w, "dial": text if text.isdigit() else "", "reach": text or w["phone"]["absentLabel"] or ""}


def _own(text: str) -> Row:
    """Return a step of the reader of the sheet."""
    return {"text": text, "until": None, "who": [], "citations": []}


def _talk(sheet: Row, rows: Groups) -> Iterator[Row]:
    """Yield the step on questions, and on speaking with the child."""
    count = sum(q["open"] for q in rows.ask)
    if count:
        yield _own(say("sheet.ask_them", count=count))
    for fold in sheet["folds"]:
        if fold["kind"] == CARE:
            yield from (_own(x["text"]) for x in fold["lines"][:LISTEN])


def _visits(rows: Groups, when: str) -> Iterator[Row]:
    """Yield places to go: available services, then those to clear up first; one step a window."""
    yield from _at(rows.can, when, "sheet.go", "sheet.go_then")
    yield from _at([*rows.open, *rows.verify], when, "sheet.apply", "sheet.apply_then")


def _at(rows: Iterable[Row], when: str, go: str, go_then: str) -> Iterator[Row]:
    by_window: dict[tuple[str, str, str], list[str]] = {}
    for b in rows:
        if b["when"] == when and b["window"]:
            by_window.setdefault((b["window"], b["opens"], b["receipt"] or ""), []).append(b["name"])
    for (window, opens, receipt), names in by_window.items():
        named = series(dict.fromkeys(names))
        text = say(go_then, opens=opens, window=window, names=named) if opens else say(go, window=window, names=named)
        yield _own(text + (say("sheet.receipt", what=receipt) if receipt else ""))
