"""The rules of one rulebook on one day, made ready once: rows in force, their conditions split and bound (编译).

A row asks plain facts and derived ones. `Judge` is a closure over the rows that are in force, in their order, which
reads plain facts from a mapping and asks for the others: nothing of texts, periods or rows is looked up while judging.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from knowledge.derivation.exhaust import Alternative, covering, expanded, least
from knowledge.rows.referral import Service, Way
from knowledge.rows.rows import Conditional
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Condition
from knowledge.vocabulary import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
Get = Callable[[str], Any]
Derive = Callable[[str], Verdict]
Judge = Callable[[Get, Derive], Verdict]
Plain = tuple[tuple[str, Collection[Any]], ...]
Asked = tuple[tuple[str, bool], ...]
Part = tuple[str, Collection[Any], bool, bool]
"""A fact, what is accepted, whether it is derived, whether it is background."""

C = TypeVar("C", bound=Conditional)

DAYS = 32
"""Days that stay ready; a question is mostly of today."""


def split(when: Condition, derived: Collection[str]) -> tuple[Plain, Asked]:
    """The plain facts of a condition, and the derived ones with what they must be."""
    plain = tuple((a.fact, a.values) for a in when.atoms if a.fact not in derived)
    return plain, tuple((a.fact, True in a.values) for a in when.atoms if a.fact in derived)


def any_of(rows: Iterable[tuple[Plain, Asked, bool]]) -> Judge:
    """Return a judge: YES if one row is met and not contested, NO if all fail or there is none, else UNKNOWN."""
    ready = tuple(rows)
    if len(ready) == 1 and not ready[0][1] and len(ready[0][0]) == 1 and not ready[0][2]:
        return _one(*ready[0][0][0])
    if len(ready) == 1 and not ready[0][0] and len(ready[0][1]) == 1 and not ready[0][2]:
        return _derived(*ready[0][1][0])
    if not any(asked for _, asked, _ in ready):
        return _plain(tuple((plain, contested) for plain, _, contested in ready))
    return _mixed(ready)


def _plain(ready: tuple[tuple[Plain, bool], ...]) -> Judge:
    def judge(get: Get, _derive: Derive) -> Verdict:
        result = NO
        for plain, contested in ready:
            verdict = YES
            for fact, accepted in plain:
                value = get(fact)
                if value is None:
                    verdict = UNKNOWN
                elif value not in accepted:
                    break
            else:
                if verdict is YES and not contested:
                    return YES
                result = UNKNOWN
        return result

    return judge


def _derived(code: str, wanted: bool) -> Judge:
    negated = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}

    def judge(_get: Get, derive: Derive) -> Verdict:
        return derive(code) if wanted else negated[derive(code)]

    return judge


def _mixed(ready: tuple[tuple[Plain, Asked, bool], ...]) -> Judge:
    def judge(get: Get, derive: Derive) -> Verdict:
        result = NO
        for plain, asked, contested in ready:
            verdict = _conjunction(plain, asked, get, derive)
            if verdict is YES and not contested:
                return YES
            if verdict is not NO:
                result = UNKNOWN
        return result

    return judge


def _conjunction(plain: Plain, asked: Asked, get: Get, derive: Derive) -> Verdict:
    result = YES
    for fact, accepted in plain:
        value = get(fact)
        if value is None:
            result = UNKNOWN
        elif value not in accepted:
            return NO
    for code, wanted in asked:
        answer = derive(code)
        if answer is UNKNOWN:
            result = UNKNOWN
        elif (answer is YES) is not wanted:
            return NO
    return result


def _one(fact: str, accepted: Collection[Any]) -> Judge:
    def judge(get: Get, _derive: Derive) -> Verdict:
        value = get(fact)
        return UNKNOWN if value is None else YES if value in accepted else NO

    return judge


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Rows of which one must be met: their judge, the evidence for them, and facts that decide whatever is unknown."""

    judge: Judge
    rows: tuple[Conditional, ...]
    """Rows in force."""
    parts: tuple[tuple[tuple[Part, ...], bool], ...]
    """The facts of each row, and whether a part of them raises no question."""
    open: tuple[Alternative, ...]
    """By plain facts alone; empty if no fact has all its values among them."""


@dataclass(frozen=True, slots=True)
class Checks(Generic[C]):
    """The rows in force, each with its condition made ready."""

    every: tuple[tuple[C, Judge], ...]
    asking: Mapping[str, tuple[int, ...]]
    """Positions of the rows that cannot be met while a plain fact is unknown; each row under one of its facts."""
    other: tuple[int, ...]
    """The places of the rows that ask no plain fact."""

    @classmethod
    def of(cls, every: tuple[tuple[C, Judge], ...], derived: Collection[str]) -> "Checks[C]":
        """Each row under that of its plain facts which fewest rows ask."""
        plain = [[fact for fact, _ in split(row.when, derived)[0]] for row, _ in every]
        asked = Counter(fact for facts in plain for fact in facts)
        under: dict[str | None, list[int]] = {}
        for place, facts in enumerate(plain):
            under.setdefault(min(facts, key=asked.__getitem__, default=None), []).append(place)
        other = tuple(under.pop(None, ()))
        return cls(every, {fact: tuple(places) for fact, places in under.items() if fact is not None}, other)

    def possible(self, known: Mapping[str, Any]) -> Iterator[tuple[C, Judge]]:
        """Yield the rows that can be met by the known facts, in their order."""
        places = [*self.other, *(n for fact in known for n in self.asking.get(fact, ()))]
        return (self.every[n] for n in sorted(places))


