"""Dependence on single points, persons and offices, computed once for a layout that does not change (薄弱点)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.coverage.known import known_cells
from analytics.coverage.layout import Layout
from analytics.coverage.week import ALL_HOURS
from analytics.resilience.connectivity import Connectivity, connectivity
from analytics.resilience.losses import (
    BodyLoss,
    PersonLoss,
    PointLoss,
    WorstLoss,
    body_losses,
    person_losses,
    point_losses,
    worst_loss,
)
from knowledge.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class WeakQuestion:
    """Parameters of a question to a layout."""

    codes: tuple[str, ...]
    area: str | None
    on: date
    hour: int | None = None
    """One hour as a bit; None: all hours."""
    k: int | None = None
    """Number of points that are lost together."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """Losses with each of them, the gravest first; and the worst joint loss, if requested."""

    points: Sequence[PointLoss]
    persons: Sequence[PersonLoss]
    """Losses of persons with several posts."""
    bodies: Sequence[BodyLoss]
    connected: Connectivity
    worst: WorstLoss | None = None


def weakness(here: Layout, book: Rulebook, q: WeakQuestion) -> Weakness:
    """Return the losses of a question; cached, because several views of one page repeat it.

    Raises:
        BadInput: Unknown code or area, or k is below 1.
    """
    return here.cache.get(("weak", q), lambda: _weakness(here, book, q))


def _weakness(here: Layout, book: Rulebook, q: WeakQuestion) -> Weakness:
    cells = known_cells(here, book, q.codes, q.area)
    return Weakness(
        point_losses(here, cells, ALL_HOURS if q.hour is None else q.hour, q.area),
        [p for p in person_losses(here, q.area) if len(p.posts) > 1],
        body_losses(here, book, q.on, q.area),
        here.cache.get("connectivity", lambda: connectivity(here)).within(here, q.area),
        worst_loss(here, cells, q.k, q.hour) if q.k is not None and q.hour is not None else None,
    )
