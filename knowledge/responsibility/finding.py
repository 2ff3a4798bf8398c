"""Who answers for a matter on a day, in kinds of bodies: three-valued, with reasons (责任判定)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from knowledge.errors import NoTextForThatDay, NotFound
from knowledge.rows.rows import Conditional, Deadline, Duty, Matter, Refusal, Safeguard, Sanction, Step
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom, Condition
from knowledge.situation.situation import OPTIONS, Situation, implied, value_label
from knowledge.texts.provisions import OPEN_END, OPEN_START, Citation
from knowledge.vocabulary import Force, Role, Verdict

R = TypeVar("R", bound=Conditional)

Who = tuple[Role, str]
"""A role and a body kind."""


@dataclass(frozen=True, slots=True)
class Applied(Generic[R]):
    """A row in force on the day, judged against the situation."""

    row: R
    verdict: Verdict
    failing: tuple[Atom, ...]
    missing: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answer becomes if a missing fact has one of these values."""

    values: tuple[str, ...]
    bodies: tuple[Who, ...]
    """Who then answers for certain."""
    possible: tuple[Who, ...]
    """Who then still may, depending on other facts."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known and would change the answer."""

    fact: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the duties of a matter changed: its bodies, or only the words that bind them."""

    on: date
    added: tuple[Who, ...]
    removed: tuple[Who, ...]
    because: tuple[Citation, ...]
    """The words that then began to carry duties."""


@dataclass(frozen=True)
class Finding:
    """Everything the rulebook says of a matter in a situation on a day; each part is judged when it is asked for."""

    book: Rulebook
    matter: Matter
    on: date
    facts: Mapping[str, Any]
    duties: tuple[Applied[Duty], ...]
    """Every duty in force, the excluded ones (verdict NO) too: they are the counter-explanation."""

    def _shown(self, rows: Iterable[R]) -> tuple[Applied[R], ...]:
        return tuple(a for a in judge(self.book, rows, self.facts, self.on) if a.verdict is not Verdict.NO)

    @cached_property
    def deadlines(self) -> tuple[Applied[Deadline], ...]:
        """By when; those that the facts exclude are left out, here and below."""
        return self._shown(self.matter.deadline)

    @cached_property
    def steps(self) -> tuple[Applied[Step], ...]:
        """What to do first, in order."""
        return self._shown(self.matter.step)

    @cached_property
    def safeguards(self) -> tuple[Applied[Safeguard], ...]:
        """How it must be done."""
        return self._shown(self.matter.safeguard)

    @cached_property
    def sanctions(self) -> tuple[Applied[Sanction], ...]:
        """What follows for whom."""
        return self._shown(self.matter.sanction)

    @cached_property
    def refusals(self) -> tuple[tuple[Refusal, tuple[Citation, ...]], ...]:
        """What must not be answered or demanded."""
        return tuple((r, self.book.texts.cited(r.cite, self.on)) for r in self.matter.refusal)

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """Unknown facts that would change who answers."""
        open_ = [d.row for d in self.duties if MINOR not in d.failing]
        return missing_facts(open_, self.facts)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The days on which the bodies changed."""
        return changes(self.book, self.matter)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Documents that carry duties of this matter on other days, with no version shipped for this one."""
        return absent_documents(self.book, self.matter, self.on)

    def certain(self) -> tuple[Applied[Duty], ...]:
        """The duties that hold for certain."""
        return tuple(d for d in self.duties if d.verdict is Verdict.YES)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a body kind has, may have, or has no role in a matter."""

    body: str
    verdict: Verdict
    held: tuple[Applied[Duty], ...]
    """Its rows of the day; verdict, failing and missing say the rest."""
    otherwise: tuple[Duty, ...]
    """Rows that give it a role on other days."""
    searched: tuple[str, ...]
    """The documents searched."""


def judge(book: Rulebook, rows: Iterable[R], facts: Mapping[str, Any], on: date) -> tuple[Applied[R], ...]:
    """Judge the rows that are in force on the day, in their order."""
    return tuple(Applied(r, *r.when.judged(facts), cited) for r in rows if (cited := book.standing(r, on)) is not None)


MINOR = Atom("age", frozenset(range(18)), "未满18周岁（未成年人保护法第二条）")


def known(matter: Matter, situation: Situation, on: date) -> dict[str, Any]:
    """The facts of that day, over what the matter itself presumes."""
    return {**matter.given, **situation.facts(on)}


def judge_duties(
    book: Rulebook, matter: Matter, rows: Iterable[Duty], facts: Mapping[str, Any], on: date
) -> tuple[Applied[Duty], ...]:
    """Judge duties of a matter; where it is for minors only, somebody known to be 18 has none of them."""
    judged = judge(book, rows, facts, on)
    if not matter.minors_only or MINOR.holds(facts) is not Verdict.NO:
        return judged
    return tuple(Applied(a.row, Verdict.NO, (*a.failing, MINOR), (), a.citations) for a in judged)


def matter_of(book: Rulebook, code: str) -> Matter:
    """The matter with this code.

    Raises:
        NotFound: there is none.
    """
    if code not in book.matters:
        raise NotFound("matter", code)
    return book.matters[code]


def find(book: Rulebook, code: str, situation: Situation, on: date) -> Finding:
    """Judge a matter.

    Raises:
        NotFound: no such matter.
        NoTextForThatDay: no statute in force that day carries a duty that statutes carry on other days;
            a duty is never carried backwards.
    """
    matter = matter_of(book, code)
    facts = known(matter, situation, on)
    if not carried(book, matter, on):
        raise NoTextForThatDay(code, on, absent_documents(book, matter, on))
    return Finding(book, matter, on, facts, judge_duties(book, matter, matter.duty, facts, on))


