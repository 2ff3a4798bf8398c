"""Safety first: the three doors and the duty to report, then difficulties and needs (安全先行)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from knowledge.derivation.derived import Facts, Tried, ways
from knowledge.referral.cautions import CHILD, cautions, family_suspected, holding_cautions
from knowledge.responsibility.judging import Applied, R, judge
from knowledge.rows.referral import AdultWay, Caution, Concept, Door, DoorStep, Need, Task
from knowledge.rows.rows import Deadline, Duty, Matter
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Labelled, Level, Role, Verdict

C = TypeVar("C", bound=Concept)


@dataclass(frozen=True)
class Derived(Generic[C]):
    """A concept with its verdict; the reasons are computed on demand."""

    concept: C
    verdict: Verdict
    facts: Facts
    voiced: bool = False
    """True if the person asked for it, which alone makes a need apply."""

    @cached_property
    def tried(self) -> tuple[Tried, ...]:
        """All ways in force."""
        return tuple(ways(self.facts, self.concept.way))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for; empty if it is decided."""
        if self.verdict is not Verdict.UNKNOWN:
            return ()
        ways_ = self.facts.rules.rows(self.concept.way)
        return self.facts.missing(self.facts.undecided(ways_, likely=True), likely=True)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of `ways`."""
        book, on = self.facts.book, self.facts.on
        return tuple(dict.fromkeys(c for t in self.ways for c in book.citations_in_force(t.row, on) or ()))

    @cached_property
    def ways(self) -> tuple[Tried, ...]:
        """Return the ways with the same verdict as the concept: those that are met, or those that are open.

        If none is met by itself, but one of several whatever the unknown facts are: those several.
        """
        same = tuple(t for t in self.tried if t.verdict is self.verdict)
        if same or self.verdict is not Verdict.YES:
            return same
        several = self.facts.alternatives(self.concept.way)
        return tuple(t for t in self.tried if t.row in several)

    @property
    def raised(self) -> bool:
        """True if it applies, the person asked for it, or known facts support it."""
        return self.voiced or is_raised(self.facts, self.concept)

    @property
    def refuted(self) -> bool:
        """True if a known fact speaks for it, and another one against it."""
        return any(t.refuted for t in self.tried)


def derive(facts: Facts, concept: C, *, voiced: bool = False) -> Derived[C]:
    """Judge one concept."""
    return Derived(concept, Verdict.YES if voiced else facts.verdict(concept.code), facts, voiced)


def doors(facts: Facts) -> tuple[Derived[Door], ...]:
    """The three doors in their order; an open door is used at once, none waits for another. None for an adult.

    A door is UNKNOWN if too little is known: ask about it before anything else.
    """
    return () if facts.adult else tuple(derive(facts, d) for d in facts.book.doors)


def difficulties(facts: Facts) -> tuple[Derived[Concept], ...]:
    """Return the types of difficulty that apply or that known facts support; none for an adult."""
    if facts.adult:
        return ()
    return tuple(derive(facts, c) for c in facts.book.difficulties if is_raised(facts, c))


def needs(facts: Facts, situation: Situation) -> tuple[Derived[Need], ...]:
    """Return the needs that apply, were asked for, or that known facts support; safety first."""
    voiced = frozenset(situation.needs or ())
    rows = (n for n in facts.book.needs if n.code in voiced or is_raised(facts, n))
    return tuple(derive(facts, n, voiced=n.code in voiced) for n in rows)


def is_raised(facts: Facts, c: Concept) -> bool:
    """True if a concept applies, or is open and known facts support it."""
    verdict = facts.verdict(c.code)
    return verdict is Verdict.YES or (verdict is Verdict.UNKNOWN and facts.some(c.code))


def door_steps(facts: Facts, door: Door) -> tuple[Applied[DoorStep], ...]:
    """The steps to take at a door."""
    return tuple(a for a in judge(facts.book, door.step, facts, facts.on) if a.verdict is not Verdict.NO)


def tasks(facts: Facts) -> tuple[Applied[Task], ...]:
    """Immediate legal duties that apply; empty for an adult.

    Tasks that inform the guardians are left out if a family member may be the offender.
    """
    if facts.adult:
        return ()
    rows = facts.holding(facts.book.tasks)
    suspected = any(t.family for t in rows) and family_suspected(facts, holding_cautions(facts))
    return judge(facts.book, [t for t in rows if not (suspected and t.family)], facts, facts.on)


class MustReport(Labelled):
    """Duty of this reporter to report."""

    MUST = "must", "应当立即报告"
    """The reporter must report at once; where the child itself speaks, whoever of those bound hears it must."""
    MAY = "may", "有权报告"
    """The reporter (the public) may report."""
    NEED_NOT = "need_not", "就已说的情况不触发报告义务"
    """No duty on the known facts; what would raise one is listed."""
    DEPENDS = "depends", "取决于所列事实；拿不准的，先报"
    """The decision depends on the missing facts."""
    NOT_A_MINOR = "not_a_minor", "已满18周岁，不是未成年人：不适用未成年人的强制报告"
    """No mandatory report exists for a person of 18 or older."""


@dataclass(frozen=True, slots=True)
class Triage:
    """Decision on reporting: the duty, recipients, deadline, clause, and actions that must not come first."""

    report: MustReport
    situations: tuple[Derived[Concept], ...]
    """Situations with a mandatory report that apply; those of which one applies whatever the unknown facts are; or,
    if there are none, those that known facts support.
    """
    matters: tuple[Matter, ...]
    duties: tuple[Applied[Duty], ...]
    """The duty or right to report of this reporter; where the child itself speaks, of those who hear it."""
    to: tuple[str, ...]
    """Body kinds that receive the report, police first."""
    deadlines: tuple[Applied[Deadline], ...]
    missing: tuple[str, ...]
    cautions: tuple[Applied[Caution], ...]


def triage(facts: Facts, situation: Situation) -> Triage:
    """Decide whether a report must be made, to whom and by when."""
    if facts.adult:
        return Triage(MustReport.NOT_A_MINOR, (), (), (), (), (), (), ())
    book = facts.book
    judged = [derive(facts, c) for c in book.triggers]
    holding = [d for d in judged if d.verdict is Verdict.YES] or _alternatives(facts, judged)
    raised = [d for d in judged if d.verdict is Verdict.UNKNOWN and d.raised]
    matters = tuple(book.matters[d.concept.raises] for d in holding or raised if d.concept.raises)
    general = book.general
    held = {m.code: _presumed(facts, m, m.duty) for m in (*matters, general)} if matters else {}
    duties = (*_heard(facts, matters), *_own(book, held.values()))
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


def _alternatives(facts: Facts, judged: list[Derived[Concept]]) -> list[Derived[Concept]]:
    """Return the situations of which one applies whatever the unknown facts are, though none is certain by itself."""
    rows = facts.alternatives(facts.book.trigger_ways)
    return [d for d in judged if any(way in rows for way in d.concept.way)]


def _heard(facts: Facts, matters: Iterable[Matter]) -> tuple[Applied[Duty], ...]:
    """Return, where the child is the reporter, the duties of those who hear it at work (未成年人保护法11第二款)."""
    if facts.get("reporter") != CHILD:
        return ()
    book, general = facts.book, facts.book.general
    listeners = [Facts(book, {**facts.known, "reporter": r}, facts.on) for r in book.bound_reporters]
    held = [_presumed(known, m, m.duty) for known in listeners for m in (*matters, general)] if matters else []
    return tuple(d for d in _own(book, held) if d.row.role is Role.DUTY_BEARER)


def adult_ways(facts: Facts) -> tuple[Applied[AdultWay], ...]:
    """Return the services for a person of 18 or older, by the known facts; empty for a minor."""
    if not facts.adult:
        return ()
    rows = facts.holding(facts.book.adults)
    return judge(facts.book, rows, facts, facts.on)


def _report(
    holding: list[Derived[Concept]],
    raised: list[Derived[Concept]],
    judged: list[Derived[Concept]],
    duties: tuple[Applied[Duty], ...],
    situation: Situation,
) -> MustReport:
    if not holding:
        return _none_holding(raised, judged, situation)
    if any(d.row.role is Role.DUTY_BEARER for d in duties):
        return MustReport.MUST
    if situation.reporter is None:
        return MustReport.DEPENDS
    return MustReport.MAY


def _none_holding(raised: list[Derived[Concept]], judged: list[Derived[Concept]], situation: Situation) -> MustReport:
    """Return the answer when no situation with a mandatory report is known to apply.

    It depends on missing facts, unless no crime is suspected or known facts contradict every such situation. Harm
    below the threshold of the duty may still be reported by everybody (未成年人保护法11第一款).
    """
    if raised:
        return MustReport.DEPENDS
    if any(d.refuted for d in judged):
        return MustReport.MAY if situation.reporter in ("public", "guardian", CHILD) else MustReport.NEED_NOT
    all_denied = situation.crime_suspected is False or all(t.denied for d in judged for t in d.tried)
    return MustReport.NEED_NOT if all_denied else MustReport.DEPENDS


def _presumed(facts: Facts, m: Matter, rows: Sequence[R]) -> tuple[Applied[R], ...]:
    """Return the rows of a matter that apply by the known facts over the facts that the matter presumes."""
    known = {**m.given, **facts.known}
    possible = facts.rules.checks(rows).possible(known)
    holding = [r for r, check in possible if check(known.get, facts.verdict) is Verdict.YES]
    return judge(facts.book, holding, known, facts.on)


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
    """The bodies that take the report: those first that the law names for every report, in the order of its words."""
    first = [d.body for d in general.duty if d.role is Role.HANDLER]
    bodies = {d.row.body for rows in held for d in rows if d.row.role is Role.HANDLER and d.verdict is Verdict.YES}
    yield from sorted(bodies, key=lambda b: (first.index(b) if b in first else len(first), b))
