"""The continuing duties: every quote verbatim, every clause carried, a wrong row refused with its line."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import WrongRules
from knowledge.rows.obligations import Evidence, Filter, Goal, Obligation, Strength
from knowledge.rows.periods import CONFIGURED, Span
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import load, rulebook
from knowledge.vocabulary import ClauseClass, Force, Verdict

Files = Mapping[str, str]
Load = Callable[[Files], Rulebook]
ON = date(2026, 11, 23)
ROWS = tuple(rulebook().obligations.values())
CODES = [o.code for o in ROWS]
NUMBERS = {o.code: n for o in ROWS for n in (o.period, o.periods_by, o.event.within if o.event else None) if n}


def carrying(book: Rulebook, clause: str) -> list[str]:
    return [o.code for o in book.obligations.values() if any(c.clause == clause for c in o.cite)]


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_every_quote_stands_word_for_word_in_a_text_in_force(row: Obligation, book: Rulebook):
    for cite in (*row.cite, *(c for part in row.components for c in part.cite)):
        found = book.texts.provision(cite.clause, ON)
        assert found is not None, cite.clause
        assert found.carries(cite.quote), cite.quote


@pytest.mark.parametrize("clause", [c.id for c in rulebook().plan.values() if c.kind is ClauseClass.OBLIGATION])
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


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_the_leading_clause_is_as_strong_as_the_row_says(row: Obligation, book: Rulebook):
    force = book.texts.document(row.cite[0].clause).force
    if row.strength is Strength.LAW:
        assert force in (Force.LAW, Force.REGULATION)
    if row.strength is Strength.PLAN:
        assert force is Force.PLAN


@pytest.mark.parametrize("row", [o for o in ROWS if o.strength is Strength.LAW], ids=lambda o: o.code)
def test_no_law_that_only_encourages_or_allows_is_called_a_duty(row: Obligation):
    assert not re.search(r"鼓励|可以", row.cite[0].quote)


@pytest.mark.parametrize("code", NUMBERS)
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
    assert Span(months=3).zh == "3个月"


def test_a_filter_is_three_valued():
    under_3 = Filter(attribute="age", under=3)
    assert [under_3.fits(v) for v in (2, 3, None)] == [Verdict.YES, Verdict.NO, Verdict.UNKNOWN]
    assert Filter(attribute="disability", values=(True,)).fits(1) is Verdict.NO


ROW = """[[obligation]]
code = "O01"
name = "走访"
name_en = "Visits"
goal = "G04"
objects = {of = "minor", filter = [{attribute = "in_difficulty", values = [true]}]}
holder = ["civil_affairs"]
strength = "plan"
evidence = ["visit"]
visits = true
components = [{code = "one", name = "一", name_en = "One"}]
period = {days = 7, source = "配置值，非法定：没有数字"}
demands = {text = "再走访", matter = "M03"}
cite = [{clause = "plan:一", quote = "街道每季度走访"}, {clause = "AA/2", quote = "不得隐瞒"}]
"""

WRONG: dict[str, tuple[str, str, str]] = {
    "quote not verbatim": ("街道每季度走访", "街道每月走访", "不是 .* 的原文"),
    "quote of another article": ('"不得隐瞒"', '"民政部门负责协调"', "不是 .* 的原文"),
    "clause of no article": ("AA/2", "AA/7", "找不到条款.*AA/7"),
    "no basis": (ROW[ROW.index("cite") :], "cite = []\n", "cite"),
    "holder of no kind": ('["civil_affairs"]', '["wizard"]', "wizard"),
    "goal of no plan": ('"G04"', '"G12"', "goal"),
    "strength of no kind": ('"plan"\nevidence', '"wish"\nevidence', "strength"),
    "the plan called law": ('"plan"\nevidence', '"law"\nevidence', "strength 是 law.*方案"),
    "evidence of no kind": ('["visit"]', '["rumour"]', "evidence"),
    "no evidence": ('["visit"]', "[]", "evidence"),
    "attribute of no thing": ("in_difficulty", "in_trouble", "in_trouble"),
    "entitlement to no service": ("in_difficulty", "eligible_B99", "eligible_B99"),
    "filter of nothing": ('{attribute = "in_difficulty", values = [true]}', '{attribute = "grade"}', "values"),
    "area without level": ('{of = "minor", filter = [{attribute = "in_difficulty", values = [true]}]}',
                           '{of = "area"}', "level"),
    "body without kind": ('{of = "minor", filter = [{attribute = "in_difficulty", values = [true]}]}',
                          '{of = "body"}', "kind"),
    "point without kind or tier": ('{of = "minor", filter = [{attribute = "in_difficulty", values = [true]}]}',
                                   '{of = "point"}', "kind 或者 tier"),
    "other without name": ('{of = "minor", filter = [{attribute = "in_difficulty", values = [true]}]}',
                           '{of = "other"}', "name"),
    "stage of no school": ('{of = "minor", filter = [{attribute = "in_difficulty", values = [true]}]}',
                           '{of = "school", stage = ["college"]}', "college"),
    "class of no object": ('of = "minor"', 'of = "dragon"', "of"),
    "number that hides its source": ("配置值，非法定：没有数字", "方案规定", "非法定"),
    "statutory without clause": ('source = "配置值，非法定：没有数字"', 'source = "法律", statutory = true', "clause"),
    "statutory by the plan": ('source = "配置值，非法定：没有数字"',
                              'source = "方案", statutory = true, clause = "plan:一"', "clause"),
    "two units": ("days = 7", "days = 7, months = 1", "days、months、years 选一"),
    "no time at all": ("days = 7", "days = 0", "长于零"),
    "component twice": ('name_en = "One"}]',
                        'name_en = "One"}, {code = "one", name = "二", name_en = "Two"}]', "出现了 2 次"),
    "component filter without reason": ('name_en = "One"}',
                                        'name_en = "One", filter = [{attribute = "grade", values = ["red"]}]}',
                                        "reason"),
    "component quote": ('name_en = "One"}',
                        'name_en = "One", cite = [{clause = "AA/2", quote = "无此语"}]}', "不是 .* 的原文"),
    "demand of no matter": ('"M03"}', '"M77"}', "M77"),
    "demand that punishes by the plan": ("再走访", "责令改正并罚款", "不得带处罚"),
    "condition of a case": ("strength", "when = {age_under = 14}\nstrength", "不写个案条件"),
    "unknown key": ("strength", "colour = 1\nstrength", "colour"),
    "days backwards": ("strength", "since = 2022-01-01\nuntil = 2021-01-01\nstrength", "since"),
}  # fmt: skip


PROVED = """[[obligation]]
code = "O02"
name = "街道有站"
name_en = "Station"
goal = "G10"
objects = {of = "area", level = ["street"]}
holder = ["civil_affairs"]
strength = "plan"
evidence = ["facility", "appointment"]
from_network = {tier = ["street"], kind = ["police"], post = ["supervisor"]}
visits = false
cite = [{clause = "plan:一", quote = "街道每季度走访"}]
"""
"""A duty that the network itself proves."""

NEVER: dict[str, tuple[str, str, str]] = {
    "proved by a kind of body that is none": ('kind = ["police"]', 'kind = ["wizard"]', "没有机构类别.*wizard|wizard"),
    "proved by a tier of other areas": ('tier = ["street"]', 'tier = ["district"]', "district 不在 street 这一级"),
    "proved by a post of other areas": ('"supervisor"', '"director"', "director 不在 street 这一级"),
    "proved by nothing": ('{tier = ["street"], kind = ["police"], post = ["supervisor"]}', "{}", "from_network 是空的"),
    "proved by a kind of post that is none": ('"supervisor"', '"wizard"', "from_network"),
    "a place that the row does not count": ('["facility", "appointment"]', '["appointment"]', "证据是 facility"),
    "a post that the row does not count": ('["facility", "appointment"]', '["facility"]', "证据是 appointment"),
    "proved of children": ('{of = "area", level = ["street"]}', '{of = "minor"}', "以区划为对象"),
    "proved of parts": ("visits = false", 'components = [{code = "one", name = "一", name_en = "One"}]', "组成部分"),
    "visits of two duties": ("visits = false", "visits = true", "现有 2 项"),
}


def test_a_duty_that_the_network_proves_is_accepted(loads: Load):
    proof = loads({"obligations/all.toml": ROW, "obligations/more.toml": PROVED}).obligations["O02"].from_network
    assert proof is not None
    assert proof.evidence == {Evidence.FACILITY, Evidence.APPOINTMENT}


@pytest.mark.parametrize("name", sorted(NEVER))
def test_a_proof_that_can_never_be_true_is_refused(name: str, loads: Load):
    old, new, says = NEVER[name]
    assert old in PROVED
    with pytest.raises(WrongRules) as caught:
        loads({"obligations/all.toml": ROW, "obligations/more.toml": PROVED.replace(old, new, 1)})
    at = re.compile(rf"obligations/more\.toml:\d+: .*({says})")
    assert [p for p in caught.value.problems if at.search(p)], caught.value.problems


def test_some_duty_is_that_of_the_visits(loads: Load, book: Rulebook):
    assert book.visits.periods_by is not None
    with pytest.raises(WrongRules, match=r"all\.toml:1: O01: 走访义务只能有一项，现有 0 项"):
        loads({"obligations/all.toml": ROW.replace("visits = true\n", "")})


def test_a_right_row_is_accepted(loads: Load):
    book = loads({"obligations/all.toml": ROW})
    assert set(book.obligations) == {"O01"}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_refused_with_file_line_and_reason(name: str, loads: Load):
    old, new, says = WRONG[name]
    assert old in ROW
    with pytest.raises(WrongRules) as caught:
        loads({"obligations/all.toml": f"# 行\n\n{ROW.replace(old, new, 1)}"})
    at = re.compile(rf"obligations/all\.toml:3: .*{says}", re.IGNORECASE)
    assert [p for p in caught.value.problems if at.search(p)], caught.value.problems


def test_encouraged_rows_carry_no_sanction(loads: Load):
    text = ROW.replace('strength = "plan"', 'strength = "encouraged"').replace("再走访", "给予警告")
    with pytest.raises(WrongRules, match=r"all\.toml:1: O01: demands: .*encouraged.*不得带处罚"):
        loads({"obligations/all.toml": text})


def test_a_code_given_twice_is_refused(loads: Load):
    with pytest.raises(WrongRules, match="obligation O01 出现了 2 次"):
        loads({"obligations/all.toml": ROW, "obligations/more.toml": ROW})


def test_a_period_and_one_by_grade_are_refused_together(loads: Load):
    graded = '[obligation.periods_by]\nattribute = "grade"\nsource = "配置值，非法定"\nvalues = {red = {days = 7}}\n'
    graded += 'names = {red = "红色"}\n'
    with pytest.raises(WrongRules, match="period 和 periods_by 只能写一个"):
        loads({"obligations/all.toml": ROW + graded})


def test_an_obligation_of_the_plan_that_no_row_carries_is_refused(texts: Files, loads: Load):
    plan = texts["plan.toml"].replace('kind = "duty"', 'kind = "obligation"')
    with pytest.raises(WrongRules, match=r"plan\.toml:\d+: plan:一: 方案的这一条是持续性义务"):
        loads({"plan.toml": plan})
    assert loads({"plan.toml": plan, "obligations/all.toml": ROW}).obligations


def test_the_hash_follows_the_duties(loads: Load, small: Rulebook, written: Callable[[Files], Path]):
    one = loads({"obligations/all.toml": ROW})
    assert one.hash != small.hash
    assert one.hash != loads({"obligations/all.toml": ROW + "# 改\n"}).hash
    assert set(load(written({"obligations/all.toml": ROW})).obligations) == {"O01"}


def test_every_grade_has_a_name(loads: Load):
    graded = '[obligation.periods_by]\nattribute = "grade"\nsource = "配置值，非法定"\nvalues = {red = {days = 7}}\n'
    graded += 'names = {green = "绿色"}\n'
    with pytest.raises(WrongRules, match="names 与 values 的键必须一一对应"):
        loads({"obligations/all.toml": ROW + graded})
