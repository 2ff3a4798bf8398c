"""May this child have it? — conditions of services and benefits, decided with three values (资格)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from knowledge.eligibility.derived import Facts, Tried, all_of, ways
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from knowledge.responsibility.finding import Applied, judge
from knowledge.rows.referral import Applicant, Apply, Link, Material, Requirement, Service, Way
from knowledge.rows.rows import Deadline
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom, Condition
from knowledge.situation.situation import DURATIONS, OPTIONS, Situation, value_label
from knowledge.texts.provisions import OPEN_END, Citation
from knowledge.vocabulary import Fit, Verdict

FIT = {Verdict.YES: Fit.ELIGIBLE, Verdict.NO: Fit.INELIGIBLE, Verdict.UNKNOWN: Fit.UNKNOWN}


@dataclass(frozen=True)
class Required:
    """A requirement judged; the reasons are made when asked for."""

    row: Requirement
    facts: Facts

    @cached_property
    def verdict(self) -> Verdict:
        """One way suffices; unknown where no text is in force that day or the rule is contested."""
        book, on = self.facts.book, self.facts.on
        if self.row.contested or all(book.standing(w, on) is None for w in self.row.way):
            return Verdict.UNKNOWN
        return self.facts.any_way(self.row.way)

    @cached_property
    def ways(self) -> tuple[Tried, ...]:
        """Every way in force."""
        return tuple(ways(self.facts, self.row.way))

    @cached_property
    def failing(self) -> tuple[Atom, ...]:
        """What the known facts contradict, where every way fails: of the way that comes nearest."""
        if self.verdict is not Verdict.NO:
            return ()
        failed = [t.row.when.failing(self.facts) for t in self.ways]
        return min(failed, key=len) if all(failed) else ()

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for."""
        if self.verdict is not Verdict.UNKNOWN or self.row.contested:
            return ()
        return self.facts.missing(t.row.when for t in self.ways if t.row.when.holds(self.facts) is Verdict.UNKNOWN)

    @cached_property
    def verify(self) -> tuple[str, ...]:
        """What must be verified with a body, since the rule is contested or not obtained."""
        doubts = self.facts.verify(self.row.way) if self.verdict is Verdict.UNKNOWN else ()
        found = (self.row.contested, *doubts, None if self.ways else str(message("eligibility.no_text")))
        return tuple(v for v in found if v)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The words behind the ways that decide it or, where none does, behind all."""
        shown = [t for t in self.ways if t.verdict is self.verdict] or self.ways
        return tuple(dict.fromkeys(c for t in shown for c in self.facts.book.standing(t.row, self.facts.on) or ()))


@dataclass(frozen=True, slots=True)
class Lead:
    """What an answer to a missing fact leads to."""

    values: tuple[str, ...]
    fit: Fit


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact with what its answers lead to."""

    fact: str
    leads: tuple[Lead, ...]


@dataclass(frozen=True)
class Eligibility:
    """Whether a child may have a service on a day, and why."""

    book: Rulebook
    service: Service
    situation: Situation
    facts: Facts
    required: tuple[Required, ...]

    @property
    def on(self) -> date:
        """The day."""
        return self.facts.on

    @cached_property
    def fit(self) -> Fit:
        """The answer."""
        return FIT[all_of(r.verdict for r in self.required)]

    @property
    def failing(self) -> Required | None:
        """The first requirement that fails."""
        return next((r for r in self.required if r.verdict is Verdict.NO), None)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Facts to ask for; none where the answer stands."""
        if self.fit is not Fit.UNKNOWN:
            return ()
        return tuple(dict.fromkeys(f for r in self.required for f in r.missing))

    @cached_property
    def verify(self) -> tuple[str, ...]:
        """What to verify with a body; no fact of the child decides it."""
        return tuple(dict.fromkeys(v for r in self.required for v in r.verify))

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Each missing fact with what each answer leads to, those that can decide first."""
        found = [Ask(f, tuple(self._leads(f))) for f in self.missing]
        return tuple(sorted(found, key=lambda a: -len({x.fit for x in a.leads})))

    def _leads(self, fact: str) -> Iterator[Lead]:
        led: dict[Fit, list[str]] = {}
        for label, value in answers(self.book, self.service, fact):
            then = eligible_of(self.facts.also(fact, value), self.service, self.situation)
            led.setdefault(then.fit, []).append(label)
        return (Lead(tuple(labels), fit) for fit, labels in led.items())

    @cached_property
    def cured(self) -> tuple[date, Fit] | None:
        """Where time alone ends an INELIGIBLE: the first day on which it does, and what it becomes then."""
        if self.fit is not Fit.INELIGIBLE:
            return None
        for day in turns(self.book, self.service, self.situation, self.on):
            fit = eligible_of(Facts.of(self.book, self.situation, day), self.service, self.situation).fit
            if fit is not Fit.INELIGIBLE:
                return day, fit
        return None

    @cached_property
    def apply(self) -> tuple[Applied[Apply], ...]:
        """Where to apply; what the facts exclude is left out, here and below."""
        return self._shown(self.service.apply)

    @cached_property
    def applicants(self) -> tuple[Applied[Applicant], ...]:
        """Who may apply."""
        return self._shown(self.service.applicant)

    @cached_property
    def materials(self) -> tuple[Applied[Material], ...]:
        """What to bring."""
        return self._shown(self.service.material)

    @cached_property
    def links(self) -> tuple[Applied[Link], ...]:
        """How it stands to other services."""
        return self._shown(self.service.link)

    @cached_property
    def deadlines(self) -> tuple[Applied[Deadline], ...]:
        """By when the bodies must act."""
        return self._shown(self.service.deadline)

    def _shown(self, rows: Iterable[Any]) -> tuple[Applied[Any], ...]:
        return tuple(a for a in judge(self.book, rows, self.facts, self.on) if a.verdict is not Verdict.NO)


