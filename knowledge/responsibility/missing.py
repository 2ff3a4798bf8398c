"""Unknown facts that would change who is responsible, and bodies responsible whatever they are (未知事实)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.derivation.exhaust import exhausted, expanded, remaining
from knowledge.messages.message import Message, message
from knowledge.rows.rows import Duty
from knowledge.situation.conditions import Condition
from knowledge.situation.majority import ADULT
from knowledge.situation.situation import OPTIONS, implied, value_label
from knowledge.vocabulary import Role, Verdict

Who = tuple[Role, str]
"""A role and the code of a body kind."""


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


def responsible(rows: Iterable[Duty], facts: Mapping[str, Any]) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """The bodies that are responsible for certain, and those that may be."""
    by_verdict: dict[Verdict, dict[Who, list[Duty]]] = {v: {} for v in Verdict}
    for r in rows:
        by_verdict[r.when.holds(facts)].setdefault((r.role, r.body), []).append(r)
    open_ = {who: duties for who, duties in by_verdict[Verdict.UNKNOWN].items() if who not in by_verdict[Verdict.YES]}
    settled = {who for who, duties in open_.items() if _either_way(duties, facts)}
    return in_order({*by_verdict[Verdict.YES], *settled}), in_order(open_.keys() - settled)


def _either_way(duties: list[Duty], facts: Mapping[str, Any]) -> bool:
    """True if one of the undecided duties applies whatever the unknown facts are."""
    return len(duties) > 1 and exhausted(tuple(remaining(expanded({}, duties), facts.get)))


def ages_to_try(conditions: Iterable[Condition]) -> tuple[tuple[str, int], ...]:
    """One age for each range that the conditions distinguish, with the name of the range (「未满14」…)."""
    edges = {0}
    for atom in (a for c in conditions for a in c.atoms if a.fact == "age"):
        years = sorted(atom.values)
        edges |= {years[0], years[-1] + 1}
    starts = sorted(e for e in edges if 0 <= e < ADULT)
    ends = [*starts[1:], ADULT]
    return tuple((str(age_range(a, b)), a) for a, b in zip(starts, ends, strict=True))


def age_range(low: int, under: int) -> Message:
    """The name of a range of ages."""
    return message("fact.ages", low=low, high=under - 1) if low else message("fact.ages_under", under=under)


def values_to_try(fact: str, conditions: Iterable[Condition]) -> tuple[tuple[str, Any], ...]:
    """All answers to a missing fact, as (label, value)."""
    if fact == "age":
        return ages_to_try(conditions)
    return tuple((value_label(fact, v), v) for v in OPTIONS[fact])


def missing_facts(rows: Iterable[Duty], facts: Mapping[str, Any]) -> tuple[MissingFact, ...]:
    """The unknown facts that would change which bodies are responsible, those with most outcomes first."""
    rows = list(rows)
    undecided = [r.when for r in rows if r.when.holds(facts) is Verdict.UNKNOWN]
    now = responsible(rows, facts)
    deciding = []
    for fact in dict.fromkeys(f for c in undecided for f in c.missing(facts)):
        by_answer: dict[tuple[tuple[Who, ...], tuple[Who, ...]], list[str]] = {}
        for label, value in values_to_try(fact, undecided):
            by_answer.setdefault(responsible(rows, implied({**facts, fact: value})), []).append(label)
        if set(by_answer) != {now}:
            deciding.append(MissingFact(fact, tuple(Outcome(tuple(v), *who) for who, v in by_answer.items())))
    return tuple(sorted(deciding, key=lambda m: -len(m.outcomes)))


def in_order(pairs: Iterable[Who]) -> tuple[Who, ...]:
    """Roles in their order, then the codes of bodies."""
    return tuple(sorted(pairs, key=lambda w: (list(Role).index(w[0]), w[1])))
