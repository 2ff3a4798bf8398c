"""GraphQL types of eligibility (资格的类型)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from typing import Any

import strawberry

from api.common import BodyKind, Citation, NamedCode, Node, citations, global_id
from api.enums import labelled
from api.responsibility.explanation import TextUsed, texts_used
from api.responsibility.sanctions import Deadline
from api.responsibility.types import MatterRef
from api.situation.forms import FactForm, FactValue, fact_label, forms
from knowledge.eligibility import services as decision
from knowledge.responsibility.judging import Applied
from knowledge.rows import referral as rules
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import ApplicationArea, Confidence, Fit, Mark, Relation, Verdict


@strawberry.type
@labelled
class Service(Node):
    """What can be had."""

    code: str
    name: str
    name_en: str
    needs: list[NamedCode]
    mark: Mark
    confidence: Confidence
    source: str
    plan: list[str]
    matters: list[MatterRef]
    note: str | None

    @classmethod
    def of(cls, book: Rulebook, s: rules.Service) -> "Service":
        """From the rulebook."""
        return cls(
            id=global_id("Service", s.code),
            code=s.code,
            name=s.name,
            name_en=s.name_en,
            needs=[NamedCode(code=n.code, name=n.name) for n in book.needs if n.code in s.needs],
            mark=s.mark,
            confidence=s.confidence,
            source=s.source,
            plan=list(s.plan),
            matters=[MatterRef.of(book.matters[m]) for m in s.matters],
            note=s.note,
        )


@strawberry.type
@labelled
class Requirement:
    """What must hold, whether it does, and the words that say so."""

    text: str
    verdict: Verdict
    ways: list[str]
    failing: list[str]
    missing_facts: list[FactForm]
    verify: list[str]
    marks: list[Mark]
    citations: list[Citation]

    @classmethod
    def of(cls, r: decision.Required) -> "Requirement":
        """From the decision."""
        marks = dict.fromkeys(t.row.mark for t in r.ways)
        return cls(
            text=r.row.text,
            verdict=r.verdict,
            ways=[t.row.when.text for t in r.ways],
            failing=[a.text for a in r.failing],
            missing_facts=forms(r.missing),
            verify=list(r.verify),
            marks=list(marks),
            citations=citations(r.citations),
        )


@strawberry.type
@labelled
class EligibilityOutcome:
    """Values of a missing fact and the conclusion then."""

    values: list[FactValue]
    fit: Fit


@strawberry.type
class EligibilityQuestion:
    """Never guessed."""

    fact: FactForm
    outcomes: list[EligibilityOutcome]

    @classmethod
    def of(cls, a: decision.Ask) -> "EligibilityQuestion":
        """From the decision."""
        outcomes = [EligibilityOutcome(values=FactValue.labelled(a.fact, x.values), fit=x.fit) for x in a.leads]
        return cls(fact=FactForm.of(a.fact), outcomes=outcomes)


@strawberry.type
@labelled
class ApplicationRoute:
    """The rule of place, who accepts and who decides."""

    where: ApplicationArea
    text: str
    accept: BodyKind
    confirm: BodyKind | None
    verdict: Verdict
    condition: str
    mark: Mark
    citations: list[Citation]

    @classmethod
    def of(cls, kinds: Any, a: Applied[rules.Apply]) -> "ApplicationRoute":
        """From a judged row."""
        r = a.row
        return cls(
            where=r.where,
            text=r.text,
            accept=BodyKind.of(kinds[r.accept]),
            confirm=BodyKind.of(kinds[r.confirm]) if r.confirm else None,
            verdict=a.verdict,
            condition=r.when.text,
            mark=r.mark,
            citations=citations(a.citations),
        )


@strawberry.type
class Applicant:
    """For the child."""

    text: str
    condition: str
    citations: list[Citation]

    @classmethod
    def of(cls, a: Applied[rules.Applicant]) -> "Applicant":
        """From a judged row."""
        return cls(text=a.row.text, condition=a.row.when.text, citations=citations(a.citations))


@strawberry.type
@labelled
class Material:
    """A document; not asked for again where another body can share it."""

    text: str
    shared: bool
    mark: Mark
    condition: str

    @classmethod
    def of(cls, a: Applied[rules.Material]) -> "Material":
        """From a judged row."""
        return cls(text=a.row.text, shared=a.row.shared, mark=a.row.mark, condition=a.row.when.text)


@strawberry.type
@labelled
class ServiceRelation:
    """Exclusion, supplement or order."""

    kind: Relation
    other: NamedCode
    text: str
    mark: Mark
    citations: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, a: Applied[rules.Link]) -> "ServiceRelation":
        """From a judged row."""
        r = a.row
        return cls(
            kind=r.kind,
            other=NamedCode.subject(book, r.other),
            text=r.text,
            mark=r.mark,
            citations=citations(a.citations),
        )


@strawberry.type
@labelled
class Eligibility:
    """The answer for one service on one day; a part that nobody asks for is not made."""

    service: Service
    on: Date
    fit: Fit
    sentence: str
    failing: str | None
    cured_on: Date | None
    cured_to: Fit | None
    missing_facts: list[FactForm]
    verify: list[str]
    _found: strawberry.Private[decision.Eligibility]

    @classmethod
    def of(cls, e: decision.Eligibility) -> "Eligibility":
        """From the decision."""
        cured = e.cured
        return cls(
            service=Service.of(e.book, e.service),
            on=e.on,
            fit=e.fit,
            sentence=sentence(e),
            failing=e.failing.row.text if e.failing else None,
            cured_on=cured[0] if cured else None,
            cured_to=cured[1] if cured else None,
            missing_facts=forms(e.missing),
            verify=list(e.verify),
            _found=e,
        )

    @strawberry.field
    def requirements(self) -> list[Requirement]:
        """In the order in which they are checked."""
        return [Requirement.of(r) for r in self._found.required]

    @strawberry.field
    def questions(self) -> list[EligibilityQuestion]:
        """The most telling first."""
        return [EligibilityQuestion.of(a) for a in self._found.asks]

    @strawberry.field
    def routes(self) -> list[ApplicationRoute]:
        """The rules of place."""
        return [ApplicationRoute.of(self._found.book.kinds, a) for a in self._found.apply]

    @strawberry.field
    def applicants(self) -> list[Applicant]:
        """For the child."""
        return [Applicant.of(a) for a in self._found.applicants]

    @strawberry.field
    def materials(self) -> list[Material]:
        """As far as the texts or practice say."""
        return [Material.of(a) for a in self._found.materials]

    @strawberry.field
    def relations(self) -> list[ServiceRelation]:
        """Exclusions, supplements, order."""
        return [ServiceRelation.of(self._found.book, a) for a in self._found.links]

    @strawberry.field
    def deadlines(self) -> list[Deadline]:
        """Statutory or configured."""
        return [Deadline.of(self._found.book, d, None) for d in self._found.deadlines]

    @strawberry.field
    def texts(self) -> list[TextUsed]:
        """Each once; two days with other texts show what made the difference."""
        return texts_used(Citation.of(c) for r in self._found.required for c in r.citations)


def sentence(e: decision.Eligibility) -> str:
    """The conclusion in one Chinese sentence; an unknown names what to ask or verify, never a no."""
    name = e.service.name
    if e.failing is not None:
        until = f"；{e.cured[0]:%Y年%m月%d日}起{e.cured[1].zh}" if e.cured else ""
        return f"{name}：不符合（{e.failing.row.text}）{until}"
    if e.fit.value == "eligible":
        return f"{name}：符合"
    wanted = [f"先问{'、'.join(fact_label(f) for f in e.missing)}"] if e.missing else []
    return f"{name}：不明，{'；'.join([*wanted, *e.verify])}"