def service_of(book: Rulebook, code: str) -> Service:
    """The service with this code.

    Raises:
        NotFound: there is none.
    """
    if code not in book.services:
        raise NotFound("service", code)
    return book.services[code]


def eligible(book: Rulebook, code: str, situation: Situation, on: date) -> Eligibility:
    """Decide for one service on one day.

    Raises:
        NotFound: no such service.
    """
    return eligible_of(Facts.of(book, situation, on), service_of(book, code), situation)


def eligible_of(facts: Facts, service: Service, situation: Situation) -> Eligibility:
    """As `eligible`, for facts at hand."""
    asked = tuple(Required(r, facts) for r in service.requirement if r.asked(facts.on))
    return Eligibility(facts.book, service, situation, facts, asked)


def over_time(book: Rulebook, code: str, situation: Situation, days: Sequence[date]) -> tuple[Eligibility, ...]:
    """One decision a day.

    Raises:
        NotFound: no such service.
        BadInput: an age without a date of birth cannot be carried to several days.
    """
    if len(days) > 1 and situation.birth_date is None and situation.age is not None:
        raise BadInput("situation.age", "situation.birth_date_needed")
    return tuple(eligible(book, code, situation, on) for on in days)


def conditions(book: Rulebook, rows: Iterable[Way]) -> Iterator[Condition]:
    """The conditions of ways and of every concept that they rest on."""
    seen: set[str] = set()
    todo = list(rows)
    while todo:
        when = todo.pop().when
        yield when
        for atom in when.atoms:
            if atom.fact in book.concepts and atom.fact not in seen:
                seen.add(atom.fact)
                todo += book.concepts[atom.fact].way


def _edges(book: Rulebook, service: Service, fact: str) -> list[int]:
    """The numbers at which a condition on a count of years or months turns."""
    asked = conditions(book, (w for r in service.requirement for w in r.way))
    ranges = [sorted(a.values) for c in asked for a in c.atoms if a.fact == fact]
    return sorted({e for r in ranges for e in (r[0], r[-1] + 1)} - {0, 131, 10_000})


def answers(book: Rulebook, service: Service, fact: str) -> Iterator[tuple[str, Any]]:
    """Every answer to a missing fact, in words and as a value; one for each band of a number."""
    if fact in OPTIONS:
        yield from ((value_label(fact, v), v) for v in OPTIONS[fact])
    elif fact == "age" or fact in DURATIONS:
        unit = "周岁" if fact == "age" else "个月"
        edges = _edges(book, service, fact)
        yield from (
            (f"未满{b}{unit}" if a == 0 else f"{a}–{b - 1}{unit}", a) for a, b in zip([0, *edges], edges, strict=False)
        )
        if edges:
            yield f"已满{edges[-1]}{unit}", edges[-1]
    else:  # the benefits received
        yield from ((value_label(fact, v), v) for v in (True, False))


def turns(book: Rulebook, service: Service, situation: Situation, after: date) -> list[date]:
    """Days after `after` on which time alone may change the answer: birthdays, full months, changes of law."""
    rows = [w for r in service.requirement for w in r.way]
    days = {d for w in rows for p in book.periods(w) for d in p if d != OPEN_END}
    days |= {d for r in service.requirement for d in (r.since, r.until) if d}
    if situation.birth_date is not None:
        days |= {_birthday(situation.birth_date, n) for n in _edges(book, service, "age")}
    for fact, since in DURATIONS.items():
        begun: date | None = getattr(situation, since)
        if begun is not None:
            days |= {_months_later(begun, n) for n in _edges(book, service, fact)}
    if situation.birth_date is None and situation.age is not None:
        return []  # a bare age holds on its own day only
    return sorted(d for d in days if d > after)


def _months_later(begun: date, months: int) -> date:
    """The first day on which `full_months` reaches the number: the month's last where it has no such day."""
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    return date(year, month + 1, min(begun.day, monthrange(year, month + 1)[1]))


def _birthday(born: date, years: int) -> date:
    """The birthday; 1 March of a common year for who was born on 29 February."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
