"""Coverage of an area at a glance: communities by state, k-cover, the worst-off communities (可及汇总)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from analytics.coverage.reach import AreaReach, ReachState


@dataclass(frozen=True, slots=True)
class StateCount:
    """Communities in a state, with their minors and children known to have the need."""

    state: ReachState
    communities: int
    minors: int
    minors_unknown: int
    """Communities without a figure of minors; they add nothing to `minors`."""
    demand: int | None
    """None if no community of the state has a figure."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Coverage of an area: counts, medians and the worst-off."""

    states: tuple[StateCount, ...]
    k_cover: tuple[int, ...]
    """Communities with at least 1, 2, 3… points; decreasing."""
    worst: tuple[AreaReach, ...]
    """The worst-off communities: by state, then fewest points, then longest travel; at most ten."""
    median_travel: float | None
    worst_travel: float | None
    travel_unknown: int
    """Communities without a known travel; left out of the median."""

    @property
    def gap(self) -> float | None:
        """Return the difference between the worst-off travel and the median."""
        if self.median_travel is None or self.worst_travel is None:
            return None
        return self.worst_travel - self.median_travel


def summary(rows: Sequence[AreaReach], shown: int = 10) -> Summary:
    """Summarise the communities of an area for one need; `shown` limits `worst`."""
    travel = [r.travel for r in rows if r.travel is not None]
    ordered = sorted(rows, key=lambda r: (-list(ReachState).index(r.state), r.k, -(r.travel or 0.0), r.area.code))
    most = max((r.k for r in rows), default=0)
    return Summary(
        tuple(_count(state, [r for r in rows if r.state is state]) for state in ReachState),
        tuple(sum(r.k >= k for r in rows) for k in range(1, most + 1)),
        tuple(ordered[:shown]),
        median(travel) if travel else None,
        max(travel, default=None),
        sum(r.travel is None for r in rows),
    )


def _count(state: ReachState, rows: Sequence[AreaReach]) -> StateCount:
    minors = [r.minors for r in rows if r.minors is not None]
    demand = [r.demand for r in rows if r.demand is not None]
    return StateCount(state, len(rows), sum(minors), len(rows) - len(minors), sum(demand) if demand else None)
