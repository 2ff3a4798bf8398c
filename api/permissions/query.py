"""Query.permitted: may they? (可以吗)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar

import strawberry

from api.common import BodyKind, Citation, Label, citations
from api.request.context import Context, today
from api.responsibility.query import body_code
from api.responsibility.sanctions import Sanction
from api.situation.input import SituationInput, situation
from knowledge.errors import AmbiguousAct, NotFound
from knowledge.permissions import decision
from knowledge.responsibility.finding import judge
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import LABELS
from knowledge.words.search import Search

ANSWERS = {
    decision.Permission.YES: "可以",
    decision.Permission.NO: "不可以",
    decision.Permission.DEPENDS: "看情况，需补充事实",
    decision.Permission.NOT_STATED: "收录的文本没有规定，不等于可以",
}


@strawberry.input(one_of=True)
class ActInput:
    """What they would do."""

    code: str | None = strawberry.UNSET
    text: str | None = strawberry.UNSET


@strawberry.type
class NormException:
    """When the norm does not hold."""

    text: str
    condition: str
    verdict: Label
    citations: list[Citation]


@strawberry.type
class Norm:
    """Subject × act × modality × condition, with clause, exception and sanction."""

    id: str
    modality: Label
    text: str
    condition: str
    binds: Label
    failing: list[str]
    missing: list[str]
    citations: list[Citation]
    exceptions: list[NormException]
    sanctions: list[Sanction]
    instead: str | None

    @classmethod
    def of(cls, book: Rulebook, n: decision.NormApplied, on: Date) -> "Norm":
        """From a weighed norm."""
        row = n.norm.row
        return cls(
            id=row.id, modality=Label.of(row.modality), text=row.text, condition=row.when.text,
            binds=Label.of(n.binds), failing=[a.text for a in n.norm.failing], missing=list(n.norm.missing),
            citations=citations(n.norm.citations),
            exceptions=[
                NormException(
                    text=e.row.text, condition=e.row.when.text, verdict=Label.of(e.verdict),
                    citations=citations(e.citations),
                )
                for e in n.exceptions
            ],
            sanctions=[Sanction.of(book, s) for s in judge(book, row.sanction, {}, on)],
            instead=row.instead,
        )  # fmt: skip


@strawberry.type
class OtherSubject:
    """Somebody else whom a text lets or makes do it."""

    by: list[BodyKind]
    modality: Label
    text: str
    condition: str
    citations: list[Citation]
    instead: str | None

    @classmethod
    def of(cls, book: Rulebook, n: rules.Norm, on: Date) -> "OtherSubject":
        """From a norm addressed to others."""
        return cls(
            by=[BodyKind.of(book.kinds[k]) for k in n.by], modality=Label.of(n.modality), text=n.text,
            condition=n.when.text, citations=citations(book.citations(n, on)), instead=n.instead,
        )  # fmt: skip


@strawberry.type
class PermissionAnswer:
    """YES, NO, DEPENDS or NOT_STATED, with every norm that was weighed."""

    answer: strawberry.enum(decision.Permission)  # type: ignore[valid-type]  # the decision's own enum
    answer_label: str
    act: str
    act_name: str
    by: BodyKind
    on: Date
    norms: list[Norm]
    missing: list[str]
    others: list[OtherSubject]

    @classmethod
    def of(cls, book: Rulebook, p: decision.Permitted) -> "PermissionAnswer":
        """From the decision."""
        return cls(
            answer=p.answer, answer_label=ANSWERS[p.answer], act=p.act, act_name=book.acts[p.act].name,
            by=BodyKind.of(book.kinds[p.by]), on=p.on, norms=[Norm.of(book, n, p.on) for n in p.norms],
            missing=[LABELS.get(f, f) for f in p.missing],
            others=[OtherSubject.of(book, n, p.on) for n in p.others],
        )  # fmt: skip


def act_code(book: Rulebook, act: ActInput, by: str) -> str:
    """The act meant; several that the subject's norms speak of are for the person to choose.

    Raises:
        NotFound: none fits.
        AmbiguousAct: several fit.
    """
    if act.code:
        return act.code
    known = {n.act for n in book.norms.values() if by in n.by}
    found = Search.over(book).acts(act.text or "").among(known)
    if not found.hits:
        raise NotFound("act", "text")
    if not found.clear:
        raise AmbiguousAct("text", found.candidates())
    return found.hits[0].code


@strawberry.type
class PermissionQuery:
    """May they?"""

    @strawberry.field
    async def permitted(
        self,
        info: strawberry.Info[Context, None],
        act: ActInput,
        by: str,
        situation: SituationInput | None = None,
        on: Date | None = None,
    ) -> PermissionAnswer | None:
        """`by` is a body kind's code, name or alias."""
        book = info.context.book
        who = body_code(book, by)
        known = _situation(situation)
        return PermissionAnswer.of(book, decision.permitted(book, act_code(book, act, who), who, known, on or today()))


_situation = situation
