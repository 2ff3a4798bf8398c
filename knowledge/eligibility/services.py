"""Eligibility of a child for a service or benefit, with three values (资格)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from knowledge.derivation.derived import Facts, Tried, ways
from knowledge.eligibility.recognition import Recognition, recognitions
from knowledge.eligibility.turns import edges, later, turns
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import Message, message
from knowledge.responsibility.judging import Applied, judge
from knowledge.rows.referral import Applicant, Apply, Link, Material, Requirement, Service
from knowledge.rows.rows import Deadline
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom
from knowledge.situation.facts import Bilingual
from knowledge.situation.situation import DURATIONS, OPTIONS, Situation, value_words
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Fit, Verdict

YEARS = ("fact.ages_under", "fact.ages", "fact.ages_from")
MONTHS = ("fact.months_under", "fact.months", "fact.months_from")
"""Ranges of a number: below the first bound, between two, from the last one."""
Answer = Message | Bilingual | str
"""An answer in every language."""
FIT = {Verdict.YES: Fit.ELIGIBLE, Verdict.NO: Fit.INELIGIBLE, Verdict.UNKNOWN: Fit.UNKNOWN}


@dataclass(frozen=True)
class Required:
    """A requirement with its verdict; the reasons are computed on demand."""

    row: Requirement
    facts: Facts

    @cached_property
    def verdict(self) -> Verdict:
        """Return YES if one way is met; UNKNOWN if no way is in force that day or the requirement is contested."""
        book, on = self.facts.book, self.facts.on
        if self.row.contested or all(book.citations_in_force(w, on) is None for w in self.row.way):
            return Verdict.UNKNOWN
        return self.facts.any_way(self.row.way)

    @cached_property
    def ways(self) -> tuple[Tried, ...]:
        """All ways in force, each with its verdict."""
        return tuple(ways(self.facts, self.row.way))

    @cached_property
    def failing(self) -> tuple[Atom, ...]:
        """Return the failing atoms of the way with the fewest of them, if all ways fail."""
        if self.verdict is not Verdict.NO:
            return ()
        failed = [t.row.when.failing(self.facts) for t in self.ways]
        return min(failed, key=len) if all(failed) else ()

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for."""
        if self.verdict is not Verdict.UNKNOWN or self.row.contested:
            return ()
        return self.facts.missing(self.facts.undecided(self.facts.rules.rows(self.row.way)))

    @cached_property
    def verify(self) -> tuple[str, ...]:
        """Return the doubts to verify with a body: contested ways, or a requirement without text in force."""
        doubts = self.facts.verify(self.row.way) if self.verdict is Verdict.UNKNOWN else ()
        reasons = (self.row.contested, *doubts, None if self.ways else str(message("eligibility.no_text")))
        return tuple(v for v in reasons if v)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the ways with the same verdict as the requirement; of all ways if there are none."""
        shown = [t for t in self.ways if t.verdict is self.verdict] or self.ways
        return tuple(
            dict.fromkeys(c for t in shown for c in self.facts.book.citations_in_force(t.row, self.facts.on) or ())
        )


@dataclass(frozen=True, slots=True)
class Lead:
    """The answers to a missing fact that lead to the same result."""

    values: tuple[str, ...]
    fit: Fit


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact with the result of each answer."""

    fact: str
    leads: tuple[Lead, ...]


