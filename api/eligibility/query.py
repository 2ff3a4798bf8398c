"""Query.eligibility: may this child have it, on these days, and why (资格)."""

from collections.abc import Iterable
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from itertools import pairwise
from typing import Any

import strawberry

from api.common import BodyKind, Citation, Label, citations
from api.request.context import Context, today
from api.responsibility.explanation import TextUsed, texts_used
from api.responsibility.types import Deadline
from api.situation.input import SituationInput, situation
from knowledge.eligibility import services as decision
from knowledge.errors import BadInput
from knowledge.responsibility.finding import Applied
from knowledge.rows import referral as rules
from knowledge.situation.conditions import DERIVED
from knowledge.situation.situation import DURATIONS, LABELS

MOST_DAYS = 24


def fact_label(fact: str) -> str:
    """A fact in Chinese; a duration is asked for by the day it began."""
    if fact == "age":
        return "年龄（出生日期）"
    return LABELS.get(DURATIONS.get(fact, fact)) or DERIVED.get(fact, fact)


@strawberry.type(description="服务或待遇 / a service or benefit")
class Service:
    """What can be had."""

    code: str
    name: str
    name_en: str
    needs: list[str]
    mark: Label = strawberry.field(description="规则怎样得来 / how the rule was obtained")
    confidence: Label
    source: str
    plan: list[str]
    matters: list[str] = strawberry.field(description="谁负责见这些事项 / matters that say who is responsible")
    note: str | None

    @classmethod
    def of(cls, s: rules.Service) -> "Service":
        """From the rulebook."""
        return cls(
            code=s.code, name=s.name, name_en=s.name_en, needs=list(s.needs), mark=Label.of(s.mark),
            confidence=Label.of(s.confidence), source=s.source, plan=list(s.plan), matters=list(s.matters), note=s.note,
        )  # fmt: skip


@strawberry.type(description="一项条件 / one requirement, judged")
class Requirement:
    """What must hold, whether it does, and the words that say so."""

    text: str
    verdict: Label
    ways: list[str] = strawberry.field(description="可以怎样满足 / the ways in which it can be met")
    failing: list[str] = strawberry.field(description="与已知事实不符的条件 / what the facts contradict")
    missing: list[str] = strawberry.field(description="还要知道的事实 / facts to ask for")
    verify: list[str] = strawberry.field(description="须向有关部门核实 / to be verified with a body")
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


@strawberry.type(description="一个回答会导致的结论 / what an answer leads to")
class Lead:
    """Values and the conclusion."""

    values: list[str]
    fit: Label


@strawberry.type(description="要问的事实 / a fact to ask for, with what its answers lead to")
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


@strawberry.type(description="去哪里办 / where to apply")
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


@strawberry.type(description="谁可以代为申请 / who may apply")
class Applicant:
    """For the child."""

    text: str
    condition: str
    citations: list[Citation]

    @classmethod
    def of(cls, a: Applied[rules.Applicant]) -> "Applicant":
        """From a judged row."""
        return cls(text=a.row.text, condition=a.row.when.text, citations=citations(a.citations))


@strawberry.type(description="要带的材料 / what to bring")
class Material:
    """A document; not asked for again where another body can share it."""

    text: str
    shared: bool = strawberry.field(description="可由部门共享，不必重复提交 / shared between bodies: do not ask again")
    mark: Label
    condition: str

    @classmethod
    def of(cls, a: Applied[rules.Material]) -> "Material":
        """From a judged row."""
        return cls(text=a.row.text, shared=a.row.shared, mark=Label.of(a.row.mark), condition=a.row.when.text)


@strawberry.type(description="与其他待遇的衔接 / how it stands to another service")
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


