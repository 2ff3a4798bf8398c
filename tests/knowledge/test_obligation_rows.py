"""A wrong row of an obligation is refused with its line; a proof from the network must be possible."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import WrongRules
from knowledge.rows.obligations import Evidence
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import load
from tests.knowledge.test_obligations import Files
from tests.support.walks import every

Load = Callable[[Files], Rulebook]


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
period = {days = 7, source = "工作约定，法律没有规定：没有数字"}
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
    "number that hides its source": ("工作约定，法律没有规定：没有数字", "方案规定", "法律没有规定"),
    "statutory without clause": (
        'source = "工作约定，法律没有规定：没有数字"', 'source = "法律", statutory = true', "clause",
    ),
    "statutory by the plan": ('source = "工作约定，法律没有规定：没有数字"',
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


@every("name", sorted(WRONG))
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
    graded = '[obligation.periods_by]\nattribute = "grade"\nsource = "工作约定，法律没有规定"\n'
    graded += "values = {red = {days = 7}}\n"
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
    graded = '[obligation.periods_by]\nattribute = "grade"\nsource = "工作约定，法律没有规定"\n'
    graded += "values = {red = {days = 7}}\n"
    graded += 'names = {green = "绿色"}\n'
    with pytest.raises(WrongRules, match="names 与 values 的键必须一一对应"):
        loads({"obligations/all.toml": ROW + graded})