@dataclass(frozen=True)
class Eligibility:
    """Eligibility of a child for a service on a day, with reasons."""

    book: Rulebook
    service: Service
    situation: Situation
    facts: Facts

    @cached_property
    def required(self) -> tuple[Required, ...]:
        """The requirements in force on the day."""
        return tuple(Required(r, self.facts) for r in self.service.requirement if r.in_force(self.on))

    @property
    def on(self) -> date:
        """The day of the decision."""
        return self.facts.on

    @cached_property
    def fit(self) -> Fit:
        """Return INELIGIBLE if one requirement fails, ELIGIBLE if all are met, else UNKNOWN.

        UNKNOWN too if a requirement fails only for want of a status that can be applied for.
        """
        known: dict[str, Fit] = self.facts.fits
        if self.service.code not in known:
            known[self.service.code] = Fit.UNKNOWN if self.first else self._plain
        return known[self.service.code]

    @cached_property
    def _plain(self) -> Fit:
        return FIT[self.facts.qualifies(self.service)]

    @cached_property
    def first(self) -> tuple[Recognition, ...]:
        """The statuses to apply for first; empty unless the want of one is all that refuses the service."""
        return recognitions(self.facts, self.service) if self._plain is Fit.INELIGIBLE else ()

    @property
    def failing(self) -> Required | None:
        """The first requirement that fails; None unless `fit` is INELIGIBLE."""
        if self.fit is not Fit.INELIGIBLE:
            return None
        return next((r for r in self.required if r.verdict is Verdict.NO), None)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for; empty unless `fit` is UNKNOWN."""
        if self.fit is not Fit.UNKNOWN:
            return ()
        return tuple(dict.fromkeys(f for r in self.required for f in r.missing))

    @cached_property
    def likely(self) -> tuple[str, ...]:
        """The facts of `missing` behind ways that known facts speak for; all of them where nothing does."""
        if not self.missing:
            return ()
        of = (r for r in self.required if r.missing)
        open_ = (when for r in of for when in self.facts.undecided(self.facts.rules.rows(r.row.way), likely=True))
        return self.facts.missing(open_, likely=True)

    @cached_property
    def verify(self) -> tuple[str, ...]:
        """Return the doubts to verify with a body; no fact of the child decides them."""
        first = (f.text for f in self.first)
        return tuple(dict.fromkeys((*first, *(v for r in self.required for v in r.verify))))

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """All missing facts with the result of each answer, those with the most different results first."""
        questions = [Ask(f, tuple(self._leads(f))) for f in self.missing]
        return tuple(sorted(questions, key=lambda a: -len({x.fit for x in a.leads})))

    @cached_property
    def asked_first(self) -> str | None:
        """The fact of the first of `asks`, without the words of its answers; None if nothing is missing."""
        return max(self.missing, key=lambda f: len({fit for _, fit in self._fits(f)}), default=None)

    def _leads(self, fact: str) -> Iterator[Lead]:
        by_fit: dict[Fit, list[str]] = {}
        for label, fit in self._fits(fact):
            by_fit.setdefault(fit, []).append(str(label))
        return (Lead(tuple(labels), fit) for fit, labels in by_fit.items())

    def _fits(self, fact: str) -> Iterator[tuple[Answer, Fit]]:
        for label, value in answers(self.book, self.service, fact):
            yield label, eligible_of(self.facts.also(fact, value), self.service, self.situation).fit

    @cached_property
    def cured(self) -> tuple[date, Fit] | None:
        """Return the first later day on which time alone ends INELIGIBLE, and the result on that day."""
        if self.fit is not Fit.INELIGIBLE:
            return None
        for day in turns(self.book, self.service, self.situation, self.on):
            known = later(self.situation, self.on, day)
            fits = {eligible_of(Facts.of(self.book, s, day), self.service, s).fit for s in known}
            if len(fits) > 1:  # it depends on a birthday that nobody told
                return None
            if Fit.INELIGIBLE not in fits:
                return day, fits.pop()
        return None

    @cached_property
    def apply(self) -> tuple[Applied[Apply], ...]:
        """Return the places to apply at. Rows that the facts exclude are left out, here and in the lists below."""
        return self._shown(self.service.apply)

    @cached_property
    def applicants(self) -> tuple[Applied[Applicant], ...]:
        """The people who may apply."""
        return self._shown(self.service.applicant)

    @cached_property
    def materials(self) -> tuple[Applied[Material], ...]:
        """Documents to bring."""
        return self._shown(self.service.material)

    @cached_property
    def links(self) -> tuple[Applied[Link], ...]:
        """Relations to other services."""
        return self._shown(self.service.link)

    @cached_property
    def deadlines(self) -> tuple[Applied[Deadline], ...]:
        """Deadlines of the bodies that decide."""
        return self._shown(self.service.deadline)

    def _shown(self, rows: Sequence[Any]) -> tuple[Applied[Any], ...]:
        checked = self.facts.rules.checks(rows).every
        open_ = [r for r, check in checked if check(self.facts.known.get, self.facts.verdict) is not Verdict.NO]
        return judge(self.book, open_, self.facts, self.on)


def service_of(book: Rulebook, code: str) -> Service:
    """The service with this code.

    Raises:
        NotFound: No service has this code.
    """
    if code not in book.services:
        raise NotFound("service", code)
    return book.services[code]


def eligible(book: Rulebook, code: str, situation: Situation, on: date) -> Eligibility:
    """Decide the eligibility for one service on one day.

    Raises:
        NotFound: No service has this code.
    """
    return eligible_of(Facts.of(book, situation, on), service_of(book, code), situation)


def eligible_of(facts: Facts, service: Service, situation: Situation) -> Eligibility:
    """As `eligible`, for facts already computed."""
    return Eligibility(facts.book, service, situation, facts)


def over_time(book: Rulebook, code: str, situation: Situation, days: Sequence[date]) -> tuple[Eligibility, ...]:
    """The eligibility on each of several days.

    Raises:
        NotFound: No service has this code.
        BadInput: Several days, and an age without a date of birth.
    """
    if len(days) > 1 and situation.birth_date is None and situation.age is not None:
        raise BadInput("situation.age", "situation.birth_date_needed")
    return tuple(eligible(book, code, situation, on) for on in days)


def answers(book: Rulebook, service: Service, fact: str) -> Iterator[tuple[Answer, Any]]:
    """All answers to a missing fact, as (label, value); one for each range of a number."""
    if fact in OPTIONS:
        yield from ((value_words(fact, v), v) for v in OPTIONS[fact])
    elif fact == "age" or fact in DURATIONS:
        ends = edges(book, service, fact)
        if ends:
            below, between, above = YEARS if fact == "age" else MONTHS
            yield message(below, under=ends[0]), 0
            yield from ((message(between, low=a, high=b - 1), a) for a, b in pairwise(ends))
            yield message(above, low=ends[-1]), ends[-1]
    else:  # the benefits received
        yield from ((value_words(fact, v), v) for v in (True, False))
