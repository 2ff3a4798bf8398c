"""GraphQL types of services for an adult, to whom nothing of the protection of minors applies (成年人)."""

from collections.abc import Iterable

import strawberry

from api.common import BodyKind, Citation, citations
from api.enums import labelled
from api.request.context import Context
from knowledge.responsibility.judging import Applied
from knowledge.rows.referral import AdultWay as Row


@strawberry.type
@labelled
class AdultWay:
    """Service for a person of 18 or older with a problem."""

    text: str
    who: list[BodyKind]
    number: str | None
    citations: list[Citation]


def adult_ways(c: Context, rows: Iterable[Applied[Row]]) -> list[AdultWay]:
    """From the decision."""
    return [
        AdultWay(
            text=a.row.text,
            who=[BodyKind.of(c.book.kinds[w]) for w in a.row.who],
            number=a.row.number,
            citations=citations(a.citations),
        )
        for a in rows
    ]
