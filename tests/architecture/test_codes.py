"""Rules stand in rows: no code of a row is spelled in a module, so that a new row needs no new code.

A module asks a row what it says of itself (`general`, `visits`, `from_network`, `confidential`…) instead.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from knowledge.coverage.tiers import tiers
from knowledge.rulebook.load import rulebook
from tests.support.sources import nodes_of
from tests.support.walks import every
from web.parts.tiers import TIERS

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "web", "cli")
EXAMPLES = {
    "api/examples.py": "the examples of the console",
    "cli/bench/topics.py": "the questions that are measured",
    "knowledge/situation/values.py": "made from the rows of facts.toml",
    "web/planning/drafts.py": "a draft to begin with",
}
"""Modules whose codes are examples, or made from rows, each with what it is."""
ALLOWED: dict[str, tuple[set[str], str]] = {
    "analytics/coverage/conformance.py": (
        {"street_station", "community_place"}, "checks of knowledge/coverage/checks.toml are called so, too",
    ),
    "knowledge/referral/safety.py": (
        {"public", "guardian"}, "values of the fact `reporter`",
    ),
    "knowledge/rows/obligations.py": ({"school"}, "a class of objects that a row names"),
    "knowledge/roles.py": ({"police", "justice", "school"}, "roles of accounts: a closed set of their own"),
    "knowledge/vocabulary.py": (
        {"school", "justice", "platform", "emergency", "kindergarten"}, "values of closed sets: they define the words",
    ),
    "knowledge/understanding/place_words.py": ({"school"}, "a value of a closed set: what a name is the name of"),
    "loaders/directory/points.py": ({"school"}, "the kind of body that the topic of the schools loads; a heading"),
    "loaders/shipped/schools.py": ({"school"}, "a heading of schools.csv"),
    "loaders/synthetic/people.py": ({"guardian"}, "a value of the fact `offender`"),
    "network/obligations/things.py": ({"school"}, "a class of objects that a row names"),
    "web/network/numbers.py": ({"street_station"}, "a check of knowledge/coverage/checks.toml is called so, too"),
    "web/responsibility/answer.py": ({"110", "120"}, "numbers that are dialled, as on every page with danger"),
    "web/planning/gaps.py": (
        {"street_station", "community_place"}, "checks of knowledge/coverage/checks.toml are called so, too",
    ),
    "api/app.py": ({"emergency"}, "a root field"),
}  # fmt: skip
"""Literals that a module may have all the same, with the reason."""


def codes() -> set[str]:
    """Every code of a row."""
    book = rulebook()
    tables = (
        book.kinds, book.matters, book.acts, book.norms, book.plan, book.hotlines, book.concepts, book.services,
        book.obligations,
    )  # fmt: skip
    return {code for table in tables for code in table}


def spelled(nodes: Iterable[ast.AST], known: set[str]) -> Iterator[tuple[int, str]]:
    """Literals of a module that are a code, with their lines."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
            yield node.lineno, node.value


NAMES = sorted(p.relative_to(ROOT).as_posix() for room in ROOMS for p in (ROOT / room).rglob("*.py"))


@pytest.fixture(scope="module")
def known() -> set[str]:
    return codes()


@every("name", [n for n in NAMES if n not in EXAMPLES])
def test_no_module_spells_the_code_of_a_row(name: str, known: set[str]):
    allowed = ALLOWED.get(name, (set(), ""))[0]
    found = [(line, code) for line, code in spelled(nodes_of(name), known) if code not in allowed]
    assert not found, f"{name} spells codes of rows: let the row say what it is, and ask for that"


def test_what_is_allowed_is_there(known: set[str]):
    """An exception that is no longer needed goes."""
    assert set(EXAMPLES) | set(ALLOWED) <= set(NAMES)
    for name, (allowed, why) in ALLOWED.items():
        assert why
        assert {code for _, code in spelled(nodes_of(name), known)} == allowed, name


@pytest.mark.parametrize(
    "code", ["O10", "M05", "N16", "B23", "N001", "D09", "is_report_m07", "door_police", "street_office", "110"]
)
def test_a_code_would_be_seen(code: str, known: set[str]):
    assert list(spelled(ast.walk(ast.parse(f'def f():\n    return g({{"x": ("{code}", 1)}})\n')), known)) == [(2, code)]


def test_the_pages_name_the_tiers_of_the_rules():
    assert tuple(row.tier.value for row in tiers().values()) == TIERS
