"""The answer as rows for its page: columns by time, what can be had, what to ask first, folds (办事单的答案)."""

from web.parts.asking import Row
from web.parts.drawing import layered_markup
from web.parts.words import say
from web.sheet import begin, folds
from web.sheet.days import FIRST_CARE, columns, contact
from web.sheet.table import Groups, form_question, groups, unloaded
from web.sheet.when import day
from web.situation import facts
from web.situation.reading import ChildReading

REPORTER = "reporter"
TONIGHT = "sheet.tonight"


def shown(a: Row, r: ChildReading | None, begins: Row) -> Row:
    """All that the page shows of an answer; without a reading it is the sheet of a case."""
    sheet = a["sheet"]
    rows = groups(sheet["apply"], r)
    more = _further(a, rows, r)
    nothing = not (rows.all or rows.cannot)
    by_time = _begun(columns(a, rows), begins)
    doors = folds.doors(a)
    tonight = not doors["held"]  # in danger the calls stand alone, whatever the hour
    at_once = [c for c in by_time if c is by_time[0] or (tonight and c["key"] == TONIGHT)]
    return {
        **a,
        "day": day(a["on"]),
        "at_once": at_once,
        "later": [c for c in by_time if c not in at_once],
        "care": sheet["care"][:FIRST_CARE],
        "more_care": sheet["care"][FIRST_CARE:],
        "you": sheet["you"],
        "who_asks": _who_asks(sheet, r),
        "also": [contact(w) for w in sheet["who"]],
        "groups": _rows(rows, begins),
        "first": more[0] if more and nothing else None,
        "more": more[1:] if nothing else more,
        "folds": folds.of_sheet(sheet["folds"]),
        "needs": folds.needs(a),
        "difficulties": folds.difficulties(a["difficulties"]),
        "doors": doors,
        "places": folds.places(a["needs"]),
        "left": folds.left_out(a["needs"]),
        "amount": unloaded(rows.all),
        "begins": begins,
        "drawing": layered_markup(a["path"]["nodes"], a["path"]["edges"], say("sheet.path")),
    }


def _who_asks(sheet: Row, r: ChildReading | None) -> Row | None:
    """The question who asks, where that is not known and a duty depends on it."""
    you = sheet["you"]
    if r is None or you is None or you["reporter"] or f"{REPORTER}=" in r.state.removed:
        return None
    return facts.entry(r.forms[REPORTER])


def _further(a: Row, rows: Groups, r: ChildReading | None) -> list[Row]:
    """Return further questions that change the answer, the most decisive first; one answered 不知道 is not repeated."""
    above = {q["fact"] for q in rows.ask}
    made = [form_question(f, f["question"], r) for f in a["askFirst"] if f["fact"] and f["fact"] not in above]
    return [q for q in made if (q["answers"] or q["entry"]) and not (r and q["unknown"] in r.state.removed)]


def _begun(columns: list[Row], begins: Row) -> list[Row]:
    """Each step with its task, where one can be begun."""
    can = begin.TASK in begins["steps"]
    return [
        {**c, "steps": [{**s, "begin": begin.task(s["text"]) if can else None} for s in c["steps"]]} for c in columns
    ]


def _rows(rows: Groups, begins: Row) -> Groups:
    """Each row with what can be begun of it: an application for a benefit, a referral for a service."""
    can = begins["steps"]

    def begun(b: Row) -> Row:
        step = begin.BENEFIT if b["unloaded"] or b["paid"] else begin.REFERRAL
        made = begin.applied(b) if step == begin.BENEFIT else begin.carried(b)
        return {**b, "begin": made if step in can else None}

    asked = [{**q, "rows": list(map(begun, q["rows"]))} for q in rows.ask]
    return Groups(list(map(begun, rows.can)), asked, list(map(begun, rows.verify)), rows.cannot)
