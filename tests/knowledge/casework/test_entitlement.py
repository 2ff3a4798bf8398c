"""A benefit from its papers to the office's decision, and what follows from a refusal."""

from datetime import timedelta

import pytest

from knowledge.calendar.deadlines import end_of
from knowledge.casework.clocks import working_day
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from tests.support.casework import CHILDREN, District

LAWFUL = [
    ("B02", "checked", 15, "confirmed", 15),
    ("B03", "minimum", 30, "minimum_confirmed", 10),
    ("B04", "destitute", 15, "destitute_confirmed", 15),
]
"""Service, clock from the application with its working days, clock from the district's receipt with its own."""


def begun(d: District, service: str = "B02") -> WorkItem:
    if not d.items:
        d.do("wang", "case", "open", minor=CHILDREN[0])
    made = d.do("wang", "entitlement", "begin", d.one("case").id, service=service)
    assert isinstance(made, Decided)
    return made.item


def did(d: District, action: str, code: str, **form: object) -> WorkItem:
    made = d.do("wang", "entitlement", action, code, **form)
    assert isinstance(made, Decided), made
    return made.item


def test_papers_are_counted_and_the_decision_is_the_offices():
    d = District(table())
    item = begun(d)
    did(d, "need_paper", item.id, paper="父亲的残疾证", paper_from="family")
    did(d, "have_paper", item.id)
    did(d, "submit", item.id, receipt="SL-1")
    item = did(d, "lack", item.id, paper="母亲的判决书", paper_from="worker")
    assert (item.state, item.open["papers"], item.open["papers_in"]) == ("lacking", 2, 1)
    did(d, "submit", item.id)
    item = did(d, "grant", item.id, from_day="2027-01-01", letter="民-7")
    assert (item.state, item.ended) == ("granted", True)
    assert [(f.obligation, f.component) for f in d.filings if f.kind == "benefit"] == [("O62", "without_care")]


@pytest.mark.parametrize(("service", "first", "days", "then", "more"), LAWFUL)
def test_the_periods_are_those_of_the_text(service: str, first: str, days: int, then: str, more: int):
    d = District(table())
    item = begun(d, service)
    item = did(d, "submit", item.id)
    assert item.clocks[first] == end_of(working_day(d.now.date(), days))
    d.wait(days=3)
    item = did(d, "forward", item.id)
    assert item.clocks[then] == end_of(working_day(d.now.date(), more))


def test_no_period_is_made_up_where_no_text_gives_one():
    d = District(table())
    item = begun(d, "B09")
    assert set(did(d, "submit", item.id).clocks) == {"look"}


@pytest.mark.parametrize("service", ["B01", "B05", "B09"])
def test_what_has_no_period_is_looked_at_each_month_and_never_overdue(service: str):
    d = District(table())
    item = did(d, "submit", begun(d, service).id)
    for months in (1, 2, 3):
        look = item.clocks["look"]
        d.now = look + timedelta(minutes=1)
        made = d.do("clock", "entitlement", "look", item.id)
        assert isinstance(made, Decided), made
        item = made.item
        assert item.open["months"] == months
        assert item.clocks["look"] > look + timedelta(days=27)
    row = next(c for c in table().kinds["entitlement"].clock if c.code == "look")
    assert row.then == "look", "an end that does something is never overdue"


def test_a_refusal_brings_the_way_to_review():
    d = District(table())
    item = did(d, "refuse", begun(d).id, in_writing=False, reason="说不符合")
    tasks = [i for i in d.items.values() if i.kind == "task"]
    assert {t.open["what"] for t in tasks} == {"tell_of_review", "ask_in_writing"}
    assert all(t.clocks["days"] > d.now + timedelta(days=1) for t in tasks)
    assert did(d, "again", item.id, note="补了判决书，再申请").state == "preparing"


def test_a_benefit_that_is_not_decided_keeps_the_case_open():
    d = District(table())
    item = begun(d)
    case = d.one("case").id
    closing = {"why_closed": "need_met", "child_view": "说够用了"}
    made = d.do("wang", "case", "propose_close", case, **closing)
    assert isinstance(made, RefusedOrder)
    assert made.code is RefusalCode.GUARD
    did(d, "withdraw", item.id, why_stopped="not_applied", note="家里不要")
    assert isinstance(d.do("wang", "case", "propose_close", case, **closing), Decided)
    assert isinstance(d.do("chen", "case", "close", case), Decided)
    again = d.do("wang", "entitlement", "again", item.id, note="又要了")
    assert isinstance(again, RefusedOrder)
    assert again.code is RefusalCode.GUARD
