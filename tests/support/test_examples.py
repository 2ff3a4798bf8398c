"""The few examples of `make check` are the same whatever else the process has loaded."""

import subprocess
import sys

import pytest

from tests.support.examples import ALL

DRAWN = """
from tests.support.examples import examples, register
register()
from hypothesis import given, strategies as st
{before}
drawn = []

@examples(20)
@given(st.lists(st.text(min_size=1)))
def draw(words):
    drawn.append(words)

draw()
print(drawn)
"""


def drawn(before: str) -> str:
    """Examples drawn by a process that runs `before` first."""
    return subprocess.run(
        [sys.executable, "-c", DRAWN.format(before=before)], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(ALL, reason="make check-long draws at random, so that it finds what the few do not")
def test_examples_do_not_depend_on_what_is_loaded():
    assert drawn("") == drawn("import loaders.directory.forms, knowledge.vocabulary")
