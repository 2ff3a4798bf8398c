"""The sheet as plain text: one page to print, to read out, to hand on; without any identity (办事单的文字)."""

from collections.abc import Iterable, Iterator

from knowledge.messages.message import Clauses, clauses, listed, message
from knowledge.vocabulary import Fit
from network.sheet.model import (
    Fold,
    OwnDuty,
    Sheet,
    SheetBenefit,
    SheetCell,
    SheetContact,
    SheetQuestion,
    SheetStep,
    When,
)

FEW = 4
"""Size of a group of answers with the same result above which it may be written as all others."""
MARKS = {Fit.ELIGIBLE: "●", Fit.UNKNOWN: "◐", Fit.INELIGIBLE: "○"}


def text(sheet: Sheet, *, opened: bool = False) -> str:
    """The sheet, with the folds closed or opened."""
    return "\n".join(_lines(sheet, opened=opened))


def _lines(s: Sheet, *, opened: bool) -> Iterator[str]:
    yield str(message("sheet.head", title=s.head.title, day=s.head.on))
    if s.head.synthetic:
        yield str(message("sheet.synthetic"))
    yield s.head.child
    yield from _titled("sheet.now", (line for n, step in enumerate(s.now, 1) for line in _step(n, step)))
    yield from _titled("sheet.care", (f"· {x.text}" for x in s.care))
    if s.you:
        yield from _you(s.you)
    yield from _titled("sheet.who", (f"· {_contact(c)}" for c in s.who))
    yield from _titled("sheet.can", _benefits(s.apply.can))
    yield from _titled("sheet.ask", (line for q in s.apply.ask for line in _question(q)))
    yield from _titled("sheet.verify", _benefits(s.apply.verify))
    yield from _titled("sheet.heading_cannot", (_benefit(MARKS[b.fit], b.name, b.why) for b in s.apply.cannot))
    for fold in s.folds:
        yield from _fold(fold, opened=opened)
    yield str(message("sheet.foot"))


def _titled(code: str, lines: Iterable[str]) -> Iterator[str]:
    rows = tuple(lines)
    if rows:
        yield str(message(code))
        yield from rows


def _step(n: int, s: SheetStep) -> Iterator[str]:
    dated = bool(s.until) and s.when not in {When.NOW, When.TONIGHT}
    text = message("sheet.with", words=s.text, more=s.until) if dated else s.text
    talks = [c for c in s.who if c.says]
    who = listed(_reach(c) for c in s.who if not c.says)
    yield str(message("sheet.step", number=n, when=s.when.label, text=text)) + (f" → {who}" if who else "")
    yield from (f"   {_contact(c)}" for c in talks)


def _reach(c: SheetContact) -> str:
    phone = _phone(c)
    return str(message("sheet.with", words=c.name, more=phone)) if phone else c.name


def _phone(c: SheetContact) -> str:
    """The number, or why there is none."""
    if c.phone.absent:
        return str(message("sheet.phone_absent", why=c.phone.absent.label))
    return c.phone.text


def _contact(c: SheetContact) -> str:
    receipt = str(message("sheet.receipt", what=c.receipt)) if c.receipt else ""
    return (str(message("sheet.colon", head=_reach(c), rest=c.says)) if c.says else _reach(c)) + receipt


def _you(you: OwnDuty) -> Iterator[str]:
    if you.reporter is None:
        yield str(message("sheet.you", who=message("sheet.anybody")))
        yield f"· {you.verdict}"
        return
    yield str(message("sheet.you", who=you.reporter))
    verdict = message("sheet.colon", head=you.verdict, rest=Clauses(you.duties)) if you.duties else you.verdict
    yield f"· {verdict}"
    yield from (f"· {line}" for line in you.until)
    yield from (f"· {message('sheet.tell', whom=line)}" for line in you.tell)


def _cell(code: str, entry: SheetCell) -> str:
    return str(message(code, what=entry))


def _benefits(rows: Iterable[SheetBenefit]) -> Iterator[str]:
    """Yield a line per benefit; those that differ by name only share one."""
    alike: dict[tuple[str, ...], list[SheetBenefit]] = {}
    for b in rows:
        alike.setdefault((MARKS[b.fit], *_cells(b)), []).append(b)
    for (mark, *cells), of in alike.items():
        yield _benefit(mark, listed(b.name for b in of), cells)


def _benefit(mark: str, names: str, cells: Iterable[str]) -> str:
    return f"{mark} {message('sheet.colon', head=names, rest=Clauses(cells))}"


def _cells(b: SheetBenefit) -> Iterator[str]:
    opens = str(message("sheet.opens", moment=f"{b.opens:%m-%d %H:%M}")) if b.opens else ""
    yield _window(b)
    yield _cell("sheet.hours_of", b.hours) + opens
    decided = bool(b.confirm.text or b.bring.text)
    yield from (_cell("sheet.bring", e) for e in (b.bring,) if e.text)
    yield from (_cell("sheet.confirm_by", e) for e in (b.confirm,) if e.text)
    yield from (_cell("sheet.takes", e) for e in (b.days,) if e.text or decided)
    yield from (_cell("sheet.pays", e) for e in (b.amount,) if e.text)
    yield from b.why


def _question(q: SheetQuestion) -> Iterator[str]:
    yield f"◐ {q.text}" + str(message("sheet.decides", names=[b.name for b in q.decides]))
    yield "   " + clauses(_outcomes(q))
    windows = dict.fromkeys(clauses(_where(b)) for b in q.decides if b.window.name)
    yield from (f"   → {w}" for w in windows)


def _where(b: SheetBenefit) -> Iterator[str]:
    yield _window(b)
    yield from (_cell("sheet.bring", e) for e in (b.bring,) if e.text)
    yield from (_cell("sheet.confirm_by", e) for e in (b.confirm,) if e.text)


def _window(b: SheetBenefit) -> str:
    if not b.window.name:
        return str(message("sheet.window_absent", why=b.window.phone))
    window = _reach(b.window)
    return str(message("sheet.with", words=window, more=b.window.says)) if b.window.says else window


def _outcomes(q: SheetQuestion) -> Iterator[str]:
    """Every answer by name; the largest group of many comes last as all others, so that each answer is of one group."""
    most = max(q.outcomes, key=lambda o: len(o.answers), default=None)
    rest = most if most and len(most.answers) > FEW and len(q.outcomes) > 1 else None
    for o in sorted(q.outcomes, key=lambda o: o is rest):
        whole = len(o.results) == 1
        results = str(message("join.commas")).join(_result(f, () if whole else names) for f, names in o.results)
        answers = str(message("sheet.others")) if o is rest else listed(o.answers)
        yield str(message("sheet.answer", answer=answers, leads=results))
    yield str(message("sheet.answer_unknown"))


def _result(fit: Fit, names: Iterable[str]) -> str:
    """Return the result of an answer, with names where the benefits differ."""
    led = {Fit.ELIGIBLE: "sheet.leads_can", Fit.UNKNOWN: "sheet.leads_more", Fit.INELIGIBLE: "sheet.leads_cannot"}
    return str(message("sheet.result", names=tuple(names), fit=message(led[fit])))


def _fold(f: Fold, *, opened: bool) -> Iterator[str]:
    if opened:
        yield f"▾ {f.kind.label}"
        yield from (f"  · {x.text}" for x in f.lines)
        return
    yield str(message("sheet.folded", kind=f.kind.label, count=len(f.lines), first=f.summary))
