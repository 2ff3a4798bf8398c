"""The numbers of a quarter: each counts what its list holds, late by its clock, and nothing that was a mistake."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.quarters import Quarter
from knowledge.casework.load import table
from knowledge.casework.numbers.counting import NumberCount, Track, counted
from knowledge.casework.numbers.gate import wrong_number
from knowledge.casework.numbers.load import numbers
from knowledge.casework.numbers.rows import NumberRow
from knowledge.casework.order import Decided
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from tests.support.casework import CHILDREN, HOME, District

Q4 = Quarter(2026, 4)


def tracks(d: District) -> list[Track]:
    return [Track.of((e, ()) for e in d.history(code)) for code in d.items]


def count(d: District, code: str, q: Quarter = Q4) -> NumberCount:
    row = next(r for r in numbers() if r.code == code)
    (made,) = counted([row], tracks(d), q.start, min(q.end, d.now + timedelta(seconds=1)))
    return made


def report(d: District, **more: str) -> str:
    form = {"channel": "phone", "said": "孩子没人管", "urgency": "today", **more}
    made = d.do("wang", "report", "register", area=HOME, **form)
    assert isinstance(made, Decided), made
    return made.item.id


def did(d: District, who: str, kind: str, action: str, code: str, **form: object) -> None:
    made = d.do(who, kind, action, code, **form)
    assert isinstance(made, Decided), made


@pytest.fixture
def d() -> District:
    return District(table())


def test_reports_are_told_apart_by_how_they_came(d: District):
    report(d)
    report(d)
    report(d, channel="wechat")
    n = count(d, "reports")
    assert n.groups == {"phone": 2, "wechat": 1}
    assert len(n.lines) == 3
    assert count(d, "reports", Q4.before).lines == ()


def test_taken_in_time_late_and_not_yet_are_three_things(d: District):
    soon, late, never = report(d), report(d), report(d)
    d.wait(hours=2)
    did(d, "li", "report", "take", soon)
    d.wait(days=2)
    did(d, "li", "report", "take", late)
    n = count(d, "taken")
    by_id = {x.item.id: (x.late, None if x.days is None else round(x.days * 24)) for x in n.lines}
    assert by_id == {soon: (False, 2), late: (True, 50), never: (True, None)}
    assert (n.late, n.waiting) == (2, 1)
    assert [round((n.days(share) or 0) * 24) for share in (0.5, 0.9)] == [2, 50]


def test_the_first_visit_is_found_under_the_case(d: District):
    made = d.do("wang", "case", "open", minor=CHILDREN[0])
    assert isinstance(made, Decided)
    d.wait(days=3)
    did(d, "wang", "visit", "seen", d.one("visit").id, danger=False, alone=True, child_view="都好")
    d.wait(days=1)
    assert [x.days for x in count(d, "first_seen").lines] == [pytest.approx(3)]
    assert count(d, "visits").groups == {"seen": 1}
    assert count(d, "grades").groups == {"": 1}


def test_what_was_a_mistake_is_counted_nowhere(d: District):
    d.do("wang", "case", "open", minor=CHILDREN[0])
    visit = d.one("visit").id
    did(d, "wang", "visit", "seen", visit, danger=False, alone=True, child_view="都好")
    assert len(count(d, "visits").lines) == 1
    did(d, "wang", "visit", "mistaken", visit, note="不是这个孩子")
    assert count(d, "visits").lines == ()


def test_what_is_late_at_the_end_is_told_by_kind(d: District):
    report(d)
    assert count(d, "late").lines == ()
    d.wait(days=3)
    assert count(d, "late").groups == {"report": 1}


def test_a_state_of_before_is_that_of_the_end_of_its_quarter(d: District):
    d.do("wang", "case", "open", minor=CHILDREN[0])
    d.now = datetime(2027, 1, 20, 9, tzinfo=SHANGHAI)
    did(d, "chen", "case", "death", d.one("case").id, note="医院告知")
    assert len(count(d, "grades").lines) == 1
    assert count(d, "grades", Quarter(2027, 1)).lines == ()
    assert len(count(d, "closed", Quarter(2027, 1)).lines) == 1
    assert count(d, "closed").lines == ()


@pytest.mark.parametrize("row", numbers(), ids=lambda r: r.code)
def test_every_number_is_made_of_its_groups(d: District, row: NumberRow):
    for channel in ("phone", "grid"):
        report(d, channel=channel)
    d.do("wang", "case", "open", minor=CHILDREN[0])
    d.wait(days=40)
    n = count(d, row.code)
    assert sum(n.groups.values()) == len(n.lines)
    assert n.late <= len(n.lines)


def test_a_wrong_row_is_refused():
    (row,) = [r for r in numbers() if r.code == "taken"]

    def why(**more: object) -> Sequence[str]:
        return list(wrong_number(table(), row.model_copy(update=more)))

    assert why() == []
    assert why(on=("took",)) == ["没有动作 took"]
    assert why(states=("new",)) == ["数哪些步骤，或者期末在哪些状态，只能写一种"]
    assert why(by="reporter") == ["reporter 要是人人能读的字段"], "who said it is confidential"
    assert why(late=("never",)) == ["没有时钟 never"]
    assert why(late=(), only_late=True) == ["只数过期的，要写哪些时钟"]
    assert why(basis="法律") == ["没有条文的要写“工作约定”"]
    assert why(item="nothing") == ["没有事项 nothing"]


def test_every_number_is_quoted_or_says_that_it_is_configured(book: Rulebook):
    for row in numbers():
        assert len(book.texts.cited(row.cite, date(2026, 11, 23))) == len(row.cite), row.code
        assert row.cite or row.basis.startswith("工作约定，法律没有规定"), row.code


def test_quarters_follow_each_other():
    assert Quarter.of(date(2026, 12, 31)) == Q4 == Quarter.parse("2026-Q4")
    assert (str(Q4), Q4.following, Q4.before.following) == ("2026-Q4", Quarter(2027, 1), Q4)
    assert (Q4.first, Q4.end) == (date(2026, 10, 1), datetime(2027, 1, 1, tzinfo=SHANGHAI))
    for text in ("2026", "2026-Q5", "2026-4", "0000-Q1", "９９９９-Q1", "9999-Q4"):
        with pytest.raises(BadInput):
            Quarter.parse(text)
