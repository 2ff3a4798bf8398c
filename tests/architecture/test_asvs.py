"""docs/asvs.md: each item of levels 1 and 2, each kind of failure stands there once; each test named there exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ITEM = re.compile(r"^\| (\d+\.\d+\.\d+)\b[^|]*\| (\w+) \|[^|]*\|([^|]*)\|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LAST = {
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "14.1": 2, "14.2": 4, "14.3": 3,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip  # a table
"""By section, the last item of levels 1 and 2 of ASVS 5.0.0; those of level 3 come after them."""
WITHOUT_TEST = {"16.1.1", "16.2.3"}
"""Held by the inventory below them, which says what there is."""


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_item_stands_there_once():
    wanted = [f"{section}.{n}" for section, last in LAST.items() for n in range(1, last + 1)]
    assert [item for item, _, _ in ITEM.findall(TEXT)] == wanted


def test_what_is_held_names_a_test():
    for item, held, tests in ITEM.findall(TEXT):
        assert held in {"yes", "part", "place", "none"}, item
        assert held != "yes" or NAMED.search(tests) or item in WITHOUT_TEST, item


def test_every_kind_of_what_had_failed_has_a_test():
    kinds = TEXT.partition("## Kinds of what had failed")[2].splitlines()
    rows = [row for row in kinds if re.match(r"\| \d+ ", row)]
    assert [int(row.split()[1]) for row in rows] == list(range(1, 18))
    assert not [row for row in rows if not NAMED.search(row)]


def test_every_test_that_is_named_exists():
    named = NAMED.findall(TEXT)
    assert len(named) > 60
    assert TEXT.count("`tests/") == len(named) + TEXT.count("`tests/architecture/test_asvs.py`")
    missing = [f"{path}::{name}" for path, name in named if name not in functions(path)]
    assert not missing
