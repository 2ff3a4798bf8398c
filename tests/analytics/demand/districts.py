"""Random districts under rules that a reader knows completely, and the oracle of what such a reader can derive.

A child has some of a few traits and one standing; every measure is a rule over them. The reader's unknowns are the
children by street and kind (traits and standing): every relation between measures that the rules force, of two or of
more measures, follows from these. A hidden count is as good as its derivable interval is wide; each end of an interval
is a district of whole children that is checked here by plain addition.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from random import Random

import numpy as np

from analytics.demand.monthly import THRESHOLD, Counted
from analytics.solver.highs import Solver
from analytics.solver.program import Program, Rows, SolverOptions
from network.counts import MonthlyCounts

DISTRICT = "d"
STANDINGS = ("met", "late", "never")
Kind = tuple[tuple[bool, ...], str]
Rules = Mapping[str, frozenset[Kind]]
"""By measure, the kinds of children to which it applies."""
World = Mapping[tuple[str, Kind], int]
"""Children by street and kind."""


@dataclass(frozen=True)
class Country:
    """Rules with the children of a district under them."""

    rules: Rules
    streets: tuple[str, ...]
    world: World

    @property
    def by_street(self) -> tuple[str, ...]:
        return tuple(m for m in self.rules if not m.startswith("standing"))

    def counted(self) -> Counted:
        standings = tuple(f"standing/{s}" for s in STANDINGS)
        children = [
            (street, frozenset(m for m, kinds in self.rules.items() if kind in kinds))
            for (street, kind), n in self.world.items()
            for _ in range(n)
        ]
        return Counted(DISTRICT, self.streets, self.by_street, standings, children)

    def terms(self, area: str, measure: str) -> list[tuple[str, Kind]]:
        streets = self.streets if area == DISTRICT else (area,)
        return list(product(streets, sorted(self.rules[measure])))

    def count(self, area: str, measure: str, world: World | None = None) -> int:
        return sum((self.world if world is None else world).get(x, 0) for x in self.terms(area, measure))

    def cells(self) -> Iterator[tuple[str, str]]:
        yield from product((DISTRICT, *self.streets), self.by_street)
        yield from ((DISTRICT, f"standing/{s}") for s in STANDINGS)


def country(seed: int) -> Country:
    """Rules of the kinds that ours have: a need, a service for it, one for either of two needs, its receipt."""
    random = Random(seed)  # noqa: S311  # a test district, no secret
    traits = random.randint(2, 4)
    kinds = list(product(product((False, True), repeat=traits), STANDINGS))
    needs = {f"need/{t}": frozenset(k for k in kinds if k[0][t]) for t in range(traits)}
    rules = dict(needs)
    for n in range(random.randint(1, 4)):
        some = [rules[m] for m in random.sample(sorted(rules), 2)]
        made = random.choice((some[0] & some[1], some[0] | some[1], some[0] - some[1], some[0]))
        rules[f"rule/{n}"] = made or some[0]
    rules["due"] = frozenset(k for k in kinds if k[1] != STANDINGS[0])
    rules |= {f"standing/{s}": frozenset(k for k in kinds if k[1] == s) for s in STANDINGS}
    streets = tuple(f"s{n}" for n in range(random.randint(1, 5)))
    return Country(rules, streets, _world(random, streets, kinds))


def _world(random: Random, streets: Sequence[str], kinds: Sequence[Kind]) -> World:
    """Some kinds are frequent, some rare; a street may have no child at all."""
    found: Counter[tuple[str, Kind]] = Counter()
    likely = random.sample(kinds, random.randint(1, len(kinds)))
    for street in streets:
        for _ in range(random.choice((0, 1, 9, 30, 60))):
            found[street, random.choice(likely if random.random() < 0.9 else kinds)] += 1
    return found


def small(here: Country) -> list[tuple[str, str]]:
    """The counts that must not be derived: below the threshold, of a measure that applies to somebody."""
    return [key for key in here.cells() if here.count(*key) < THRESHOLD and here.count(DISTRICT, key[1])]


def derivable(
    here: Country, table: MonthlyCounts, cells: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], tuple[int, float]]:
    """The least and greatest value of some hidden cells that a reader with these rules cannot exclude."""
    kinds = sorted(set().union(*here.rules.values()))
    column = {x: at for at, x in enumerate(product(here.streets, kinds))}
    index = [[column[x] for x in here.terms(*key)] for key in table.shown]
    counts, right = np.array([len(row) for row in index], dtype=np.intp), np.array([*table.shown.values()], np.float64)
    rows = Rows(counts, np.array([j for row in index for j in row], dtype=np.intp), np.ones(counts.sum()), right, right)
    most, n = float(sum(here.world.values()) * 100 + 1000), len(column)
    program = Program(np.zeros(n), np.zeros(n), np.full(n, most), np.ones(n, np.bool_), [rows])
    solver = Solver(program, SolverOptions(threads=1))
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for cell in cells:
        least, greatest = (_end(here, table, solver, column, cell, sign) for sign in (1, -1))
        found[cell] = (least, inf if greatest >= most else greatest)
    return found


def _end(
    here: Country,
    table: MonthlyCounts,
    solver: Solver,
    column: Mapping[tuple[str, Kind], int],
    cell: tuple[str, str],
    sign: int,
) -> int:
    """One end of the interval of a cell, proved by a district of children that reads as the table does."""
    for x in here.terms(*cell):
        solver.set_cost(column[x], sign)
    point = solver.solve().values
    for x in here.terms(*cell):
        solver.set_cost(column[x], 0)
    assert point is not None
    world = {x: round(point[at]) for x, at in column.items()}
    assert min(world.values()) >= 0
    assert all(here.count(*key, world) == n for key, n in table.shown.items())
    return here.count(*cell, world)
