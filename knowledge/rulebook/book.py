"""The rulebook: every rule of the TOML files, read once and refused whole where one is wrong (规则库)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from knowledge.rows.obligations import Obligation
from knowledge.rows.referral import Caution, Concept, Door, Need, Service, Task
from knowledge.rows.rows import Act, BodyKind, Conditional, Duty, Hotline, Matter, Norm, PlanClause
from knowledge.rulebook.source import Source
from knowledge.situation.facts import FACTS
from knowledge.texts.provisions import OPEN_END, OPEN_START, Citation, Period, Texts, provisions

T = TypeVar("T", BodyKind, Matter, Act, Concept, Service, Obligation)

CACHED = 20_000
"""Most pairs of row and day whose citations are cached; one day of questions needs some thousands."""


@dataclass(frozen=True)
class Rulebook:
    """All rules, by code, with the hash that names this state of them."""

    texts: Texts
    kinds: Mapping[str, BodyKind]
    matters: Mapping[str, Matter]
    acts: Mapping[str, Act]
    norms: Mapping[str, Norm]
    plan: Mapping[str, PlanClause]
    hotlines: Mapping[str, Hotline]
    concepts: Mapping[str, Concept]
    """Derived facts, types of difficulty, needs and doors."""
    cautions: tuple[Caution, ...]
    tasks: tuple[Task, ...]
    services: Mapping[str, Service]
    obligations: Mapping[str, Obligation]
    """Continuing duties (O01…)."""
    hash: str
    _periods: dict[int, tuple[Conditional, tuple[Period, ...]]] = field(default_factory=dict, repr=False, compare=False)
    """Periods by identity of the row. The row stands beside them, so that its id is never given to another row."""
    _standing: dict[tuple[int, date], tuple[Conditional, tuple[Citation, ...] | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def periods(self, row: Conditional) -> tuple[Period, ...]:
        """The days on which a row holds: its own bounds within those of its first citation.

        The first citation carries the row: where no version in force has its words, there is no rule.
        """
        if id(row) not in self._periods:
            self._periods[id(row)] = row, self._computed_periods(row)
        return self._periods[id(row)][1]

    def _computed_periods(self, row: Conditional) -> tuple[Period, ...]:
        own = (row.since or OPEN_START, row.until or OPEN_END)
        carried = self.texts.periods(row.cite[0]) if row.cite else ((OPEN_START, OPEN_END),)
        both = ((max(own[0], a), min(own[1], b)) for a, b in carried)
        return tuple((a, b) for a, b in both if a < b)

    def in_force(self, row: Conditional, on: date) -> bool:
        """Whether the row holds on the day."""
        return any(a <= on < b for a, b in self.periods(row))

    def standing(self, row: Conditional, on: date) -> tuple[Citation, ...] | None:
        """The row's citations that day, None where it is not in force; cached, since every question needs every row."""
        key = (id(row), on)
        if key not in self._standing:
            if len(self._standing) > CACHED:
                self._standing.clear()
            self._standing[key] = row, (self.citations(row, on) if self.in_force(row, on) else None)
        return self._standing[key][1]

    def citations(self, row: Conditional, on: date) -> tuple[Citation, ...]:
        """The row's citations that stand on the day, in their order."""
        return self.texts.cited(row.cite, on)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Needs, safety first."""
        return tuple(sorted((c for c in self.concepts.values() if isinstance(c, Need)), key=lambda n: n.order))

    @cached_property
    def doors(self) -> tuple[Door, ...]:
        """The doors in their order."""
        return tuple(sorted((c for c in self.concepts.values() if isinstance(c, Door)), key=lambda d: d.order))

    @cached_property
    def difficulties(self) -> tuple[Concept, ...]:
        """Types of difficulty (D01…)."""
        return tuple(c for code, c in sorted(self.concepts.items()) if code[0] == "D")

    @cached_property
    def triggers(self) -> tuple[Concept, ...]:
        """The concepts that raise a matter of mandatory report, by code."""
        return tuple(c for _, c in sorted(self.concepts.items()) if c.raises)

    @cached_property
    def general(self) -> Matter:
        """The matter of the general duty and right to report; the gate sees to it that there is exactly one."""
        return next(m for m in self.matters.values() if m.general)

    @cached_property
    def background(self) -> frozenset[str]:
        """The facts, told or derived, that everybody has one way or the other: by themselves they speak for nothing."""
        return frozenset(code for rows in (FACTS, self.concepts) for code, row in rows.items() if row.background)

    @cached_property
    def visits(self) -> Obligation:
        """The duty of home visits; the gate sees to it that there is exactly one."""
        return next(o for o in self.obligations.values() if o.visits)

    def obligations_on(self, on: date) -> Iterator[Obligation]:
        """The continuing duties in force on a day: those whose leading clause had these words that day."""
        return (o for o in self.obligations.values() if self.in_force(o, on))

    def duties(self) -> Iterator[tuple[Matter, Duty]]:
        """Every duty with its matter."""
        return ((m, d) for m in self.matters.values() for d in m.duty)


def build(source: Source) -> Rulebook:
    """Join the rows of a source; nothing is checked here but shape."""
    documents = {d.id: d for d in source.documents}
    texts = Texts(documents, provisions(source.documents, source.articles, source.plan))
    return Rulebook(
        texts,
        _by_code(source.kinds),
        _by_code(source.matters),
        _by_code(source.acts),
        {n.id: n for n in source.norms},
        {p.id: p for p in source.plan},
        {h.number: h for h in source.hotlines},
        _by_code(source.concepts),
        tuple(source.cautions),
        tuple(source.tasks),
        _by_code(source.services),
        _by_code(source.obligations),
        source.hash,
    )


def _by_code(rows: Iterable[T]) -> dict[str, T]:
    return {r.code: r for r in rows}
