"""The rest of a sheet, by kind, each line with its clause (折叠的部分)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.messages.message import clauses, listed, message
from knowledge.referral.safety import Triage
from knowledge.vocabulary import CautionKind, Fit, Role, Unit, Verdict
from network.referral.referral import Offer, Referral
from network.responsibility.offices import Responsibility
from network.sheet.asker import tells
from network.sheet.contacts import placed
from network.sheet.model import Fold, FoldKind, FoldLine, OwnDuty, SheetBenefit, SheetQuestion, SheetStep
from network.sheet.once import ADVICE, SAME, STEP, Once
from network.sheet.questions import wording
from network.sheet.wording import deadline

MEANWHILE = {CautionKind.STOP, CautionKind.KEEP, CautionKind.NOT_FIRST}
"""The cautions that count while the first steps are taken."""
ALIKE = {FoldKind.NEXT: STEP, FoldKind.RIGHTS: ADVICE, FoldKind.REFUSALS: ADVICE}
"""From how much on two lines of a fold count as one; elsewhere a line is a fact about a body."""
ASKED_FIRST = 2
"""Questions shown beside a service without any supporting fact."""
SIDE = {Role.SANCTIONER: FoldKind.SANCTIONS, Role.COOPERATES: FoldKind.OTHERS}


def folded(parts: Mapping[FoldKind, Iterable[FoldLine]], once: Once) -> tuple[Fold, ...]:
    """Return the folds with lines not shown before; empty ones are left out."""
    made = [Fold(kind, once.fresh(lines, lambda x: x.text, ALIKE.get(kind, SAME))) for kind, lines in parts.items()]
    return tuple(f for f in made if f.lines)


def meanwhile(t: Triage) -> Iterator[FoldLine]:
    """Yield cautions: harm to stop, family not to ask first, other acts to avoid, evidence to preserve."""
    rows = [c for c in t.cautions if c.row.kind in MEANWHILE]
    rows.sort(key=lambda c: (c.row.kind is not CautionKind.STOP, not c.row.family))
    return (FoldLine(c.row.text, c.citations) for c in rows)


def advice(r: Referral, you: OwnDuty | None) -> Iterator[FoldLine]:
    """Others to inform, beside what the asker owes; a child that asks for itself need inform nobody else."""
    if r.by_child:
        return
    t = r.triage
    asked = you is not None and you.reporter is not None
    owed = tells(t.cautions) if asked else ()
    family = any(c.row.family for c in owed)
    rows = (c for c in t.cautions if c.row.kind is CautionKind.TELL and c not in owed and not (family and c.row.family))
    yield from (FoldLine(c.row.text, c.citations) for c in rows)


def rights(t: Triage) -> Iterator[FoldLine]:
    """The rights of the child and the family."""
    return (FoldLine(c.row.text, c.citations) for c in t.cautions if c.row.kind is CautionKind.RIGHT)


def next_steps(steps: Iterable[SheetStep]) -> Iterator[FoldLine]:
    """Steps after the first three."""
    for s in steps:
        names = listed(c.name for c in s.who)
        yield FoldLine(str(message("sheet.step_who", text=s.text, who=names)) if names else s.text, s.citations)


def services(rows: Iterable[SheetBenefit]) -> Iterator[FoldLine]:
    """Benefits that do not come first."""
    for b in rows:
        if b.fit is Fit.INELIGIBLE:
            yield FoldLine(str(message("sheet.cannot_line", name=b.name, why=b.why)), b.citations)
        else:
            code = "sheet.service_line" if b.fit is Fit.ELIGIBLE else "sheet.service_open"
            yield FoldLine(str(message(code, name=b.name, where=b.window.name)), b.citations)


def open_questions(rows: Iterable[SheetQuestion]) -> Iterator[FoldLine]:
    """Questions that do not come first."""
    for q in rows:
        yield FoldLine(str(message("sheet.question_line", text=q.text, decides=[b.name for b in q.decides])))


def doubtful(rows: Sequence[Offer]) -> Iterator[FoldLine]:
    """Services for a role of which nothing is known: what to ask, for what is unknown refuses nobody."""
    for o in rows:
        first = next(q for q in o.eligibility.required if q.verdict is not Verdict.YES)
        asked = "".join(dict.fromkeys(wording(f) for f in first.missing[:ASKED_FIRST]))
        text = message("sheet.doubtful", name=o.eligibility.service.name, wanted=asked or first.row.text)
        yield FoldLine(str(text), first.citations)


def gaps(r: Referral) -> Iterator[FoldLine]:
    """Tiers without a point."""
    return (FoldLine(str(g.why)) for n in r.needs for g in n.gaps if g.missing)


def deadlines(r: Responsibility) -> Iterator[FoldLine]:
    """The deadlines of the bodies, counted ones first."""
    for d in sorted(r.finding.deadlines, key=lambda d: d.row.value is None):
        if d.verdict is Verdict.YES and d.row.unit is not Unit.NONE:
            yield FoldLine(deadline(r.finding.book.kinds, d.row), d.citations)


def side(at: Referral, r: Responsibility, kind: FoldKind) -> Iterator[FoldLine]:
    """Bodies that cooperate, or that punish."""
    for x in r.responsible:
        if x.verdict is not Verdict.YES or SIDE.get(x.role) is not kind:
            continue
        who = placed(at, x.kind.code, x.where, x.bodies, emergency=False).name
        acts = clauses(dict.fromkeys(d.row.act for d in x.rows))
        yield FoldLine(str(message("sheet.does", who=who, act=acts)), x.rows[0].citations)


def possible(r: Responsibility) -> Iterator[FoldLine]:
    """Unknown facts that change who is responsible."""
    for m in r.finding.missing:
        yield FoldLine(wording(m.fact))


def refusals(r: Responsibility) -> Iterator[FoldLine]:
    """Yield the refusals of the matter."""
    for row, cited in r.finding.refusals:
        yield FoldLine(str(message("sheet.refusal", text=row.text, why=row.why)), cited)
