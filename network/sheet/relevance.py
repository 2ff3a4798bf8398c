"""Relevance for this child: a service for another role is no refusal and no question (与这个孩子有关)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.eligibility.services import Eligibility, Required
from knowledge.eligibility.turns import edges
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom
from knowledge.situation.facts import FACTS
from knowledge.situation.majority import ADULT
from knowledge.vocabulary import Fit, Verdict

RECEIVES = "receives_"
"""Prefix of facts on receiving one benefit: few do, so that alone is no cause to ask."""


def raw(book: Rulebook, facts: Iterable[str]) -> frozenset[str]:
    """Return the given facts behind facts that may be derived."""
    behind: set[str] = set()
    pending, seen = list(facts), set[str]()
    while pending:
        fact = pending.pop()
        if fact in seen:
            continue
        seen.add(fact)
        concept = book.concepts.get(fact)
        if concept is None:
            behind.add(fact)
        else:
            pending += [a.fact for way in concept.way for a in way.when.atoms]
    return frozenset(behind)


def called_for(facts: Mapping[str, Any], fact: str) -> bool:
    """True if something known gives a cause to ask for it."""
    return fact not in FACTS or FACTS[fact].called_for(facts)


def is_role(fact: str) -> bool:
    """True if a fact describes what somebody is (age, kind of pupil, victim or suspect), not a state."""
    return fact in FACTS and FACTS[fact].role


def elsewhere(e: Eligibility) -> bool:
    """True if a requirement fails because the service is for others: another age, another role."""
    failing = (r for r in e.required if r.verdict is Verdict.NO)
    return any(_for_others(e.book, r) for r in failing)


def _for_others(book: Rulebook, r: Required) -> bool:
    """True if each way fails on a role, or could only be had by one."""
    atoms = [t.row.when.failing(r.facts) for t in r.ways]
    return bool(atoms) and all(any(_of_role(book, a) for a in failing) for failing in atoms)


def _of_role(book: Rulebook, atom: Atom) -> bool:
    facts = raw(book, (atom.fact,))
    return bool(facts) and all(is_role(f) for f in facts)


def unlikely(e: Eligibility) -> bool:
    """True if only facts that are not asked for without a cause leave it undecided."""
    return e.fit is Fit.UNKNOWN and any(_doubtful(r) for r in e.required if r.verdict is Verdict.UNKNOWN)


def for_minors(e: Eligibility) -> bool:
    """True if only an unstated age under 18 leaves it undecided."""
    return e.missing == ("age",) and _of_majority(e, "age")


def worth_asking(e: Eligibility, fact: str, *, wanted: bool = False) -> bool:
    """True if a known fact gives a cause to ask for it, or for this role; a child is not asked whether it is under 18.

    `wanted`: somebody asks for this benefit, which is a cause to ask for all that decides it.
    """
    particular = fact.startswith(RECEIVES) or (is_role(fact) and not FACTS[fact].background)
    likely = not particular or spoken_for(e)
    return likely and (wanted or called_for(e.facts, fact)) and not _of_majority(e, fact)


def _of_majority(e: Eligibility, fact: str) -> bool:
    return fact == "age" and edges(e.book, e.service, fact) == [ADULT]


def concerns(e: Eligibility) -> bool:
    """True if it concerns the child; a refusal does only where somebody may well ask for it."""
    return not elsewhere(e) and (e.fit is not Fit.INELIGIBLE or _may_be_asked_for(e))


def _may_be_asked_for(e: Eligibility) -> bool:
    """A benefit; or what known facts speak for, if an office decides on it or the child is of those whom it is for."""
    decided = any(a.row.confirm for a in e.apply)
    ours = bool(e.required) and e.required[0].verdict is not Verdict.NO
    return e.service.benefit or (spoken_for(e) and (decided or ours))


def spoken_for(e: Eligibility) -> bool:
    """True if a known fact that not everybody has speaks for one of the requirements."""
    return any(t.some for r in e.required for t in r.ways)


def for_all(e: Eligibility) -> bool:
    """True if every child may have it: no requirement rests on more than what everybody has."""
    ways = [w.when.atoms for r in e.required for w in r.row.way]
    return all(a.fact in e.book.background for atoms in ways for a in atoms)


def _doubtful(r: Required) -> bool:
    """A role for which nothing speaks, or what nothing known gives a cause to ask for."""
    supported = any(t.some for t in r.ways)
    return not supported and bool(r.missing) and not any(_askable(r, f) for f in r.missing)


def _askable(r: Required, fact: str) -> bool:
    return called_for(r.facts, fact) and (not is_role(fact) or FACTS[fact].background)


def lacking(r: Required) -> Iterator[str]:
    """The known facts that a failing requirement is against, in words."""
    for atom in r.failing:
        row, value = FACTS.get(atom.fact), r.facts.get(atom.fact)
        if row is not None and isinstance(value, bool):
            yield str(row.label) if value else ""
        elif row is not None and row.values and value in row.values.of:
            yield str(message("condition.is", fact=row.label, values=row.values.of[value]))
