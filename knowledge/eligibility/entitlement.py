"""Who should receive what and does not, who receives and no longer should (应纳尽纳)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.eligibility.derived import Facts
from knowledge.eligibility.services import Eligibility, eligible_of
from knowledge.rows.referral import Service
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Labelled, Relation


class Gap(Labelled):
    """What is wrong between a right and what is received."""

    MISSING = "missing", "符合而没有享受"
    RECEIPT_UNKNOWN = "receipt_unknown", "符合，是否享受不详"
    ENDED = "ended", "正在享受而不再符合"
    CONFLICT = "conflict", "同时享受不能同享的两项"
    ASK = "ask", "不明：先问这一项"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One gap of one child."""

    gap: Gap
    service: Service
    eligibility: Eligibility
    other: str | None = None
    """The benefit that this one excludes."""

    @property
    def ask(self) -> str | None:
        """The one fact to ask first: its answers lead farthest apart."""
        return self.eligibility.asks[0].fact if self.gap is Gap.ASK else None


def benefits(book: Rulebook) -> tuple[Service, ...]:
    """The services that are standing entitlements."""
    return tuple(s for s in book.services.values() if s.benefit)


def entitlements(book: Rulebook, situation: Situation, on: date) -> Iterator[Entitlement]:
    """Every gap of a child on a day.

    Source: 行动方案三（二）5（1）“及时将符合救助条件的未成年人纳入”.
    """
    facts = Facts.of(book, situation, on)
    got = situation.receiving
    for service in benefits(book):
        receives = None if got is None else service.code in got
        e = eligible_of(facts, service, situation)
        if e.fit is Fit.ELIGIBLE and receives is not True:
            yield Entitlement(Gap.RECEIPT_UNKNOWN if receives is None else Gap.MISSING, service, e)
        elif e.fit is Fit.INELIGIBLE and receives:
            yield Entitlement(Gap.ENDED, service, e)
        elif e.fit is Fit.UNKNOWN and not receives and e.missing:
            yield Entitlement(Gap.ASK, service, e)
        if receives and got is not None:
            yield from _conflicts(e, got)


def _conflicts(e: Eligibility, got: tuple[str, ...]) -> Iterator[Entitlement]:
    for link in e.links:
        if link.row.kind is Relation.EXCLUDES and link.row.other in got:
            yield Entitlement(Gap.CONFLICT, e.service, e, other=link.row.other)
