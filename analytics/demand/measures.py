"""By what children are counted, and under which of it a child falls (计数项)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from knowledge.derivation.derived import SameFacts
from knowledge.eligibility.entitlement import Gap, benefits, entitlements
from knowledge.obligations.standing import DOUBT, Standing
from knowledge.referral.demand import wants
from knowledge.rows.obligations import Obligation
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Verdict

DUE = frozenset({Standing.DUE_TODAY, Standing.OVERDUE, Standing.NEVER})
"""Standings of the duty of visits on which a visit is due."""


def needed(code: str) -> str:
    """Children known to need a need or service."""
    return f"need/{code}"


def undecided(code: str) -> str:
    """Children of whom a missing fact decides whether they need it; or whether a visit is due."""
    return f"undecided/{code}"


def in_gap(gap: Gap, service: str) -> str:
    """Children with an entitlement gap."""
    return f"gap/{gap.value}/{service}"


def standing(obligation: str, at: Standing) -> str:
    """Return the measure of children with this standing of an obligation."""
    return f"standing/{obligation}/{at.value}"


def codes(book: Rulebook) -> tuple[str, ...]:
    """All needs and services."""
    return (*(n.code for n in book.needs), *book.services)


def over_children(book: Rulebook, on: date) -> tuple[Obligation, ...]:
    """The obligations of a day whose objects are children."""
    return tuple(o for o in book.obligations_on(on) if o.objects.of == "minor")


def by_street(book: Rulebook) -> tuple[str, ...]:
    """Return the measures counted by street."""
    gaps = (in_gap(gap, s.code) for gap in Gap for s in benefits(book))
    return (*map(needed, codes(book)), *gaps, needed(book.visits.code))


def for_district(book: Rulebook, on: date) -> tuple[str, ...]:
    """Return the measures counted for the whole district only."""
    standings = (standing(o.code, s) for o in over_children(book, on) for s in Standing)
    return (*map(undecided, codes(book)), undecided(book.visits.code), *standings)


def of_child(
    book: Rulebook, situation: Situation, standings: Mapping[str, Standing], same: SameFacts
) -> frozenset[str]:
    """Everything that a child is counted under; `standings` by obligation."""
    return frozenset((*_needs(book, situation, same), *_duties(book, standings)))


def _needs(book: Rulebook, situation: Situation, same: SameFacts) -> Iterator[str]:
    facts = same.of(book, situation)
    for code, verdict in wants(facts, situation, codes(book)):
        yield needed(code) if verdict is Verdict.YES else undecided(code)
    yield from (in_gap(e.gap, e.service.code) for e in entitlements(facts, situation))


def _duties(book: Rulebook, standings: Mapping[str, Standing]) -> Iterable[str]:
    yield from (standing(code, s) for code, s in standings.items())
    visits = standings.get(book.visits.code)
    if visits in DUE:
        yield needed(book.visits.code)
    elif visits in DOUBT:
        yield undecided(book.visits.code)
