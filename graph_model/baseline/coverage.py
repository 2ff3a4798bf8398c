"""Coverage as one statement, to test and measure `analytics.coverage.reach` against (覆盖的单句查询)."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements

(REACHED,) = statements(__file__, "reached")


@dataclass(frozen=True, slots=True)
class Reached:
    """The number of service points for a community."""

    area: str
    k: int


async def reached(tx: Tx, area: str, services: Sequence[str], ages: tuple[int, int]) -> list[Reached]:
    """Points that serve each community at any hour and have free capacity.

    Points that do not admit all ages from `ages[0]` to below `ages[1]` are left out.
    """
    return await tx.rows(REACHED, Reached, area=area, services=list(services), age_from=ages[0], age_under=ages[1])
