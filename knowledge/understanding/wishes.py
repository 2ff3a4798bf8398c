"""Wishes of whoever asks: what a text asks for, and which steps of a matter answer it (问的是什么)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import parsed
from knowledge.literals import compiled
from knowledge.words.dictionary import plain

FILE = Path(__file__).parent / "wishes.toml"

HEAD, BODY = 3.0, 2.0
"""Weight of a wish that the head of a step names, and of one that it names further on."""
_HEAD = re.compile(r"[：，；。]")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish of people who ask, in their words and in those of the steps."""

    code: str
    words: str
    """Pattern of how people ask."""
    steps: str
    """Pattern of how steps answer."""


@cache
def wishes() -> tuple[Wish, ...]:
    """The table `wishes.toml`."""
    return tuple(Wish(**row) for row in parsed.tables(FILE)["wish"])


def wishes_in(text: str) -> tuple[str, ...]:
    """Codes of the wishes that a text asks for."""
    words = f"{text} {plain(text)}"
    return tuple(w.code for w in wishes() if compiled(w.words).search(words))


def head(step: str) -> str:
    """Return the words before the first mark: the case or the subject of a step."""
    return _HEAD.split(step, maxsplit=1)[0]


def fits(codes: Collection[str], steps: Iterable[str]) -> tuple[float, ...]:
    """Weight of each step as an answer to wishes, by their codes."""
    ours = [w for w in wishes() if w.code in codes]
    return tuple(_named(ours, step) for step in steps)


def _named(ours: Iterable[Wish], step: str) -> float:
    first, patterns = head(step), (compiled(w.steps) for w in ours)
    return sum(HEAD if pattern.search(first) else BODY for pattern in patterns if pattern.search(step))
