"""The steps of a child's sheet: doors, report, immediate duties, or where an adult goes (现在做)."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from knowledge.messages.message import message
from knowledge.referral.safety import Derived, MustReport, door_steps, tasks
from knowledge.rows.referral import Call, Door
from knowledge.vocabulary import Unit, Verdict
from network.referral.referral import Referral
from network.sheet.contacts import contact, emergency_numbers, reachable
from network.sheet.model import FoldLine, SheetContact, SheetStep, When

MOST_CALLS = 2
"""Calls that the step of a door names; the others follow in the fold."""
_END = re.compile(r"[；。]")


def steps(r: Referral) -> tuple[SheetStep, ...]:
    """Everything to do at once or in the law's own words, the most urgent first."""
    if r.facts.adult:
        return tuple(_adult(r))
    doors = tuple(_doors(r))
    first = doors or tuple(_confirm(r))
    numbers = emergency_numbers(r)
    rows = (*first, *_report(r, doors), *_tasks(r))
    return in_order(rows, lambda s: any(c.phone.text in numbers for c in s.who))


def in_order(rows: Iterable[SheetStep], calls: Callable[[SheetStep], bool]) -> tuple[SheetStep, ...]:
    """What is due now before what is due tonight, today or later; of what is due now, emergency calls first."""

    def place(s: SheetStep) -> tuple[int, bool]:
        return tuple(When).index(s.when), s.when is When.NOW and not calls(s)

    return tuple(sorted(rows, key=place))


def _adult(r: Referral) -> Iterator[SheetStep]:
    for a in r.adult:
        who = tuple(contact(r, kind, a.row.number) for kind in a.row.who)
        yield SheetStep("adult", a.row.text, When.TODAY, who, own=True, citations=a.citations)


def _confirm(r: Referral) -> Iterator[SheetStep]:
    """No door is open, but one may be: see for yourself."""
    if any(d.verdict is Verdict.UNKNOWN for d in r.doors):
        text = message("sheet.confirm_child" if r.by_child else "sheet.confirm")
        yield SheetStep("confirm", str(text), When.NOW, until=str(message("sheet.at_once")), own=True)


def open_doors(r: Referral) -> tuple[Derived[Door], ...]:
    """The doors that stand open."""
    return tuple(d for d in r.doors if d.verdict is Verdict.YES)


def _calls(r: Referral) -> Iterator[tuple[Derived[Door], tuple[Call, ...]]]:
    """The open doors with their calls; a number that several give is called once, where it comes first of all."""
    doors = open_doors(r)
    owner: dict[str, str] = {}
    for position in range(max((len(d.concept.call) for d in doors), default=0)):
        for d in doors:
            number = d.concept.call[position].number if position < len(d.concept.call) else None
            if number:
                owner.setdefault(number, d.concept.code)
    for d in doors:
        yield d, tuple(c for c in d.concept.call if not c.number or owner[c.number] == d.concept.code)


def _doors(r: Referral) -> Iterator[SheetStep]:
    for d, calls in _calls(r):
        tonight = not calls[0].number if calls else False
        yield SheetStep(
            d.concept.code,
            d.concept.name,
            When.TONIGHT if tonight else When.NOW,
            tuple(_called(r, c) for c in calls[:MOST_CALLS]),
            str(message("sheet.tonight" if tonight else "sheet.at_once")),
            own=True,
            citations=d.citations,
        )


def _called(r: Referral, c: Call) -> SheetContact:
    return contact(r, c.body, c.number, _short(c.said(to_child=r.by_child)))


def _short(text: str) -> str:
    """The first sentence: what to say."""
    return _END.split(text, maxsplit=1)[0]


def also_called(r: Referral) -> dict[str, str]:
    """The further calls of the open doors: what to say, by the name of the office."""
    calls = (c for _, every in _calls(r) for c in every[MOST_CALLS:])
    return {contact(r, c.body, c.number).name: _short(c.said(to_child=r.by_child)) for c in calls}


def further(r: Referral, above: Collection[str]) -> Iterator[FoldLine]:
    """What follows at the open doors: their other calls, but to those that stand above the fold, and their steps."""
    for name, says in also_called(r).items():
        if name not in above:
            yield FoldLine(str(message("sheet.also_tell", who=name, says=says)))
    for d in open_doors(r):
        for s in door_steps(r.facts, d.concept):
            if s.verdict is Verdict.YES:
                yield FoldLine(s.row.text, s.citations)


def _report(r: Referral, doors: tuple[SheetStep, ...]) -> Iterator[SheetStep]:
    """The report, unless a door already calls whoever receives it first."""
    t = r.triage
    called = {c.name for s in doors for c in s.who}
    if t.report not in {MustReport.MUST, MustReport.MAY, MustReport.DEPENDS} or not t.matters or not t.to:
        return
    who = tuple(contact(r, kind) for kind in t.to)
    if called & {c.name for c in who}:
        return
    first = contact(r, t.to[0], next(iter(r.book.general.hotlines), None))
    code = {MustReport.MUST: "sheet.report", MustReport.MAY: "sheet.may_report"}.get(t.report, "sheet.report_doubt")
    cited = tuple(dict.fromkeys(c for d in t.duties for c in d.citations[:1]))
    until = str(message("sheet.at_once"))
    yield SheetStep(t.matters[0].code, str(message(code)), When.NOW, (first,), until, citations=cited)


def _tasks(r: Referral) -> Iterator[SheetStep]:
    for t in tasks(r.facts):
        who = tuple(contact(r, kind, t.row.number if n == 0 else None) for n, kind in enumerate(t.row.who))
        at_once = t.row.number is not None or t.row.by == Unit.IMMEDIATE.zh
        when = When.NOW if at_once else reachable(r, who)
        yield SheetStep(t.row.matter, t.row.text, when, who, t.row.by or "", citations=t.citations)
