"""GraphQL types of eligibility (资格的类型)."""

from datetime import date as Date
from typing import Any

import strawberry

from api.common import BodyKind, Citation, NamedCode, Node, citations, global_id
from api.eligibility.wording import against, sentence
from api.enums import labelled
from api.responsibility.explanation import TextUsed, texts_used
from api.responsibility.sanctions import Deadline
from api.responsibility.types import MatterRef
from api.situation.forms import FactForm, FactValue, forms
from knowledge.eligibility import services as decision
from knowledge.eligibility.recognition import Recognition
from knowledge.responsibility.judging import Applied
from knowledge.rows import referral as rules
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import ApplicationArea, Confidence, Fit, Mark, Relation, Verdict


@strawberry.type
@labelled
class Service(Node):
    """A service or benefit."""

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
    """One requirement, its verdict and its citations."""

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
        return cls(
            text=r.row.text,
            verdict=r.verdict,
            ways=[t.row.when.text for t in r.ways],
            failing=[against(a, r.facts) for a in r.failing],
            missing_facts=forms(r.missing),
            verify=list(r.verify),
            marks=list(dict.fromkeys(t.row.mark for t in r.ways)),
            citations=citations(r.citations),
        )


@strawberry.type
@labelled
class EligibilityOutcome:
    """Values of a missing fact and the conclusion they lead to."""

    values: list[FactValue]
    fit: Fit


@strawberry.type
class EligibilityQuestion:
    """A missing fact to ask for, and the conclusion for each of its values."""

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
    """Place of application: the rule of place, the body that accepts and the body that decides."""

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
    """A person who may apply for the child."""

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
    """A document to bring; not needed again if another body can share it."""

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
    """Relation of a service to another: exclusion, supplement or order."""

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
class StatusFirst:
    """A status to apply for before the service: by any one of several services, at the same place."""

    fact: FactForm
    services: list[NamedCode]
    text: str
    accept: BodyKind | None

    @classmethod
    def of(cls, r: Recognition) -> "StatusFirst":
        """From the decision."""
        return cls(
            fact=FactForm.of(r.fact),
            text=r.text,
            services=[NamedCode(code=s.code, name=s.name) for s in r.services],
            accept=BodyKind.of(r.facts.book.kinds[r.route.accept]) if r.route else None,
        )


@strawberry.type
@labelled
class Eligibility:
    """The answer for one service on one day; each part is computed only if it is selected."""

    service: Service
    on: Date
    fit: Fit
    sentence: str
    failing: str | None
    cured_on: Date | None
    cured_to: Fit | None
    missing_facts: list[FactForm]
    verify: list[str]
    _decision: strawberry.Private[decision.Eligibility]

    @classmethod
    def of(cls, e: decision.Eligibility) -> "Eligibility":
        """From the decision."""
        cured = e.cured or (None, None)
        return cls(
            service=Service.of(e.book, e.service),
            on=e.on,
            fit=e.fit,
            sentence=sentence(e),
            failing=e.failing.row.text if e.failing else None,
            cured_on=cured[0],
            cured_to=cured[1],
            missing_facts=forms(e.missing),
            verify=list(e.verify),
            _decision=e,
        )

    @strawberry.field
    def requirements(self) -> list[Requirement]:
        """The requirements in the order in which they are checked."""
        return [Requirement.of(r) for r in self._decision.required]

    @strawberry.field
    def questions(self) -> list[EligibilityQuestion]:
        """Questions about missing facts, the most decisive first."""
        return [EligibilityQuestion.of(a) for a in self._decision.asks]

    @strawberry.field
    def first(self) -> list[StatusFirst]:
        """The statuses to apply for first."""
        return list(map(StatusFirst.of, self._decision.first))

    @strawberry.field
    def routes(self) -> list[ApplicationRoute]:
        """Return the places of application."""
        return [ApplicationRoute.of(self._decision.book.kinds, a) for a in self._decision.apply]

    @strawberry.field
    def applicants(self) -> list[Applicant]:
        """The people who may apply for the child."""
        return [Applicant.of(a) for a in self._decision.applicants]

    @strawberry.field
    def materials(self) -> list[Material]:
        """Documents to bring, as far as texts or practice name them."""
        return [Material.of(a) for a in self._decision.materials]

    @strawberry.field
    def relations(self) -> list[ServiceRelation]:
        """Relations to other services."""
        return [ServiceRelation.of(self._decision.book, a) for a in self._decision.links]

    @strawberry.field
    def deadlines(self) -> list[Deadline]:
        """Statutory or configured deadlines."""
        return [Deadline.of(self._decision.book, d, None) for d in self._decision.deadlines]

    @strawberry.field
    def texts(self) -> list[TextUsed]:
        """Each text once; different texts on two days explain a different conclusion."""
        return texts_used(Citation.of(c) for r in self._decision.required for c in r.citations)
