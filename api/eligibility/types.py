"""GraphQL types of eligibility (资格的类型)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from typing import Any

import strawberry

from api.common import BodyKind, Citation, Label, citations
from api.responsibility.explanation import TextUsed, texts_used
from api.responsibility.sanctions import Deadline
from knowledge.eligibility import services as decision
from knowledge.responsibility.finding import Applied
from knowledge.rows import referral as rules
from knowledge.situation.conditions import DERIVED
from knowledge.situation.situation import DURATIONS, LABELS


def fact_label(fact: str) -> str:
    """A fact in Chinese; a duration is asked for by the day it began."""
    if fact == "age":
        return "年龄（出生日期）"
    return LABELS.get(DURATIONS.get(fact, fact)) or DERIVED.get(fact, fact)


@strawberry.type
class Service:
    """What can be had."""

    code: str
    name: str
    name_en: str
    needs: list[str]
    mark: Label
    confidence: Label
    source: str
    plan: list[str]
    matters: list[str]
    note: str | None

    @classmethod
    def of(cls, s: rules.Service) -> "Service":
        """From the rulebook."""
        return cls(
            code=s.code, name=s.name, name_en=s.name_en, needs=list(s.needs), mark=Label.of(s.mark),
            confidence=Label.of(s.confidence), source=s.source, plan=list(s.plan), matters=list(s.matters), note=s.note,
        )  # fmt: skip


@strawberry.type
class Requirement:
    """What must hold, whether it does, and the words that say so."""

    text: str
    verdict: Label
    ways: list[str]
    failing: list[str]
    missing: list[str]
    verify: list[str]
    marks: list[Label]
    citations: list[Citation]

    @classmethod
    def of(cls, r: decision.Required) -> "Requirement":
        """From the decision."""
        marks = dict.fromkeys(t.row.mark for t in r.ways)
        return cls(
            text=r.row.text, verdict=Label.of(r.verdict), ways=[t.row.when.text for t in r.ways],
            failing=[a.text for a in r.failing], missing=[fact_label(f) for f in r.missing], verify=list(r.verify),
            marks=[Label.of(m) for m in marks], citations=citations(r.citations),
        )  # fmt: skip


@strawberry.type
class Lead:
    """Values and the conclusion."""

    values: list[str]
    fit: Label


@strawberry.type
class Ask:
    """Never guessed."""

    fact: str
    label: str
    leads: list[Lead]

    @classmethod
    def of(cls, a: decision.Ask) -> "Ask":
        """From the decision."""
        leads = [Lead(values=list(x.values), fit=Label.of(x.fit)) for x in a.leads]
        return cls(fact=a.fact, label=fact_label(a.fact), leads=leads)


@strawberry.type
class Apply:
    """The rule of place, who accepts and who decides."""

    where: Label
    text: str
    accept: BodyKind
    confirm: BodyKind | None
    verdict: Label
    condition: str
    mark: Label
    citations: list[Citation]

    @classmethod
    def of(cls, kinds: Any, a: Applied[rules.Apply]) -> "Apply":
        """From a judged row."""
        r = a.row
        return cls(
            where=Label.of(r.where), text=r.text, accept=BodyKind.of(kinds[r.accept]),
            confirm=BodyKind.of(kinds[r.confirm]) if r.confirm else None, verdict=Label.of(a.verdict),
            condition=r.when.text, mark=Label.of(r.mark), citations=citations(a.citations),
        )  # fmt: skip


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
class Material:
    """A document; not asked for again where another body can share it."""

    text: str
    shared: bool
    mark: Label
    condition: str

    @classmethod
    def of(cls, a: Applied[rules.Material]) -> "Material":
        """From a judged row."""
        return cls(text=a.row.text, shared=a.row.shared, mark=Label.of(a.row.mark), condition=a.row.when.text)


@strawberry.type
class Link:
    """Exclusion, supplement or order."""

    kind: Label
    other: str
    text: str
    mark: Label
    citations: list[Citation]

    @classmethod
    def of(cls, a: Applied[rules.Link]) -> "Link":
        """From a judged row."""
        r = a.row
        return cls(
            kind=Label.of(r.kind), other=r.other, text=r.text, mark=Label.of(r.mark), citations=citations(a.citations)
        )


@strawberry.type
class Eligibility:
    """The answer for one service on one day; a part that nobody asks for is not made."""

    service: Service
    on: Date
    fit: Label
    sentence: str
    failing: str | None
    cured_on: Date | None
    cured_to: Label | None
    missing: list[str]
    verify: list[str]
    _found: strawberry.Private[decision.Eligibility]

    @classmethod
    def of(cls, e: decision.Eligibility) -> "Eligibility":
        """From the decision."""
        cured = e.cured
        return cls(
            service=Service.of(e.service), on=e.on, fit=Label.of(e.fit), sentence=sentence(e),
            failing=e.failing.row.text if e.failing else None, cured_on=cured[0] if cured else None,
            cured_to=Label.of(cured[1]) if cured else None, missing=list(e.missing), verify=list(e.verify), _found=e,
        )  # fmt: skip

    @strawberry.field
    def requirements(self) -> list[Requirement]:
        """In the order in which they are checked."""
        return [Requirement.of(r) for r in self._found.required]

    @strawberry.field
    def asks(self) -> list[Ask]:
        """The most telling first."""
        return [Ask.of(a) for a in self._found.asks]

    @strawberry.field
    def apply(self) -> list[Apply]:
        """The rules of place."""
        return [Apply.of(self._found.book.kinds, a) for a in self._found.apply]

    @strawberry.field
    def applicants(self) -> list[Applicant]:
        """For the child."""
        return [Applicant.of(a) for a in self._found.applicants]

    @strawberry.field
    def materials(self) -> list[Material]:
        """As far as the texts or practice say."""
        return [Material.of(a) for a in self._found.materials]

    @strawberry.field
    def links(self) -> list[Link]:
        """Exclusions, supplements, order."""
        return [Link.of(a) for a in self._found.links]

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
