"""Checks of the table of indicators of an assessment (指标的门)."""

from collections.abc import Iterator

from knowledge.casework.rows import Field, FieldType
from knowledge.casework.settings import DOUBTED, HOLDS
from knowledge.casework.table import Casework


def wrong_indicators(table: Casework) -> Iterator[str]:
    """Each indicator weighs something, by a text; grades fall with points, and are those that a person may decide."""
    rows, codes = table.indicators, [i.code for i in table.indicators.item]
    yield from (f"{c}：写了两次" for c in dict.fromkeys(codes) if codes.count(c) > 1)
    yield from (f"{i.code}：要么 must，要么有分值" for i in rows.item if i.must is (i.points > 0))
    yield from (f"{i.code}：没有条文" for i in rows.item if not i.cite)
    if {HOLDS, DOUBTED} - {a.code for a in rows.answers} or rows.doubted not in {t.grade for t in rows.grades}:
        yield f"answers 要有 {HOLDS}、{DOUBTED}，doubted 要是一个等级"
    least = [t.least for t in rows.grades]
    if not least or least != sorted(least, reverse=True) or least[-1] > 0 or len(set(least)) < len(least):
        yield "grades 要从高到低，最后一个从0分起"
    for kind in table.kinds.values():
        proposing = [a for a in kind.action if a.proposes is not None]
        for action in proposing:
            if not {rows.field, *codes} <= set(action.form) or action.proposes != rows.proposed:
                yield f"{action.code}：表单要有 {rows.field} 和各项指标，提示放在 {rows.proposed}"
        if proposing:
            yield from _wrong_grades(table, kind.field_of(rows.field), kind.field_of(rows.proposed))


def _wrong_grades(table: Casework, decided: Field | None, proposed: Field | None) -> Iterator[str]:
    """Both fields are choices of just the grades of the table."""
    grades = {t.grade for t in table.indicators.grades}
    for field in (decided, proposed):
        if field is None or field.type is not FieldType.CHOICE or {v.code for v in field.values} != grades:
            yield f"{field.code if field else table.indicators.proposed} 要是选项，就是这几个等级"
