"""The texts of the pages: one folder a language, one file a topic (文案)."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "words"
LANGUAGE = "zh"
"""The language of the pages where nobody asks for another."""
_SPOKEN: ContextVar[str] = ContextVar("language of the page", default=LANGUAGE)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a folder, Chinese first."""
    names = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    return (LANGUAGE, *(name for name in names if name != LANGUAGE))


def tag(language: str) -> str:
    """The tag of a language in HTML and HTTP (BCP 47)."""
    return f"{LANGUAGE}-CN" if language == LANGUAGE else language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Set the language of `say` for the body."""
    token = _SPOKEN.set(language if language in languages() else LANGUAGE)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> str:
    """The language of this page."""
    return _SPOKEN.get()


def preferred(accepted: str) -> str:
    """The best language of the pages for an Accept-Language header (RFC 9110, 12.5.4); Chinese where none fits."""
    ranked = []
    for part in accepted.split(","):
        tag, _, quality = part.partition(";q=")
        try:
            ranked.append((float(quality or 1), tag.strip().lower()))
        except ValueError:
            continue
    fitting = [(q, tag.partition("-")[0]) for q, tag in ranked if q > 0 and tag.partition("-")[0] in languages()]
    return max(fitting, key=lambda f: f[0])[1] if fitting else LANGUAGE


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, str]:
    """All texts of a language by key, such as `now.title`: the file, then the name in it."""
    files = sorted((FOLDER / language).glob("*.toml"))
    return {k: v for f in files for k, v in _flat(tomllib.loads(f.read_text("utf-8")), f"{f.stem}.")}


def other_languages() -> list[tuple[str, str]]:
    """The languages that this page can be read in besides, each with its own name for itself."""
    return [(code, catalogue(code).get("frame.own_name", code)) for code in languages() if code != spoken()]


def _flat(part: dict[str, Any], above: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in part.items():
        pairs += _flat(value, f"{above}{name}.") if isinstance(value, dict) else [(f"{above}{name}", value)]
    return pairs


UNTOLD = "–"
"""Mark in a sentence for a value that the service did not give: it claims neither none nor unknown."""


def say(key: str, **values: object) -> str:
    """The text of a key with its values inserted; a dash for None.

    Raises:
        KeyError: The catalogue has no such key; a test checks all keys in the code.
    """
    own = catalogue(spoken())
    values = {name: UNTOLD if value is None else value for name, value in values.items()}
    return (own[key] if key in own else catalogue()[key]).format(**values)


def series(names: Iterable[object]) -> str:
    """Return names as a list; semicolons separate them where a name contains the list sign (留守、困境儿童)."""
    rows = [str(name) for name in names if name is not None]
    comma = say("frame.comma")
    held = any(comma.strip() in row for row in rows)
    return say("frame.semicolon" if held else "frame.comma").join(rows)
