"""Findings of the conformance checks, and how many of each severity (缺口)."""

from collections import Counter
from collections.abc import Iterable

import strawberry

from analytics.coverage import conformance
from api.common import Citation, NamedCode, citations
from api.enums import labelled
from api.network.types import Area
from api.obligations.types import SeverityCount
from api.request.context import today
from api.request.paging import Connection
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Severity
from network.snapshot import Network


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


@strawberry.type(name="FindingConnection")
class FindingConnection(Connection[ConformanceFinding]):
    """A page of findings, with how many there are of each severity."""

    severities: list[SeverityCount]

    @classmethod
    def of(
        cls, page: Connection[ConformanceFinding], every: Iterable[conformance.ConformanceFinding]
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
