"""Tables of counts with their totals, and the sums that tie the cells together (计数表)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

Key = tuple[str, ...]
"""Key of a cell: one value per dimension; a total has a value of its own."""
Parents = Mapping[str, str]
"""For each value of a dimension, the total it adds up to; empty if the dimension has no total."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total equals the sum of its parts; every reader knows this."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts and all sums among them.

    Raises:
        ValueError: A negative count, a sum over a missing cell, or a total that is not the sum of its parts.
    """

    cells: Mapping[Key, int]
    sums: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        if negative := [key for key, value in self.cells.items() if value < 0]:
            raise ValueError(f"negative counts: {negative[:3]}")
        if missing := [key for s in self.sums for key in (s.total, *s.parts) if key not in self.cells]:
            raise ValueError(f"sums over missing cells: {missing[:3]}")
        if wrong := [s.total for s in self.sums if self.cells[s.total] != sum(self.cells[p] for p in s.parts)]:
            raise ValueError(f"totals that are not the sum of their parts: {wrong[:3]}")


def hierarchical(counts: Mapping[Key, int], dimensions: Mapping[str, Parents]) -> CountTable:
    """Add the totals of every level of every dimension.

    Args:
        counts: Counts of the most detailed cells; a missing combination counts 0.
        dimensions: By name, in the order of the key, the parents of each value. A dimension without parents has no
            total.

    Returns:
        Cells of all levels, with one sum for each total of a dimension and each combination of the other dimensions.

    Raises:
        ValueError: A count for a value that has parts of its own, or that the dimension does not list.
    """
    chains = [_chains(name, at, counts, parents) for at, (name, parents) in enumerate(dimensions.items())]
    cells = dict.fromkeys(product(*({v: None for chain in c.values() for v in chain} for c in chains)), 0)
    for key, count in counts.items():
        for above in product(*(c[value] for c, value in zip(chains, key, strict=True))):
            cells[above] += count
    sums = (s for at, parents in enumerate(dimensions.values()) for s in _sums(cells, at, parents))
    return CountTable(cells, tuple(sums))


def _chains(name: str, at: int, counts: Mapping[Key, int], parents: Parents) -> dict[str, list[str]]:
    """For each most detailed value of a dimension: the value itself and all totals that include it."""
    detailed = dict.fromkeys(v for v in parents if v not in set(parents.values())) or dict.fromkeys(
        k[at] for k in counts
    )
    if unknown := {key[at] for key in counts} - set(detailed):
        raise ValueError(f"{name}: not among the most detailed values: {sorted(unknown)[:3]}")
    chains = {value: [value] for value in detailed}
    for chain in chains.values():
        while chain[-1] in parents and len(chain) <= len(parents):
            chain.append(parents[chain[-1]])
    return chains


def _sums(cells: Mapping[Key, int], at: int, parents: Parents) -> Iterator[Sum]:
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    for key in cells:
        if key[at] in children:
            yield Sum(key, tuple((*key[:at], child, *key[at + 1 :]) for child in children[key[at]]))
