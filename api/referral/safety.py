"""GraphQL types of the doors and of reporting: what protects the child first (紧急与报告)."""

import strawberry

from api.common import BodyKind, Citation, Label, Office, citations
from api.eligibility.types import fact_label
from api.responsibility.sanctions import Deadline, Line
from api.responsibility.types import MatterRef
from knowledge.referral import safety
from knowledge.rows.referral import Concept, Need
from network.referral.referral import Referral
from network.responsibility.offices import offices

REPORT = {
    "must": "应当立即报告",
    "may": "有权报告",
    "need_not": "就已说的情况不触发报告义务",
    "depends": "取决于所列事实；拿不准的，先报",
}


@strawberry.type
class Derived:
    """With the rule that led to it."""

    code: str
    name: str
    verdict: Label
    because: list[str]
    missing: list[str]
    citations: list[Citation]

    @classmethod
    def of(cls, d: "safety.Derived[Concept] | safety.Derived[Need]") -> "Derived":
        """From the decision."""
        because = ["提出的需求"] if d.voiced else [t.row.when.text for t in d.ways]
        return cls(
            code=d.concept.code, name=d.concept.name, verdict=Label.of(d.verdict), because=because,
            missing=[fact_label(f) for f in d.missing], citations=citations(d.citations),
        )  # fmt: skip


@strawberry.type
class Call:
    """A call through a door."""

    body: BodyKind
    number: str | None
    text: str
    offices: list[Office]


@strawberry.type
class Door:
    """Open, closed or unknown; none waits for another."""

    code: str
    name: str
    verdict: Label
    because: list[str]
    missing: list[str]
    calls: list[Call]
    steps: list[Line]
    citations: list[Citation]

    @classmethod
    def of(cls, r: Referral, d: safety.Derived) -> "Door":  # type: ignore[type-arg]  # a derived door
        """From the decision."""
        kinds = r.book.kinds
        calls = [
            Call(
                body=BodyKind.of(kinds[c.body]), number=c.number, text=c.text,
                offices=[Office.of(b) for b in offices(r.network, kinds[c.body], r.place, r.on)[1]],
            )
            for c in d.concept.call
        ]  # fmt: skip
        return cls(
            code=d.concept.code, name=d.concept.name, verdict=Label.of(d.verdict),
            because=[t.row.when.text for t in d.ways], missing=[fact_label(f) for f in d.missing], calls=calls,
            steps=[Line.of(s) for s in safety.door_steps(r.facts, d.concept)], citations=citations(d.citations),
        )  # fmt: skip


@strawberry.type
class Caution:
    """A caution with its ground."""

    kind: str
    text: str
    citations: list[Citation]


@strawberry.type
class Triage:
    """Must, may, need not, or it depends."""

    report: str
    sentence: str
    situations: list[Derived]
    matters: list[MatterRef]
    duties: list[Line]
    to: list[BodyKind]
    deadlines: list[Deadline]
    missing: list[str]
    cautions: list[Caution]

    @classmethod
    def of(cls, r: Referral) -> "Triage":
        """From the decision."""
        t = r.triage
        duties = [
            Line(
                text=d.row.act, condition=d.row.when.text, verdict=Label.of(d.verdict), citations=citations(d.citations)
            )
            for d in t.duties
        ]
        return cls(
            report=t.report.value, sentence=REPORT[t.report.value], situations=[Derived.of(d) for d in t.situations],
            matters=[MatterRef.of(m) for m in t.matters], duties=duties,
            to=[BodyKind.of(r.book.kinds[b]) for b in t.to],
            deadlines=[Deadline.of(r.book, d, None) for d in t.deadlines], missing=[fact_label(f) for f in t.missing],
            cautions=[Caution(kind=c.row.kind, text=c.row.text, citations=citations(c.citations)) for c in t.cautions],
        )  # fmt: skip
