"""The texts of the pages: one folder a language, one file a topic (文案)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "words"
LANGUAGE = "zh"


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, str]:
    """All texts of a language by key, such as `now.title`: the file, then the name in it."""
    files = sorted((FOLDER / language).glob("*.toml"))
    return {k: v for f in files for k, v in _flat(tomllib.loads(f.read_text("utf-8")), f"{f.stem}.")}


def _flat(part: dict[str, Any], above: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in part.items():
        pairs += _flat(value, f"{above}{name}.") if isinstance(value, dict) else [(f"{above}{name}", value)]
    return pairs


def say(key: str, **values: object) -> str:
    """The text of a key with its values inserted.

    Raises:
        KeyError: The catalogue has no such key; a test checks all keys in the code.
    """
    return catalogue()[key].format(**values)
