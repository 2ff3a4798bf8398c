"""What follows from the facts: types of difficulty, needs, doors — each by rows that say why (推定)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.rows.referral import Way
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom, Condition
from knowledge.situation.situation import Situation, implied
from knowledge.vocabulary import Verdict


@dataclass(frozen=True)
class Facts(Mapping[str, Any]):
    """The known facts of a day and, decided when they are asked for, those that follow from them.

    What is not known is not in it, and what follows from too little is not in it either: never no.
    """

    book: Rulebook
    known: Mapping[str, Any]
    on: date
    _derived: dict[str, Verdict] = field(default_factory=dict, repr=False, compare=False)
    _spoken: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, book: Rulebook, situation: Situation, on: date) -> "Facts":
        """What a situation tells on a day."""
        return cls(book, situation.facts(on), on)

    def also(self, fact: str, value: Any) -> "Facts":
        """The same with one more fact known."""
        return Facts(self.book, implied({**self.known, fact: value}), self.on)

    def get(self, fact: str, default: Any = None) -> Any:
        """The value of a fact, told or derived; the default where it is not known."""
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
        """Whether a concept holds: one way suffices, no is only said when every way fails."""
        concept = self.book.concepts.get(code)
        if concept is None:
            return Verdict.UNKNOWN
        if code not in self._derived:
            self._derived[code] = self.any_way(concept.way)
        return self._derived[code]

    def speaks(self, atom: Atom, verdict: Verdict) -> bool:
        """Whether something known speaks for an atom: it holds, or what it rests on is open and half of it is known.

        A father in prison speaks for what his sentence decides, also before anybody has asked since when.
        """
        if verdict is not Verdict.UNKNOWN or True not in atom.values:
            return verdict is Verdict.YES
        concept = self.book.concepts.get(atom.fact)
        if concept is None:
            return False
        if atom.fact not in self._spoken:
            self._spoken[atom.fact] = any(t.some for t in ways(self, concept.way))
        return self._spoken[atom.fact]

    def any_way(self, rows: Iterable[Way]) -> Verdict:
        """YES if one way holds, NO if every one fails or there is none, else UNKNOWN; `ways` has the reasons."""
        found = Verdict.NO
        for row in rows:
            if self.book.standing(row, self.on) is None:
                continue
            verdict = row.when.holds(self)
            if verdict is Verdict.YES and not row.contested:
                return Verdict.YES
            if verdict is not Verdict.NO:
                found = Verdict.UNKNOWN
        return found

    def missing(self, conditions: Iterable[Condition], *, likely: bool = False) -> tuple[str, ...]:
        """The facts to ask for that leave conditions open, concepts followed down to what a person can tell.

        `likely`: of the ways of a concept only those that something known speaks for, where there are any.
        """
        found: dict[str, None] = {}
        for c in conditions:
            for fact in c.missing(self):
                concept = self.book.concepts.get(fact)
                if concept is None:
                    found[fact] = None
                else:
                    open_ = [w for w in ways(self, concept.way) if w.row.when.holds(self) is Verdict.UNKNOWN]
                    asked = [w for w in open_ if w.some] if likely else ()
                    found |= dict.fromkeys(self.missing((w.row.when for w in asked or open_), likely=likely))
        return tuple(found)

    def verify(self, rows: Iterable[Way]) -> tuple[str, ...]:
        """What must be verified for ways that hold but for their being contested, concepts followed down."""
        found: dict[str, None] = {}
        for tried in ways(self, rows):
            if tried.verdict is not Verdict.UNKNOWN:
                continue
            if tried.row.contested and tried.row.when.holds(self) is Verdict.YES:
                found[tried.row.contested] = None
            for fact in tried.row.when.missing(self):
                if fact in self.book.concepts:
                    found |= dict.fromkeys(self.verify(self.book.concepts[fact].way))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Tried:
    """A way in force on the day, judged."""

    row: Way
    verdict: Verdict
    """Unknown where the way holds but is contested."""
    some: bool
    """Something known, other than age, sex and who reports, speaks for it, and nothing against it."""
    refuted: bool
    """Something known speaks for it, but something else against it."""
    denied: bool
    """Something known, other than the background, speaks against it."""


def ways(facts: Facts, rows: Iterable[Way]) -> Iterator[Tried]:
    """The ways that are in force on the day of the facts."""
    for row in rows:
        if facts.book.standing(row, facts.on) is None:
            continue
        seen, speaks, denied = set[Verdict](), False, False
        for atom in row.when.atoms:
            verdict = atom.holds(facts)
            seen.add(verdict)
            if atom.fact not in facts.book.background:
                speaks = speaks or facts.speaks(atom, verdict)
                denied = denied or verdict is Verdict.NO
        whole = all_of(seen)
        against = whole is Verdict.NO
        capped = Verdict.UNKNOWN if whole is Verdict.YES and row.contested else whole
        yield Tried(row, capped, speaks and not against, speaks and against, denied)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """NO if one is, YES if all are, else UNKNOWN."""
    seen = set(verdicts)
    return Verdict.NO if Verdict.NO in seen else Verdict.UNKNOWN if Verdict.UNKNOWN in seen else Verdict.YES
