"""An order of 12345: their number and day, our reply; a danger in it is a report at once."""

from datetime import date
from typing import Any

from knowledge.calendar.deadlines import end_of
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from tests.support.casework import HOME, District

ORDER = {"area": HOME, "number": "12345-77", "due_on": "2026-11-27", "said": "说楼上小孩晚上一直哭"}


def did(d: District, who: str, action: str, code: str | None = None, **form: Any) -> WorkItem:
    made = d.do(who, "complaint", action, code, **form)
    assert isinstance(made, Decided), made
    return made.item


def test_an_order_is_answered_by_their_day_and_may_come_again():
    d = District(table())
    item = did(d, "wang", "register", danger=False, **ORDER)
    assert item.clocks == {"due": end_of(date(2026, 11, 27)), "ask_take": end_of(date(2026, 11, 24))}
    assert isinstance(d.do("li", "complaint", "answer", item.id, reply="已上门"), RefusedOrder)
    did(d, "wang", "take", item.id)
    assert did(d, "wang", "answer", item.id, reply="已上门看过").state == "answered"
    assert did(d, "wang", "again", item.id, due_on="2026-12-04", note="仍然不满意").clocks["due"] > item.clocks["due"]
    did(d, "wang", "return", item.id, why_returned="归城管")
    assert d.items[item.id].owner == "wang", "responsible until they take it back"
    assert did(d, "wang", "end", item.id).ended
    assert not [i for i in d.items.values() if i.kind == "report"]


def test_a_danger_in_it_is_a_report_in_the_same_step():
    d = District(table())
    item = did(d, "wang", "register", danger=True, **ORDER)
    report = d.one("report")
    assert (report.open["urgency"], report.open["channel"], report.area) == ("now", "hotline", HOME)
    assert report.owner is None
    assert "first_call" in report.clocks
    assert (item.state, item.id != report.root) == ("open", True)


def test_a_danger_seen_later_is_one_too():
    d = District(table())
    item = did(d, "wang", "register", danger=False, **ORDER)
    did(d, "chen", "see_danger", item.id, note="邻居补充说有伤")
    assert d.one("report").open["urgency"] == "now"
