"""Kinds of bodies responsible for a matter on a day: three-valued, with reasons (责任判定)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from knowledge.derivation.derived import Facts
from knowledge.errors import NoTextForThatDay, NoTextForThatPlace, NotFound
from knowledge.messages.message import Message, message
from knowledge.responsibility.judging import Applied, R, judge
from knowledge.responsibility.missing import MissingFact, Who, in_order, missing_facts, responsible
from knowledge.rows.rows import Deadline, Duty, Matter, Refusal, Safeguard, Sanction, Step
from knowledge.rows.texts import Document
from knowledge.rulebook.book import Rulebook
from knowledge.situation.majority import MINOR, is_adult
from knowledge.situation.situation import Situation, implied
from knowledge.texts.provisions import OPEN_END, OPEN_START, Citation
from knowledge.vocabulary import Force, Role, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the duties of a matter changed: other bodies, or only other words that bind them."""

    on: date
    added: tuple[Who, ...]
    removed: tuple[Who, ...]
    because: tuple[Citation, ...]
    """Citations that took effect for duties on that day."""


@dataclass(frozen=True)
class Finding:
    """Result of the rulebook for a matter in a situation on a day; each part is computed on demand."""

    book: Rulebook
    matter: Matter
    on: date
    facts: Facts
    """The known facts over those that the matter presumes."""
    duties: tuple[Applied[Duty], ...]
    """All duties in force, also those with verdict NO: they explain why a body is not responsible."""
    calm: bool = False
    """True if the words of the question exclude danger: then a matter of danger alone raises no alarm."""

    @property
    def not_a_minor(self) -> bool:
        """True if the matter is for minors only and the person is known to be 18 or older: nothing of it applies."""
        return self.matter.minors_only and self.facts.adult

    @cached_property
    def danger(self) -> bool:
        """True if known facts, or those the matter itself implies and nothing denies, mean danger to a child."""
        if self.facts.adult:
            return False
        by_matter = {} if self.calm else self.matter.danger
        facts = Facts(self.book, implied({**by_matter, **self.facts.known}), self.on)
        return facts.verdict(self.book.danger) is Verdict.YES

    @cached_property
    def settled(self) -> frozenset[Who]:
        """The bodies that are responsible whatever the unknown facts are."""
        return frozenset(responsible([d.row for d in self.duties if MINOR not in d.failing], self.facts)[0])

    def _shown(self, rows: Iterable[R]) -> tuple[Applied[R], ...]:
        if self.not_a_minor:
            return ()
        return tuple(a for a in judge(self.book, rows, self.facts, self.on) if a.verdict is not Verdict.NO)

    @cached_property
    def deadlines(self) -> tuple[Applied[Deadline], ...]:
        """Deadlines. Rows that the facts exclude are left out, here and in the lists below."""
        return self._shown(self.matter.deadline)

    @cached_property
    def steps(self) -> tuple[Applied[Step], ...]:
        """First steps, in order; without those that inform the family, where the person is grown: that is theirs."""
        family = self.book.family
        rows = (s for s in self.matter.step if not (self.facts.adult and any(a.fact == family for a in s.when.atoms)))
        return self._shown(rows)

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
        """Return the questions that must not be answered and the demands that must not be made."""
        if self.not_a_minor:
            return ()
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

    @cached_property
    def elsewhere(self) -> tuple[Document, ...]:
        """Documents with duties of this matter that are not in force at the place of the question."""
        return self.book.elsewhere(self.matter.duty)

    def certain(self) -> tuple[Applied[Duty], ...]:
        """The duties with verdict YES."""
        return tuple(d for d in self.duties if d.verdict is Verdict.YES)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Reason why a body kind has, may have, or lacks a role in a matter."""

    body: str
    verdict: Verdict
    held: tuple[Applied[Duty], ...]
    """Duties of the body in force; verdict, failing and missing give the reasons."""
    otherwise: tuple[Duty, ...]
    """Duties of the body that are in force on other days only."""
    searched: tuple[str, ...]
    """Titles of the documents searched."""
    elsewhere: tuple[Document, ...]
    """Documents with duties of the body that are not in force at the place of the question."""


def known(matter: Matter, situation: Situation, on: date) -> dict[str, Any]:
    """The known facts of the day over the facts that the matter presumes."""
    return implied({**matter.given, **situation.facts(on)})


def judge_duties(
    book: Rulebook, matter: Matter, rows: Iterable[Duty], facts: Mapping[str, Any], on: date
) -> tuple[Applied[Duty], ...]:
    """Judge duties of a matter; if it is for minors only, all are NO for somebody known to be 18 or older."""
    judged = judge(book, rows, facts, on)
    if not matter.minors_only or not is_adult(facts):
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


def find(book: Rulebook, code: str, situation: Situation, on: date, *, calm: bool = False) -> Finding:
    """Judge a matter; `calm` as in a finding.

    Raises:
        NotFound: No matter has this code.
        NoTextForThatDay: The duties are statutory, and no statute in force that day is their basis. A duty is never
            applied to earlier days.
        NoTextForThatPlace: Texts of other territories are their basis.
    """
    matter = matter_of(book, code)
    facts = Facts(book, known(matter, situation, on), on)
    require_text(book, matter, on)
    return Finding(book, matter, on, facts, judge_duties(book, matter, matter.duty, facts, on), calm)


def _statutory(book: Rulebook, duty: Duty) -> bool:
    return book.texts.document(duty.cite[0].clause).force is not Force.PLAN


def carried(book: Rulebook, matter: Matter, on: date) -> bool:
    """True if texts in force on the day are the basis of duties of the matter.

    If statutes assign the matter to a body (other than to cooperate), one of these statutes must be in force. The
    plan has no date and counts only for matters that no statute assigns.
    """
    leads = [d for d in matter.duty if d.role is not Role.COOPERATES]
    rows = [d for d in leads if _statutory(book, d)] or leads
    return any(book.in_force(d, on) for d in rows)


def require_text(book: Rulebook, matter: Matter, on: date) -> None:
    """Refuse unless texts in force on the day, at the place of the question, are the basis of duties of the matter.

    Raises:
        NoTextForThatPlace: Texts of other territories are the basis on that day.
        NoTextForThatDay: No text is the basis on that day.
    """
    if carried(book, matter, on):
        return
    others = tuple(d for d in book.elsewhere(matter.duty) if any(v.days[0] <= on < v.days[1] for v in d.version))
    if others:
        raise NoTextForThatPlace(matter.code, on, only_in(others))
    raise NoTextForThatDay(matter.code, on, absent_documents(book, matter, on))


def only_in(documents: Iterable[Document]) -> tuple[Message, ...]:
    """The remark that each of the documents is in force in its territory only."""
    return tuple(message("text.only_in", title=d.title, territory=d.territory.label) for d in documents if d.territory)


def absent_documents(book: Rulebook, matter: Matter, on: date) -> tuple[str, ...]:
    """Titles of documents with duties of the matter of which no version is shipped for the day."""
    documents = {book.texts.document(d.cite[0].clause).id for d in matter.duty}
    shipped = book.texts.documents
    return tuple(
        shipped[d].title for d in sorted(documents) if not any(v.days[0] <= on < v.days[1] for v in shipped[d].version)
    )


def changes(book: Rulebook, matter: Matter) -> tuple[Change, ...]:
    """Return the days on which the duties of a matter changed, among the days on which texts assign it."""
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
            result.append(Change(day, in_order(new - old), in_order(old - new), because))
        before = now
    return tuple(result)


def why_not(book: Rulebook, code: str, body: str, situation: Situation, on: date) -> WhyNot:
    """Explain why a body kind is, may be or is not responsible.

    Raises:
        NotFound: Unknown matter or body kind.
        NoTextForThatDay: No text in force that day assigns the matter, so no statement on any body is possible.
        NoTextForThatPlace: Texts of other territories assign it.
    """
    matter = matter_of(book, code)
    if body not in book.kinds:
        raise NotFound("body_kind", body)
    require_text(book, matter, on)
    rows = [d for d in matter.duty if d.body == body]
    held = judge_duties(book, matter, rows, Facts(book, known(matter, situation, on), on), on)
    verdict = next((v for v in (Verdict.YES, Verdict.UNKNOWN) if any(a.verdict is v for a in held)), Verdict.NO)
    cited = {book.texts.document(c.clause).id for d in matter.duty for c in d.cite if book.texts.carries(c)}
    searched = tuple(book.texts.documents[i].title for i in sorted(cited))
    otherwise = tuple(r for r in rows if book.applies(r) and not book.in_force(r, on))
    return WhyNot(body, verdict, held, otherwise, searched, book.elsewhere(rows))
