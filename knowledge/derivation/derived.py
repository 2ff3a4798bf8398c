"""Derived facts: difficulties, needs and doors that follow from known facts by rules (推定)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.derivation.exhaust import Alternative, core, covering, exhausted, expanded, remaining
from knowledge.rows.referral import Way
from knowledge.rows.rows import Conditional
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom, Condition
from knowledge.situation.majority import is_adult
from knowledge.situation.situation import Situation, implied
from knowledge.vocabulary import Verdict


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

    @classmethod
    def of(cls, book: Rulebook, situation: Situation, on: date) -> "Facts":
        """The facts of a situation on a day."""
        return cls(book, situation.facts(on), on)

    def also(self, fact: str, value: Any) -> "Facts":
        """A copy with one more known fact."""
        return Facts(self.book, implied({**self.known, fact: value}), self.on)

    def get(self, fact: str, default: Any = None) -> Any:
        """The value of a known or derived fact; the default if it is unknown."""
        if fact in self.known:
            return self.known[fact]
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
        """Whether a concept holds: YES if one way holds, NO only if all ways fail."""
        concept = self.book.concepts.get(code)
        if concept is None:
            return Verdict.UNKNOWN
        if code not in self._derived:
            self._derived[code] = self.any_way(concept.way)
        return self._derived[code]

    def speaks(self, atom: Atom, verdict: Verdict) -> bool:
        """True if known facts speak for an atom: it holds, or it is an undecided concept with a way partly known.

        A father in prison speaks for a concept that also depends on the length of his sentence, before that is known.
        """
        if verdict is not Verdict.UNKNOWN or True not in atom.values:
            return verdict is Verdict.YES
        concept = self.book.concepts.get(atom.fact)
        if concept is None:
            return False
        if atom.fact not in self._supported:
            self._supported[atom.fact] = any(t.some for t in ways(self, concept.way))
        return self._supported[atom.fact]

    @property
    def adult(self) -> bool:
        """True for somebody known to be 18 or older on the day."""
        return is_adult(self.known)

    def any_way(self, rows: Sequence[Way]) -> Verdict:
        """YES if one way holds, or one of them whatever the unknown facts are; NO if all fail or there is none.

        Else UNKNOWN; see `ways` for reasons.
        """
        result = Verdict.NO
        for row in rows:
            if self.book.citations_in_force(row, self.on) is None:
                continue
            verdict = row.when.holds(self)
            if verdict is Verdict.YES and not row.contested:
                return Verdict.YES
            if verdict is not Verdict.NO:
                result = Verdict.UNKNOWN
        return Verdict.YES if result is Verdict.UNKNOWN and self.alternatives(rows) else result

    def alternatives(self, rows: Sequence[Conditional]) -> tuple[Conditional, ...]:
        """The undecided rows of which one holds whatever the unknown facts are; empty if none may hold."""
        every, may_decide = self._expanded(rows)
        if not may_decide:
            return ()
        left = remaining(every, self.get, lambda row: self.book.in_force(row, self.on))
        open_ = [a for a in left if a.asks.keys() <= may_decide]
        if not exhausted(open_):
            return ()
        return tuple(dict.fromkeys(a.rows[0] for a in core(open_)))

    def _expanded(self, rows: Sequence[Conditional]) -> tuple[tuple[Alternative, ...], frozenset[str]]:
        """The rows by known facts alone, and the facts all of whose values they accept; computed once."""
        made = self.book.derivations.get(id(rows))
        if made is None or made[0] is not rows:
            every = expanded(self.book.concepts, rows)
            made = self.book.derivations[id(rows)] = rows, (every, covering(every))
        result: tuple[tuple[Alternative, ...], frozenset[str]] = made[1]
        return result

    def missing(self, conditions: Iterable[Condition], *, likely: bool = False) -> tuple[str, ...]:
        """The facts to ask for that leave conditions undecided; a concept is replaced by the facts behind it.

        `likely`: for each concept, only the ways that known facts speak for, if there are any.
        """
        to_ask: dict[str, None] = {}
        for condition in conditions:
            for fact in condition.missing(self):
                concept = self.book.concepts.get(fact)
                if concept is None:
                    to_ask[fact] = None
                else:
                    undecided = [
                        tried for tried in ways(self, concept.way) if tried.row.when.holds(self) is Verdict.UNKNOWN
                    ]
                    supported = [tried for tried in undecided if tried.some] if likely else ()
                    to_ask |= dict.fromkeys(
                        self.missing((tried.row.when for tried in supported or undecided), likely=likely)
                    )
        return tuple(to_ask)

    def verify(self, rows: Iterable[Way]) -> tuple[str, ...]:
        """What must be verified because a way holds but is contested; concepts are resolved likewise."""
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
class Tried:
    """A way in force on the day, with its verdict."""

    row: Way
    verdict: Verdict
    """UNKNOWN if the way holds but is contested."""
    some: bool
    """A known fact outside `BACKGROUND` speaks for it, and no known fact against it."""
    refuted: bool
    """A known fact speaks for it, but another one against it."""
    denied: bool
    """A known fact outside `BACKGROUND` speaks against it."""


def ways(facts: Facts, rows: Iterable[Way]) -> Iterator[Tried]:
    """The ways in force on the day of the facts, each with its verdict."""
    for row in rows:
        if facts.book.citations_in_force(row, facts.on) is None:
            continue
        verdicts, support, denied = set[Verdict](), False, False
        for atom in row.when.atoms:
            verdict = atom.holds(facts)
            verdicts.add(verdict)
            if atom.fact not in facts.book.background:
                support = support or facts.speaks(atom, verdict)
                denied = denied or verdict is Verdict.NO
        result = all_of(verdicts)
        refuted = result is Verdict.NO
        reported = Verdict.UNKNOWN if result is Verdict.YES and row.contested else result
        support = support and not (row.known_only and result is Verdict.UNKNOWN)
        yield Tried(row, reported, support and not refuted, support and refuted, denied)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """NO if one verdict is NO, YES if all are YES, else UNKNOWN."""
    seen = set(verdicts)
    return Verdict.NO if Verdict.NO in seen else Verdict.UNKNOWN if Verdict.UNKNOWN in seen else Verdict.YES
