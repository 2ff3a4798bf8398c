"""Entitlement gaps: benefits due and not received, or received and no longer due (应纳尽纳)."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import Eligibility, eligible_of
from knowledge.rows.referral import Service
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Labelled, Relation


class Gap(Labelled):
    """The kind of an entitlement gap."""

    MISSING = "missing", "符合而没有享受"
    RECEIPT_UNKNOWN = "receipt_unknown", "符合，是否享受不详"
    ENDED = "ended", "正在享受而不再符合"
    CONFLICT = "conflict", "同时享受不能同享的两项"
    ASK = "ask", "不明：先问这一项"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One entitlement gap of one child."""

    gap: Gap
    service: Service
    eligibility: Eligibility
    other: str | None = None
    """For CONFLICT: code of the benefit that excludes this one."""

    @property
    def ask(self) -> str | None:
        """The fact to ask first, the one whose answers differ most; None if the gap is not ASK."""
        return self.eligibility.asked_first if self.gap is Gap.ASK else None


def benefits(book: Rulebook) -> tuple[Service, ...]:
    """The services that are standing benefits."""
    return tuple(s for s in book.services.values() if s.benefit)


def entitlements(facts: Facts, situation: Situation) -> Iterator[Entitlement]:
    """All entitlement gaps of a child on the day of its facts.

    Source: 行动方案三（二）5（1）“及时将符合救助条件的未成年人纳入”.
    """
    received = situation.receiving
    for service in benefits(facts.book):
        receives = None if received is None else service.code in received
        eligibility = eligible_of(facts, service, situation)
        if eligibility.fit is Fit.ELIGIBLE and receives is not True:
            yield Entitlement(Gap.RECEIPT_UNKNOWN if receives is None else Gap.MISSING, service, eligibility)
        elif eligibility.fit is Fit.INELIGIBLE and receives:
            yield Entitlement(Gap.ENDED, service, eligibility)
        elif eligibility.fit is Fit.UNKNOWN and not receives and eligibility.missing:
            yield Entitlement(Gap.ASK, service, eligibility)
        if receives and received is not None:
            yield from _conflicts(eligibility, received)


def _conflicts(eligibility: Eligibility, received: tuple[str, ...]) -> Iterator[Entitlement]:
    for link in eligibility.links:
        if link.row.kind is Relation.EXCLUDES and link.row.other in received:
            yield Entitlement(Gap.CONFLICT, eligibility.service, eligibility, other=link.row.other)
