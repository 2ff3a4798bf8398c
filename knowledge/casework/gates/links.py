"""Checks of rows that refer to other items, other people or obligations (办理表的门：连到别处的)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.casework.following import StepElsewhere
from knowledge.casework.rows import ActionRow, FieldType, ItemKind
from knowledge.casework.table import Casework


@dataclass(frozen=True, slots=True)
class Owed:
    """A continuing obligation, as far as evidence names it."""

    evidence: frozenset[str]
    components: frozenset[str]


def fulfilled(action: ActionRow, obligations: Mapping[str, Owed]) -> Iterator[str]:
    """Evidence is filed for an obligation that is there and takes evidence of its kind."""
    for row in action.fulfils:
        owed = obligations.get(row.obligation)
        if owed is None:
            yield f"没有持续性义务 {row.obligation}"
        elif row.kind not in owed.evidence or (row.component is not None and row.component not in owed.components):
            yield f"{row.obligation} 没有这种证据或者这一部分"


def approved(kind: ItemKind, action: ActionRow) -> Iterator[str]:
    """Check that approval, counters, stored values and dates refer to fields of the kind."""
    codes = (
        *action.keeps,
        *action.takes_back.values(),
        *action.forgets,
        *action.forgets.values(),
        *(c for when in (*action.second, action.counts_when) for c in when),
    )
    yield from (f"没有字段 {c}" for c in codes if kind.field_of(c) is None)
    counted = ((c, kind.field_of(c)) for c in action.takes_back)
    yield from (f"{c} 要是整数字段" for c, f in counted if f is None or f.type is not FieldType.INT)
    if action.keeps and not action.closes:
        yield "keeps 要先结束下面的事项（closes）"
    dates = ((c, kind.field_of(c)) for c in (*action.dates, *filter(None, [action.dates_age])))
    yield from (f"{c} 要是日期字段" for c, f in dates if f is None or f.type is not FieldType.DATE)


def elsewhere(table: Casework, kind: ItemKind, action: ActionRow) -> Iterator[str]:
    """Check that steps on the parent, on the child's case or on a named item exist there and are automatic."""
    for row in action.reaches:
        if not _reaches(table, kind, action, row):
            yield f"没有由规则做的 {row.action}，或者字段不在"
    for moot in action.moots:
        other = table.kinds.get(moot.item)
        step = other.action_of(moot.action) if other else None
        still = {s.code for s in other.state if not s.ended} if other else set()
        if other is None or step is None or not step.automatic or not still <= {*step.source}:
            yield f"{moot.item} 没有从每个未结束状态都由规则做的 {moot.action}"
        elif any(other.field_of(c) is None for c in moot.when):
            yield f"{moot.item} 没有 moots 条件里的字段"
    if action.tells is not None and not _tells(table, kind, action.tells):
        yield f"上面的事项没有由规则做的 {action.tells}"


def _reaches(table: Casework, kind: ItemKind, action: ActionRow, row: StepElsewhere) -> bool:
    """True if the other item has the step in every open state, only rules take it, and all fields are known."""
    other = kind if row.of is not None else table.kinds["case"]
    step, still = other.action_of(row.action), {s.code for s in other.state if not s.ended}
    named = kind.field_of(row.of or "")
    known = all(kind.field_of(code) is not None for code in row.when)
    known = known and all(other.field_of(c) is not None for c in (*row.put, *((row.leaves,) if row.leaves else ())))
    known = known and (
        row.of is None or (named is not None and named.type is FieldType.ITEM and row.of in action.needs)
    )
    return known and step is not None and step.automatic and still <= set(step.source)


def _tells(table: Casework, kind: ItemKind, step: str) -> bool:
    """True if every possible parent has the automatic step in all its states that have not ended."""
    above = [table.kinds[a.under] for a in kind.action if a.under is not None and a.under in table.kinds] or [
        k for k in table.kinds.values() if k.root and any(c.item == kind.code for a in k.action for c in a.creates)
    ]
    rows = [(k.action_of(step), {s.code for s in k.state if not s.ended}) for k in above]
    return bool(rows) and all(r is not None and r.automatic and still <= set(r.source) for r, still in rows)
