"""Bodies and service points to which something can be sent, as GraphQL (可送的单位)."""

from typing import Self

import strawberry

from api.request.context import Context
from network.entities import Body

MOST_RECIPIENTS = 200
"""Most recipients in an answer (configured value): those near a community with its street and district are fewer."""


@strawberry.type
class Recipient:
    """Body or service point to which something can be sent (F0)."""

    code: str
    name: str
    kind_name: str
    area_code: str
    contact: str | None
    is_point: bool

    @classmethod
    def of(cls, b: Body, c: Context) -> Self:
        """From the network: an office, or a point as an office."""
        kind = c.book.kinds.get(b.kind)
        return cls(
            code=b.id,
            name=b.name,
            kind_name=kind.name if kind else b.kind,
            area_code=b.area,
            contact=b.contact,
            is_point=b.id not in c.network.bodies,
        )
