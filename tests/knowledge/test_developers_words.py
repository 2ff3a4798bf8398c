"""No sentence for people has a word of whoever made the rules or the program: it is said as a person would."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROWS = ("matters", "norms", "obligations", "services", "concepts", "casework", "papers", "siting", "coverage", "duty")
FILES = sorted(
    {
        *(path for folder in ROWS for path in (ROOT / "knowledge" / folder).rglob("*.toml")),
        *(ROOT / "knowledge" / name for name in ("plan.toml", "hotlines.toml", "bodies.toml", "documents.toml")),
        *(ROOT / "web/words/zh").glob("*.toml"),
    }
)
DEVELOPERS = re.compile(
    r"配置值|枚举|字段|占位|哈希|散列|（[MHL]）|[a-z]+_[a-z_]+"
    r"|(?<![A-Za-z])(?:MEMORY|UNCLEAR|UNVERIFIED|CONFIGURED|NEWS|GraphQL|null|None)(?![A-Za-z])"
)
CHINESE = re.compile("[一-龥]")
WORKSHOP = {"draft_json", "no_json", "report_map"}
"""Sentences of the workshop of whoever plans, about files of a form that has its own name."""


def sentences(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, part in node.items():
            yield from sentences(part, name)
    elif isinstance(node, list):
        for part in node:
            yield from sentences(part, key)
    elif isinstance(node, str) and CHINESE.search(node):
        yield key, re.sub(r"\{[^{}]*\}", "", node)  # what is filled in is no word of the sentence


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_people_read_is_said_as_a_person_would(path: Path):
    said = sentences(tomllib.loads(path.read_text("utf-8")))
    assert [(key, text) for key, text in said if key not in WORKSHOP and DEVELOPERS.search(text)] == []


def test_the_words_are_looked_for():
    assert len(FILES) > 100
    for text in ("7天（配置值）", "范围UNCLEAR", "职能推定（M）", "写 from_network"):
        assert DEVELOPERS.search(text)
