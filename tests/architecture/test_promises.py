"""docs/districts.md: each promise names its tests, and each test that it names exists."""

import re

from tests.architecture.test_asvs import NAMED, ROOT, functions

TEXT = (ROOT / "docs" / "districts.md").read_text("utf-8")
LINE = re.compile(r"^\| (?!promise |---)(.+) \| (.+) \|$", re.MULTILINE)
MEASURED = "measured: `tongxin bench "


def test_each_promise_names_a_test_or_is_measured():
    lines = LINE.findall(TEXT)
    assert len(lines) > 30
    assert [promise for promise, held in lines if not NAMED.search(held) and not held.startswith(MEASURED)] == []


def test_every_test_that_is_named_exists():
    named = NAMED.findall(TEXT)
    assert TEXT.count("`tests/") == len(named) + 1, "this file itself is named once"
    assert [f"{path}::{name}" for path, name in named if name not in functions(path)] == []
