"""Query.papers, Query.paper: forms of paper as rows make them; an item fills them (纸表)."""

from typing import Self

import strawberry

from api.casework.inputs import KINDS
from api.casework.parts import ActionField
from api.casework.query import PrintedFor
from api.common import Info
from knowledge.access.policy import Action
from knowledge.casework.load import table
from knowledge.errors import BadInput, NotFound
from knowledge.papers.papers import FormSection, PaperRow, paper, papers, papers_of, parts


@strawberry.type
class PaperPart:
    """A part of a form: a step with its fields, or without one the list of what is open."""

    label: str | None
    basis: str | None
    receipt: bool
    fields: list[ActionField]

    @classmethod
    def of(cls, part: FormSection) -> Self:
        """From the rows."""
        step = part.step
        needs = step.needs if step else ()
        fields = [ActionField.of(f, required=f.code in needs) for f in part.fields]
        return cls(
            label=str(step) if step else None, basis=step.basis if step else None, receipt=part.back, fields=fields
        )


@strawberry.type
class PaperForm:
    """A form of paper for a kind of item."""

    code: str
    label: str
    item_kind: KINDS
    item_kind_label: str
    parts: list[PaperPart]
    signatures: list[str]
    typed_back: str | None

    @classmethod
    def of(cls, row: PaperRow, *, handed: bool = False, state: str | None = None) -> Self:
        """From its row; `handed` to the body that an item in a state was sent to."""
        return cls(
            code=row.code,
            label=str(row),
            item_kind=KINDS(row.kind),
            item_kind_label=str(table().kinds[row.kind]),
            parts=[PaperPart.of(p) for p in parts(row, handed=handed, state=state)],
            signatures=list(row.signatures),
            typed_back=row.topic,
        )


@strawberry.type
class PaperQuery:
    """Forms of paper."""

    @strawberry.field
    def papers(self, info: Info, kind: KINDS | None = None) -> list[PaperForm] | None:
        """All forms, or those of a kind of item."""
        info.context.require(Action.DO_CASEWORK)
        return [PaperForm.of(p) for p in (papers() if kind is None else papers_of(kind.value))]

    @strawberry.field
    def paper(
        self, info: Info, code: str, printed_for: PrintedFor | None = None, state: str | None = None
    ) -> PaperForm | None:
        """One form; one that is handed to another body has only what rows share with it, in a state of the item."""
        info.context.require(Action.DO_CASEWORK)
        row = paper(code)
        if row is None:
            raise NotFound("paper", code)
        known = {s.code for s in table().kinds[row.kind].state}
        if state is not None and state.lower() not in known:
            raise BadInput("state", "input.not_allowed", allowed=sorted(s.upper() for s in known))
        handed = printed_for is PrintedFor.HAND
        return PaperForm.of(row, handed=handed, state=state.lower() if state else None)
