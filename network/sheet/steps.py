"""Steps of a child's sheet: doors, report, immediate duties, or services for an adult (现在做)."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.messages.message import clauses, listed, message
from knowledge.referral.safety import Derived, MustReport, door_steps, tasks
from knowledge.responsibility.judging import Applied
from knowledge.rows.referral import Call, Door, DoorStep
from knowledge.vocabulary import Unit, Verdict
from network.referral.referral import Referral
from network.sheet.asker import asks, is_asker
from network.sheet.contacts import contact, emergency_numbers, reachable
from network.sheet.model import FoldLine, SheetContact, SheetStep, When
from network.sheet.questions import wording

FIRST = 3
"""Steps above the fold."""
MOST_CALLS = 2
"""Calls that the step of a door names; the others follow in the fold."""
MOST_ASKED = 2
"""Questions that decide whether a door is open, as far as known facts speak for it."""
CONFIRM = "confirm"
"""The step that asks to see for oneself, where no door is open."""
MOST_SAID = 3
"""Subjects named in a call, at most."""
_END = re.compile(r"[；。]")


def steps(r: Referral) -> tuple[SheetStep, ...]:
    """Everything to do at once or in the law's own words, the most urgent first."""
    if r.facts.adult:
        return tuple(_adult(r))
    doors = tuple(_doors(r))
    first = doors or tuple(_confirm(r))
    numbers = emergency_numbers(r)
    rows = (*first, *_report(r, doors), *_tasks(r))
    return in_order(rows, lambda s: s.dials(numbers))


def in_order(rows: Iterable[SheetStep], calls: Callable[[SheetStep], bool]) -> tuple[SheetStep, ...]:
    """Return steps due now before those due tonight, today or later; of those due now, emergency calls first."""

    def position(s: SheetStep) -> tuple[int, bool]:
        return tuple(When).index(s.when), s.when is When.NOW and not calls(s)

    return tuple(sorted(rows, key=position))


def _adult(r: Referral) -> Iterator[SheetStep]:
    for a in r.adult:
        who = tuple(contact(r, kind, a.row.number) for kind in a.row.who)
        yield SheetStep("adult", a.row.text, When.TODAY, who, own=True, citations=a.citations)


def _confirm(r: Referral) -> Iterator[SheetStep]:
    """Yield, where no door is open but one may be, the step to check in person, with the likeliest questions.

    A child also gets the persons whom it can turn to.
    """
    if not any(d.verdict is Verdict.UNKNOWN for d in r.doors):
        return
    text = message("sheet.confirm_child" if r.by_child else "sheet.confirm")
    asked = "".join(wording(f) for f in raised(r)[:MOST_ASKED])
    text = message("sheet.confirm_asking", text=text, asked=asked) if asked and not r.by_child else text
    until = str(message("sheet.at_once"))
    yield SheetStep(CONFIRM, str(text), When.NOW, until=until, own=True)
    if r.by_child:
        yield SheetStep("tell", str(message("sheet.child_tell")), When.NOW, until=until, own=True)


def raised(r: Referral) -> tuple[str, ...]:
    """The open questions of doors for which known facts speak."""
    near = (f for d in r.doors if d.verdict is Verdict.UNKNOWN and d.raised for f in d.missing)
    return tuple(dict.fromkeys(near))


def open_doors(r: Referral) -> tuple[Derived[Door], ...]:
    """Return the open doors."""
    return tuple(d for d in r.doors if d.verdict is Verdict.YES)


def _calls(r: Referral) -> Iterator[tuple[Derived[Door], tuple[Call, ...]]]:
    """The open doors with their calls to others; a number that several give is called once, where it comes first.

    Where none of the offices of a door has a number, its own number leads, whatever other doors call: whoever answers
    reaches the duty officers.
    """
    doors = open_doors(r)
    owner: dict[str, str] = {}
    for position in range(max((len(d.concept.call) for d in doors), default=0)):
        for d in doors:
            number = d.concept.call[position].number if position < len(d.concept.call) else None
            if number:
                owner.setdefault(number, d.concept.code)
    for d in doors:
        others = [c for c in d.concept.call if not is_asker(r, c.body)]
        calls = [c for c in others if not c.number or owner[c.number] == d.concept.code]
        offices = [c for c in calls if not c.number]
        if offices and not any(contact(r, c.body).phone.text for c in offices[:MOST_CALLS]):
            calls = [*(c for c in others if c.number), *offices]
        yield d, tuple(calls)


