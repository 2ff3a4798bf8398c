"""No form hides a field that a condition may ask for: each such field is named with its condition, by trying all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from knowledge.casework.guards.guards import GUARDS
from knowledge.casework.guards.wants import WANTS, wanted
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Around, GuardView
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind
from tests.support.casework import CHILDREN, HOME, START
from tests.support.walks import every

CASE = WorkItem("C-1", "case", "C-1", "open", 1, HOME, START, minor=CHILDREN[0])
AROUND = Around(homes=dict.fromkeys(CHILDREN, HOME), open_cases={CHILDREN[0]: CASE}, likely=("孩子",))
PLAIN: Mapping[FieldType, Any] = {
    FieldType.INT: 8,
    FieldType.DATE: "2026-11-20",
    FieldType.AREA: HOME,
    FieldType.MINOR: CHILDREN[0],
}
GUARDED = [(k, a) for k in table().kinds.values() for a in k.action if a.guards and a.form and not a.automatic]


def values(field: Field) -> tuple[Any, ...]:
    """Values of a field that a condition can tell apart."""
    if field.type is FieldType.CHOICE:
        return tuple(v.code for v in field.values)
    return (True, False) if field.type is FieldType.BOOL else (PLAIN.get(field.type, "说明"),)


def views(kind: ItemKind, action: ActionRow, form: Mapping[str, Any]) -> Iterator[GuardView]:
    """The form on a dangerous report or what has a child, by whoever is responsible and by somebody else."""
    for minor, urgency, second in product((None, CHILDREN[0]), ("now", "week"), (True, False)):
        known = {"urgency": urgency, "answer_wanted": True, "identity_checked": True}
        item = WorkItem("X-1", kind.code, "X-1", "open", 3, HOME, START, minor=minor, open=known)
        yield GuardView(None if action.creating else item, form, AROUND, START, item, second)


def cures(kind: ItemKind, action: ActionRow) -> Iterator[str]:
    """The fields that turn a refusal by a condition, alone, given what the row requires and each choice."""
    rows = [f for code in action.form if (f := kind.field_of(code))]
    must = {*action.needs, *action.asks}
    base = {f.code: values(f)[0] for f in rows if f.code in must}
    tried = [base, *({**base, f.code: v} for f in rows if len(values(f)) > 1 for v in values(f))]
    free = [f for f in rows if f.code not in must and f.type is not FieldType.CHOICE]
    for form, guard in product(tried, (GUARDS[name] for name in action.guards)):
        for bare in (v for v in views(kind, action, form) if guard(v)):
            for more in ({f.code: v} for f in free if f.code not in form for v in values(f)):
                if guard(replace(bare, form={**form, **more})) is None:
                    yield from more


@every(("kind", "action"), GUARDED)
def test_what_may_turn_a_refusal_is_not_hidden(kind: ItemKind, action: ActionRow):
    assert set(cures(kind, action)) <= wanted(action)


def test_each_field_that_is_named_is_on_a_form_with_its_condition():
    for name, fields in WANTS.items():
        forms = {code for _, action in GUARDED if name in action.guards for code in action.form}
        assert fields <= forms, name


def test_what_is_required_anyhow_is_not_asked_for_by_a_condition_too():
    refuse = table().action("attempt", "refuse")
    assert wanted(refuse) == {"instead"}
    assert wanted(table().action("handover", "send")) == {"recipient", "elsewhere"}
