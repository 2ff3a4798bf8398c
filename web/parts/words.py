"""Every text of the pages, in one catalogue a language (文案)."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "words"
LANGUAGE = "zh"
OWN = re.compile(r"[\u4e00-\u9fff]")
"""A letter of the language of the pages."""
FOREIGN = re.compile(r"[A-Za-z]{2}")
"""A word of another."""


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


def first_language(said: str) -> str:
    """What a message or a notice of the API says in the language of the pages.

    Its parts read `中文 / English`; a part that is English alone is left out where another says what to do.
    """
    stop = say("frame.stop")
    parts = [part.split(" / ", maxsplit=1)[0] for part in said.split(stop)]
    own = [part for part in parts if OWN.search(part) or not FOREIGN.search(part)]
    return stop.join(own or parts)
