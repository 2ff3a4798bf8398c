"""Checks of the rows for the numbers of a quarter (数的门)."""

from collections.abc import Iterator

from knowledge.casework.numbers.rows import APART, EVERY, NumberRow
from knowledge.casework.rows import Field, FieldType, ItemKind
from knowledge.casework.table import Casework
from knowledge.vocabulary import FieldClass


def wrong_number(casework: Casework, row: NumberRow) -> Iterator[str]:
    """Yield the errors of a row."""
    if bool(row.on) is bool(row.states):
        yield "数哪些步骤，或者期末在哪些状态，只能写一种"
    if not row.cite and "工作约定" not in row.basis:
        yield "没有条文的要写“工作约定”"
    if row.item != EVERY and row.item not in casework.kinds:
        yield f"没有事项 {row.item}"
    elif row.item != EVERY:
        yield from _wrong_steps(casework, row, casework.kinds[row.item])


def _wrong_steps(casework: Casework, row: NumberRow, kind: ItemKind) -> Iterator[str]:
    other = casework.kinds.get(row.of or row.item)
    yield from (f"没有动作 {a}" for a in row.on if kind.action_of(a) is None)
    yield from (f"没有动作 {a}" for a in row.until if other is None or other.action_of(a) is None)
    yield from (f"没有状态 {s}" for s in row.states if s not in {x.code for x in kind.state})
    yield from (f"没有时钟 {c}" for c in row.late if c != EVERY and c not in {x.code for x in kind.clock})
    if row.only_late and not row.late:
        yield "只数过期的，要写哪些时钟"
    codes = [*row.when, *([row.by] if row.by and row.by not in APART else [])]
    yield from (f"{c} 要是人人能读的字段" for c in codes if not _open(kind.field_of(c)))


def _open(field: Field | None) -> bool:
    """True if numbers may be grouped by the field: it is of class F1 and not free text."""
    return field is not None and field.field_class is FieldClass.F1 and field.type is not FieldType.TEXT
