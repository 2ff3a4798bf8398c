"""How many communities and minors are served, in each state: the summary of an area (可及汇总)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from analytics.coverage.reach import Reach, State


@dataclass(frozen=True, slots=True)
class Share:
    """How many communities, minors and children with the need are in a state."""

    state: State
    communities: int
    minors: int
    minors_unknown: int
    """Communities whose figure is not known."""
    demand: int | None
    """None where no figure of any of them is known."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A district at a glance, the worst-off beside the mean."""

    shares: tuple[Share, ...]
    k_cover: tuple[int, ...]
    """Communities with at least 1, 2, 3… places; it falls with k."""
    worst: tuple[Reach, ...]
    """The communities that are worst off: no place, else the fewest, else the farthest; at most ten."""
    median_way: float | None
    worst_way: float | None
    unlocated: int
    """Communities without any known way: counted apart, none is made up."""

    @property
    def gap(self) -> float | None:
        """How much farther the worst-off have it than the median."""
        if self.median_way is None or self.worst_way is None:
            return None
        return self.worst_way - self.median_way


def summary(rows: Sequence[Reach], shown: int = 10) -> Summary:
    """Shares by state, k-cover, the worst-off and their gap to the median."""
    ways = [r.way for r in rows if r.way is not None]
    ordered = sorted(rows, key=lambda r: (-list(State).index(r.state), r.k, -(r.way or 0.0), r.area.code))
    most = max((r.k for r in rows), default=0)
    return Summary(
        tuple(_share(state, [r for r in rows if r.state is state]) for state in State),
        tuple(sum(r.k >= k for r in rows) for k in range(1, most + 1)),
        tuple(ordered[:shown]) if ordered else (),
        median(ways) if ways else None,
        max(ways, default=None),
        sum(r.way is None for r in rows),
    )


def _share(state: State, rows: Sequence[Reach]) -> Share:
    known = [r.minors for r in rows if r.minors is not None]
    demand = [r.demand for r in rows if r.demand is not None]
    return Share(state, len(rows), sum(known), len(rows) - len(known), sum(demand) if demand else None)
