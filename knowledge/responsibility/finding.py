"""Which kinds of bodies are responsible for a matter on a day: three-valued, with reasons (责任判定)."""

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
"""A role and the code of a body kind."""


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
    """The answer if a missing fact has one of these values."""

    values: tuple[str, ...]
    """Labels of the values."""
    bodies: tuple[Who, ...]
    """The bodies that are then certainly responsible."""
    possible: tuple[Who, ...]
    """The bodies that may then be responsible, depending on other facts."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """An unknown fact that would change the answer."""

    fact: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the duties of a matter changed: other bodies, or only other words that bind them."""

    on: date
    added: tuple[Who, ...]
    removed: tuple[Who, ...]
    because: tuple[Citation, ...]
    """The citations that began to carry duties on that day."""


@dataclass(frozen=True)
class Finding:
    """What the rulebook says of a matter in a situation on a day; each part is computed on demand."""

    book: Rulebook
    matter: Matter
    on: date
    facts: Mapping[str, Any]
    duties: tuple[Applied[Duty], ...]
    """All duties in force, also those with verdict NO: they explain why a body is not responsible."""

    def _shown(self, rows: Iterable[R]) -> tuple[Applied[R], ...]:
        return tuple(a for a in judge(self.book, rows, self.facts, self.on) if a.verdict is not Verdict.NO)

    @cached_property
    def deadlines(self) -> tuple[Applied[Deadline], ...]:
        """Deadlines. Rows that the facts exclude are left out, here and in the lists below."""
        return self._shown(self.matter.deadline)

    @cached_property
    def steps(self) -> tuple[Applied[Step], ...]:
        """First steps, in order."""
        return self._shown(self.matter.step)

    @cached_property
    def safeguards(self) -> tuple[Applied[Safeguard], ...]:
        """Requirements on how to act."""
        return self._shown(self.matter.safeguard)

    @cached_property
    def sanctions(self) -> tuple[Applied[Sanction], ...]:
        """Sanctions."""
        return self._shown(self.matter.sanction)

    @cached_property
    def refusals(self) -> tuple[tuple[Refusal, tuple[Citation, ...]], ...]:
        """What must not be answered or demanded."""
        return tuple((r, self.book.texts.cited(r.cite, self.on)) for r in self.matter.refusal)

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """Unknown facts that would change which bodies are responsible."""
        duties = [d.row for d in self.duties if MINOR not in d.failing]
        return missing_facts(duties, self.facts)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The days on which the duties changed."""
        return changes(self.book, self.matter)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Titles of documents with duties of this matter of which no version is shipped for this day."""
        return absent_documents(self.book, self.matter, self.on)

    def certain(self) -> tuple[Applied[Duty], ...]:
        """The duties with verdict YES."""
        return tuple(d for d in self.duties if d.verdict is Verdict.YES)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a body kind has, may have, or has no role in a matter."""

    body: str
    verdict: Verdict
    held: tuple[Applied[Duty], ...]
    """Its duties in force; verdict, failing and missing give the reasons."""
    otherwise: tuple[Duty, ...]
    """Its duties that are in force on other days only."""
    searched: tuple[str, ...]
    """Titles of the documents searched."""


def judge(book: Rulebook, rows: Iterable[R], facts: Mapping[str, Any], on: date) -> tuple[Applied[R], ...]:
    """Judge the rows that are in force on the day, in their order."""
    return tuple(
        Applied(r, *r.when.judged(facts), cited) for r in rows if (cited := book.citations_in_force(r, on)) is not None
    )


ADULT = 18
"""Full years (未成年人保护法2)."""
MINOR = Atom("age", frozenset(range(ADULT)), "未满18周岁（未成年人保护法第二条）")


def known(matter: Matter, situation: Situation, on: date) -> dict[str, Any]:
    """The known facts of the day over the facts that the matter presumes."""
    return {**matter.given, **situation.facts(on)}


def judge_duties(
    book: Rulebook, matter: Matter, rows: Iterable[Duty], facts: Mapping[str, Any], on: date
) -> tuple[Applied[Duty], ...]:
    """Judge duties of a matter; if it is for minors only, all are NO for somebody known to be 18 or older."""
    judged = judge(book, rows, facts, on)
    if not matter.minors_only or MINOR.holds(facts) is not Verdict.NO:
        return judged
    return tuple(Applied(a.row, Verdict.NO, (*a.failing, MINOR), (), a.citations) for a in judged)


def matter_of(book: Rulebook, code: str) -> Matter:
    """The matter with this code.

    Raises:
        NotFound: No matter has this code.
    """
    if code not in book.matters:
        raise NotFound("matter", code)
    return book.matters[code]


def find(book: Rulebook, code: str, situation: Situation, on: date) -> Finding:
    """Judge a matter.

    Raises:
        NotFound: No matter has this code.
        NoTextForThatDay: The duties are statutory, and no statute in force that day carries one of them. A duty is
            never applied to earlier days.
    """
    matter = matter_of(book, code)
    facts = known(matter, situation, on)
    if not carried(book, matter, on):
        raise NoTextForThatDay(code, on, absent_documents(book, matter, on))
    return Finding(book, matter, on, facts, judge_duties(book, matter, matter.duty, facts, on))


def _statutory(book: Rulebook, duty: Duty) -> bool:
    return book.texts.document(duty.cite[0].clause).force is not Force.PLAN


def carried(book: Rulebook, matter: Matter, on: date) -> bool:
    """True if texts in force on the day carry duties of the matter.

    If statutes assign the matter to a body (other than to cooperate), one of these statutes must be in force. The plan
    has no date and counts only for matters that no statute assigns.
    """
    leads = [d for d in matter.duty if d.role is not Role.COOPERATES]
    rows = [d for d in leads if _statutory(book, d)] or leads
    return any(book.in_force(d, on) for d in rows)


def absent_documents(book: Rulebook, matter: Matter, on: date) -> tuple[str, ...]:
    """Titles of documents with duties of the matter of which no version is shipped for the day."""
    documents = {book.texts.document(d.cite[0].clause).id for d in matter.duty}
    shipped = book.texts.documents
    return tuple(
        shipped[d].title for d in sorted(documents) if not any(v.days[0] <= on < v.days[1] for v in shipped[d].version)
    )


def _judged(rows: Iterable[Duty], facts: Mapping[str, Any]) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """The bodies that are responsible for certain, and those that may be."""
    by_verdict: dict[Verdict, set[Who]] = {v: set() for v in Verdict}
    for r in rows:
        by_verdict[r.when.holds(facts)].add((r.role, r.body))
    return _order(by_verdict[Verdict.YES]), _order(by_verdict[Verdict.UNKNOWN] - by_verdict[Verdict.YES])


def ages_to_try(conditions: Iterable[Condition]) -> tuple[tuple[str, int], ...]:
    """One age for each range that the conditions distinguish, with the name of the range (「未满14」…)."""
    edges = {0}
    for atom in (a for c in conditions for a in c.atoms if a.fact == "age"):
        years = sorted(atom.values)
        edges |= {years[0], years[-1] + 1}
    starts = sorted(e for e in edges if 0 <= e < ADULT)
    ends = [*starts[1:], ADULT]
    return tuple((f"{a}–{b - 1}周岁" if a else f"未满{b}周岁", a) for a, b in zip(starts, ends, strict=True))


def values_to_try(fact: str, conditions: Iterable[Condition]) -> tuple[tuple[str, Any], ...]:
    """All answers to a missing fact, as (label, value)."""
    if fact == "age":
        return ages_to_try(conditions)
    return tuple((value_label(fact, v), v) for v in OPTIONS[fact])


def missing_facts(rows: Iterable[Duty], facts: Mapping[str, Any]) -> tuple[MissingFact, ...]:
    """The unknown facts that would change which bodies are responsible, those with most outcomes first."""
    rows = list(rows)
    undecided = [r.when for r in rows if r.when.holds(facts) is Verdict.UNKNOWN]
    now = _judged(rows, facts)
    deciding = []
    for fact in dict.fromkeys(f for c in undecided for f in c.missing(facts)):
        by_answer: dict[tuple[tuple[Who, ...], tuple[Who, ...]], list[str]] = {}
        for label, value in values_to_try(fact, undecided):
            by_answer.setdefault(_judged(rows, implied({**facts, fact: value})), []).append(label)
        if set(by_answer) != {now}:
            deciding.append(MissingFact(fact, tuple(Outcome(tuple(v), *who) for who, v in by_answer.items())))
    return tuple(sorted(deciding, key=lambda m: -len(m.outcomes)))


def changes(book: Rulebook, matter: Matter) -> tuple[Change, ...]:
    """The days on which the duties of a matter changed, among the days on which texts carry it."""
    turns = {day for d in matter.duty for period in book.periods(d) for day in period}
    result: list[Change] = []
    before: dict[int, Duty] | None = None
    for day in sorted({OPEN_START, *turns} - {OPEN_END}):
        if not carried(book, matter, day):
            continue
        now = {n: d for n, d in enumerate(matter.duty) if book.in_force(d, day)}
        if before is not None and now.keys() != before.keys():
            old, new = ({(d.role, d.body) for d in rows.values()} for rows in (before, now))
            begun = [now[n] for n in now.keys() - before.keys()]
            because = tuple(c for d in begun for c in book.citations(d, day)[:1])
            result.append(Change(day, _order(new - old), _order(old - new), because))
        before = now
    return tuple(result)


def _order(pairs: Iterable[Who]) -> tuple[Who, ...]:
    return tuple(sorted(pairs, key=lambda w: (list(Role).index(w[0]), w[1])))


def why_not(book: Rulebook, code: str, body: str, situation: Situation, on: date) -> WhyNot:
    """Explain why a body kind is, may be or is not responsible.

    Raises:
        NotFound: Unknown matter or body kind.
        NoTextForThatDay: No text in force that day carries the matter, so nothing can be said of any body.
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
