"""The continuing obligations that ship: every quote verbatim, every clause of the plan carried."""

import re
from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.rows.obligations import Filter, Goal, Obligation, Strength
from knowledge.rows.periods import CONFIGURED, Span
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import ClauseClass, Force, Verdict
from tests.support.walks import every

Files = Mapping[str, str]
ON = date(2026, 11, 23)
ROWS = tuple(rulebook().obligations.values())
CODES = [o.code for o in ROWS]
NUMBERS = {o.code: n for o in ROWS for n in (o.period, o.periods_by, o.event.within if o.event else None) if n}


def carrying(book: Rulebook, clause: str) -> list[str]:
    return [o.code for o in book.obligations.values() if any(c.clause == clause for c in o.cite)]


@every("row", ROWS, ids=CODES)
def test_every_quote_stands_word_for_word_in_a_text_in_force(row: Obligation, book: Rulebook):
    for cite in (*row.cite, *(c for part in row.components for c in part.cite)):
        found = book.texts.provision(cite.clause, ON)
        assert found is not None, cite.clause
        assert found.carries(cite.quote), cite.quote


@every("clause", [c.id for c in rulebook().plan.values() if c.kind is ClauseClass.OBLIGATION])
def test_every_obligation_of_the_plan_is_carried(clause: str, book: Rulebook):
    assert carrying(book, clause)


def test_the_work_of_every_other_clause_is_carried_too(book: Rulebook):
    """A duty or service of the plan has a row as well; only its two general clauses have none."""
    none = {c.id for c in book.plan.values() if not carrying(book, c.id)}
    assert none == {"plan:P0", "plan:一"}


def test_every_goal_of_the_plan_has_a_row():
    assert {o.goal for o in ROWS} == set(Goal)


def test_the_goals_are_the_plans_own_words_in_order(book: Rulebook):
    assert tuple(g.zh for g in Goal) == book.plan["plan:二"].items


@every("row", ROWS, ids=CODES)
def test_the_leading_clause_is_as_strong_as_the_row_says(row: Obligation, book: Rulebook):
    force = book.texts.document(row.cite[0].clause).force
    if row.strength is Strength.LAW:
        assert force in (Force.LAW, Force.REGULATION)
    if row.strength is Strength.PLAN:
        assert force is Force.PLAN


@every("row", [o for o in ROWS if o.strength is Strength.LAW], ids=lambda o: o.code)
def test_no_law_that_only_encourages_or_allows_is_called_a_duty(row: Obligation):
    assert not re.search(r"鼓励|可以", row.cite[0].quote)


@every("code", NUMBERS)
def test_a_number_that_no_text_gives_says_so(code: str):
    number = NUMBERS[code]
    assert number.statutory is not number.source.startswith(CONFIGURED)


def test_only_two_yearly_numbers_are_of_the_law(book: Rulebook):
    statutory = {o.code: o.period for o in ROWS if o.period and o.period.statutory}
    assert {o: (p.years, p.clause) for o, p in statutory.items()} == {"O13": (1, "JJ/46"), "O54": (1, "WB/62")}
    for code, period in statutory.items():
        quote = next(c.quote for c in book.obligations[code].cite if c.clause == period.clause)
        assert "每年" in quote


def test_the_visits_are_the_configured_assumption():
    (row,) = [o for o in ROWS if o.periods_by]
    assert row.periods_by
    assert {k: v.days for k, v in row.periods_by.values.items()} == {"red": 7, "yellow": 15, "blue": 30, "green": 90}


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("残疾和大病", {"上门探访", "政策宣传落实", "特殊教育和康复指导", "精神慰藉"}),
        ("手机保管四要素", {"保管场所", "保管方式", "责任人", "保管装置"}),
        ("联合整治", {"教育参加", "公安参加", "市场监管参加", "文化参加"}),
        ("一站式", {"接受询问", "生物样本提取", "身体检查", "心理疏导"}),
        ("司法五项", {"社会调查", "社会观护", "心理疏导", "司法救助", "诉讼教育"}),
        ("六项工作", {"心理干预", "法律援助", "社会调查", "社会观护", "教育矫治", "社区矫正"}),
        ("五类亮点", {"身心健康", "权益保护", "家庭教育", "安全教育", "素质教育"}),
        ("四早", {"早发现", "早介入", "早治疗", "早康复"}),
        ("12345", {"投诉举报类别", "方式", "受理", "处理程序", "责任主体"}),
    ],
)
def test_what_a_duty_consists_of(words: str, parts: set[str]):
    (row,) = [o for o in ROWS if words in o.name]
    assert {c.name for c in row.components} == parts


@pytest.mark.parametrize(
    ("code", "strength"),
    [("O03", "encouraged"), ("O48", "encouraged"), ("O27", "law"), ("O49", "law"), ("O54", "law"), ("O10", "plan")],
)
def test_how_strong_a_duty_is(code: str, strength: str, book: Rulebook):
    assert book.obligations[code].strength.value == strength


def test_checks_on_staff_are_over_every_kind_of_unit_that_the_law_names(book: Rulebook):
    wanted = {"school", "kindergarten", "training_institution", "rescue_centre", "child_welfare", "childcare",
              "medical", "close_contact_unit"}  # fmt: skip
    for code in ("O53", "O54"):
        assert wanted <= set(book.obligations[code].objects.kind)


def test_a_duty_is_asked_only_while_its_leading_words_are_in_force(book: Rulebook):
    before = {o.code for o in book.obligations_on(date(2021, 5, 31))}
    after = {o.code for o in book.obligations_on(date(2021, 6, 1))}
    assert "O27" in after - before
    assert "O10" in before & after


def test_a_span_counts_in_the_calendar():
    assert Span(months=1).after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Span(years=1).after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert Span(days=7).after(date(2026, 12, 28)) == date(2027, 1, 4)
    assert Span(months=6).after(date(2026, 9, 1)) == date(2027, 3, 1)
    assert str(Span(months=3).words) == "3个月"


def test_a_filter_is_three_valued():
    under_3 = Filter(attribute="age", under=3)
    assert [under_3.fits(v) for v in (2, 3, None)] == [Verdict.YES, Verdict.NO, Verdict.UNKNOWN]
    assert Filter(attribute="disability", values=(True,)).fits(1) is Verdict.NO