@strawberry.type(description="资格：符合、不符合、不明 / eligible, ineligible or unknown")
class Eligibility:
    """The answer for one service on one day; a part that nobody asks for is not made."""

    service: Service
    on: Date
    fit: Label
    sentence: str = strawberry.field(description="一句话 / one sentence")
    failing: str | None = strawberry.field(description="首先不符合的条件 / the first requirement that fails")
    cured_on: Date | None = strawberry.field(description="只靠时间即可改变的日期 / the day on which time alone ends it")
    cured_to: Label | None
    missing: list[str] = strawberry.field(description="缺少的事实 / missing facts, by field")
    verify: list[str] = strawberry.field(description="须核实的规则 / what must be verified with a body")
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

    @strawberry.field(description="逐项条件 / every requirement")
    def requirements(self) -> list[Requirement]:
        """In the order in which they are checked."""
        return [Requirement.of(r) for r in self._found.required]

    @strawberry.field(description="要问什么、各种回答的结果 / what to ask, and what each answer leads to")
    def asks(self) -> list[Ask]:
        """The most telling first."""
        return [Ask.of(a) for a in self._found.asks]

    @strawberry.field(description="去哪里办 / where to apply")
    def apply(self) -> list[Apply]:
        """The rules of place."""
        return [Apply.of(self._found.book.kinds, a) for a in self._found.apply]

    @strawberry.field(description="谁可以申请 / who may apply")
    def applicants(self) -> list[Applicant]:
        """For the child."""
        return [Applicant.of(a) for a in self._found.applicants]

    @strawberry.field(description="材料 / what to bring")
    def materials(self) -> list[Material]:
        """As far as the texts or practice say."""
        return [Material.of(a) for a in self._found.materials]

    @strawberry.field(description="衔接与互斥 / how it stands to other services")
    def links(self) -> list[Link]:
        """Exclusions, supplements, order."""
        return [Link.of(a) for a in self._found.links]

    @strawberry.field(description="办理时限 / deadlines of the bodies")
    def deadlines(self) -> list[Deadline]:
        """Statutory or configured."""
        return [Deadline.of(self._found.book, d, None) for d in self._found.deadlines]

    @strawberry.field(description="所用文本的版本 / versions of the texts used")
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


@strawberry.type(description="资格答复 / one result for each day asked")
class EligibilityAnswer:
    """One result a day."""

    results: list[Eligibility]
    changes: list[str] = strawberry.field(description="各日之间的差别及其原因 / what differs from day to day, and why")

    @classmethod
    def of(cls, found: Iterable[decision.Eligibility]) -> "EligibilityAnswer":
        """From the decisions."""
        results = list(found)
        said = [_difference(a, b) for a, b in pairwise(results)]
        return cls(results=[Eligibility.of(e) for e in results], changes=[s for s in said if s])


def _difference(a: decision.Eligibility, b: decision.Eligibility) -> str | None:
    """What changed between two days: the conclusion, and the texts or the time that made it."""
    texts = [
        {f"《{c.provision.document.title}》{c.provision.version.label}" for r in e.required for c in r.citations}
        for e in (a, b)
    ]
    if a.fit is b.fit and texts[0] == texts[1]:
        return None
    why = (
        f"依据由{'、'.join(sorted(texts[0]))}变为{'、'.join(sorted(texts[1]))}" if texts[0] != texts[1] else "时间经过"
    )
    return f"{a.on}{a.fit.zh} → {b.on}{b.fit.zh}：{why}"


@strawberry.type
class EligibilityQuery:
    """May this child have it."""

    @strawberry.field(description="这项服务或待遇能不能享受 / may this child have this service, on these days, and why")
    async def eligibility(
        self,
        info: strawberry.Info[Context, None],
        service: str,
        situation: SituationInput | None = None,
        on: list[Date] | None = None,
    ) -> EligibilityAnswer | None:
        """`on` gives one result a day."""
        days = on or [today()]
        if len(days) > MOST_DAYS:
            raise BadInput("on", "input.too_many", most=MOST_DAYS)
        found = decision.over_time(info.context.book, service, _situation(situation), days)
        return EligibilityAnswer.of(found)

    @strawberry.field(description="全部服务与待遇 / every service and benefit")
    async def services(self, info: strawberry.Info[Context, None], need: str | None = None) -> list[Service]:
        """By code; for a need, those that answer it."""
        found = info.context.book.services
        return [Service.of(s) for _, s in sorted(found.items()) if need is None or need in s.needs]

    @strawberry.field(description="全部需求，安全在先 / every need, safety first")
    async def needs(self, info: strawberry.Info[Context, None]) -> list[Label]:
        """The codes that coverage and siting take beside those of services."""
        return [Label(code=n.code, label=n.name) for n in info.context.book.needs]


def _situation(given: Any) -> Any:
    return situation(given)
