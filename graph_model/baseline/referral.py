"""Points that provide a service, as one statement (转介的单句查询)."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements

(PLACES_GIVING,) = statements(__file__, "places_giving")


@dataclass(frozen=True, slots=True)
class Giving:
    """A service and a point that provides it."""

    service: str
    point: str


async def places_giving(tx: Tx, place: str, services: Sequence[str], age: int | None) -> list[Giving]:
    """The points that a referral offers, without the conditions on hours, school stage and accessibility."""
    return await tx.rows(PLACES_GIVING, Giving, place=place, services=list(services), age=age)
