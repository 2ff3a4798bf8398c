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
from knowledge.texts.provisions import OPEN_END, OPEN_START, Citation, Period, Texts, provisions

T = TypeVar("T", BodyKind, Matter, Act, Concept, Service, Obligation)

KEPT = 20_000
"""Rows kept by day with their citations; a day of questions needs some thousands."""


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
    _periods: dict[int, tuple[Period, ...]] = field(default_factory=dict, repr=False, compare=False)
    _standing: dict[tuple[int, date], tuple[Citation, ...] | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    def periods(self, row: Conditional) -> tuple[Period, ...]:
        """The days on which a row holds: its own bounds within those of its first citation.

        The first citation carries the row: where no version in force has its words, there is no rule.
        Rows live as long as their rulebook, so what is found is kept by identity.
        """
        found = self._periods.get(id(row))
        if found is None:
            found = self._periods[id(row)] = self._carried(row)
        return found

    def _carried(self, row: Conditional) -> tuple[Period, ...]:
        own = (row.since or OPEN_START, row.until or OPEN_END)
        carried = self.texts.periods(row.cite[0]) if row.cite else ((OPEN_START, OPEN_END),)
        both = ((max(own[0], a), min(own[1], b)) for a, b in carried)
        return tuple((a, b) for a, b in both if a < b)

    def in_force(self, row: Conditional, on: date) -> bool:
        """Whether the row holds on the day."""
        return any(a <= on < b for a, b in self.periods(row))

    def standing(self, row: Conditional, on: date) -> tuple[Citation, ...] | None:
        """What the row rests on that day, None where it is not in force; kept, since each question asks every row."""
        key = (id(row), on)
        if key not in self._standing:
            if len(self._standing) > KEPT:
                self._standing.clear()
            self._standing[key] = self.citations(row, on) if self.in_force(row, on) else None
        return self._standing[key]

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

    def duties(self) -> Iterator[tuple[Matter, Duty]]:
        """Every duty with its matter."""
        return ((m, d) for m in self.matters.values() for d in m.duty)

    @cached_property
    def boundaries(self) -> tuple[date, ...]:
        """The days on which a duty begins or ends, in order."""
        days = {day for _, d in self.duties() for p in self.periods(d) for day in p}
        return tuple(sorted(days - {OPEN_START, OPEN_END}))


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
