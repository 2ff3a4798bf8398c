"""GraphQL types of the answer sheet, the same for every answer (办事单的类型)."""

from collections.abc import Iterable
from datetime import date as Date  # GraphQL's word for the scalar
from datetime import datetime as DateTime
from typing import Self

import strawberry

from api.common import Citation, citations
from api.enums import labelled
from api.notices import notice
from api.situation.forms import FactForm
from knowledge.vocabulary import Fit, Provenance
from network.sheet import model
from network.sheet.text import text


@strawberry.type
@labelled
class SheetCell:
    """Words, or why there are none."""

    text: str | None
    absent: model.Absence | None

    @classmethod
    def of(cls, c: model.SheetCell) -> Self:
        """From the model."""
        return cls(text=c.text or None, absent=c.absent)


@strawberry.type
class SheetContact:
    """A contact: the office, and how to reach it."""

    name: str
    phone: SheetCell
    says: str | None
    receipt: str | None

    @classmethod
    def of(cls, c: model.SheetContact) -> Self:
        """From the model."""
        return cls(name=c.name, phone=SheetCell.of(c.phone), says=c.says or None, receipt=c.receipt or None)

    @classmethod
    def all(cls, rows: Iterable[model.SheetContact]) -> list[Self]:
        """From the model, in its order."""
        return [cls.of(c) for c in rows]


@strawberry.type
class FormField:
    """A field of a form with its value."""

    name: str
    value: str


@strawberry.type
class StepAction:
    """An action of casework with its form filled in."""

    action: str
    form: list[FormField]

    @classmethod
    def of(cls, a: model.StepAction) -> Self:
        """From the model."""
        return cls(action=a.action, form=[FormField(name=n, value=v) for n, v in a.form])


@strawberry.type
@labelled
class SheetStep:
    """One thing to do."""

    code: str
    text: str
    when: model.When
    who: list[SheetContact]
    until: str | None
    does: StepAction | None
    citations: list[Citation]

    @classmethod
    def of(cls, s: model.SheetStep) -> Self:
        """From the model."""
        return cls(
            code=s.code,
            text=s.text,
            when=s.when,
            who=SheetContact.all(s.who),
            until=s.until or None,
            does=StepAction.of(s.does) if s.does else None,
            citations=citations(s.citations),
        )


@strawberry.type
class OwnDuty:
    """The duty of whoever asks."""

    reporter: str | None
    verdict: str
    duties: list[str]
    until: list[str]
    tell: list[str]
    citations: list[Citation]

    @classmethod
    def of(cls, d: model.OwnDuty) -> Self:
        """From the model."""
        return cls(
            reporter=d.reporter,
            verdict=d.verdict,
            duties=list(d.duties),
            until=list(d.until),
            tell=list(d.tell),
            citations=citations(d.citations),
        )


@strawberry.type
@labelled
class SheetBenefit:
    """A service or benefit: what it takes to get it."""

    code: str
    name: str
    fit: Fit
    why: list[str]
    window: SheetContact
    hours: SheetCell
    bring: SheetCell
    confirm: SheetCell
    days: SheetCell
    when: model.When
    opens: DateTime | None
    amount: SheetCell
    citations: list[Citation]

    @classmethod
    def of(cls, b: model.SheetBenefit) -> Self:
        """From the model."""
        return cls(
            code=b.code,
            name=b.name,
            fit=b.fit,
            why=list(b.why),
            window=SheetContact.of(b.window),
            hours=SheetCell.of(b.hours),
            bring=SheetCell.of(b.bring),
            confirm=SheetCell.of(b.confirm),
            days=SheetCell.of(b.days),
            when=b.when,
            opens=b.opens,
            amount=SheetCell.of(b.amount),
            citations=citations(b.citations),
        )

    @classmethod
    def all(cls, rows: Iterable[model.SheetBenefit]) -> list[Self]:
        """From the model, in its order."""
        return [cls.of(b) for b in rows]


@strawberry.type
@labelled
class SheetResult:
    """A conclusion and the benefits that it is about."""

    fit: Fit
    benefits: list[str]


@strawberry.type
class SheetOutcome:
    """Answers to a question that lead to the same results."""

    answers: list[str]
    results: list[SheetResult]

    @classmethod
    def of(cls, a: model.SheetOutcome) -> Self:
        """From the model."""
        results = [SheetResult(fit=fit, benefits=list(names)) for fit, names in a.results]
        return cls(answers=list(a.answers), results=results)


@strawberry.type
class SheetQuestion:
    """A question that decides one or several benefits."""

    fact: FactForm
    text: str
    decides: list[SheetBenefit]
    outcomes: list[SheetOutcome]

    @classmethod
    def of(cls, q: model.SheetQuestion) -> Self:
        """From the model."""
        return cls(
            fact=FactForm.of(q.fact),
            text=q.text,
            decides=SheetBenefit.all(q.decides),
            outcomes=[SheetOutcome.of(o) for o in q.outcomes],
        )


@strawberry.type
class Applications:
    """Services that the family can apply for."""

    can: list[SheetBenefit]
    ask: list[SheetQuestion]
    verify: list[SheetBenefit]
    cannot: list[SheetBenefit]

    @classmethod
    def of(cls, a: model.Applications) -> Self:
        """From the model."""
        return cls(
            can=SheetBenefit.all(a.can),
            ask=[SheetQuestion.of(q) for q in a.ask],
            verify=SheetBenefit.all(a.verify),
            cannot=SheetBenefit.all(a.cannot),
        )


@strawberry.type
class FoldLine:
    """One line of a fold or of the cautions."""

    text: str
    citations: list[Citation]

    @classmethod
    def all(cls, rows: Iterable[model.FoldLine]) -> list[Self]:
        """From the model, in its order."""
        return [cls(text=x.text, citations=citations(x.citations)) for x in rows]


@strawberry.type
@labelled
class Fold:
    """The rest of one kind."""

    kind: model.FoldKind
    lines: list[FoldLine]
    summary: str


@strawberry.type
class Sheet:
    """Immediate actions, own duty, bodies to call, available services; the rest folded."""

    on: Date
    title: str
    child: str
    notice: str | None
    now: list[SheetStep]
    care: list[FoldLine]
    you: OwnDuty | None
    who: list[SheetContact]
    apply: Applications
    folds: list[Fold]
    _made: strawberry.Private[model.Sheet]

    @classmethod
    def of(cls, s: model.Sheet) -> Self:
        """From the model."""
        return cls(
            on=s.head.on,
            title=s.head.title,
            child=s.head.child,
            notice=notice(Provenance.SYNTHETIC) if s.head.synthetic else None,
            now=[SheetStep.of(x) for x in s.now],
            care=FoldLine.all(s.care),
            you=OwnDuty.of(s.you) if s.you else None,
            who=SheetContact.all(s.who),
            apply=Applications.of(s.apply),
            folds=[Fold(kind=f.kind, lines=FoldLine.all(f.lines), summary=f.summary) for f in s.folds],
            _made=s,
        )

    @strawberry.field
    def text(self, opened: bool = False) -> str:
        """The sheet as plain text, without identity."""
        return text(self._made, opened=opened)
