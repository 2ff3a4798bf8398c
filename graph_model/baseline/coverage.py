"""Coverage by one statement: what `analytics.coverage.reach` is tested and measured against (覆盖的单句查询)."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements

(REACHED,) = statements(__file__, "reached")


@dataclass(frozen=True, slots=True)
class Reached:
    """How many places a community has."""

    area: str
    k: int


async def reached(tx: Tx, area: str, services: Sequence[str], ages: tuple[int, int]) -> list[Reached]:
    """Places at any hour, with room, by community; full and age-bound ones left out."""
    return await tx.rows(REACHED, Reached, area=area, services=list(services), age_from=ages[0], age_under=ages[1])
