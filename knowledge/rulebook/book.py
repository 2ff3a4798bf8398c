"""The rulebook: all rules of the TOML files, rejected as a whole if one is wrong (规则库)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from knowledge.rows.obligations import Obligation
from knowledge.rows.referral import AdultWay, Caution, Concept, Door, Need, Service, Task, Way
from knowledge.rows.rows import Act, BodyKind, Conditional, Duty, Hotline, Matter, Norm, PlanClause
from knowledge.rows.texts import Document
from knowledge.rulebook.source import RuleSource
from knowledge.situation.facts import FACTS
from knowledge.texts.provisions import OPEN_END, OPEN_START, Citation, DayRange, Texts, provisions
from knowledge.vocabulary import Role

T = TypeVar("T", BodyKind, Matter, Act, Concept, Service, Obligation)

CACHED = 20_000
"""Maximum number of (row, day) pairs whose citations are cached; the questions of one day need some thousands."""
OF_A_PLACE = frozenset({"_periods", "_citations", "_applying", "days", "views", "places"})
"""Caches of the texts in force: each rulebook of a place has its own."""


@dataclass(frozen=True)
class Rulebook:
    """All rules by code, with a hash of the rule files."""

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
    adults: tuple[AdultWay, ...]
    """Services for a person of 18 or older, in the order of presentation."""
    services: Mapping[str, Service]
    obligations: Mapping[str, Obligation]
    """Continuing obligations (O01…)."""
    hash: str
    _periods: dict[int, tuple[Conditional, tuple[DayRange, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Periods by `id()` of the row; the row is stored too, so that its id is never reused."""
    _citations: dict[tuple[int, date], tuple[Conditional, tuple[Citation, ...] | None]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _applying: dict[int, tuple[Conditional, bool]] = field(default_factory=dict, repr=False, compare=False)
    """Cache of `applies`, by row."""
    days: dict[date, Any] = field(default_factory=dict, repr=False, compare=False)
    """The rules made ready for a day (`knowledge/derivation/compiled.py`)."""
    asked: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    """Cache of the statuses that a service asks for, by code."""
    whole: "Rulebook | None" = field(default=None, repr=False, compare=False)
    """The whole rulebook, for the rulebook of a place."""
    views: "dict[frozenset[str], Rulebook]" = field(default_factory=dict, repr=False, compare=False)
    """The rulebooks of places, for the whole rulebook, by the territories that a place is a part of."""
    places: "dict[str, Rulebook]" = field(default_factory=dict, repr=False, compare=False)
    """Cache of the rulebooks of places, by the code of the place."""

    def within(self, area: str) -> "Rulebook":
        """Return the rules in an area, by its code: a row based on a text of another territory is never in force."""
        whole = self.whole or self
        if area not in whole.places:
            if len(whole.places) >= CACHED:
                whole.places.clear()
            whole.places[area] = whole._of(whole.texts.territories_at(area))  # noqa: SLF001  # of the same class
        return whole.places[area]

    def _of(self, here: frozenset[str]) -> "Rulebook":
        if here not in self.views:
            fresh: dict[str, Any] = {f.name: {} for f in fields(self) if f.name in OF_A_PLACE}
            self.views[here] = replace(self, texts=self.texts.within(here), whole=self, **fresh)
        return self.views[here]

    def applies(self, row: Conditional) -> bool:
        """True if the text that is the basis of the row is in force at the place of the question, whatever the day."""
        known = self._applying.get(id(row))
        if known is None or known[0] is not row:
            known = self._applying[id(row)] = row, not row.cite or self.texts.carries(row.cite[0])
        return known[1]

    def territory(self, row: Conditional) -> str:
        """Return the territory of the text behind the row, as a prefix of an area's code; empty: everywhere."""
        territory = self.texts.document(row.cite[0].clause).territory if row.cite else None
        return territory.code if territory else ""

    def elsewhere(self, rows: Iterable[Conditional]) -> tuple[Document, ...]:
        """Return the documents behind some of the rows that are not in force at the place of the question."""
        carrying = (self.texts.document(r.cite[0].clause) for r in rows if not self.applies(r))
        return tuple({d.id: d for d in carrying}.values())

    def periods(self, row: Conditional) -> tuple[DayRange, ...]:
        """Return the days on which a row is in force: its own range within those of its first citation.

        The first citation is the basis of the row: if no version in force has its words, there is no rule.
        """
        if id(row) not in self._periods:
            self._periods[id(row)] = row, self._computed_periods(row)
        return self._periods[id(row)][1]

    def _computed_periods(self, row: Conditional) -> tuple[DayRange, ...]:
        own = (row.since or OPEN_START, row.until or OPEN_END)
        of_quote = self.texts.periods(row.cite[0]) if row.cite else ((OPEN_START, OPEN_END),)
        overlaps = ((max(own[0], a), min(own[1], b)) for a, b in of_quote)
        return tuple((a, b) for a, b in overlaps if a < b)

    def in_force(self, row: Conditional, on: date) -> bool:
        """True if the row is in force on the day."""
        return any(a <= on < b for a, b in self.periods(row))

    def citations_in_force(self, row: Conditional, on: date) -> tuple[Citation, ...] | None:
        """The row's citations if it is in force on the day, else None; cached, as it is called often."""
        key = (id(row), on)
        if key not in self._citations:
            if len(self._citations) > CACHED:
                self._citations.clear()
            self._citations[key] = row, (self.citations(row, on) if self.in_force(row, on) else None)
        return self._citations[key][1]

    def citations(self, row: Conditional, on: date) -> tuple[Citation, ...]:
        """The citations of the row that are in force on the day, in order."""
        return self.texts.cited(row.cite, on)

    @cached_property
    def meeting(self) -> Mapping[str, tuple[Service, ...]]:
        """The services that meet each need, in the order of the rows."""
        return {n.code: tuple(s for s in self.services.values() if n.code in s.needs) for n in self.needs}

    @cached_property
    def granting(self) -> tuple[Service, ...]:
        """The services that grant a status, by code."""
        return tuple(s for _, s in sorted(self.services.items()) if s.grants)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """All needs, safety first."""
        return tuple(sorted((c for c in self.concepts.values() if isinstance(c, Need)), key=lambda n: n.order))

    @cached_property
    def doors(self) -> tuple[Door, ...]:
        """All doors in their order."""
        return tuple(sorted((c for c in self.concepts.values() if isinstance(c, Door)), key=lambda d: d.order))

    @cached_property
    def difficulties(self) -> tuple[Concept, ...]:
        """All types of difficulty (D01…)."""
        return tuple(c for code, c in sorted(self.concepts.items()) if code[0] == "D")

    @cached_property
    def triggers(self) -> tuple[Concept, ...]:
        """The concepts that raise a matter of mandatory report, by code."""
        return tuple(c for _, c in sorted(self.concepts.items()) if c.raises)

    @cached_property
    def danger(self) -> str:
        """The code of the concept of harm or danger; the gate sees to it that there is exactly one, here and below."""
        return next(c.code for c in self.concepts.values() if c.danger)

    @cached_property
    def family(self) -> str:
        """The code of the concept that a member of the family may be the offender."""
        return next(c.code for c in self.concepts.values() if c.family)

    @cached_property
    def trigger_ways(self) -> tuple[Way, ...]:
        """The ways of all of them: the alternatives of one duty to report."""
        return tuple(way for c in self.triggers for way in c.way)

    @cached_property
    def bound_reporters(self) -> tuple[str, ...]:
        """The kinds of reporter that the clause of the general duty binds in their work (未成年人保护法11第二款)."""
        rows = [d for d in self.general.duty if d.role is Role.DUTY_BEARER and d.cite]
        clause = next((d.cite[0].clause for d in rows), None)
        atoms = (a for d in rows if d.cite[0].clause == clause for a in d.when.atoms if a.fact == "reporter")
        return tuple(sorted({str(value) for a in atoms for value in a.values}))

    @cached_property
    def general(self) -> Matter:
        """The matter of the general duty and right to report; the gate sees to it that there is exactly one."""
        return next(m for m in self.matters.values() if m.general)

    @cached_property
    def background(self) -> frozenset[str]:
        """Return the facts that everybody has one way or the other: by themselves they support nothing."""
        return frozenset(code for rows in (FACTS, self.concepts) for code, row in rows.items() if row.background)

    @cached_property
    def everyone(self) -> str | None:
        """Return the kind for every unit and person; the gate ensures that there is at most one."""
        return next((k.code for k in self.kinds.values() if k.everyone), None)

    @cached_property
    def norms_on(self) -> Mapping[str, tuple[Norm, ...]]:
        """The norms on each act, in the order of the rows."""
        rows: dict[str, list[Norm]] = {act: [] for act in self.acts}
        for n in self.norms.values():
            rows[n.act].append(n)
        return {act: tuple(norms) for act, norms in rows.items()}

    def binds(self, norm: Norm, by: str) -> bool:
        """True if a norm is addressed to a kind of body, by name or as to everybody."""
        return by in norm.by or self.everyone in norm.by

    def reserves(self, norm: Norm, by: str) -> bool:
        """True if a norm excludes a kind of body from its act by reserving the act for others."""
        return norm.only and not (norm.open and self.kinds[by].department)

    @cached_property
    def visits(self) -> Obligation:
        """The duty of home visits; the gate sees to it that there is exactly one."""
        return next(o for o in self.obligations.values() if o.visits)

    def obligations_on(self, on: date) -> Iterator[Obligation]:
        """The continuing obligations whose leading clause is in force on a day."""
        return (o for o in self.obligations.values() if self.in_force(o, on))

    def duties(self) -> Iterator[tuple[Matter, Duty]]:
        """All duties, each with its matter."""
        return ((m, d) for m in self.matters.values() for d in m.duty)


def build(source: RuleSource) -> Rulebook:
    """Index the rows of a source, without checks."""
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
        tuple(source.adults),
        _by_code(source.services),
        _by_code(source.obligations),
        source.hash,
    )


def _by_code(rows: Iterable[T]) -> dict[str, T]:
    return {r.code: r for r in rows}
