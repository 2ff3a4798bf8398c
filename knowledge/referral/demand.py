"""Demand: which needs and services a child is known to require, without service points (需求)."""

from collections.abc import Iterable, Iterator

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible_of
from knowledge.errors import BadInput
from knowledge.referral.safety import is_raised
from knowledge.rows.referral import Need, Service
from knowledge.situation.majority import ADULT
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Verdict


def wants(facts: Facts, situation: Situation, codes: Iterable[str]) -> Iterator[tuple[str, Verdict]]:
    """Yield the given needs and services that apply to a child (YES) or that missing facts leave open (UNKNOWN).

    A person of 18 or older is not counted.

    A need is judged as in a referral: it is met, or known facts support it. A service is required if it meets such
    a need and the child is eligible; it is UNKNOWN if one of both is. Codes without any supporting fact are
    omitted.

    Raises:
        BadInput: A code is neither a need nor a service.
    """
    age = situation.age_on(facts.on)
    if age is not None and age >= ADULT:
        return
    voiced = frozenset(situation.needs or ())
    needs = {n.code: n for n in facts.book.needs}
    for code in codes:
        if code in needs:
            verdict = _need(facts, needs[code], voiced)
        elif code in facts.book.services:
            service = facts.book.services[code]
            verdict = _service(facts, service, situation, [_need(facts, needs[n], voiced) for n in service.needs])
        else:
            raise BadInput("need", "input.no_need_or_service")
        if verdict is not Verdict.NO:
            yield code, verdict


def _need(facts: Facts, need: Need, voiced: frozenset[str]) -> Verdict:
    """The verdict of a need; also NO if no known fact speaks for it."""
    if need.code in voiced:
        return Verdict.YES
    return facts.verdict(need.code) if is_raised(facts, need) else Verdict.NO


def _service(facts: Facts, service: Service, situation: Situation, needs: Iterable[Verdict]) -> Verdict:
    verdicts = set(needs)
    if verdicts <= {Verdict.NO}:
        return Verdict.NO
    fit = eligible_of(facts, service, situation).fit
    if fit is Fit.INELIGIBLE:
        return Verdict.NO
    return Verdict.YES if fit is Fit.ELIGIBLE and Verdict.YES in verdicts else Verdict.UNKNOWN