@dataclass(frozen=True)
class CompiledDay:
    """The rules on one day."""

    book: Rulebook
    on: date
    _made: dict[int, tuple[Sequence[Conditional], Alternatives]] = field(default_factory=dict, repr=False)
    _concepts: dict[str, Alternatives] = field(default_factory=dict, repr=False)
    _needless: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _services: dict[int, tuple[Service, tuple[Alternatives | None, ...]]] = field(default_factory=dict, repr=False)
    _checks: dict[int, tuple[Any, Any]] = field(default_factory=dict, repr=False)
    _conditions: dict[int, tuple[Condition, Judge]] = field(default_factory=dict, repr=False)

    def rows(self, rows: Sequence[Conditional]) -> Alternatives:
        """Rows that stay the same, made ready."""
        made = self._made.get(id(rows))
        if made is None or made[0] is not rows:
            made = self._made[id(rows)] = rows, self._alternatives(rows)
        return made[1]

    def concept(self, code: str) -> Alternatives | None:
        """The ways of a concept; None if there is no such concept."""
        made = self._concepts.get(code)
        if made is None and code in self.book.concepts:
            made = self._concepts[code] = self.rows(self.book.concepts[code].way)
        return made

    def needless(self, code: str) -> frozenset[str]:
        """Return the facts that only redundant ways to a concept ask: ways met whenever another way is."""
        made = self._needless.get(code)
        if made is None:
            rows = self.concept(code)
            ways = self._in_force(rows.rows) if rows else []
            asked = {fact for way in ways for fact in way.asks}
            made = self._needless[code] = frozenset(asked - {fact for way in least(ways) for fact in way.asks})
        return made

    def condition(self, when: Condition) -> Judge:
        """A condition, made ready."""
        made = self._conditions.get(id(when))
        if made is None or made[0] is not when:
            judge = any_of([(*split(when, self.book.concepts), False)])
            made = self._conditions[id(when)] = when, judge
        return made[1]

    def checks(self, rows: Sequence[C]) -> Checks[C]:
        """The rows in force, made ready."""
        made = self._checks.get(id(rows))
        if made is None or made[0] is not rows:
            there = tuple((r, self.condition(r.when)) for r in rows if self.book.in_force(r, self.on))
            made = self._checks[id(rows)] = rows, Checks.of(there, self.book.concepts)
        result: Checks[C] = made[1]
        return result

    def requirements(self, service: Service) -> tuple[Alternatives | None, ...]:
        """The requirements of a service on the day; None for one that no fact decides."""
        made = self._services.get(id(service))
        if made is None or made[0] is not service:
            there = [r for r in service.requirement if r.in_force(self.on)]
            undecidable = (r.contested or not any(self.book.in_force(w, self.on) for w in r.way) for r in there)
            ready = tuple(None if no else self.rows(r.way) for r, no in zip(there, undecidable, strict=True))
            made = self._services[id(service)] = service, ready
        return made[1]

    def _alternatives(self, rows: Sequence[Conditional]) -> Alternatives:
        there = [r for r in rows if self.book.in_force(r, self.on)]
        contested = [isinstance(r, Way) and r.contested is not None for r in there]
        known_only = [isinstance(r, Way) and r.known_only for r in there]
        carried = self._in_force(there)
        facts = covering(carried)
        return Alternatives(
            any_of((*split(r.when, self.book.concepts), c) for r, c in zip(there, contested, strict=True)),
            tuple(there),
            tuple((self._parts(r.when), k) for r, k in zip(there, known_only, strict=True)),
            tuple(carried) if facts else (),
        )

    def _in_force(self, rows: Iterable[Conditional]) -> list[Alternative]:
        """All ways to meet one of the rows by plain facts, each row of them in force."""
        every = expanded(self.book.concepts, rows)
        return [a for a in every if all(self.book.in_force(r, self.on) for r in a.rows)]

    def _parts(self, when: Condition) -> tuple[Part, ...]:
        concepts, background = self.book.concepts, self.book.background
        parts = ((a.fact, a.values, a.fact in concepts, a.fact in background) for a in when.atoms)
        return tuple(sorted(parts, key=lambda part: part[2]))  # derived ones last: mostly a plain one says no before


def day(book: Rulebook, on: date) -> CompiledDay:
    """The rules of a day, made ready once."""
    made = book.days.get(on)
    if made is None:
        if len(book.days) >= DAYS:
            book.days.clear()
        made = book.days[on] = CompiledDay(book, on)
    result: CompiledDay = made
    return result