def _shown(calls: Sequence[Call]) -> int:
    """Return the number of calls above the fold: the offices beside a number that leads in their place."""
    return MOST_CALLS + (len(calls) > MOST_CALLS and calls[0].number is not None and not calls[1].number)


def _doors(r: Referral) -> Iterator[SheetStep]:
    """Yield the open doors; the first call of a number asks to note down its receipt number."""
    dialled: set[str] = set()
    for d, calls in _calls(r):
        leading = [s for s in _certain(r, d) if s.row.lead and not r.by_child]
        if not calls and not leading:
            continue
        tonight = not calls[0].number if calls else False
        text = clauses(s.row.text for s in leading)
        who = [_called(r, d, c) for c in calls[: _shown(calls)]]
        again = tuple(replace(c, receipt="") if c.phone.text in dialled else c for c in who)
        dialled |= {c.phone.text for c in who if c.phone.text}
        yield SheetStep(
            d.concept.code,
            str(message("sheet.colon", head=d.concept.name, rest=text)) if text else d.concept.name,
            When.TONIGHT if tonight else When.NOW,
            again,
            str(message("sheet.tonight" if tonight else "sheet.at_once")),
            own=True,
            citations=d.citations,
        )


def _certain(r: Referral, d: Derived[Door]) -> Iterator[Applied[DoorStep]]:
    """The steps of a door that apply, but to those of whoever asks: they are the asker's own duty."""
    return (s for s in door_steps(r.facts, d.concept) if s.verdict is Verdict.YES and not asks(s))


def _called(r: Referral, d: Derived[Door], c: Call) -> SheetContact:
    """Return the call, with its subject if the ways to its door give one."""
    says = _short(c.wording(to_child=r.by_child))
    about = dict.fromkeys(t.row.says for t in d.ways if t.row.says)
    if c.number and about and not r.by_child:
        says = str(message("sheet.about_case", case=listed(list(about)[:MOST_SAID]), says=says))
    return contact(r, c.body, c.number, says)


def _short(text: str) -> str:
    """Return the first sentence, the text for the call."""
    return _END.split(text, maxsplit=1)[0]


def also_called(r: Referral) -> dict[str, str]:
    """Return the text for each further call of the open doors, by the name of the office."""
    calls = (c for _, every in _calls(r) for c in every[_shown(every) :])
    return {contact(r, c.body, c.number).name: _short(c.wording(to_child=r.by_child)) for c in calls}


def further(r: Referral, above: Collection[str]) -> Iterator[FoldLine]:
    """Yield the rest at the open doors: their other calls, except those above the fold, and their steps."""
    for name, says in also_called(r).items():
        if name not in above:
            yield FoldLine(str(message("sheet.also_tell", who=name, says=says)))
    for d in open_doors(r):
        yield from (FoldLine(s.row.text, s.citations) for s in _certain(r, d) if not s.row.lead)


def _report(r: Referral, doors: tuple[SheetStep, ...]) -> Iterator[SheetStep]:
    """The report, unless a door already calls whoever receives it first."""
    t = r.triage
    called = {c.name for s in doors for c in s.who}
    if t.report not in {MustReport.MUST, MustReport.MAY, MustReport.DEPENDS} or not t.matters or not t.to:
        return
    who = tuple(contact(r, kind) for kind in t.to if not is_asker(r, kind))
    if called & {c.name for c in who}:
        return
    first = contact(r, t.to[0], next(iter(r.book.general.hotlines), None))
    code = {MustReport.MUST: "sheet.report", MustReport.MAY: "sheet.may_report"}.get(t.report, "sheet.report_doubt")
    cited = tuple(dict.fromkeys(c for d in t.duties for c in d.citations[:1]))
    until = str(message("sheet.at_once"))
    yield SheetStep(t.matters[0].code, str(message(code)), When.NOW, (first,), until, citations=cited)


def _tasks(r: Referral) -> Iterator[SheetStep]:
    for t in tasks(r.facts):
        kinds = [kind for kind in t.row.who if not is_asker(r, kind)]
        who = tuple(contact(r, kind, t.row.number if n == 0 else None) for n, kind in enumerate(kinds))
        at_once = t.row.number is not None or t.row.by == Unit.IMMEDIATE.zh
        when = When.NOW if at_once else reachable(r, who)
        yield SheetStep(t.row.matter, t.row.text, when, who, t.row.by or "", citations=t.citations)
