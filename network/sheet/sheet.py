"""The answer sheet of a referral or of a matter (办事单)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from knowledge.messages.message import message
from knowledge.referral.safety import MustReport
from knowledge.situation.facts import FACTS
from knowledge.vocabulary import Fit, Provenance
from network.referral.referral import Offer, Referral
from network.responsibility.offices import Responsibility
from network.sheet import folds, local, matter, own
from network.sheet.asker import is_asker, passes_by
from network.sheet.benefits import Offers, benefit
from network.sheet.contacts import contact
from network.sheet.model import (
    LINE,
    TWO_LINES,
    Applications,
    Fold,
    FoldKind,
    FoldLine,
    Head,
    OwnDuty,
    Sheet,
    SheetContact,
    SheetStep,
)
from network.sheet.named import NamedInQuestion
from network.sheet.once import ADVICE, STEP, Once
from network.sheet.questions import questions
from network.sheet.relevance import for_minors, is_role
from network.sheet.steps import FIRST, also_called, further, open_doors
from network.sheet.wording import age_band, street

CARE = 4
"""Cautions above the fold."""
NEAR = 2
"""Number of open rows up to which a supported benefit that several answers decide is shown with them."""
WHO = 4
"""Bodies above the fold, beside the emergency numbers of the steps."""


@dataclass(frozen=True, slots=True)
class Room:
    """Number of rows of each kind above the fold."""

    can: int
    ask: int
    cannot: int
    roles: bool
    """True if the child's role in proceedings may be asked; in danger that is for the police to establish."""


CALM = Room(6, 4, 3, roles=True)
DANGER = Room(3, 2, 1, roles=False)
"""In danger, what is for tonight comes first; the rest follows in the folds."""
CHILD = Room(3, 0, 0, roles=False)
"""Room for a child harmed or in danger that asks for itself: no questions on its household, which helpers ask."""


def applications(r: Referral, offers: Offers, room: Room) -> Applications:
    """Sort offers into can, ask, verify and cannot, as many as there is room for."""
    if passes_by(r):
        offered = folds.services(benefit(r, o) for o in (*offers.likely, *offers.common))
        return Applications((), (), (), (), (*offered, *folds.doubtful(offers.rest)))
    rows = [(o, benefit(r, o)) for o in offers.likely]
    by_fit = {fit: [(o, b) for o, b in rows if b.fit is fit] for fit in Fit}
    can = [b for _, b in by_fit[Fit.ELIGIBLE]]
    every = questions([(o, b) for o, b in by_fit[Fit.UNKNOWN] if _asked(o)], offers.wanted)
    ask = tuple(q for q in every if room.roles or not is_role(q.fact) or FACTS[q.fact].background)
    decided = {b.code for q in every for b in q.decides}
    far = [(o, b) for o, b in by_fit[Fit.UNKNOWN] if _asked(o) and b.code not in decided]
    met = {n for o, _ in by_fit[Fit.ELIGIBLE] if o.eligibility.service.benefit for n in o.eligibility.service.needs}

    def is_met(o: Offer) -> bool:
        return set(o.eligibility.service.needs) <= met

    doubtful = [(o, b) for o, b in by_fit[Fit.UNKNOWN] if not _asked(o)]
    verify = [b for o, b in doubtful if not (o.eligibility.first and is_met(o))]
    near = [b for _, b in far if b.why] if len(ask) + len(verify) <= NEAR else []
    verify = [*near[:1], *verify]
    cannot = [b for o, b in by_fit[Fit.INELIGIBLE] if not is_met(o)]
    instead = [b for o, b in (*by_fit[Fit.INELIGIBLE], *doubtful) if b not in cannot and b not in verify]
    common = [benefit(r, o) for o in offers.common]
    spare = (
        *can[room.can :],
        *sorted(common, key=lambda b: b.fit is not Fit.ELIGIBLE),
        *(b for _, b in far if b not in near[:1]),
        *verify[room.ask :],
        *cannot[room.cannot :],
        *instead,
    )
    return Applications(
        tuple(can[: room.can]),
        ask[: room.ask],
        tuple(verify[: room.ask]),
        tuple(cannot[: room.cannot]),
        (*folds.services(spare), *folds.doubtful(offers.rest)),
        tuple(folds.open_questions((*ask[room.ask :], *(q for q in every if q not in ask)))),
    )


def _asked(offer: Offer) -> bool:
    return bool(offer.eligibility.missing) and not for_minors(offer.eligibility)


def of_referral(r: Referral, named: NamedInQuestion | None = None) -> Sheet:
    """The sheet of a child; `named` is what the question names beside facts."""
    named = named or NamedInQuestion(r)
    once, every, you = Once(), named.steps, _duty(r, named)
    mine = [s for s in every if s.own] if r.by_child else every
    now = _above(mine, once)
    look = (FoldLine(str(message("sheet.look"))),) if named.looks(now) else ()
    care = (*look, *folds.meanwhile(r.triage))
    apply = applications(r, named.asked_for, _room(r, named))
    above = once.fresh(care, lambda x: x.text)
    who = _receiving(r, named, now)
    advice = once.fresh(folds.advice(r, you), lambda x: x.text, ADVICE)
    parts = {
        FoldKind.NEXT: (
            *folds.next_steps((*(s for s in every if s not in now), *named.later)),
            *further(r, {c.name for c in who}),
        ),
        FoldKind.CARE: (*above[CARE:], *advice),
        FoldKind.QUESTIONS: apply.later,
        FoldKind.SERVICES: apply.more,
        FoldKind.RIGHTS: tuple(folds.rights(r.triage)),
        FoldKind.GAPS: tuple(folds.gaps(r)),
        FoldKind.LOCAL: tuple(local.of_referral(r)),
    }
    title = str(message("sheet.title_referral"))
    folded = _folded(parts, once, LINE if open_doors(r) else TWO_LINES)
    return Sheet(_head(r, title), now, above[:CARE], you, who, apply, folded)


