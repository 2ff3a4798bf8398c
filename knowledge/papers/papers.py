"""Paper forms: rows that name steps of casework, from which their fields follow (纸表的行)."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field as Limit

from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, Field, ItemKind, Term
from knowledge.errors import WrongRules
from knowledge.messages.message import of_row
from knowledge.rows.rows import Row
from knowledge.rulebook.source import locate
from knowledge.vocabulary import FieldClass


class PartRow(Row):
    """Part of a form: the fields of a step, or a list of related items."""

    step: str | None = None
    back: bool = False
    """The recipient fills it in and sends it back."""
    rest: Literal["under"] | None = Limit(alias="list", default=None)
    through: str | None = None
    """A step without lines of its own that is taken before it when a new item is typed back."""


class PaperRow(Term):
    """A form of paper of a kind of item."""

    kind: str
    back: Literal["one", "all", "receipt"] | None = None
    """Way to enter filled forms by file, a row a form: one of its steps, all steps in sequence, or a step that the
    recipient has filled in; None: only by hand.
    """
    signs: tuple[str, ...]
    signs_en: tuple[str, ...]
    part: tuple[PartRow, ...]

    @property
    def topic(self) -> str | None:
        """The topic of files in which filled forms are typed back; None: only by hand."""
        return f"{self.code}_forms" if self.back else None

    @property
    def signatures(self) -> Sequence[str]:
        """The signatories, in the language of the current answer."""
        return of_row(self.signs, self.signs_en)


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of a form with its step, or without one the list of what is open."""

    step: ActionRow | None
    fields: tuple[Field, ...]
    back: bool
    through: ActionRow | None = None
    """The step that is taken before it when a new item is typed back."""


@cache
def papers() -> tuple[PaperRow, ...]:
    """All forms.

    Raises:
        WrongRules: A form names a kind or a step that is not there.
    """
    text = (Path(__file__).parent / "papers.toml").read_text("utf-8")
    rows = tuple(PaperRow.model_validate(r) for r in tomllib.loads(text)["paper"])
    if wrong := [
        f"papers/papers.toml:{locate(text, ('paper', n))}: {why}" for n, r in enumerate(rows) for why in _wrong(r)
    ]:
        raise WrongRules(tuple(wrong))
    return rows


def _wrong(row: PaperRow) -> Iterator[str]:
    kind = table().kinds.get(row.kind)
    if kind is None:
        yield f"没有事项 {row.kind}"
        return
    if row.back == "receipt" and not any(p.back for p in row.part):
        yield "没有对方填的回执"
    for part in row.part:
        if (part.step is None) is (part.rest is None):
            yield "一段要么是一步，要么是清单"
        for named in (part.step, part.through):
            if named is not None and kind.action_of(named) is None:
                yield f"没有步骤 {named}"


def paper(code: str) -> PaperRow | None:
    """The form with a code."""
    return next((p for p in papers() if p.code == code), None)


def papers_of(kind: str) -> tuple[PaperRow, ...]:
    """The forms of a kind of item."""
    return tuple(p for p in papers() if p.kind == kind)


def sheet(row: PaperRow) -> tuple[FormSection, ...]:
    """Return the parts of a form that its file contains, in the same order and words."""
    own = tuple(p for p in row.part if p.step is not None and (row.back != "receipt" or p.back))
    return tuple(parts(row.model_copy(update={"part": own})))


def parts(row: PaperRow, *, handed: bool = False, state: str | None = None) -> Iterator[FormSection]:
    """Yield the parts of a form; a field appears once, in the first part that has it, and the reporter in none.

    `handed`: the form is given to the addressee of such an item, and has only the fields that rows share with it:
    in a state, or in any state where none is given.
    """
    kind, shown = table().kinds[row.kind], set[str]()
    if handed and kind.addressee is not None:
        given = kind.shared_in(state) if state else {f.code for f in kind.field if f.shared}
        shown = {f.code for f in kind.field if f.code not in given}
    for part in row.part:
        step = kind.action_of(part.step) if part.step else None
        through = kind.action_of(part.through) if part.through else None
        yield FormSection(step, tuple(_fields(kind, step, shown)) if step else (), part.back, through)


def _fields(kind: ItemKind, step: ActionRow, shown: set[str]) -> Iterator[Field]:
    for code in step.form:
        field = kind.field_of(code)
        if field is not None and field.field_class is not FieldClass.F8 and code not in shown:
            shown.add(code)
            yield field
