"""Every text of the pages, in one catalogue a language (文案)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "words"
LANGUAGE = "zh"


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, str]:
    """All texts of a language by key, such as `now.title`."""
    return dict(_flat(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")), ""))


def _flat(part: dict[str, Any], above: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in part.items():
        found += _flat(value, f"{above}{name}.") if isinstance(value, dict) else [(f"{above}{name}", value)]
    return found


def say(key: str, **values: object) -> str:
    """The text of a key, with its values put in.

    Raises:
        KeyError: the catalogue lacks the key; a test reads the code for them.
    """
    return catalogue()[key].format(**values)
