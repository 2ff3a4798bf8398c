"""Filled forms of paper from a file: a row a form, its columns the lines of the form in their order (纸表录回)."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property, partial
from hashlib import sha256
from typing import Any

from graph_model.casework.filed import FiledRow
from graph_model.jobs.loading import LoadContext
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.carry import code
from knowledge.casework.load import table
from knowledge.casework.order import Order
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind
from knowledge.folding import folded
from knowledge.papers.papers import FormSection, PaperRow, papers, sheet
from loaders.casework.filing import Wording, only, prepare
from loaders.directory.known import Known
from loaders.intake.contract import Topic
from loaders.tables import cells
from loaders.tables.columns import Column, column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

ITEM, PART, DAY = "item_code", "part", "done_on"
"""Columns beside the lines of the form: which item, which part is filled in, when it happened."""
NOON = time(12)
"""Assumed time of an event of which only the day is known."""


@dataclass(frozen=True)
class FormFile:
    """A form of paper as a table."""

    paper: PaperRow

    @cached_property
    def kind(self) -> ItemKind:
        """The kind of item that the form is for."""
        return table().kinds[self.paper.kind]

    @cached_property
    def steps(self) -> tuple[ActionRow, ...]:
        """Return the steps on the form, in their order."""
        return tuple(s.step for s in self.sections if s.step)

    @cached_property
    def sections(self) -> tuple[FormSection, ...]:
        """Return the parts of the form."""
        return sheet(self.paper)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields of the form, in their order."""
        return tuple(f for s in self.sections for f in s.fields)

    @cached_property
    def alone(self) -> bool:
        """True if it begins an item that exists alone: then no other is named."""
        return self.paper.back == "all" and any(s.creating and s.under is None for s in self.steps)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its file."""
        first = (
            column(ITEM, "编号", "事项编号", required=True),
            column(DAY, "发生日期", "哪天"),
            *([] if self.paper.back == "all" else [column(PART, "填的哪一段", "结果")]),
        )
        least = self.steps[0].needs if self.alone else ()
        return (*first, *(column(f.code, f.name, f.name_en, required=f.code in least) for f in self.fields))

    def read(self, row: TableRow, context: LoadContext, now: datetime) -> FiledRow:
        """The steps that a filled form orders.

        Raises:
            InvalidRow: A cell cannot be used, or what is filled in is not one part of the form.
        """
        known = Known("", context.network.areas, context.book.kinds, context.on)
        item = "" if self.alone and not row.cells.get(ITEM, "").strip() else only(row.cells, ITEM).upper()
        values = {f.code: v for f in self.fields if (v := _value(f, row.cells.get(f.code, ""), known)) is not None}
        steps = self._chosen(item, values, row.cells.get(PART, ""))
        given = json.dumps([self.paper.code, item, row.cells.get(DAY, ""), [s.code for s in steps], values])
        key = f"form:{sha256(given.encode()).hexdigest()[:40]}"
        at = _occurred(row.cells.get(DAY, ""), context, now)
        orders = [self._order(s, values, f"{key}:{n}", now, at) for n, s in enumerate(steps)]
        if steps[0].creating:
            orders[0] = replace(orders[0], code=code(self.kind.prefix, key, 0))
        return FiledRow(item or None, tuple(orders), key)

    def _called(self, step: ActionRow) -> Sequence[str]:
        """Return the names of a part: those of its step, or of the state of the item after it."""
        after = self.kind.state_of(step.to) if step.to else step
        return (after.name, after.name_en, step.code, step.name, step.name_en)

    def _order(self, step: ActionRow, values: Mapping[str, Any], key: str, now: datetime, at: datetime | None) -> Order:
        form = {c: values[c] for c in step.form if c in values}
        return Order(self.kind.code, step.code, form, key, now, at)

    def _following(self, item: str, values: Mapping[str, Any]) -> Sequence[ActionRow]:
        """The steps from the first on of which a line is filled in; on an item that is there, those that go on."""
        there, chosen = item.startswith(f"{self.kind.prefix}-"), list[ActionRow]()
        for part in self.sections:
            if part.step is None or (there if part.step.creating else not {f.code for f in part.fields} & {*values}):
                continue
            chosen += [part.through] if part.through and not there else []
            chosen.append(part.step)
        if not chosen:
            raise InvalidRow(ITEM, "cell.which_part", parts=[str(s) for s in self.steps])
        return chosen

    def _chosen(self, item: str, values: Mapping[str, Any], part: str) -> Sequence[ActionRow]:
        """The steps that a row takes: those that go on from the item it names, or the one part that is filled in."""
        if self.paper.back == "all":
            return self._following(item, values)
        named = {folded(n): s for s in self.steps for n in self._called(s)}
        if part and folded(part) not in named:
            raise InvalidRow(PART, "cell.not_a_part", parts=[str(s) for s in self.steps])
        filled = set(values)
        fitting = [s for s in self.steps if filled and set(s.needs) <= filled <= set(s.form)]
        fit = [named[folded(part)]] if part else fitting
        if len(fit) != 1:
            raise InvalidRow(PART, "cell.which_part", parts=[str(s) for s in self.steps])
        if more := [c for c in values if c not in fit[0].form]:
            raise InvalidRow(more[0], "cell.of_another_part", part=str(fit[0]))
        return fit


def _value(field: Field, text: str, known: Known) -> Any:
    """The value of a cell for a field; None if it is empty.

    Raises:
        InvalidRow: It is not one.
    """
    plain = text.strip()
    read: Mapping[FieldType, Callable[[], Any]] = {
        FieldType.BOOL: lambda: cells.flag(plain, field.code),
        FieldType.DATE: lambda: _iso(plain, field.code),
        FieldType.INT: lambda: cells.count(plain, field.code, field.most or 0),
        FieldType.AREA: lambda: known.area(plain, column=field.code).code,
        FieldType.CHOICE: lambda: _choice(field, plain),
    }
    return read.get(field.type, lambda: plain)() if plain else None


def _iso(text: str, name: str) -> str | None:
    day = cells.day(text, name)
    return day.isoformat() if day else None


def _choice(field: Field, text: str) -> str:
    values = {folded(n): v.code for v in field.values for n in (v.code, v.name, v.name_en)}
    if folded(text) not in values:
        raise InvalidRow(field.code, "cell.not_a_choice", allowed=[str(v) for v in field.values])
    return values[folded(text)]


def _occurred(text: str, context: LoadContext, now: datetime) -> datetime | None:
    """Return the time of the event: noon of its day, or now for today; None if not given.

    Raises:
        InvalidRow: It is no day, or one to come.
    """
    day = cells.day(text, DAY, context.on)
    if day is None:
        return None
    return min(datetime.combine(day, NOON, SHANGHAI), now - timedelta(seconds=1))


def form_files() -> Iterator[FormFile]:
    """Every form of paper that is typed back by file."""
    return (FormFile(p) for p in papers() if p.back is not None)


def _topic(f: FormFile) -> Topic:
    name = str(f.paper.topic)
    return Topic(
        name,
        partial(prepare, wording=Wording(f.columns, f.read)),
        (f.columns,),
        (f"{name}.csv",),
        not_written=(ITEM, "row.not_written"),
        about_people=True,
        secret=True,
    )


FORMS = tuple(_topic(f) for f in form_files())