def _statutory(book: Rulebook, duty: Duty) -> bool:
    return book.texts.document(duty.cite[0].clause).force is not Force.PLAN


def carried(book: Rulebook, matter: Matter, on: date) -> bool:
    """Whether the texts of that day answer for the matter.

    A matter that statutes give to somebody (cooperation apart) needs one of these statutes in force; the plan,
    which has no date, answers alone only for what it alone asks.
    """
    leads = [d for d in matter.duty if d.role is not Role.COOPERATES]
    rows = [d for d in leads if _statutory(book, d)] or leads
    return any(book.in_force(d, on) for d in rows)


def absent_documents(book: Rulebook, matter: Matter, on: date) -> tuple[str, ...]:
    """Titles of documents that carry duties of the matter but of which no version is shipped for the day."""
    documents = {book.texts.document(d.cite[0].clause).id for d in matter.duty}
    shipped = book.texts.documents
    return tuple(
        shipped[d].title
        for d in sorted(documents)
        if not any((v.since or OPEN_START) <= on < (v.until or OPEN_END) for v in shipped[d].version)
    )


def _judged(rows: Iterable[Duty], facts: Mapping[str, Any]) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Who answers for certain, and who may besides."""
    found: dict[Verdict, set[Who]] = {v: set() for v in Verdict}
    for r in rows:
        found[r.when.holds(facts)].add((r.role, r.body))
    return _order(found[Verdict.YES]), _order(found[Verdict.UNKNOWN] - found[Verdict.YES])


def ages_to_try(conditions: Iterable[Condition]) -> tuple[tuple[str, int], ...]:
    """One age for each band that the conditions tell apart, with the band's name (「未满14」…)."""
    edges = {0}
    for atom in (a for c in conditions for a in c.atoms if a.fact == "age"):
        years = sorted(atom.values)
        edges |= {years[0], years[-1] + 1}
    steps = sorted(e for e in edges if 0 <= e < 18)  # noqa: PLR2004  # minors: under 18, art. 2
    ends = [*steps[1:], 18]
    return tuple((f"{a}–{b - 1}周岁" if a else f"未满{b}周岁", a) for a, b in zip(steps, ends, strict=True))


def values_to_try(fact: str, conditions: Iterable[Condition]) -> tuple[tuple[str, Any], ...]:
    """Every answer to a missing fact: label and value."""
    if fact == "age":
        return ages_to_try(conditions)
    return tuple((value_label(fact, v), v) for v in OPTIONS[fact])


def missing_facts(rows: Iterable[Duty], facts: Mapping[str, Any]) -> tuple[MissingFact, ...]:
    """The unknown facts that would change who answers, the most telling first."""
    rows = list(rows)
    open_ = [r.when for r in rows if r.when.holds(facts) is Verdict.UNKNOWN]
    now = _judged(rows, facts)
    found = []
    for fact in dict.fromkeys(f for c in open_ for f in c.missing(facts)):
        led: dict[tuple[tuple[Who, ...], tuple[Who, ...]], list[str]] = {}
        for label, value in values_to_try(fact, open_):
            led.setdefault(_judged(rows, implied({**facts, fact: value})), []).append(label)
        if set(led) != {now}:
            found.append(MissingFact(fact, tuple(Outcome(tuple(v), *who) for who, v in led.items())))
    return tuple(sorted(found, key=lambda m: -len(m.outcomes)))


def changes(book: Rulebook, matter: Matter) -> tuple[Change, ...]:
    """The days on which duties of a matter changed, within the days that shipped statutes carry it."""
    turns = {day for d in matter.duty for period in book.periods(d) for day in period}
    found: list[Change] = []
    before: dict[int, Duty] | None = None
    for day in sorted({OPEN_START, *turns} - {OPEN_END}):
        if not carried(book, matter, day):
            continue
        now = {n: d for n, d in enumerate(matter.duty) if book.in_force(d, day)}
        if before is not None and now.keys() != before.keys():
            was, are = ({(d.role, d.body) for d in rows.values()} for rows in (before, now))
            fresh = [now[n] for n in now.keys() - before.keys()]
            because = tuple(c for d in fresh for c in book.citations(d, day)[:1])
            found.append(Change(day, _order(are - was), _order(was - are), because))
        before = now
    return tuple(found)


def _order(pairs: Iterable[Who]) -> tuple[Who, ...]:
    return tuple(sorted(pairs, key=lambda w: (list(Role).index(w[0]), w[1])))


def why_not(book: Rulebook, code: str, body: str, situation: Situation, on: date) -> WhyNot:
    """Say why a body kind is, may be or is not responsible.

    Raises:
        NotFound: no such matter or body kind.
        NoTextForThatDay: no text of that day carries the matter: nothing can be told of anybody.
    """
    matter = matter_of(book, code)
    if body not in book.kinds:
        raise NotFound("body_kind", body)
    if not carried(book, matter, on):
        raise NoTextForThatDay(code, on, absent_documents(book, matter, on))
    rows = [d for d in matter.duty if d.body == body]
    held = judge_duties(book, matter, rows, known(matter, situation, on), on)
    verdicts = {a.verdict for a in held}
    verdict = next((v for v in (Verdict.YES, Verdict.UNKNOWN) if v in verdicts), Verdict.NO)
    cited = {book.texts.document(c.clause).id for d in matter.duty for c in d.cite}
    searched = tuple(book.texts.documents[i].title for i in sorted(cited))
    return WhyNot(body, verdict, held, tuple(r for r in rows if not book.in_force(r, on)), searched)
