"""GraphQL types of the doors and of reporting, which come before everything else (紧急与报告)."""

import strawberry

from api.common import BodyKind, Citation, citations
from api.enums import labelled
from api.network.types import Office
from api.responsibility.sanctions import Deadline, Instruction
from api.responsibility.types import MatterRef
from api.situation.forms import FactForm, forms
from knowledge.messages.message import message
from knowledge.referral import safety
from knowledge.rows.referral import Concept, Need
from knowledge.vocabulary import CautionKind, Verdict
from network.referral.referral import Referral


@strawberry.type
@labelled
class DerivedConcept:
    """A difficulty, need or other derived fact, with the rules that led to it."""

    code: str
    name: str
    verdict: Verdict
    because: list[str]
    missing_facts: list[FactForm]
    citations: list[Citation]

    @classmethod
    def of(cls, d: "safety.Derived[Concept] | safety.Derived[Need]") -> "DerivedConcept":
        """From the decision."""
        because = [str(message("referral.voiced"))] if d.voiced else [t.row.when.text for t in d.ways]
        return cls(
            code=d.concept.code,
            name=d.concept.name,
            verdict=d.verdict,
            because=because,
            missing_facts=forms(d.missing),
            citations=citations(d.citations),
        )


@strawberry.type
class DoorCall:
    """A contact at a door."""

    body: BodyKind
    number: str | None
    text: str
    offices: list[Office]


@strawberry.type
@labelled
class Door:
    """One of the three doors: open, closed or unknown, independently of the others."""

    code: str
    name: str
    verdict: Verdict
    because: list[str]
    missing_facts: list[FactForm]
    calls: list[DoorCall]
    steps: list[Instruction]
    citations: list[Citation]

    @classmethod
    def of(cls, r: Referral, d: safety.Derived) -> "Door":  # type: ignore[type-arg]  # a derived door
        """From the decision."""
        kinds = r.book.kinds
        calls = [
            DoorCall(
                body=BodyKind.of(kinds[c.body]),
                number=c.number,
                text=c.wording(to_child=r.by_child),
                offices=[Office.of(b) for b in r.offices(c.body, r.place)[1]],
            )
            for c in d.concept.call
        ]
        return cls(
            code=d.concept.code,
            name=d.concept.name,
            verdict=d.verdict,
            because=[t.row.when.text for t in d.ways],
            missing_facts=forms(d.missing),
            calls=calls,
            steps=[Instruction.of(s) for s in safety.door_steps(r.facts, d.concept)],
            citations=citations(d.citations),
        )


@strawberry.type
@labelled
class Caution:
    """A caution with its citations."""

    kind: CautionKind
    text: str
    citations: list[Citation]


@strawberry.type
@labelled
class ReportingAdvice:
    """Duty to report: recipients and deadline, with cautions."""

    report: safety.MustReport
    situations: list[DerivedConcept]
    matters: list[MatterRef]
    duties: list[Instruction]
    to: list[BodyKind]
    deadlines: list[Deadline]
    missing_facts: list[FactForm]
    cautions: list[Caution]

    @classmethod
    def of(cls, r: Referral) -> "ReportingAdvice":
        """From the decision."""
        t = r.triage
        duties = [
            Instruction(text=d.row.act, condition=d.row.when.text, verdict=d.verdict, citations=citations(d.citations))
            for d in t.duties
        ]
        return cls(
            report=t.report,
            situations=[DerivedConcept.of(d) for d in t.situations],
            matters=[MatterRef.of(m) for m in t.matters],
            duties=duties,
            to=[BodyKind.of(r.book.kinds[b]) for b in t.to],
            deadlines=[Deadline.of(r.book, d, None) for d in t.deadlines],
            missing_facts=forms(t.missing),
            cautions=[Caution(kind=c.row.kind, text=c.row.text, citations=citations(c.citations)) for c in t.cautions],
        )
