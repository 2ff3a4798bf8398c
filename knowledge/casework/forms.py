"""Forms of actions: what is missing or wrong in one, and its values as stored (表单)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from knowledge.access.clear import is_reference
from knowledge.casework.order import Around
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind
from knowledge.files.content import SentFile
from knowledge.messages.message import Message, message
from knowledge.vocabulary import FieldClass

LONGEST: Mapping[FieldType, int] = {FieldType.TEXT: 4000, FieldType.CODE: 40}
"""Characters of a text, and of a number of another body."""
ATTRIBUTES = frozenset({"area", "minor", "owner"})
"""Fields that are attributes of the item itself."""


def problems(
    kind: ItemKind, action: ActionRow, form: Mapping[str, Any], around: Around, today: date
) -> Iterator[tuple[str, Message]]:
    """Each field that is missing, unknown or wrong, with the reason."""
    for code in form:
        if form[code] is not None and code not in action.form:
            yield code, message("casework.field_unknown")
    for code in action.form:
        value, row = form.get(code), kind.field_of(code)
        if value is None or value == "":
            if code in action.needs:
                yield code, message("casework.field_needed")
        elif row is not None and (why := _wrong(row, value, around, today)):
            yield code, why


def _wrong(row: Field, value: Any, around: Around, today: date) -> Message | None:
    kind = row.type
    if kind in LONGEST:
        return _not_a_text(row, value)
    if kind is FieldType.BOOL:
        return None if isinstance(value, bool) else message("casework.field_wrong")
    if kind is FieldType.INT:
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= (row.most or 0)
        return None if good else message("casework.field_range", most=row.most)
    if kind is FieldType.CHOICE:
        return None if value in {v.code for v in row.values} else message("casework.field_wrong")
    if kind in (FieldType.DATE, FieldType.FILE):
        return _not_a_day(row, value, today) if kind is FieldType.DATE else _not_a_file(row, value)
    known = {
        FieldType.AREA: around.areas,
        FieldType.MINOR: around.homes.__contains__,
        FieldType.ITEM: around.named.__contains__,
        FieldType.ACCOUNT: around.accounts.__contains__,
        FieldType.BODY: around.bodies.__contains__,
    }.get(kind, partial(around.codes.has, kind))
    return None if isinstance(value, str) and known(value) else message("casework.field_absent")


def _not_a_text(row: Field, value: Any) -> Message | None:
    if not isinstance(value, str) or len(value) > LONGEST[row.type]:
        return message("casework.field_long", most=LONGEST[row.type])
    in_clear = row.field_class is FieldClass.F1
    return message("casework.field_reference") if in_clear and not is_reference(value) else None


def _not_a_file(row: Field, value: Any) -> Message | None:
    if not isinstance(value, SentFile) or len(value.content) > (row.most or 0):
        return message("casework.file_large", most=(row.most or 0) >> 20)
    return None if value.media else message("casework.file_kind")


def _not_a_day(row: Field, value: Any, today: date) -> Message | None:
    """Return why a day is invalid, or None; a day in the future has an upper bound, so that no delay is endless."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return message("casework.field_wrong")
    far = row.most is not None and day > today + timedelta(days=row.most)
    return message("casework.day_far", days=row.most) if far else None


def sealable(kind: ItemKind, action: ActionRow) -> frozenset[FieldClass]:
    """The classes of what a step can seal, whatever somebody wrote: known from the rows alone."""
    rows = [f for code in action.form if code not in ATTRIBUTES and (f := kind.field_of(code))]
    return frozenset(f.field_class for f in rows) - {FieldClass.F1}


def split(kind: ItemKind, form: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, dict[str, Any]]]:
    """The values of a form: attributes of the item, open fields, and sealed fields by class."""
    attributes: dict[str, Any] = {}
    opened: dict[str, Any] = {}
    sealed: dict[str, dict[str, Any]] = {}
    for code, value in form.items():
        row = kind.field_of(code)
        if value is None or value == "" or row is None:
            continue
        if code in ATTRIBUTES:
            attributes[code] = value
        elif row.field_class is FieldClass.F1:
            opened[code] = value
        else:
            sealed.setdefault(row.field_class.value, {})[code] = value
    return attributes, opened, sealed
