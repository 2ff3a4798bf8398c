"""A day that lies ahead has a bound: nothing is put off for years by a form."""

from datetime import date, timedelta

from knowledge.casework.forms import problems
from knowledge.casework.load import table
from knowledge.casework.order import Around
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind
from tests.support.casework import PAST
from tests.support.walks import every

TODAY = date(2026, 11, 23)
DAYS = [
    (kind, action, field)
    for kind in table().kinds.values()
    for action in kind.action
    for code in action.form
    if (field := kind.field_of(code)) and field.type is FieldType.DATE and code not in PAST and not action.automatic
]


@every(("kind", "action", "field"), DAYS, ids=lambda row: getattr(row, "code", ""))
def test_a_day_to_come_is_not_years_away(kind: ItemKind, action: ActionRow, field: Field):
    assert field.most is not None
    last = TODAY + timedelta(days=field.most)
    for day, good in ((last, True), (last + timedelta(days=1), False)):
        wrong = dict(problems(kind, action, {field.code: day.isoformat()}, Around(), TODAY))
        assert (field.code not in wrong) is good
    assert field.most <= 366
