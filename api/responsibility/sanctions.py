"""GraphQL types of deadlines, instructions and sanctions (时限与罚则)."""

from datetime import datetime as DateTime

import strawberry

from api.common import BodyKind, Citation, citations
from api.enums import labelled
from knowledge.calendar.deadlines import due
from knowledge.messages.message import message
from knowledge.responsibility.judging import Applied
from knowledge.rows import rows as rules
from knowledge.rows.referral import DoorStep
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import DeadlineKind, Unit, Verdict


def _notice(kind: DeadlineKind) -> str | None:
    """The warning beside a deadline that the law does not set."""
    if kind is DeadlineKind.STATUTORY:
        return None
    if kind is DeadlineKind.DOCUMENT:
        return kind.label
    return str(message("notice.configured" if kind is DeadlineKind.CONFIGURED else "notice.unverified"))


@strawberry.type
@labelled
class Deadline:
    """A deadline: its length, the event it counts from, and its basis."""

    who: BodyKind
    act: str
    value: int | None
    unit: Unit
    event: str
    kind: DeadlineKind
    source: str | None
    notice: str | None
    due_at: DateTime | None
    due_note: str | None
    verdict: Verdict
    condition: str
    citations: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, a: Applied[rules.Deadline], start: DateTime | None) -> "Deadline":
        """From a judged row; `start` is the time of its event."""
        r = a.row
        at = due(r, start) if start else None
        return cls(
            who=BodyKind.of(book.kinds[r.who]),
            act=r.act,
            value=r.value,
            unit=r.unit,
            event=r.event,
            kind=r.kind,
            source=r.source,
            notice=_notice(r.kind),
            due_at=at.at if at else None,
            due_note=str(at.reason) if at and at.reason else None,
            verdict=a.verdict,
            condition=r.when.text,
            citations=citations(a.citations),
        )


@strawberry.type
@labelled
class Instruction:
    """An instruction with its citations."""

    text: str
    condition: str
    verdict: Verdict
    citations: list[Citation]

    @classmethod
    def of(cls, a: "Applied[rules.Step] | Applied[rules.Safeguard] | Applied[DoorStep]") -> "Instruction":
        """From a judged row."""
        return cls(text=a.row.text, condition=a.row.when.text, verdict=a.verdict, citations=citations(a.citations))


@strawberry.type
@labelled
class Sanction:
    """A sanction; `none` if the law sets none."""

    text: str
    none: bool
    body: BodyKind | None
    against: BodyKind | None
    condition: str
    verdict: Verdict
    citations: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, a: Applied[rules.Sanction]) -> "Sanction":
        """From a judged row."""
        r = a.row
        kind = book.kinds
        return cls(
            text=r.text,
            none=r.none,
            body=BodyKind.of(kind[r.body]) if r.body else None,
            against=BodyKind.of(kind[r.against]) if r.against else None,
            condition=r.when.text,
            verdict=a.verdict,
            citations=citations(a.citations),
        )


@strawberry.type
class UnlawfulRefusal:
    """Question that must not be answered or demand that must not be made, with the reason."""

    text: str
    why: str
    citations: list[Citation]
