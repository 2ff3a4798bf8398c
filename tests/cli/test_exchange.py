"""`tongxin hsds`: what docs/exchange.md shows is what the command says."""

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

import pytest

Tongxin = Callable[..., CompletedProcess[str]]
DOC = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text("utf-8")
SHOWN = re.findall(r"^\$ tongxin (hsds .+)\n(.+)$", DOC, re.MULTILINE)
"""Commands of the page, each with what it says."""


def as_shown(text: str) -> str:
    """A sentence without its numbers, which change with the demo."""
    return re.sub(r"\d+", "…", text.strip())


def test_the_page_shows_commands():
    assert [line.split()[1] for line, _ in SHOWN] == ["export", "export", "check", "import"]


def test_what_the_page_shows_is_what_the_command_says(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    for line, said in SHOWN:
        done = tongxin(environment, *line.split(), at=tmp_path)
        assert (done.returncode, as_shown(done.stdout.splitlines()[0])) == (0, as_shown(said)), done.stderr
    assert {"services.csv", "datapackage.json"} <= set(ZipFile(tmp_path / "directory.zip").namelist())


@pytest.mark.parametrize("wrong", [("--version", "2.0"), ("--as", "xml")])
def test_another_form_is_refused_before_anything_is_written(
    tongxin: Tongxin, environment: dict[str, str], tmp_path: Path, wrong: tuple[str, str]
):
    done = tongxin(environment, "hsds", "export", "out", *wrong, at=tmp_path)
    assert done.returncode == 1
    assert wrong[0] in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_directory_with_a_fault_writes_nothing(tongxin: Tongxin, environment: dict[str, str], tmp_path: Path):
    row = '[{"id": "22222222-2222-4222-8222-222222222222", "name": "某某", "status": "open"}]'
    (tmp_path / "services.json").write_text(row, "utf-8")
    for command in ("check", "import"):
        done = tongxin(environment, "hsds", command, "services.json", at=tmp_path)
        assert done.returncode == 2, done.stderr
        assert "services.json #1" in done.stdout
        assert "status" in done.stdout
    done = tongxin(environment, "hsds", "import", "nothing.zip", at=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
