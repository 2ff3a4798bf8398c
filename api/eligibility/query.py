"""Query.eligibility: whether a child may have a service on given days, and why (资格)."""

from collections.abc import Iterable
from datetime import date as Date
from itertools import pairwise
from typing import Any

import strawberry

from api.common import Info, NamedCode
from api.eligibility.types import Eligibility, Service
from api.request.context import today
from api.responsibility.query import PlaceInput, book_at
from api.situation.input import SituationInput, situation
from knowledge.eligibility import services as decision
from knowledge.eligibility.change import difference
from knowledge.errors import BadInput

MOST_DAYS = 24


@strawberry.type
class EligibilityAdvice:
    """One result for each day, and what changes between them."""

    results: list[Eligibility]
    changes: list[str]

    @classmethod
    def of(cls, decisions: Iterable[decision.Eligibility]) -> "EligibilityAdvice":
        """From the decisions."""
        results = list(decisions)
        differences = [difference(a, b) for a, b in pairwise(results)]
        return cls(results=[Eligibility.of(e) for e in results], changes=[d for d in differences if d])


@strawberry.type
class EligibilityQuery:
    """Services, needs and eligibility."""

    @strawberry.field
    async def eligibility(
        self,
        info: Info,
        service: str,
        situation: SituationInput | None = None,
        on: list[Date] | None = None,
        at: PlaceInput | None = None,
    ) -> EligibilityAdvice | None:
        """One result for each day in `on`, by default for today; `at` leaves out texts of other territories."""
        days = on or [today()]
        if len(days) > MOST_DAYS:
            raise BadInput("on", "input.too_many", most=MOST_DAYS)
        book = await book_at(info.context, at)
        return EligibilityAdvice.of(decision.over_time(book, service, _situation(situation, *days), days))

    @strawberry.field
    async def services(self, info: Info, need: str | None = None) -> list[Service] | None:
        """By code; with `need`, only those that meet it."""
        book = info.context.book
        return [Service.of(book, s) for _, s in sorted(book.services.items()) if need is None or need in s.needs]

    @strawberry.field
    async def needs(self, info: Info) -> list[NamedCode] | None:
        """The needs; coverage and siting take their codes beside those of services."""
        return [NamedCode(code=n.code, name=n.name) for n in info.context.book.needs]


def _situation(given: Any, *days: Date) -> Any:
    return situation(given, *days)
