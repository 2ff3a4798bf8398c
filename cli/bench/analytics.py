"""Benchmarks of the analytics, for a district and a city, and of siting at two sizes (分析基准)."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from analytics.coverage import conformance, week
from analytics.coverage.cells import cells as cells_of
from analytics.coverage.layout import Layout, Pair, given_at_points
from analytics.coverage.uncovered import uncovered
from analytics.resilience import flow
from analytics.resilience import losses as resilience
from analytics.resilience.connectivity import connectivity
from analytics.siting.problem import DemandNode, Objective, Site, SitingOptions, SitingProblem
from analytics.siting.solve import solve
from cli.bench.questions import machine
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel
from loaders.shipped.districts import district
from loaders.synthetic import network as synthetic
from network.entities import Area, NetworkVersion
from network.snapshot import network

ON = date(2026, 11, 23)
MORNING = week.hour_bit(week.Regime.TERM, 2, 10)
STREETS, COMMUNITIES = 178, 16
"""A synthetic city as large as Guangzhou: 178 streets, 2,848 communities."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Timings of one task at one size."""

    work: str
    size: str
    seconds: tuple[float, ...]
    result: str

    def text(self) -> str:
        """A row of the table."""
        low, middle, high = min(self.seconds), statistics.median(self.seconds), max(self.seconds)
        return f"| {self.work} | {self.size} | {middle:.3f} ({low:.3f}–{high:.3f}) | {self.result} |"


def city() -> tuple[Area, ...]:
    """The areas of a synthetic city."""
    top = [
        Area("440000000000", "省", AreaLevel.PROVINCE),
        Area("440100000000", "市", AreaLevel.CITY, "440000000000"),
        Area("440199000000", "区", AreaLevel.DISTRICT, "440100000000"),
    ]
    for s in range(1, STREETS + 1):
        street = f"440199{s:03d}000"
        top.append(Area(street, f"第{s}街道", AreaLevel.STREET, "440199000000"))
        top += [
            Area(f"440199{s:03d}{n:03d}", f"第{s}-{n}社区", AreaLevel.COMMUNITY, street)
            for n in range(1, COMMUNITIES + 1)
        ]
    return tuple(top)


def made(areas: tuple[Area, ...]) -> Layout:
    """The demo network on the given areas, with a random demand for each community and need."""
    records = synthetic.make(areas, ON)
    live = network(
        NetworkVersion(1, None), areas, records.bodies, records.points, records.posts, synthetic.population(areas)
    )
    rng = random.Random(1)  # noqa: S311  # repeatable data, no secret
    layout = Layout(live)
    codes = [n.code for n in rulebook().needs if given_at_points(rulebook(), n.code)]
    demand = {Pair(a.code, c): rng.randint(0, 2) for a in layout.communities() for c in codes}
    return replace(layout, demand=demand)


def _timed(work: str, size: str, rounds: int, run: Callable[[], str]) -> Timing:
    seconds, result = [], ""
    for _ in range(rounds):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return Timing(work, size, tuple(seconds), result)


def analytics(rounds: int) -> Iterator[Timing]:
    """Time conformance, coverage, losses, connectivity and bottlenecks at both sizes."""
    book = rulebook()
    codes = [n.code for n in book.needs if given_at_points(book, n.code)]
    for size, areas in (("district", district().areas), ("city", city())):
        layout = made(areas)
        for work, run in _tasks(layout, book, codes).items():
            yield _timed(work, size, rounds, run)


def _tasks(layout: Layout, book: Rulebook, codes: Sequence[str]) -> dict[str, Callable[[], str]]:
    """Each task by name; it returns its result in words."""
    cells = tuple(cells_of(layout, book, codes))
    return {
        "conformance": lambda: f"{len(conformance.conformance(layout.network, book, ON))} findings",
        "cells of every need": lambda: f"{sum(1 for _ in cells_of(layout, book, codes))} cells",
        "uncovered": lambda: f"{sum(u.count for u in uncovered(cells)):,} tuples",
        "losses": lambda: f"{len(resilience.point_losses(layout, cells))} points",
        "worst loss of 3": lambda: f"{resilience.worst_loss(layout, cells, 3, MORNING).lost} lost",
        "connectivity": lambda: f"{len(connectivity(layout).articulation_points)} points",
        "bottlenecks": lambda: f"{flow.bottlenecks(layout, cells).met} met",
    }


def _solved(problem: SitingProblem, objective: Objective, options: SitingOptions) -> str:
    solution = solve(problem, objective, options)
    return f"{solution.proof.value}, gap {solution.gap:.4f}"


def siting(rounds: int) -> Iterator[Timing]:
    """Time siting with random points in a square, where every demand node is a candidate."""
    for size, limit in ((222, None), (4000, 15.0)):
        rng = np.random.default_rng(1)
        positions = rng.random((size, 2))
        distances = np.hypot(*(positions[:, None, :] - positions[None, :, :]).transpose(2, 0, 1))
        weights = rng.integers(1, 100, size)
        demand = tuple(DemandNode(f"d{n:04d}", int(w)) for n, w in enumerate(weights))
        sites = tuple(Site(f"s{n:04d}") for n in range(size))
        near = SitingProblem.of_matrix(
            demand, sites, np.where(distances <= 1.5 / size**0.5, distances, np.inf), 1.5 / size**0.5
        )
        whole = SitingProblem.of_matrix(demand, sites, distances, 2.0)
        k = max(5, size // 40)
        for problem, objective, options in (
            (near, Objective.COVER_ALL, SitingOptions(ties=False)),
            (near, Objective.MAX_COVER, SitingOptions(k=k, ties=False)),
            (whole, Objective.MIN_DISTANCE, SitingOptions(k=k, time_limit=limit, ties=False)),
        ):
            yield _timed(
                objective.value,
                f"{size} x {size}",
                1 if limit else rounds,
                partial(_solved, problem, objective, options),
            )


def markdown(topic: str, rounds: int) -> str:
    """The table, with the machine."""
    lines = siting(rounds) if topic == "siting" else analytics(rounds)
    head = [f"{machine()}; medians (least–greatest) of {rounds} rounds.", ""]
    head += ["| work | size | seconds | result |", "|---|---|---|---|"]
    return "\n".join([*head, *(x.text() for x in lines)])
