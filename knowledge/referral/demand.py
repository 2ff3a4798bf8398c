"""Which needs and services a child is known to want: as a referral would say, without places (需求)."""

from collections.abc import Iterable, Iterator
from datetime import date

from knowledge.eligibility.derived import Facts
from knowledge.eligibility.services import eligible_of
from knowledge.errors import BadInput
from knowledge.referral.safety import derive
from knowledge.rows.referral import Need, Service
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Verdict


def wants(book: Rulebook, situation: Situation, on: date, codes: Iterable[str]) -> Iterator[tuple[str, Verdict]]:
    """Of the needs and services asked about, those that hold (yes) and those that a missing fact decides (unknown).

    A need is as in a referral: it holds, or something known speaks for it. A service is wanted for a need that it
    answers and where the child may have it; where either is not known, the service is not known. What nothing speaks
    for is not told.

    Raises:
        BadInput: neither a need nor a service.
    """
    facts = Facts.of(book, situation, on)
    voiced = frozenset(situation.needs or ())
    needs = {n.code: n for n in book.needs}
    for code in codes:
        if code in needs:
            verdict = _need(facts, needs[code], voiced)
        elif code in book.services:
            service = book.services[code]
            verdict = _service(facts, service, situation, [_need(facts, needs[n], voiced) for n in service.needs])
        else:
            raise BadInput("need", "input.no_need_or_service")
        if verdict is not Verdict.NO:
            yield code, verdict


def _need(facts: Facts, need: Need, voiced: frozenset[str]) -> Verdict:
    """No also stands for what nothing known speaks for."""
    if need.code in voiced:
        return Verdict.YES
    found = facts.verdict(need.code)
    return found if found is not Verdict.UNKNOWN or derive(facts, need).raised else Verdict.NO


def _service(facts: Facts, service: Service, situation: Situation, needs: Iterable[Verdict]) -> Verdict:
    seen = set(needs)
    if seen <= {Verdict.NO}:
        return Verdict.NO
    fit = eligible_of(facts, service, situation).fit
    if fit is Fit.INELIGIBLE:
        return Verdict.NO
    return Verdict.YES if fit is Fit.ELIGIBLE and Verdict.YES in seen else Verdict.UNKNOWN
