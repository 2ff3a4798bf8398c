"""A wrong rule file is refused whole, each problem with file, line and reason."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge import reasons
from knowledge.errors import WrongRules
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import load
from tests.knowledge.wrong_rows import END_OF_M02, WRONG, Files, duty, line_of, replaced
from tests.support.walks import every

Load = Callable[[Files], Rulebook]


def refused(loads: Load, changed: Files) -> tuple[str, ...]:
    with pytest.raises(WrongRules) as caught:
        loads(changed)
    return caught.value.problems


def test_the_small_rulebook_is_right(small: Rulebook) -> None:
    assert set(small.matters) == {"M01", "M02", "M03"}


@every("name", sorted(WRONG))
def test_refused_with_file_line_and_reason(name: str, texts: Files, loads: Load) -> None:
    file, text = replaced(texts, name)
    problems = refused(loads, {file: text})
    line, says = line_of(text, WRONG[name]), WRONG[name].says
    at = re.compile(rf"[^:]*{re.escape(file.rsplit('/', maxsplit=1)[-1])}:{line}: .*{says}")
    assert [p for p in problems if at.match(p)], (line, problems)


@every("name", sorted(WRONG))
def test_every_problem_names_a_line(name: str, texts: Files, loads: Load) -> None:
    file, text = replaced(texts, name)
    assert [p for p in refused(loads, {file: text}) if not re.match(r"[\w./-]+\.toml:\d+: .", p)] == []


def test_not_toml_names_the_line(texts: Files, loads: Load) -> None:
    text = texts["matters/all.toml"].replace('code = "M03"', 'code = "M03')
    line = 1 + text[: text.index('code = "M03')].count("\n")
    (problem,) = refused(loads, {"matters/all.toml": text})
    assert problem.startswith("matters/all.toml")
    assert re.search(rf":{line}:|line {line}\b", problem)


def test_an_unknown_table_is_refused_with_its_line(texts: Files, loads: Load) -> None:
    text = texts["matters/all.toml"] + '\n[[matters]]\ncode = "M09"\n'
    line = 1 + text[: text.index("[[matters]]")].count("\n")
    (problem,) = refused(loads, {"matters/all.toml": text})
    assert re.match(rf"matters/all\.toml:{line}: .*'matters'", problem), problem


def test_an_article_of_an_unknown_version_is_refused(texts: Files, loads: Load) -> None:
    text = texts["articles.toml"].replace('"BB15"', '"BB99"')
    problems = refused(loads, {"articles.toml": text})
    assert [p for p in problems if re.search(r"articles\.toml:\d+: .*BB99", p)]


def test_an_article_shipped_twice_is_refused(texts: Files, loads: Load) -> None:
    first = texts["articles.toml"].split("[[article]]")[1]
    assert refused(loads, {"articles.toml": texts["articles.toml"] + "\n[[article]]" + first})


def test_versions_of_a_document_that_overlap_are_refused(texts: Files, loads: Load) -> None:
    """Which text is in force on a day is never resolved by order."""
    text = texts["documents.toml"].replace("until = 2020-05-15", "until = 2021-05-15")
    assert refused(loads, {"documents.toml": text})


def test_rows_with_disjoint_days_are_accepted(texts: Files, loads: Load) -> None:
    text = texts["matters/all.toml"]
    when = "when = {licensed = true}\n"
    two = duty(role="handler", more=f"{when}until = 2021-01-01") + duty(
        role="handler", more=f"{when}since = 2021-01-01"
    )
    book = loads({"matters/all.toml": text.replace(END_OF_M02, f"{two}\n{END_OF_M02}")})
    assert len(book.matters["M02"].duty) == 7


def test_rows_with_another_role_body_or_condition_are_accepted(texts: Files, loads: Load) -> None:
    base = 'when = {place = "hotel"}'
    rows = (
        duty(more=base) + duty(role="handler", more=base) + duty(body="education", more=base)
        + duty(more='when = {place = "hotel", age_under = 14}')
    )  # fmt: skip
    text = texts["matters/all.toml"].replace(END_OF_M02, f"{rows}\n{END_OF_M02}")
    assert len(loads({"matters/all.toml": text}).matters["M02"].duty) == 9


@pytest.mark.parametrize(
    ("days", "missed"),
    [
        ("until = 2026-09-01", date(2026, 9, 1)),
        ("since = 2026-09-01", date(2026, 7, 1)),
        ("until = 2026-07-01", date(2026, 7, 1)),
        ("until = 2031-02-28", date(2031, 2, 28)),
    ],
)
def test_a_gap_after_the_last_statute_is_refused_with_its_day(
    days: str, missed: date, texts: Files, loads: Load
) -> None:
    text = texts["matters/all.toml"].replace('act = "走访"\n', f'act = "走访"\n{days}\n')
    line = 1 + text[: text.index('[[matter]]\ncode = "M03"')].count("\n")
    problems = refused(loads, {"matters/all.toml": text})
    assert [p for p in problems if p.startswith(f"matters/all.toml:{line}: ") and str(missed) in p], problems


def test_a_gap_before_the_last_statute_is_no_fault(texts: Files, loads: Load) -> None:
    text = texts["matters/all.toml"].replace('act = "走访"\n', 'act = "走访"\nsince = 2026-07-01\n')
    assert loads({"matters/all.toml": text}).matters["M03"]


def test_all_problems_are_told_at_once(texts: Files, loads: Load) -> None:
    rows = duty("AA/7") + duty(body="wizard", more='when = {place = "bar"}') + duty(quote="无此语", role="handler")
    changed = {
        "matters/all.toml": texts["matters/all.toml"].replace(END_OF_M02, f"{rows}\n{END_OF_M02}"),
        "hotlines.toml": texts["hotlines.toml"].replace('"police"', '"warlock"'),
        "norms/all.toml": texts["norms/all.toml"].replace('"conceal"\nby', '"reveal"\nby'),
    }
    told = "\n".join(refused(loads, changed))
    assert all(words in told for words in ("AA/7", "wizard", "无此语", "warlock", "reveal"))


def test_shapes_of_several_files_are_told_at_once(texts: Files, loads: Load) -> None:
    changed = {
        "matters/all.toml": texts["matters/all.toml"].replace('severity = "serious"', 'severity = "grave"'),
        "bodies.toml": texts["bodies.toml"].replace('level = "unit"', 'level = "moon"'),
        "plan.toml": texts["plan.toml"] + "colour = 1\n",
        "hotlines.toml": "not toml",
    }
    told = refused(loads, changed)
    assert {p.split(":")[0].rsplit("/")[-1] for p in told} == {"all.toml", "bodies.toml", "plan.toml", "hotlines.toml"}


def test_the_hash_follows_every_file(texts: Files, loads: Load, small: Rulebook) -> None:
    assert loads({}).hash == small.hash
    for name, text in texts.items():
        assert loads({name: f"{text}\n# 改\n"}).hash != small.hash


def test_the_shipped_rules_pass(book: Rulebook) -> None:
    assert load().hash == book.hash
    assert {f"M{n:02}" for n in range(1, 104)} <= set(book.matters), "a matter that clients know by its code is gone"


def test_rules_are_refused_before_anything_is_answered(written: Callable[[Files], Path], texts: Files) -> None:
    folder = written({"matters/all.toml": texts["matters/all.toml"].replace("民政部门负责协调", "民政局负责协调")})
    with pytest.raises(WrongRules) as caught:
        load(folder)
    assert str(caught.value) == "\n".join(caught.value.problems)
    assert "民政局负责协调" in str(caught.value)


WORDED = re.compile(r"[\u4e00-\u9fff]")
CONDITIONS = frozenset(
    {"age in words", "ages that nobody has", "fact of no situation", "under no years", "value of no fact"}
)
"""The language of conditions words its own refusals (knowledge/situation/conditions.py)."""


@every("name", sorted(set(WRONG) - CONDITIONS))
def test_every_problem_is_worded_in_chinese(name: str, texts: Files, loads: Load) -> None:
    file, text = replaced(texts, name)
    assert [p for p in refused(loads, {file: text}) if not WORDED.search(p.split(": ", 1)[1])] == []


CODE = re.compile(r"""reason\(\s*["']([a-z]+\.[a-z_]+)["']|else ["'](matter\.[a-z_]+)["']""")
ABSENT = re.compile(r'_unknown_codes\("([a-z_]+)"')


def test_every_sentence_is_used_and_every_code_has_one() -> None:
    folder, tools = Path(reasons.__file__).parent, Path(__file__).parent.parent.parent / "tools"
    text = "".join(path.read_text("utf-8") for path in (*folder.rglob("*.py"), *tools.glob("*.py")))
    used = {a or b for a, b in CODE.findall(text)} | {f"code.{what}" for what in ABSENT.findall(text)}
    assert {code for code in reasons.sentences() if not code.startswith("shape.")} == used
