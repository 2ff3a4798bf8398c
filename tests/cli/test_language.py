"""The shell speaks one language, chosen by the environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.language import chosen
from tests.french import written

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "zh"),
        ({"TONGXIN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"TONGXIN_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ({"TONGXIN_LANG": "xx", "LANG": "en_US.UTF-8"}, "zh"),
        ({"TONGXIN_LANG": "", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "enm_XX"}, "zh"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], expected: str):
    assert chosen(environment) == expected


END = "--- end of a command ---"
EACH = f"""
import sys
from cli.main import app
sys.stderr = sys.stdout
for words in sys.argv[1:]:
    try:
        app(words.split())
    except SystemExit:
        print({END!r})
"""


@pytest.mark.parametrize(
    ("language", "summary", "refusal"),
    [
        ("zh", "列出 --fact 可用的事实、写法和怎样问。", "没有这个角色，请用其中之一："),
        ("en", "List the facts that --fact takes", "There is no such role: use one of "),
    ],
)
def test_help_and_refusals_are_in_that_language(language: str, summary: str, refusal: str):
    """A process of its own, because the help is worded while the program is imported; one for all three commands."""
    environment = os.environ | {"TONGXIN_LANG": language, "COLUMNS": "200"}
    command = [sys.executable, "-c", EACH, "facts --help", "token king", "facts age"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    described, refused, listed = done.stdout.split(END)[:-1]
    assert summary in described
    assert refusal in refused
    assert {"zh": "周岁", "en": "age in full years"}[language] in listed


FRENCH = """
import pathlib, sys
from knowledge.messages import message
message.FOLDER = pathlib.Path(sys.argv.pop(1))
from cli.main import app
app()
"""


def test_a_third_language_says_what_it_has_and_the_rest_in_chinese(tmp_path: Path):
    sentences, _ = written(tmp_path)
    command = [sys.executable, "-c", FRENCH, str(sentences), "facts", "--help"]
    environment = os.environ | {"TONGXIN_LANG": "fr", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "Les faits que --fact connaît." in done.stdout
    assert "只看含这个词的" in done.stdout
