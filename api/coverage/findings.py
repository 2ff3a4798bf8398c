"""Findings of the conformance checks, and how many of each severity (缺口)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import strawberry

from analytics.coverage import conformance
from analytics.coverage.causes import Cause
from analytics.coverage.known import known_findings
from analytics.coverage.layout import Layout
from api.common import BodyKind, Citation, NamedCode, citations
from api.enums import labelled
from api.network.types import Area, Office
from api.obligations.types import SeverityCount
from api.request.context import Context, today
from api.request.paging import Connection
from knowledge.access.policy import Action
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Severity
from network.snapshot import Network

NAMED = 12
"""The most objects, areas and offices that a cause names; `count` has them all."""


def shown_to(c: Context, findings: Sequence[conformance.ConformanceFinding]) -> list[conformance.ConformanceFinding]:
    """The findings for this actor; the keys of persons are replaced for the public."""
    if c.may(Action.ANALYSE_NETWORK):
        return list(findings)
    return [replace(f, key=f"posts-{n:05d}") if f.check.code == "two_posts" else f for n, f in enumerate(findings)]


def findings(c: Context, here: Layout, on: date, area: str | None) -> list[conformance.ConformanceFinding]:
    """Return the findings of a network for this actor: computed once for all readers of the same network."""
    return shown_to(c, known_findings(here, c.book, on, area))


@strawberry.type(name="Finding")
@labelled
class ConformanceFinding:
    """One finding of the conformance checks: where, how grave, the citations, the remedy."""

    check: NamedCode
    severity: Severity
    code: str
    object: str
    area: Area | None
    text: str
    remedy: str
    stated: bool
    citations: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, network: Network, f: conformance.ConformanceFinding) -> "ConformanceFinding":
        """From the check."""
        return cls(
            check=NamedCode(code=f.check.code, name=f.check.label),
            severity=f.severity,
            code=f.key,
            object=f.name,
            area=Area.of(network.areas[f.area]) if f.area in network.areas else None,
            text=f.text,
            remedy=f.check.remedy,
            stated=f.stated,
            citations=citations(book.within(f.area).texts.cited(f.check.cite, today())),
        )


@strawberry.type
@labelled
class FindingCause:
    """Findings that one measure mends, with those that follow from them and where they are felt."""

    check: NamedCode
    severity: Severity
    remedy: str
    owner: BodyKind | None
    owners: list[Office]
    count: int
    following: int
    objects: list[NamedCode]
    areas: list[Area]
    communities: int
    minors: int
    minors_unknown: int
    stated: bool
    citations: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, network: Network, c: Cause) -> "FindingCause":
        """From the analysis."""
        where = dict.fromkeys(f.area for f in c.findings if f.area in network.areas)
        first, owner = c.findings[0], book.kinds.get(c.check.owner or "")
        return cls(
            check=NamedCode(code=c.check.code, name=c.check.label),
            severity=c.severity,
            remedy=c.check.remedy,
            owner=BodyKind.of(owner) if owner else None,
            owners=[Office.of(b) for b in c.owners[:NAMED]],
            count=len(c.findings),
            following=len(c.following),
            objects=[NamedCode(code=f.key, name=f.name) for f in c.findings[:NAMED]],
            areas=[Area.of(network.areas[a]) for a in list(where)[:NAMED]],
            communities=len(c.communities),
            minors=c.minors,
            minors_unknown=c.minors_unknown,
            stated=first.stated,
            citations=citations(book.within(first.area).texts.cited(c.check.cite, today())),
        )


@strawberry.type(name="FindingConnection")
class FindingConnection(Connection[ConformanceFinding]):
    """A page of findings, with how many there are of each severity."""

    severities: list[SeverityCount]

    @classmethod
    def of(
        cls,
        page: Connection[ConformanceFinding],
        every: Iterable[conformance.ConformanceFinding],
    ) -> "FindingConnection":
        """From a page and all findings of the area."""
        counts = Counter(f.severity for f in every)
        return cls(
            edges=page.edges,
            nodes=page.nodes,
            page_info=page.page_info,
            total_count=page.total_count,
            severities=[SeverityCount(severity=s, count=counts[s]) for s in Severity],
        )
