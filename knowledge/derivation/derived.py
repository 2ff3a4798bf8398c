"""Derived facts: difficulties, needs and doors that follow from known facts by rules (推定)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from knowledge.derivation.compiled import Alternatives, CompiledDay, Part, day
from knowledge.derivation.exhaust import Alternative, core, exhausted, remaining
from knowledge.rows.referral import Service, Way
from knowledge.rows.rows import Conditional
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom, Condition
from knowledge.situation.majority import is_adult
from knowledge.situation.situation import Situation, implied
from knowledge.vocabulary import Verdict

C = TypeVar("C", bound=Conditional)


@dataclass(frozen=True)
class Facts(Mapping[str, Any]):
    """The known facts of one day and, computed on demand, the facts derived from them.

    An unknown fact is absent, and so is a derived fact that is undecided: absent never means no.
    """

    book: Rulebook
    known: Mapping[str, Any]
    on: date
    _derived: dict[str, Verdict] = field(default_factory=dict, repr=False, compare=False)
    _supported: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    _also: "dict[tuple[str, Any], Facts]" = field(default_factory=dict, repr=False, compare=False)
    _behind: dict[tuple[str, bool], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    fits: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """Decisions on services from these facts, by code."""

    @classmethod
    def of(cls, book: Rulebook, situation: Situation, on: date) -> "Facts":
        """The facts of a situation on a day."""
        return cls(book, situation.facts(on), on)

    def also(self, fact: str, value: Any) -> "Facts":
        """These with one more known fact; the same each time, as service after service asks what an answer leads to."""
        made = self._also.get((fact, value))
        if made is None:
            made = self._also[fact, value] = Facts(self.book, implied({**self.known, fact: value}), self.on)
        return made

    @cached_property
    def rules(self) -> CompiledDay:
        """The rules of the day, made ready."""
        return day(self.book, self.on)

    def get(self, fact: str, default: Any = None) -> Any:
        """The value of a known or derived fact; the default if it is unknown."""
        value = self.known.get(fact)
        if value is not None:
            return value
        if fact not in self.book.concepts:
            return default
        verdict = self.verdict(fact)
        return default if verdict is Verdict.UNKNOWN else verdict is Verdict.YES

    def __getitem__(self, fact: str) -> Any:
        value = self.get(fact)
        if value is None:
            raise KeyError(fact)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def __contains__(self, fact: object) -> bool:
        return self.get(str(fact)) is not None

    def verdict(self, code: str) -> Verdict:
        """Return the verdict on a concept: YES if one way is met, NO only if all ways fail."""
        verdict = self._derived.get(code)
        if verdict is None:
            ways_ = self.rules.concept(code)
            verdict = self._derived[code] = Verdict.UNKNOWN if ways_ is None else self.judged(ways_)
        return verdict

    def holds(self, when: Condition) -> Verdict:
        """Return the verdict on a condition."""
        return self.rules.condition(when)(self.known.get, self.verdict)

    def judged(self, rows: Alternatives) -> Verdict:
        """Return YES if one row is met, or some row whatever the unknown facts are; NO if all fail or there is none.

        Else UNKNOWN; see `ways` for reasons.
        """
        verdict = rows.judge(self.known.get, self.verdict)
        if verdict is Verdict.UNKNOWN and rows.open and self._decided(rows):
            return Verdict.YES
        return verdict

    def any_way(self, rows: Sequence[Way]) -> Verdict:
        """As `judged`."""
        return self.judged(self.rules.rows(rows))

    def qualifies(self, service: Service) -> Verdict:
        """Return NO if one requirement of a service fails, YES if all are met, else UNKNOWN."""
        get, derive, result = self.known.get, self.verdict, Verdict.YES
        for rows in self.rules.requirements(service):
            if rows is None:
                result = Verdict.UNKNOWN
                continue
            verdict = rows.judge(get, derive)
            if verdict is Verdict.NO:
                return verdict
            if verdict is Verdict.UNKNOWN and not (rows.open and self._decided(rows)):
                result = verdict
        return result

    def holding(self, rows: Sequence[C]) -> list[C]:
        """Return the rows in force whose condition is met, in their order."""
        get, derive = self.known.get, self.verdict
        return [row for row, judge in self.rules.checks(rows).possible(self.known) if judge(get, derive) is Verdict.YES]

    def alternatives(self, rows: Sequence[Conditional]) -> tuple[Conditional, ...]:
        """Return the undecided rows of which one is met whatever the unknown facts are; empty if none may be."""
        return tuple(dict.fromkeys(a.rows[0] for a in self._decided(self.rules.rows(rows))))

    def _decided(self, rows: Alternatives) -> tuple[Alternative, ...]:
        left = tuple(remaining(rows.open, self.get))
        return core(left) if left and exhausted(left) else ()

    def some(self, code: str) -> bool:
        """True if known facts outside the background speak for a way of a concept, and none against it."""
        if code not in self._supported:
            rows = self.rules.concept(code)
            self._supported[code] = rows is not None and any(self._some(*part) for part in rows.parts)
        return self._supported[code]

    def _some(self, parts: tuple[Part, ...], known_only: bool) -> bool:
        known, support, unknown = self.known, False, False
        for fact, accepted, derived, background in parts:
            value = self.get(fact) if derived else known.get(fact)
            if value is None:
                unknown = True
                if derived and not (support or background) and True in accepted:
                    support = self.some(fact)
            elif value not in accepted:
                return False
            elif not background:
                support = True
        return support and not (known_only and unknown)

    def speaks(self, atom: Atom, verdict: Verdict) -> bool:
        """True if known facts support an atom: it is true, or it is an undecided concept with a way partly known.

        A father in prison supports a concept that also depends on the length of his sentence, before that is known.
        """
        if verdict is not Verdict.UNKNOWN or True not in atom.values:
            return verdict is Verdict.YES
        return self.some(atom.fact)

    @property
    def adult(self) -> bool:
        """True for somebody known to be 18 or older on the day."""
        return is_adult(self.known)

    def missing(self, conditions: Iterable[Condition], *, likely: bool = False) -> tuple[str, ...]:
        """The facts to ask for that leave conditions undecided; a concept is replaced by the facts behind it.

        `likely`: for each concept, only the ways that known facts speak for, if there are any.
        """
        to_ask: dict[str, None] = {}
        for condition in conditions:
            for fact in condition.missing(self):
                to_ask |= dict.fromkeys(self._to_ask(fact, likely=likely))
        return tuple(to_ask)

    def behind(self, fact: str) -> tuple[str, ...]:
        """A fact itself, or those to ask for that decide a derived one: of two ways to it the lesser is enough."""
        needless = self.rules.needless(fact)
        return tuple(f for f in self._to_ask(fact, likely=False) if f not in needless)

    def _to_ask(self, fact: str, *, likely: bool) -> tuple[str, ...]:
        """A fact itself, or the facts behind a concept."""
        rows = self.rules.concept(fact)
        if rows is None:
            return (fact,)
        if (fact, likely) not in self._behind:
            self._behind[fact, likely] = self.missing(self.undecided(rows, likely=likely), likely=likely)
        return self._behind[fact, likely]

    def undecided(self, rows: Alternatives, *, likely: bool = False) -> list[Condition]:
        """The conditions of the rows that are open; if `likely`, only of those that known facts speak for, if any."""
        open_ = [
            (r.when, p) for r, p in zip(rows.rows, rows.parts, strict=True) if self.holds(r.when) is Verdict.UNKNOWN
        ]
        supported = [when for when, part in open_ if self._some(*part)] if likely else []
        return supported or [when for when, _ in open_]

    def verify(self, rows: Iterable[Way]) -> tuple[str, ...]:
        """Return the doubts to verify because a way is met but contested; concepts are resolved likewise."""
        to_verify: dict[str, None] = {}
        for tried in ways(self, rows):
            if tried.verdict is not Verdict.UNKNOWN:
                continue
            if tried.row.contested and tried.row.when.holds(self) is Verdict.YES:
                to_verify[tried.row.contested] = None
            for fact in tried.row.when.missing(self):
                if fact in self.book.concepts:
                    to_verify |= dict.fromkeys(self.verify(self.book.concepts[fact].way))
        return tuple(to_verify)


@dataclass(frozen=True, slots=True)
class SameFacts:
    """The facts of a day, made once for all children of whom the same is known: a city has thousands of children."""

    on: date
    _made: dict[tuple[int, frozenset[tuple[str, Any]]], Facts] = field(default_factory=dict, repr=False)

    def of(self, book: Rulebook, situation: Situation) -> Facts:
        """As `Facts.of`; what follows from them is shared, too."""
        known = situation.facts(self.on)
        key = id(book), frozenset(known.items())
        if key not in self._made:
            self._made[key] = Facts(book, known, self.on)
        return self._made[key]


@dataclass(frozen=True, slots=True)
class Tried:
    """A way in force on the day, with its verdict."""

    row: Way
    verdict: Verdict
    """UNKNOWN if the way is met but contested."""
    some: bool
    """A known fact outside `BACKGROUND` speaks for it, and no known fact against it."""
    refuted: bool
    """A known fact speaks for it, but another one against it."""
    denied: bool
    """A known fact outside `BACKGROUND` speaks against it."""


def ways(facts: Facts, rows: Iterable[Way]) -> Iterator[Tried]:
    """The ways in force on the day of the facts, each with its verdict."""
    background = facts.book.background
    for row in rows:
        if facts.book.citations_in_force(row, facts.on) is None:
            continue
        result, support, denied = Verdict.YES, False, False
        for atom in row.when.atoms:
            verdict = atom.holds(facts)
            if verdict is not Verdict.YES and result is not Verdict.NO:
                result = verdict
            if atom.fact not in background:
                support = support or facts.speaks(atom, verdict)
                denied = denied or verdict is Verdict.NO
        refuted = result is Verdict.NO
        reported = Verdict.UNKNOWN if result is Verdict.YES and row.contested else result
        support = support and not (row.known_only and result is Verdict.UNKNOWN)
        yield Tried(row, reported, support and not refuted, support and refuted, denied)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """NO if one verdict is NO, YES if all are YES, else UNKNOWN."""
    seen = set(verdicts)
    return Verdict.NO if Verdict.NO in seen else Verdict.UNKNOWN if Verdict.UNKNOWN in seen else Verdict.YES
