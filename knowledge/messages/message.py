"""Messages: a code with parameters, worded in the reader's language when it is shown (文案)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from knowledge import parsed

FOLDER = Path(__file__).parent
DEFAULT = "zh"
FEW = 3
"""As many of several values a sentence shows that has no room for all."""
T = TypeVar("T")
_LANGUAGE: ContextVar[str] = ContextVar("language", default=DEFAULT)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, the default language first."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(name for name in names if name != DEFAULT))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All sentences of a language by code: `[area] unknown = "…"` is `area.unknown`; tables may be nested."""
    return dict(_flat(parsed.tables(FOLDER / f"{language}.toml"), ""))


def _flat(part: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in part.items():
        if isinstance(value, str):
            yield f"{above}{name}", value
        else:
            yield from _flat(value, f"{above}{name}.")


def complete(language: str, below: str = "") -> Mapping[str, str]:
    """The sentences of a language whose code begins so; what its catalogue lacks is in the default language."""
    both = {**catalogue(DEFAULT), **catalogue(language)}
    return {code: text for code, text in both.items() if code.startswith(below)}


def language() -> str:
    """The language of the current answer."""
    return _LANGUAGE.get()


def tag(language: str) -> str:
    """The tag of a language in HTML (BCP 47)."""
    return f"{DEFAULT}-CN" if language == DEFAULT else language


def of_row(zh: T, en: T) -> T:
    """Return the Chinese or English value of a row by the language of the current answer; Chinese for a third one."""
    return en if language() == "en" else zh


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use a language for messages in this context; the default language if it has no catalogue."""
    token = _LANGUAGE.set(language if language in languages() else DEFAULT)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def preferred(accept_language: str) -> str:
    """The best available language for an Accept-Language header (RFC 9110, 12.5.4), or the default language."""
    accepted: list[tuple[float, int, str]] = []
    for order, part in enumerate(accept_language.split(",")):
        tag, _, weight = part.strip().partition(";")
        name = tag.strip().lower().split("-")[0]
        name = DEFAULT if name == "*" else name
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name in languages() and 0 < quality <= 1:
            accepted.append((-quality, order, name))
    return min(accepted)[2] if accepted else DEFAULT


@dataclass(frozen=True)
class Message:
    """A sentence for people; `str()` words it in the language of the current answer."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        """The hash of the code: parameters may have no hash."""
        return hash(self.code)

    def text(self, language: str) -> str:
        """The sentence in a language, or in the default language if that catalogue lacks it.

        Raises:
            KeyError: No catalogue has the code.
        """
        with speaking(language):
            return str(self)

    def __str__(self) -> str:
        """The sentence in the language of the current answer."""
        template = catalogue(language()).get(self.code) or catalogue(DEFAULT)[self.code]
        return template.format(**{name: shown(value) for name, value in self.params.items()})


def stored(raw: Any) -> Any:
    """A message from the JSON of its fields, as a job stores it; any other value as it is."""
    if isinstance(raw, Mapping) and raw.keys() == {"code", "params"}:
        return Message(raw["code"], {name: stored(value) for name, value in raw["params"].items()})
    return tuple(map(stored, raw)) if isinstance(raw, (list, tuple)) else raw


def message(code: str, /, **params: Any) -> Message:
    """Create a message from its code and parameters."""
    return Message(code, params)


class Lines(tuple[Any, ...]):
    """Several values that a sentence shows one a line."""

    __slots__ = ()


class Clauses(tuple[Any, ...]):
    """Several values that a sentence shows as clauses: apart by semicolons."""

    __slots__ = ()


class Few(tuple[Any, ...]):
    """Several values, the weightiest first; a sentence shows some of them and the number of the others."""

    __slots__ = ()


def shown(value: Any) -> Any:
    """A parameter as text: several values are joined."""
    if isinstance(value, Few) and len(value) > FEW:
        return str(message("join.few", first=tuple(value[:FEW]), more=len(value) - FEW))
    if isinstance(value, Lines):
        return "\n".join(map(str, value))
    if isinstance(value, Clauses):
        return str(message("join.clauses")).join(map(str, value))
    if isinstance(value, (list, tuple, frozenset, set)):
        return str(message("join.list")).join(str(v) for v in value)
    return value


def listed(values: Iterable[Any]) -> str:
    """Values in a row, as the current language separates them."""
    return str(shown(tuple(values)))


def clauses(values: Iterable[Any]) -> str:
    """Values as clauses of a sentence in the current language."""
    return str(shown(Clauses(values)))
