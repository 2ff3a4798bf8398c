"""A unit that works with children checks before it hires and every year; no person and no result is held."""

from typing import Any

from knowledge.calendar.deadlines import end_of, plus_months
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from tests.support.casework import HOME, District


def did(d: District, action: str, code: str | None = None, who: str = "wang", **form: Any) -> WorkItem:
    made = d.do(who, "employment_check", action, code, **form)
    assert isinstance(made, Decided), made
    return made.item


def test_a_check_comes_again_every_year():
    d = District(table())
    item = did(d, "register", area=HOME, unit="B-1", occasion="hiring")
    assert set(item.clocks) == {"first", "ask_take"}
    checked: dict[str, Any] = {"checked_on": "2026-11-23", "staff": 12}
    assert isinstance(d.do("wang", "employment_check", "checked", item.id, handled=True, **checked), RefusedOrder)
    did(d, "take", item.id)
    open_matter = did(d, "checked", item.id, handled=False, **checked)
    assert set(open_matter.clocks) == {"yearly", "unhandled"}
    assert open_matter.clocks["yearly"] == end_of(plus_months(d.now.date(), 12))
    assert set(did(d, "checked", item.id, handled=True, **checked).clocks) == {"yearly"}
    assert not did(d, "end", item.id, who="chen", note="停办").clocks


def test_nothing_names_a_person_or_a_result():
    kinds = {f.code: f.type.value for f in table().kinds["employment_check"].field}
    assert [c for c, t in kinds.items() if t == "text"] == ["note", "wrong"]
    assert not {"name", "person", "hits", "result"} & set(kinds)
