"""Findings joined by cause: one thing to mend, what follows from it, and where it is felt (同因缺口)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.coverage.conformance import ConformanceFinding
from analytics.coverage.layout import Layout
from knowledge.coverage.checks import Check
from knowledge.vocabulary import Severity
from network.entities import Area, Body


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of one check, all certain or all only not loaded, with findings of other checks that they cause."""

    check: Check
    severity: Severity
    findings: tuple[ConformanceFinding, ...]
    following: tuple[ConformanceFinding, ...]
    communities: tuple[Area, ...]
    """The communities in the areas of all these findings."""
    minors: int
    minors_unknown: int
    """Communities without a figure of minors; they add nothing to `minors`."""
    owners: tuple[Body, ...]
    """The loaded offices that mend the findings."""

    @property
    def size(self) -> int:
        """Number of findings, with those that follow."""
        return len(self.findings) + len(self.following)


def causes(layout: Layout, findings: Iterable[ConformanceFinding]) -> tuple[Cause, ...]:
    """The causes of findings: the gravest first, then those with most findings, then those felt by most minors."""
    every = list(findings)
    known = {(f.check.code, f.area): f for f in every}
    joined: dict[tuple[str, Severity, bool], tuple[list[ConformanceFinding], list[ConformanceFinding]]] = {}
    for f in every:
        root = _root(layout, f, known)
        own, following = joined.setdefault((root.check.code, root.severity, root.stated), ([], []))
        (own if root is f else following).append(f)
    order = list(Severity)
    rows = [_cause(layout, own, following) for own, following in joined.values() if own]
    return tuple(sorted(rows, key=lambda c: (order.index(c.severity), -c.size, -c.minors)))


def _root(
    layout: Layout, f: ConformanceFinding, known: dict[tuple[str, str], ConformanceFinding]
) -> ConformanceFinding:
    """Return the finding that causes this one, or itself."""
    path = [a.code for a in layout.network.path(f.area)] if f.area in layout.network.areas else []
    above = (known.get((code, area)) for code in f.check.after for area in path)
    cause = next((x for x in above if x is not None), None)
    return _root(layout, cause, known) if cause else f


def _cause(layout: Layout, own: Sequence[ConformanceFinding], following: Sequence[ConformanceFinding]) -> Cause:
    check, areas = own[0].check, layout.network.areas
    where = dict.fromkeys(f.area for f in (*own, *following) if f.area in areas)
    felt = {a.code: a for code in where for a in layout.communities(code)}
    minors = [layout.minors(code) for code in felt]
    mending = dict.fromkeys(f.area for f in own if f.area in areas)
    return Cause(
        check,
        own[0].severity,
        tuple(own),
        tuple(following),
        tuple(felt.values()),
        sum(n or 0 for n in minors),
        sum(n is None for n in minors),
        tuple({b.id: b for code in mending for b in _owners(layout, check, code)}.values()),
    )


def _owners(layout: Layout, check: Check, area: str) -> Sequence[Body]:
    """The offices of the owner's kind for the area or the next above it that has one."""
    if check.owner is None:
        return ()
    offices = (layout.network.seated(check.owner, a.code) for a in layout.network.path(area))
    return next((held for held in offices if held), ())
