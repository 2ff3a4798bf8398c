"""A wrong row is told with file, line and reason: by `make rules`, and by pytest instead of its tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.casework.load import FOLDER as CASEWORK
from knowledge.casework.load import load
from knowledge.errors import WrongRules
from tools import rules

ROOT = Path(__file__).parent.parent.parent
WRONG = {
    "matters/school.toml": ('body = "school"', 'body = "scholl"', "M43: duty: 没有代码为 'scholl' 的主体类型"),
    "situation/facts.toml": ('type = "bool"', 'type = "boole"', "没有名为"),
    "casework/task.toml": ('class = "F1"', "", "class: 缺少必填项"),
    "access/policy.toml": ('"street"', '"streat"', "有一处不对"),
    "coverage/checks.toml": ("name = ", "name ", "不是合法的 TOML"),
    "papers/papers.toml": ('kind = "report"', 'kind = "reprot"', "没有事项 reprot"),
}
"""A file of each way of reading: what is written wrong in it, and what is told."""


def test_the_shipped_rows_are_right():
    assert rules.wrong() == ()


def test_every_file_of_rows_has_a_reader():
    """The rows of the rulebook are read by one, and so are the items of casework; all others by name."""
    read = {path.relative_to(rules.FOLDER).as_posix() for path in rules.FOLDER.rglob("*.toml")}
    folders = ("matters/", "norms/", "concepts/", "services/", "obligations/", "casework/", "messages/")
    together = {path for path in read if path.startswith(folders) and path.count("/") == 1}
    single = {path for path in read - together if "/" in path}
    assert single == {files for files in rules.READERS if (rules.FOLDER / files).is_file()}


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.toml").write_text('x = 1\ny = "open\n', "utf-8")
    (told,) = rules.not_toml(tmp_path)
    assert told.startswith("a/b.toml:2: 不是合法的 TOML")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('class = "F1"', "", ": field.0.class: 缺少必填项：补上这个键"),
        ('type = "date"', 'type = "choice"', ": due_on：选项字段要有选项，别的字段不要"),
    ],
)
def test_a_wrong_row_of_casework_is_told_with_its_line(right: str, wrong: str, told: str, tmp_path: Path):
    folder = tmp_path / "casework"
    shutil.copytree(CASEWORK, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / "task.toml").read_text("utf-8")
    (folder / "task.toml").write_text(text.replace(right, wrong, 1), "utf-8")
    heads = [n for n, line in enumerate(text[: text.index(right)].splitlines(), 1) if line == "[[field]]"]
    with pytest.raises(WrongRules) as caught:
        load(folder)
    places = {p.partition(told)[0] for p in caught.value.problems}
    assert places & {f"casework/task.toml:{heads[-1]}", f"casework/task.toml:{heads[-1] + 1}"}


@pytest.mark.parametrize(
    ("file", "right", "wrong", "why"),
    [
        ("casework/visit.toml", 'quote = "明确', 'quote = "不明确', "引文不是 plan:三(二)1(3) 的原文"),
        ("coverage/checks.toml", 'clause = "WB/81"', 'clause = "WB/999"', "找不到条款 'WB/999'"),
        ("siting/hosting.toml", 'quote = "', 'quote = "臆造', "引文不是 "),
    ],
)
def test_a_wrong_quote_of_any_row_is_told_with_its_line(file: str, right: str, wrong: str, why: str, tmp_path: Path):
    """Of rows outside the rulebook too, whatever reads them."""
    folder = tmp_path / "knowledge"
    shutil.copytree(rules.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "*.npz", "__pycache__", "phrasings"))
    text = (folder / file).read_text("utf-8")
    line = text[: text.index(right)].count("\n") + 1
    (folder / file).write_text(text.replace(right, wrong, 1), "utf-8")
    (problem,) = rules.wrong_quotes(folder)
    assert problem.startswith(f"{file}:{line}: {why}")


@pytest.mark.long
@pytest.mark.parametrize("file", WRONG)
def test_pytest_prints_what_is_wrong_and_stops(file: str, tmp_path: Path):
    """Each run reads a copy of all rows; in `make check` the tests above stand for it."""
    for room in ("knowledge", "tools"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    right, wrong, told = WRONG[file]
    path = tmp_path / "knowledge" / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("def test_a():\n    pass\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    alone = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    done = subprocess.run(command, cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert done.returncode == 1
    assert all(line.startswith(f"{file}:") for line in lines), lines
    assert told in lines[0]
