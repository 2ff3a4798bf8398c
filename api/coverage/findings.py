"""What is wrong with the network, thing by thing, and how many of each severity (缺口)."""

from collections import Counter
from collections.abc import Iterable

import strawberry

from analytics.coverage import conformance
from api.common import Citation, Label, citations
from api.obligations.types import SeverityCount
from api.request.context import today
from api.request.paging import Connection
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Severity


@strawberry.type
class Finding:
    """What, where, how grave, on which words, and what mends it."""

    check: str
    name: str
    severity: Label
    key: str
    object: str
    area: str
    text: str
    mend: str
    citations: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, f: conformance.ConformanceFinding) -> "Finding":
        """From the check."""
        return cls(
            check=f.check.code, name=f.check.name, severity=Label.of(f.severity), key=f.key, object=f.name, area=f.area,
            text=f.text, mend=f.check.mend, citations=citations(book.texts.cited(f.check.cite, today())),
        )  # fmt: skip


@strawberry.type(name="FindingConnection")
class FindingConnection(Connection[Finding]):
    """A page of findings, with how many there are of each severity."""

    severities: list[SeverityCount]

    @classmethod
    def of(cls, page: Connection[Finding], every: Iterable[conformance.ConformanceFinding]) -> "FindingConnection":
        """From a page, and all findings of the area."""
        held = Counter(f.severity for f in every)
        return cls(
            edges=page.edges, nodes=page.nodes, page_info=page.page_info, total_count=page.total_count,
            severities=[SeverityCount(severity=Label.of(s), count=held[s]) for s in Severity],
        )  # fmt: skip
