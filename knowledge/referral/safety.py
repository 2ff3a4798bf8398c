"""What comes before everything else: three doors, the duty to report, then difficulties and needs (安全先行)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from knowledge.eligibility.derived import Facts, Tried, ways
from knowledge.responsibility.finding import Applied, R, judge
from knowledge.rows.referral import Caution, Concept, Door, Need, Task
from knowledge.rows.rows import Deadline, Duty, Matter, Step
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Labelled, Level, Role, Verdict

C = TypeVar("C", bound=Concept)


@dataclass(frozen=True)
class Derived(Generic[C]):
    """A concept judged: what led to it, and what would have to be known; the reasons are made when asked for."""

    concept: C
    verdict: Verdict
    facts: Facts
    voiced: bool = False
    """Asked for by the person: a need is met because it is asked for, too."""

    @cached_property
    def tried(self) -> tuple[Tried, ...]:
        """Every way in force."""
        return tuple(ways(self.facts, self.concept.way))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for; none where it is decided."""
        if self.verdict is not Verdict.UNKNOWN:
            return ()
        open_ = [t for t in self.tried if t.verdict is Verdict.UNKNOWN]
        return self.facts.missing((t.row.when for t in [t for t in open_ if t.some] or open_), likely=True)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The words behind the ways shown."""
        book, on = self.facts.book, self.facts.on
        return tuple(dict.fromkeys(c for t in self.ways for c in book.standing(t.row, on) or ()))

    @property
    def ways(self) -> tuple[Tried, ...]:
        """The ways that hold or, where none does, those that are open."""
        return tuple(t for t in self.tried if t.verdict is self.verdict)

    @property
    def need(self) -> C:
        """The need, where it is one."""
        return self.concept

    @property
    def door(self) -> C:
        """The door, where it is one."""
        return self.concept

    @property
    def raised(self) -> bool:
        """Whether something known speaks for it."""
        return self.voiced or self.verdict is Verdict.YES or any(t.some for t in self.ways)

    @property
    def refuted(self) -> bool:
        """Whether something known spoke for it, and something else against it."""
        return any(t.refuted for t in self.tried)


def derive(facts: Facts, concept: C, *, voiced: bool = False) -> Derived[C]:
    """Judge one concept."""
    return Derived(concept, Verdict.YES if voiced else facts.verdict(concept.code), facts, voiced)


def doors(facts: Facts) -> tuple[Derived[Door], ...]:
    """The three doors in their order: an open one is gone through now, none waits for another.

    A door of which too little is known is unknown: ask that first.
    """
    return tuple(derive(facts, d) for d in facts.book.doors)


def difficulties(facts: Facts) -> tuple[Derived[Concept], ...]:
    """Types of difficulty that hold or that something known speaks for."""
    return tuple(d for c in facts.book.difficulties if (d := derive(facts, c)).verdict is not Verdict.NO and d.raised)


def needs(facts: Facts, situation: Situation) -> tuple[Derived[Need], ...]:
    """Needs that hold, were voiced, or that something known speaks for; safety first."""
    voiced = frozenset(situation.needs or ())
    found = (derive(facts, n, voiced=n.code in voiced) for n in facts.book.needs)
    return tuple(d for d in found if d.verdict is not Verdict.NO and d.raised)


def door_steps(facts: Facts, door: Door) -> tuple[Applied[Step], ...]:
    """What to do at a door."""
    return tuple(a for a in judge(facts.book, door.step, facts, facts.on) if a.verdict is not Verdict.NO)


def tasks(facts: Facts) -> tuple[Applied[Task], ...]:
    """What the law lays upon somebody at once; guardians are not told where one of the family may be the offender."""
    if facts.get("is_minor") is False:
        return ()
    rows = [t for t in facts.book.tasks if t.when.holds(facts) is Verdict.YES]
    suspected = any(t.family for t in rows) and _family_suspected(_held(facts))
    return judge(facts.book, [t for t in rows if not (suspected and t.family)], facts, facts.on)


class MustReport(Labelled):
    """Whether this reporter must report."""

    MUST = "must", "应当立即报告"
    """应当立即报告。"""
    MAY = "may", "有权报告"
    """有权报告（公众、孩子本人）。"""
    NEED_NOT = "need_not", "就已说的情况不触发报告义务"
    """就已说的情况不触发；什么会触发，另列。"""
    DEPENDS = "depends", "取决于所列事实；拿不准的，先报"
    """取决于所列的事实。"""


@dataclass(frozen=True, slots=True)
class Triage:
    """Report or not: to whom, by when, on what clause, and what must not come first."""

    report: MustReport
    situations: tuple[Derived[Concept], ...]
    """The mandatory situations that are raised."""
    matters: tuple[Matter, ...]
    duties: tuple[Applied[Duty], ...]
    """The duty or right of this reporter."""
    to: tuple[str, ...]
    """Kinds of bodies that take the report, police first."""
    deadlines: tuple[Applied[Deadline], ...]
    missing: tuple[str, ...]
    cautions: tuple[Applied[Caution], ...]


def triage(facts: Facts, situation: Situation) -> Triage:
    """Decide whether, to whom and by when a report is due."""
    book = facts.book
    judged = [derive(facts, c) for c in book.triggers]
    holding = [d for d in judged if d.verdict is Verdict.YES]
    raised = [d for d in judged if d.verdict is Verdict.UNKNOWN and d.raised]
    matters = tuple(book.matters[d.concept.raises] for d in holding or raised if d.concept.raises)
    general = book.general
    held = {m.code: _presumed(facts, m, m.duty) for m in (*matters, general)} if matters else {}
    duties = tuple(_own(book, held.values()))
    report = _report(holding, raised, judged, duties, situation)
    missing = dict.fromkeys(f for d in raised for f in d.missing) if report is MustReport.DEPENDS else {}
    if matters and situation.reporter is None:
        missing = {"reporter": None, **missing}
    return Triage(
        report,
        tuple(holding or raised),
        matters,
        duties,
        tuple(_to(general, (held[m.code] for m in matters))),
        tuple(d for d in _presumed(facts, general, general.deadline) if matters and d.verdict is Verdict.YES),
        tuple(missing),
        cautions(facts),
    )


KINDS = ("stop", "keep", "not_first", "tell", "right")
"""Stopping the harm and keeping evidence come before any form; then whom to tell, what one has a right to."""


def cautions(facts: Facts) -> tuple[Applied[Caution], ...]:
    """What holds now, in that order; the guardians are not told first where one of the family may be the offender."""
    held = _held(facts)
    suspected = _family_suspected(held)
    shown = [c for c in held if not (suspected and c.row.family and c.row.kind == "tell")]
    once = {c.row.text: c for c in shown}
    return tuple(sorted(once.values(), key=lambda c: KINDS.index(c.row.kind)))


def _held(facts: Facts) -> tuple[Applied[Caution], ...]:
    rows = [c for c in facts.book.cautions if c.when.holds(facts) is Verdict.YES]
    return judge(facts.book, rows, facts, facts.on)


def _family_suspected(held: Iterable[Applied[Caution]]) -> bool:
    """Whether a caution that holds warns that one of the family may be the offender."""
    return any(c.row.family and c.row.kind == "not_first" for c in held)


def _report(
    holding: list[Derived[Concept]],
    raised: list[Derived[Concept]],
    judged: list[Derived[Concept]],
    duties: tuple[Applied[Duty], ...],
    situation: Situation,
) -> MustReport:
    if not holding:
        return _not_held(raised, judged, situation)
    if any(d.row.role is Role.DUTY_BEARER for d in duties):
        return MustReport.MUST
    if situation.reporter is None:
        return MustReport.DEPENDS
    return MustReport.MAY


def _not_held(raised: list[Derived[Concept]], judged: list[Derived[Concept]], situation: Situation) -> MustReport:
    """Nothing that must be reported is known: it depends, unless what was said has been denied too.

    Harm that stays below the duty may be reported by everybody all the same (未成年人保护法11第一款).
    """
    if raised:
        return MustReport.DEPENDS
    if any(d.refuted for d in judged):
        return MustReport.MAY if situation.reporter in ("public", "guardian", "minor") else MustReport.NEED_NOT
    asked = situation.crime_suspected is False or all(t.denied for d in judged for t in d.tried)
    return MustReport.NEED_NOT if asked else MustReport.DEPENDS


def _presumed(facts: Facts, m: Matter, rows: Iterable[R]) -> tuple[Applied[R], ...]:
    """Rows of a matter, judged by what is known over what the matter itself presumes."""
    return judge(facts.book, rows, {**m.given, **facts.known}, facts.on)


def _own(book: Rulebook, held: Iterable[Iterable[Applied[Duty]]]) -> Iterator[Applied[Duty]]:
    """The rows that bind this kind of reporter, or entitle a private person; each act once."""
    seen: set[tuple[str, str]] = set()
    for rows in held:
        for d in rows:
            asked = any(a.fact == "reporter" for a in d.row.when.atoms)
            bears = d.row.role is Role.DUTY_BEARER or book.kinds[d.row.body].level is Level.PERSON
            if asked and bears and d.verdict is Verdict.YES and (d.row.body, d.row.act) not in seen:
                seen.add((d.row.body, d.row.act))
                yield d


def _to(general: Matter, held: Iterable[Iterable[Applied[Duty]]]) -> Iterator[str]:
    """Who takes the report: those first that the law names for every report, in the order of its words."""
    first = [d.body for d in general.duty if d.role is Role.HANDLER]
    found = {d.row.body for rows in held for d in rows if d.row.role is Role.HANDLER and d.verdict is Verdict.YES}
    yield from sorted(found, key=lambda b: (first.index(b) if b in first else len(first), b))
