"""The program that is started for a question alone has the same command, and ends as the whole does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.asking import command
from cli.main import app

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("words", [("--help",), (), ("M36", "--on", "gestern"), ("M36", "--no-such")])
def test_the_command_is_the_same_in_both(words: tuple[str, ...]):
    alone, whole = (CliRunner().invoke(program, ["ask", *words], prog_name="tongxin") for program in (command.app, app))
    assert (alone.exit_code, alone.output) == (whole.exit_code, whole.output)
    assert "ask" in alone.output


@pytest.mark.parametrize("words", ["M36", "爸爸喝酒就打她"])
def test_a_question_without_a_database_is_refused_with_a_sentence(tmp_path: Path, words: str):
    nowhere = {"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "none", "TONGXIN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "cli", "ask", words],
        cwd=ROOT,
        env={**os.environ, **nowhere, "TONGXIN_LANG": "zh"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "连不上数据库" in done.stderr
    assert "Traceback" not in done.stderr
