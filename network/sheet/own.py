"""The duty of whoever asks, with its deadline (你要做)."""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from knowledge.messages.message import clauses, message
from knowledge.referral.safety import MustReport, door_steps
from knowledge.responsibility.judging import Applied
from knowledge.rows.rows import Deadline, Duty
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import value_label
from knowledge.vocabulary import Level, Role, Unit, Verdict
from network.referral.referral import Referral
from network.responsibility.offices import Responsibility
from network.sheet.asker import ASKER, asks, tells
from network.sheet.model import OwnDuty
from network.sheet.once import Once, covered
from network.sheet.questions import wording
from network.sheet.wording import deadline

BOUND = {Role.DUTY_BEARER, Role.HANDLER}
"""The roles in which whoever asks must act."""
MOST = 2
"""Duties and deadlines that are stated; the rest is in the answer itself."""
WITHIN = 0.5
"""Share of a deadline's act in a clause of a duty from which it is the time limit of that clause."""
_CLAUSE = re.compile(r"；(?![^（]*）)")


def of_referral(r: Referral) -> OwnDuty | None:
    """The duty to report; None for the child itself, and if nothing is known that would raise one."""
    t, reporter = r.triage, r.situation.reporter
    if r.facts.adult or r.by_child or not t.matters:
        return None
    if reporter is None:
        return OwnDuty(None, str(message("sheet.you_unknown")), (), (), ())
    once = Once()
    open_ = tuple(wording(f) for f in t.missing if f != ASKER)[:MOST] if t.report is MustReport.DEPENDS else ()
    rows = t.duties if t.report is not MustReport.NEED_NOT else ()
    limits = t.deadlines if t.report is MustReport.MUST else ()
    acts, until = _dated(r.book, _acts(rows, once), _limits(limits, t.duties))
    tell = tuple(c.row.text for c in tells(t.cautions))
    return OwnDuty(
        value_label(ASKER, reporter),
        t.report.label,
        (*_at_doors(r, once), *acts, *(str(message("sheet.first_ask", question=q)) for q in open_)),
        until,
        once.fresh(tell, str),
        tuple(dict.fromkeys(c for d in t.duties for c in d.citations[:1])),
    )


def _at_doors(r: Referral, once: Once) -> tuple[str, ...]:
    """Return the asker's own steps at the open doors, such as a hospital's, which is not advised to call itself."""
    held = (s for d in r.doors if d.verdict is Verdict.YES for s in door_steps(r.facts, d.concept) if asks(s))
    return once.fresh((s.row.text for s in held if s.verdict is Verdict.YES), str)


def of_matter(r: Responsibility, reporter: str | None) -> OwnDuty | None:
    """Return the asker's own duty in the matter; None if the asker is unknown, or has none."""
    if reporter is None or r.finding.not_a_minor:
        return None
    rows = _rows(r, reporter)
    if not rows:
        return None
    must = any(d.row.role in BOUND for d in rows)
    doubt = all(d.verdict is Verdict.UNKNOWN for d in rows)
    acts, until = _dated(r.finding.book, _acts(rows, Once()), _limits(r.finding.deadlines, rows))
    return OwnDuty(
        value_label(ASKER, reporter),
        str(message("sheet.must_in_doubt" if must and doubt else "sheet.must" if must else "sheet.may")),
        acts,
        until,
        (),
        tuple(dict.fromkeys(c for d in rows for c in d.citations[:1])),
    )


def _rows(r: Responsibility, reporter: str) -> tuple[Applied[Duty], ...]:
    """The duties of whoever asks, those that name it before those that bind all.

    Where a child may be in danger, a duty that hangs on an open fact is theirs too: a suspicion is enough to report.
    """
    f = r.finding
    handled = [d for d in f.certain() if d.row.body == reporter and d.row.role is Role.HANDLER]
    rows = [*(d for d in f.certain() if binds(f.book, d, reporter)), *handled]
    if not rows and (f.danger or f.matter.report):
        rows = [d for d in f.duties if d.verdict is Verdict.UNKNOWN and binds(f.book, d, reporter)]
    return tuple(sorted(rows, key=lambda d: d.row.body != reporter))


def bodies(r: Responsibility, reporter: str | None) -> frozenset[str]:
    """The kinds of body as which whoever asks has a duty."""
    return frozenset(d.row.body for d in _rows(r, reporter)) if reporter else frozenset()


def binds(book: Rulebook, d: Applied[Duty], reporter: str) -> bool:
    """True if the duty is that of whoever asks, or the right of a person like them."""
    bears = d.row.role is Role.DUTY_BEARER or book.kinds[d.row.body].level is Level.PERSON
    return bears and (d.row.body == reporter or asks(d))


def _acts(rows: Iterable[Applied[Duty]], once: Once) -> tuple[str, ...]:
    return once.fresh(dict.fromkeys(d.row.act for d in rows), str)[:MOST]


def _limits(rows: Iterable[Applied[Deadline]], duties: Iterable[Applied[Duty]]) -> list[Deadline]:
    """Return the deadlines that apply to the bodies with the duties."""
    bodies = {d.row.body for d in duties}
    return [d.row for d in rows if d.row.who in bodies and d.verdict is Verdict.YES]


def _dated(book: Rulebook, acts: Sequence[str], limits: Iterable[Deadline]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the duties, each clause with its time limit, and the deadlines that no clause contains.

    A deadline without a time adds nothing to the clause that contains its act.
    """
    parts = [_CLAUSE.split(act) for act in acts]
    every = [clause for of in parts for clause in of]
    timed = {clause: clause for clause in every}
    apart = dict[str, None]()
    for d in limits:
        clause = max(every, key=partial(covered, d.act), default="")
        if covered(d.act, clause) < WITHIN or timed[clause] != clause:
            apart[deadline(book.kinds, d, named=False)] = None
        elif d.value is not None or d.unit is Unit.IMMEDIATE:
            timed[clause] = deadline(book.kinds, d.model_copy(update={"act": clause}), named=False)
    return tuple(clauses(timed[clause] for clause in of) for of in parts), tuple(apart)[:MOST]
