"""Recorded step and what happens next: by whom, by when; and who was first (记下了什么)."""

from collections.abc import Iterable
from datetime import datetime

from web.parts.asking import Row
from web.parts.moments import day, due, read, when
from web.parts.words import say, series

MOST = 2
"""Next steps that are named."""
SHORT = 2
"""Letters of a clock whose label only means that something is to be done."""
CALL, HEARD = "first_call", "danger_heard"
"""Clocks that run while a report of danger has no recorded call: of danger told, and of danger that words suggest."""
AGE, NEW, REPORT = "ageAbout", "NEW", "REPORT"
"""The field with the age of a child that nobody knows yet; a report that nobody has taken."""
GRADE = "grade"
"""The field with the grade of risk."""
CLASS = "F1"
"""Field class of a notice, which others may read over the shoulder."""


def after_step(item: Row, me: str, at: datetime) -> Row:
    """The last event of an item, and what is due next because of it."""
    last = item["timeline"][0]
    what = last["actionLabel"]
    if chosen := [f for f in last["fields"] if f["fieldClass"] == CLASS and not f["valueLabel"].isdecimal()][:3]:
        parts = say("frame.semicolon").join(say("frame.colon", head=f["label"], rest=f["valueLabel"]) for f in chosen)
        what = say("frame.with", words=what, more=parts)
    open_items = [*item["raised"], *([] if item["ended"] else [item]), *item["under"]]
    dated = sorted((i for i in open_items if i["due"]), key=lambda i: i["due"])
    return {
        "what": what,
        "who": item["child"] or say("casework.unknown_child"),
        "when": when(last["recordedAt"], at),
        "code": item["code"],
        "next": [_next(i, i["responsible"] or item["responsible"], me, at) for i in dated[:MOST]],
        "alarms": [{**i, **titled(i, at)} for i in item["raised"] if urgent(i)],
    }


def articles(citations: Iterable[Row]) -> str:
    """The provisions that something rests on, each once; empty if there is none."""
    rows = (say("casework.article", document=c["document"], article=c["article"]) for c in citations)
    return say("frame.semicolon").join(dict.fromkeys(rows))


def urgent(r: Row) -> bool:
    """True for a report without a recorded call of danger named, or suggested by its words."""
    return any(c["code"] in (CALL, HEARD) for c in r["clocks"])


def only_heard(r: Row) -> bool:
    """True while the urgency is ungraded: the program detected danger in the words, people judge it."""
    codes = {c["code"] for c in r["clocks"]}
    return HEARD in codes and CALL not in codes


def titled(r: Row, at: datetime) -> Row:
    """Return the words that identify an item: child or approximate age, time and way of the report, time left."""
    about = next((f["valueLabel"] for f in r["openFields"] if f["name"] == AGE), "")
    unknown = say("casework.child_about", age=about) if about else say("casework.unknown_child")
    moment = due(r["due"], at) if r["due"] else None
    came = say("casework.came", time=when(r["since"], at)) if r["state"] == NEW and r["itemKind"] == REPORT else ""
    left = (moment.text if moment.late else moment.note) if moment else ""
    return {"who": r["child"] or unknown, "came": came, "left": left, "heard": only_heard(r)}


def grade_of(r: Row) -> str:
    """The grade of risk of a case or visit in words; empty if it was never assessed."""
    return next((str(f["valueLabel"]) for f in r["openFields"] if f["name"] == GRADE), "")


def _next(item: Row, holder: str | None, me: str, at: datetime) -> Row:
    clock, head = clock_of(item), item["itemKindLabel"]
    rest = clock or item["headline"] or ""
    what = rest if rest.startswith(head) else say("frame.colon", head=head, rest=rest) if rest else head
    return {"code": item["code"], "what": what, "by": by(item, holder, me), "until": until(item, at)}


def clock_of(item: Row) -> str:
    """Return the demand of the first clock of an item, unless it only means that something is to be done."""
    label = str(item["clocks"][0]["label"]) if item["clocks"] else ""
    return label if len(label) > SHORT and label != item["itemKindLabel"] else ""


def by(item: Row, holder: str | None, me: str) -> str:
    """The person who must do it."""
    if item["waitsForLabel"]:
        return say("casework.waits", who=item["waitsForLabel"])
    if holder is None:
        return say("casework.nobody")
    return say("casework.by_you") if holder == me else say("casework.by_colleague")


def until(item: Row, at: datetime) -> str:
    """By when, with the day beside the hours."""
    moment = due(item["due"], at)
    return say("frame.with", words=moment.text, more=moment.note)


def first_taken(item: Row, me: str, at: datetime) -> str:
    """The person who changed the item last, by role, and the state since; empty if it was the viewer herself."""
    last = item["timeline"][0]
    if last["by"] == me:
        return ""
    step = {"when": when(last["recordedAt"], at), "what": last["actionLabel"], "state": item["stateLabel"]}
    return say("casework.was_first", who=_who(last, me), **step)


def entries(timeline: Iterable[Row], me: str, at: datetime) -> list[Row]:
    """The timeline for the template."""
    return [{**e, "who": _who(e, me), "late": _late(e, at), **_moment(e)} for e in timeline]


def _moment(e: Row) -> Row:
    then = read(e["occurredAt"])
    return {"day": day(then), "clock": f"{then:%H:%M:%S}"}


def _who(e: Row, me: str) -> str:
    if e["by"] == me:
        return say("casework.you")
    return series(e["byRoleLabels"]) or say("casework.program")


def _late(e: Row, at: datetime) -> str:
    """Return the time of recording, if that was not the day of the event."""
    apart = read(e["occurredAt"]).date() != read(e["recordedAt"]).date()
    return say("casework.recorded", when=when(e["recordedAt"], at)) if apart else ""
