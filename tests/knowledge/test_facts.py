"""One row a fact: every row is whole, names what there is, is used, and a broken file is refused with its place."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from knowledge.errors import WrongRules
from knowledge.rulebook.source import read as rules
from knowledge.situation.conditions import AGES, DERIVED, MONTHS, Condition
from knowledge.situation.facts import CATALOGUE, FACTS, FILE, VALUES, Kind, named, read
from knowledge.situation.situation import DURATIONS, OPTIONS, Situation
from knowledge.situation.truth import NO, YES, truth
from knowledge.vocabulary import FieldClass
from tests.support.walks import every

ROOT = Path(__file__).parent.parent.parent
TEXT = FILE.read_text("utf-8")
LEADING = ("吧？", "难道", "对不对", "isn't", "doesn't", "didn't", "don't you", "right?")
CONCEALED = {"sexual_harm", "pregnant", "self_harm", "sealed_record", "father_state", "mother_state", "reporter"}
"""Facts that hurt to speak of: the question says why, or that little suffices, or that silence is fine."""
CARE = ("知道多少说多少", "只为", "放心", "只告诉", "方便说多少", "不方便说也没关系")


@every("code", FACTS)
def test_a_fact_has_every_part(code: str):
    fact = FACTS[code]
    assert fact.field_class in FieldClass
    assert fact.field_class is not FieldClass.F0, "a fact of a child is never open to everybody"
    assert fact.zh != fact.en
    assert fact.about.en.endswith(".")
    assert bool(fact.options) is (fact.kind in {Kind.BOOL, Kind.CHOICE})


@every("code", FACTS)
def test_a_question_can_be_asked_on_the_phone(code: str):
    ask = FACTS[code].ask
    assert "？" in ask.zh
    assert "?" in ask.en
    assert ask.zh[-1] in "？。"
    assert ask.en[-1] in "?."
    assert len(ask.zh) <= 60
    assert not [w for w in LEADING if w in ask.zh or w in ask.en]
    assert code not in ask.zh


NEGATIVE = re.compile("^(?:处于)?(?:无人|拒不|未|没有)")
"""Facts that are true where something is not so."""


@every("code", [f for f in FACTS if FACTS[f].kind is Kind.BOOL])
def test_yes_to_a_question_means_that_the_fact_is_so(code: str):
    """One question, and not one after its reverse: 现在安全吗？有没有危险？ has no yes."""
    fact = FACTS[code]
    assert (fact.ask.zh.count("？"), fact.ask.en.count("?")) == (1, 1)
    if NEGATIVE.match(fact.zh):
        assert re.search("没有人|不肯|没有签|仍然找不到", fact.ask.zh), fact.ask.zh


@pytest.mark.parametrize("code", sorted(CONCEALED))
def test_what_is_hard_to_say_is_asked_with_care(code: str):
    assert [w for w in CARE if w in FACTS[code].ask.zh]


@every("code", FACTS)
def test_a_fact_is_known_by_each_of_its_names(code: str):
    assert [named(w) for w in (code, code.upper(), FACTS[code].zh, FACTS[code].en, "没有这项")] == [*[code] * 4, None]


@every("code", sorted(OPTIONS))
def test_a_value_is_read_by_each_of_its_names(code: str):
    fact = FACTS[code]
    for value in fact.values.of if fact.values else ():
        words = VALUES[fact.type].of[value]
        assert {fact.option(w) for w in (value, value.upper(), words.zh, words.en, f" {words.zh} ")} == {value}
    if fact.kind is Kind.BOOL:
        assert all(fact.option(w) is True for w in YES)
        assert all(fact.option(w) is False for w in NO)
    assert fact.option("没有这个取值") is None


def test_yes_and_no_are_read_as_people_write_them():
    assert [truth(w) for w in ("是", " YES ", "ｙ", "没有", "FALSE", "0")] == [True, True, True, False, False, False]
    assert [truth(w) for w in ("", "不详", "2", "是的吗")] == [None] * 4


def _conditions(value: Any) -> Iterator[Condition]:
    if isinstance(value, Condition):
        yield value
    elif isinstance(value, BaseModel):
        for part in vars(value).values():
            yield from _conditions(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _conditions(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _conditions(part)


def _whens(value: Any) -> Iterator[str]:
    """The facts that the tables called `when` or `given` of a plain TOML file name."""
    if isinstance(value, list):
        for part in value:
            yield from _whens(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in {"when", "given"} and isinstance(part, dict):
                yield from part
            yield from _whens(part)


@every(
    "path",
    sorted(p for p in (ROOT / "knowledge").rglob("*.toml") if "casework" not in p.parts),  # about fields of items
    ids=lambda p: f"{p.parent.name}/{p.stem}",
)
def test_a_condition_names_facts_that_there_are(path: Path):
    known = {*OPTIONS, *AGES, *MONTHS, *DERIVED, "age"}
    assert set(_whens(tomllib.loads(path.read_text("utf-8")))) <= known


def test_the_search_for_conditions_finds_them():
    assert {"unattended", "father_state"} <= set(
        _whens(tomllib.loads((ROOT / "knowledge/concepts/needs.toml").read_text("utf-8")))
    )


def _answered() -> set[str]:
    """Facts that code reads from a situation by name."""
    found = set()
    for room in ("knowledge", "network", "graph_model", "analytics", "api"):
        for path in (ROOT / room).rglob("*.py"):
            owners = {"s", "situation"} | ({"self"} if path.name == "situation.py" else set())
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute):
                    of = node.value
                    owner = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
                    found |= {node.attr} if owner in owners else set()
    return found & set(FACTS)


def test_no_fact_is_dead_and_no_reason_for_a_dead_one_is_out_of_date():
    asked = {a.fact for c in _conditions(rules(ROOT / "knowledge").rows) for a in c.atoms}
    used = (asked | {DURATIONS[f] for f in asked & DURATIONS.keys()} | _answered()) & set(FACTS)
    used |= {code for row in CATALOGUE.implies if set(row.then) & used for code in row.when}
    assert set(FACTS) - used == {code for code, fact in FACTS.items() if fact.unused}


def test_no_name_stands_for_two_things_in_a_condition():
    assert not set(FACTS) & {*DERIVED, *MONTHS, *AGES, *DURATIONS}


def test_the_types_are_those_of_the_rows():
    assert list(Situation.model_fields) == list(FACTS)


def _row(code: str) -> int:
    return TEXT.splitlines().index(f"[fact.{code}]") + 1


def _nth(heading: str, n: int) -> int:
    return [i for i, line in enumerate(TEXT.splitlines(), 1) if line == heading][n]


SEX = '[fact.sex]\ntype = "Sex"\nclass = "F2"\nzh = "性别"\n'


@pytest.mark.parametrize(
    ("was", "becomes", "where", "why"),
    [
        (SEX, SEX.replace("F2", "F9"), _row("sex"), "fact.sex.class: 值不在允许的范围内"),
        (SEX, SEX.replace('class = "F2"\n', ""), _row("sex"), "fact.sex.class: 缺少必填项"),
        (SEX, SEX.replace('"Sex"', '"Gender"'), _row("sex"), "fact.sex: 没有名为 'Gender' 的类型：只能写 bool, int"),
        (SEX, SEX.replace("性别", "sex"), _row("sex"), "fact.sex.zh: 格式不对"),
        (SEX, SEX.replace("性别", "户籍"), _row("hukou"), "fact.hukou: 另一个事实也叫 户籍"),
        (SEX, SEX + "colour = 1\n", _row("sex"), "fact.sex.colour: 没有这个键"),
        (SEX, SEX + "most = 3\n", _row("sex"), "fact.sex: least 和 most 只用于 int"),
        (SEX, SEX + 'months = "sex_months"\n', _row("sex"), "fact.sex: months 只用于 date"),
        ("[fact.sex]", "[fact.facts]", _row("sex"), "fact.facts: facts 已由 Situation 类占用"),
        (
            'female = { zh = "女"',
            'female = { zh = "男"',
            _nth("[values.Sex]", 0),
            "values.Sex: 有两个值都叫 男",
        ),
        (
            "when = { full_time = true }",
            "when = { whole_day = true }",
            _nth("[[implies]]", 3),
            "没有名为 whole_day 的事实",
        ),
        (
            "when = { full_time = true }",
            'when = { full_time = "yes" }',
            _nth("[[implies]]", 3),
            "full_time 没有 ['yes'] 这个值",
        ),
        ("when = { full_time = true }", 'when = { age = "*" }', _nth("[[implies]]", 3), "不由条件来问"),
        ("then = { unattended = true }", "then = { unattended = 1 }", _nth("[[implies]]", 12), "unattended 没有 [1]"),
        ('sex = "male", pregnant', 'sex = "man", pregnant', _nth("[[impossible]]", 0), "sex 没有 ['man'] 这个值"),
        ('later = ["birth_date"', 'later = ["sex"', _nth("[[impossible]]", 1), "sex 不是日期类型"),
        ('later = ["birth_date", "residence_since"]', "", _nth("[[impossible]]", 1), "facts 和 later 只能写一个"),
    ],
)
def test_a_broken_file_is_refused_with_the_line(was: str, becomes: str, where: int, why: str):
    assert was in TEXT
    with pytest.raises(WrongRules) as refused:
        read(TEXT.replace(was, becomes, 1))
    assert [p for p in refused.value.problems if p.startswith(f"situation/facts.toml:{where}: ") and why in p], (
        refused.value
    )


@pytest.mark.parametrize("becomes", ["[fact.sex", "[fact.hukou]"])
def test_what_is_not_toml_is_refused_with_the_line(becomes: str):
    with pytest.raises(WrongRules, match=r"situation/facts.toml: 不是合法的 TOML.*at line \d+"):
        read(TEXT.replace("[fact.sex]", becomes, 1) + "\n[fact.hukou]\n")


COLOUR = """
[values.Colour]
zh = "颜色"
en = "colour"
[values.Colour.of]
red = { zh = "红", en = "red" }
blue = { zh = "蓝", en = "blue" }
"""
HAND = """
[fact.left_handed]
type = "bool"
class = "F4"
zh = "左利手"
en = "left-handed"
about.en = "The child is left-handed."
ask.zh = "孩子习惯用哪只手？"
ask.en = "Which hand does the child prefer?"
"""


def test_a_set_of_values_that_no_fact_has_is_refused():
    with pytest.raises(WrongRules, match=r"values\.Colour: 没有事实用这组值"):
        read(TEXT + COLOUR)


def test_a_new_fact_is_one_row():
    found = read(TEXT + HAND).fact["left_handed"]
    assert (found.kind, found.options, found.raw, found.option("是")) == (Kind.BOOL, (True, False), False, True)