def _above(every: Sequence[SheetStep], once: Once) -> tuple[SheetStep, ...]:
    """The first steps, each once, as many as there is room for."""
    return tuple(islice((s for s in every if once.new(s.text, STEP)), FIRST))


def _room(r: Referral, named: NamedInQuestion) -> Room:
    if r.by_child and (open_doors(r) or named.danger):
        return CHILD
    return DANGER if open_doors(r) else CALM


def _folded(parts: dict[FoldKind, tuple[FoldLine, ...]], once: Once, room: int) -> tuple[Fold, ...]:
    """Return the folds in order; the lines of CARE were compared with the rest before; `room` is of further steps.

    In danger the page is full: then their names have one line.
    """
    care = Fold(FoldKind.CARE, parts.pop(FoldKind.CARE))
    made = (*((care,) if care.lines else ()), *folds.folded(parts, once))
    sized = (replace(f, room=room) if f.kind is FoldKind.NEXT else f for f in made)
    return tuple(sorted(sized, key=lambda f: tuple(FoldKind).index(f.kind)))


def _duty(r: Referral, named: NamedInQuestion) -> OwnDuty | None:
    """The duty to report of whoever asks; without one, what the named matter asks of them."""
    if named.matters and r.triage.report is not MustReport.MUST and not r.by_child:
        duties = (own.of_matter(m, r.situation.reporter) for m in named.matters)
        return next((d for d in duties if d), None) or own.of_referral(r)
    return own.of_referral(r)


def _receiving(r: Referral, named: NamedInQuestion, now: Sequence[SheetStep]) -> tuple[SheetContact, ...]:
    """Contacts that receive the report or are responsible for named matters, beside those that the first steps name."""
    who = {c.name: c for c in _reported(r, now)}
    there = {c.name for s in now for c in s.who}
    for m in named.acted_on:
        for c in matter.responsible(r, m, own.bodies(m, r.situation.reporter)):
            if c.name not in there and (c.phone.text or c.phone.absent):  # the unit of the case itself is known there
                who.setdefault(c.name, c)
    return tuple(who.values())[:WHO]


def _reported(r: Referral, now: Sequence[SheetStep]) -> tuple[SheetContact, ...]:
    """Contacts that receive the report, beside those that the first steps name; a child turns to one whom it trusts."""
    if r.facts.adult or r.by_child or not r.triage.matters or passes_by(r):
        return ()
    named = {c.name for s in now for c in s.who}
    also, report = also_called(r), str(message("sheet.also_report"))
    rows = (contact(r, kind) for kind in r.triage.to if not is_asker(r, kind))
    return tuple(replace(c, says=also.get(c.name, report)) for c in rows if c.name not in named)[:WHO]


def of_matter(r: Responsibility, at: Referral, wishes: Collection[str] = ()) -> Sheet:
    """The sheet of a matter; `at` is the referral of the same child, for offices and services.

    `wishes` are what the words ask for, by code.
    """
    once, f = Once(), r.finding
    every = matter.steps_asked(at, r, wishes)
    now = _above(every, once)
    you = own.of_matter(r, at.situation.reporter)
    care = once.fresh(tuple(folds.meanwhile(at.triage)) if f.danger else (), lambda x: x.text)
    apply = applications(at, matter.offers(at, r), DANGER if f.danger else CALM)
    bodies = tuple(matter.responsible(at, r, own.bodies(r, at.situation.reporter)))
    who = tuple(matter.dialled(at, r, now, bodies))
    room = WHO + max(len(who) - len(bodies), 0)
    parts = {
        FoldKind.NEXT: tuple(folds.next_steps(s for s in every if s not in now)),
        FoldKind.CARE: (*care[CARE:], *once.fresh(matter.safeguards(r), lambda x: x.text, ADVICE)),
        FoldKind.QUESTIONS: (*folds.possible(r), *apply.later),
        FoldKind.DEADLINES: tuple(folds.deadlines(r)),
        FoldKind.OTHERS: (*matter.overflow(who[room:]), *folds.side(at, r, FoldKind.OTHERS)),
        FoldKind.SERVICES: apply.more,
        FoldKind.REFUSALS: tuple(folds.refusals(r)),
        FoldKind.SANCTIONS: tuple(folds.side(at, r, FoldKind.SANCTIONS)),
        FoldKind.LOCAL: tuple(local.of_matter(at, r)),
    }
    folded = _folded(parts, once, LINE if f.danger else TWO_LINES)
    return Sheet(_head(at, f.matter.name), now, care[:CARE], you, who[:room], apply, folded)


def _head(r: Referral, title: str) -> Head:
    case = r.case or str(message("sheet.no_case"))
    child = message("sheet.about", age=age_band(r.situation.age_on(r.on)), street=street(r.place), case=case)
    made = any(s.provenance is Provenance.SYNTHETIC for s in r.network.points.values())
    return Head(r.on, title, str(child), synthetic=made)
