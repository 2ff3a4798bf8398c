"""Exhaustion of unknown facts: one of several alternatives is met whatever their values (穷尽未知).

Sexual harm at an unknown age is one situation of the duty to report below 14 and another from 14 on: the duty
applies either way. A fact can take part only if the alternatives together accept each of its values; an alternative
that asks any other unknown fact may fail by it, and is left out. The rest is tried value by value: exact, and
small. Facts are taken as independent of each other, so that a combination which cannot occur leaves a doubt and
never removes one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from knowledge.rows.referral import Concept
from knowledge.rows.rows import Conditional
from knowledge.situation.conditions import Condition
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import OPTIONS

OLDEST = 130
LONGEST = 10_000
"""Upper ends of the ages and of the durations in months that conditions distinguish."""
MOST = 256
"""Alternatives that are tried at most; with more, what is unknown stays unknown."""
COMPARED = 50_000
"""Sets of accepted values of a fact that are remembered; the rules have some hundred."""

Asks = Mapping[str, Collection[Any]]
"""Accepted values of each fact."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Conjunction of facts with the rows that it comes from: the first is one of the rows in question."""

    asks: Asks
    rows: tuple[Conditional, ...]

    def given(self, fact: str, value: Any) -> "Alternative | None":
        """Return the rest of the conjunction once the fact has a value; None if it fails."""
        accepted = self.asks.get(fact)
        if accepted is None:
            return self
        if value not in accepted:
            return None
        return Alternative({f: v for f, v in self.asks.items() if f != fact}, self.rows)

    def within(self, other: "Alternative") -> bool:
        """True if this conjunction is met wherever the other one is."""
        return all(f in other.asks and all(v in a for v in other.asks[f]) for f, a in self.asks.items())


def expanded(concepts: Mapping[str, Concept], rows: Iterable[Conditional]) -> tuple[Alternative, ...]:
    """Return all ways to meet one of the rows, each required concept replaced by its own ways.

    A contested way alone decides nothing, and is left out. Rows with more than `MOST` ways are left out too.
    """
    alternatives: list[Alternative] = []
    for row in rows:
        if getattr(row, "contested", None) is None:
            ways = [Alternative(a, (row, *below)) for a, below in _conjunctions(concepts, row.when)]
            alternatives += ways if len(ways) <= MOST else ()
    return tuple(alternatives)


def _conjunctions(concepts: Mapping[str, Concept], when: Condition) -> Iterator[tuple[Asks, tuple[Conditional, ...]]]:
    """The facts behind a condition: one conjunction for each combination of ways of its concepts."""
    parts: list[tuple[Asks, tuple[Conditional, ...]]] = [({}, ())]
    for atom in when.atoms:
        concept = concepts.get(atom.fact) if True in atom.values else None
        below: list[tuple[Asks, tuple[Conditional, ...]]] = [({atom.fact: atom.values}, ())]
        if concept is not None:
            below = [(a.asks, a.rows) for a in expanded(concepts, concept.way)]
        joined = (((_both(asks, add)), (*rows, *more)) for asks, rows in parts for add, more in below)
        parts = [(asks, rows) for asks, rows in joined if asks is not None]
        if len(parts) > MOST:
            return iter(())
    return iter(parts)


def _both(first: Asks, second: Asks) -> Asks | None:
    """Both conjunctions in one; None if no value of a fact meets both."""
    result = dict(first)
    for fact, accepted in second.items():
        other = result.get(fact)
        result[fact] = accepted if other is None else frozenset(v for v in other if v in accepted)
        if not result[fact]:
            return None
    return result


def remaining(alternatives: Iterable[Alternative], known: Callable[[str], Any]) -> Iterator[Alternative]:
    """The alternatives that known facts do not exclude, with only what is still unknown."""
    for alternative in alternatives:
        asks = {}
        for fact, accepted in alternative.asks.items():
            value = known(fact)
            if value is None:
                asks[fact] = accepted
            elif value not in accepted:
                break
        else:
            yield Alternative(asks, alternative.rows)


def _values(fact: str, accepted: Iterable[Collection[Any]]) -> Collection[Any]:
    """Return the values of a fact; for durations in months one per range that conditions distinguish.

    A set of options that is not complete has one value more, which no condition accepts: none of these.
    """
    if fact in OPTIONS:
        of = FACTS[fact].values
        return OPTIONS[fact] if of is None or of.complete else (*OPTIONS[fact], None)
    if fact == "age":
        return range(OLDEST + 1)
    ranges = [a for a in accepted if isinstance(a, range)]
    if ranges:
        return sorted({0, *(e for a in ranges for e in (a.start, a.stop) if e < LONGEST)})
    return (True, False)


def told_apart(fact: str, accepted: Collection[Collection[Any]]) -> tuple[Any, ...]:
    """Return one value of the fact for each distinct combination of sets that accept it."""
    return tuple({tuple(v in a for a in accepted): v for v in _values(fact, accepted)}.values())


def covering(alternatives: Sequence[Alternative]) -> frozenset[str]:
    """The facts each of whose values some alternative accepts."""
    asked: dict[str, set[Collection[Any]]] = {}
    for alternative in alternatives:
        for fact, accepted in alternative.asks.items():
            asked.setdefault(fact, set()).add(accepted)
    return frozenset(f for f, sets in asked.items() if _all_accepted(f, frozenset(sets)))


@lru_cache(COMPARED)
def _all_accepted(fact: str, sets: frozenset[Collection[Any]]) -> bool:
    """True if each value of the fact is in one of the sets; cached by the sets alone, which recur often."""
    return all(any(v in a for a in sets) for v in _values(fact, sets))


def core(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """The alternatives that can take part: all that ask a fact with a value that none accepts are left out."""
    left = tuple(alternatives)
    while left:
        facts = covering(left)
        keep = tuple(a for a in left if a.asks.keys() <= facts)
        if len(keep) == len(left):
            return left
        left = keep
    return ()


def least(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Return the alternatives without those that are met only where another one is."""
    return tuple(a for a in alternatives if not any(a.asks != b.asks and b.within(a) for b in alternatives))


def exhausted(alternatives: Sequence[Alternative]) -> bool:
    """True if for every value of the unknown facts at least one alternative is met."""
    if any(not a.asks for a in alternatives):
        return True
    left = core(alternatives)
    if not left or len(left) > MOST:
        return False
    fact = min({f for a in left for f in a.asks})
    tried = told_apart(fact, [a.asks[fact] for a in left if fact in a.asks])
    return all(exhausted([g for a in left if (g := a.given(fact, v)) is not None]) for v in tried)
