"""A message is a code and its parameters; the words are looked up when somebody reads it (文案)."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "zh"
_LANGUAGE: ContextVar[str] = ContextVar("language", default=DEFAULT)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, the default first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The sentences of a language by code: `[area] unknown = "…"` is `area.unknown`, tables may nest."""
    return dict(_flat(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")), ""))


def _flat(part: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in part.items():
        if isinstance(value, str):
            yield f"{above}{name}", value
        else:
            yield from _flat(value, f"{above}{name}.")


def language() -> str:
    """The language of whoever is being answered."""
    return _LANGUAGE.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Word messages in a language within this context; the default language where it has no catalogue."""
    token = _LANGUAGE.set(language if language in languages() else DEFAULT)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def preferred(accept_language: str) -> str:
    """The best of our languages for an Accept-Language header (RFC 9110, 12.5.4); the default where none fits."""
    wishes: list[tuple[float, int, str]] = []
    for order, part in enumerate(accept_language.split(",")):
        tag, _, weight = part.strip().partition(";")
        name = tag.strip().lower().split("-")[0]
        name = DEFAULT if name == "*" else name
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name in languages() and 0 < quality <= 1:
            wishes.append((-quality, order, name))
    return min(wishes)[2] if wishes else DEFAULT


@dataclass(frozen=True)
class Message:
    """A sentence for people; `str()` words it in the language of whoever is being answered."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in a language, from the default catalogue where it has no such sentence.

        Raises:
            KeyError: no catalogue has the code.
        """
        with speaking(language):
            return str(self)

    def __str__(self) -> str:
        """The sentence in the current language."""
        found = catalogue(language()).get(self.code) or catalogue(DEFAULT)[self.code]
        return found.format(**{name: shown(value) for name, value in self.params.items()})


def message(code: str, /, **params: Any) -> Message:
    """A message by its code."""
    return Message(code, params)


class Lines(tuple[Any, ...]):  # noqa: SLOT001  # a tuple by another name
    """Several values that a sentence shows a line each."""


def shown(value: Any) -> Any:
    """A parameter as a sentence shows it: several values are listed."""
    if isinstance(value, Lines):
        return "\n".join(map(str, value))
    if isinstance(value, (list, tuple, frozenset, set)):
        return ("、" if language() == DEFAULT else ", ").join(str(v) for v in value)
    return value
