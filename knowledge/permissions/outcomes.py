"""All ways in which what is unknown can turn out, the answers that these give, and which facts turn them (走向)."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product
from math import prod
from operator import itemgetter
from typing import Any, Generic, TypeVar

from knowledge.derivation.exhaust import told_apart
from knowledge.situation.conditions import Atom
from knowledge.vocabulary import Modality

A = TypeVar("A", bound=Hashable)


class End(Enum):
    """Outcome of a norm once all facts are known."""

    BINDS = "binds"
    LIFTED = "lifted"
    """The condition is met, and so is an exception."""
    FAILS = "fails"

    __hash__ = object.__hash__  # a member is one object; that of `Enum` is slow, and some thousand ways are compared


Ends = frozenset[tuple[Modality, End]]
"""Outcomes of all norms; norms with equal modality and outcome count once."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Open part of a norm: of its condition, and of each exception that may apply."""

    modality: Modality
    condition: tuple[Atom, ...]
    exceptions: tuple[tuple[Atom, ...], ...]

    @property
    def atoms(self) -> Iterable[Atom]:
        """All that is open."""
        return (*self.condition, *(a for e in self.exceptions for a in e))

    def end(self, known: Mapping[str, Any]) -> End:
        """Return the outcome for these values of the facts."""
        if not _met(self.condition, known):
            return End.FAILS
        return End.LIFTED if any(_met(e, known) for e in self.exceptions) else End.BINDS


def _met(atoms: Iterable[Atom], known: Mapping[str, Any]) -> bool:
    return all(known[a.fact] in a.values for a in atoms)


@dataclass(frozen=True, slots=True)
class Outcomes(Generic[A]):
    """The answers that are still possible, and the facts that decide between them."""

    answers: frozenset[A]
    turning: tuple[str, ...]
    """The facts of which two values give two answers, all else being the same."""


def outcomes(norms: Sequence[Undecided], answer: Callable[[Ends], A]) -> Outcomes[A]:
    """Try every value of the open facts that some condition distinguishes: exact, and at most some thousand.

    Facts, derived ones too, are taken as independent of each other: a combination that cannot occur leaves a doubt.
    """
    accepted: dict[str, dict[Any, None]] = {}
    for atom in (a for n in norms for a in n.atoms):
        accepted.setdefault(atom.fact, {})[atom.values] = None
    values = [told_apart(fact, tuple(sets)) for fact, sets in accepted.items()]
    ends = _each_way(list(dict.fromkeys(norms)), dict(zip(accepted, values, strict=True)))
    each: dict[Ends, A] = {some: answer(some) for some in set(ends)}
    answers = [each[some] for some in ends]
    sizes = [len(v) for v in values]
    turning = tuple(f for i, f in enumerate(accepted) if _turns(answers, sizes[i], prod(sizes[i + 1 :])))
    return Outcomes(frozenset(answers), turning)


def _each_way(norms: Sequence[Undecided], values: Mapping[str, Sequence[Any]]) -> list[Ends]:
    """Return the outcomes of all norms for each combination of values; a norm reads its own facts only."""
    ways = list(product(*values.values()))
    columns = [_column(n, values, ways) for n in norms]
    made: dict[tuple[End, ...], Ends] = {}
    rows = list(zip(*columns, strict=True)) if columns else [()] * len(ways)
    for row in set(rows):
        made[row] = frozenset((n.modality, end) for n, end in zip(norms, row, strict=True))
    return [made[row] for row in rows]


def _column(norm: Undecided, values: Mapping[str, Sequence[Any]], ways: Sequence[tuple[Any, ...]]) -> list[End]:
    """Return the outcome of one norm for each combination."""
    own = list(dict.fromkeys(a.fact for a in norm.atoms))
    at = [list(values).index(fact) for fact in own]
    ends = {way: norm.end(dict(zip(own, way, strict=True))) for way in product(*(values[fact] for fact in own))}
    own_ways = zip(*(map(itemgetter(i), ways) for i in at), strict=True) if at else [()] * len(ways)
    return [ends[way] for way in own_ways]


def _turns(answers: Sequence[A], values: int, step: int) -> bool:
    """True if answers differ by one fact alone, whose next value is `step` positions further."""
    starts = range(0, len(answers), values * step)
    return any(
        answers[at : at + step] != answers[at + n * step : at + (n + 1) * step]
        for at in starts
        for n in range(1, values)
    )
