"""Wishes of whoever asks: what a text asks for, and which steps of a matter answer it (问的是什么)."""

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.words.dictionary import plain

HEAD, BODY = 3.0, 2.0
"""Weight of a wish that the head of a step names, and of one that it names further on."""
_HEAD = re.compile(r"[：，；。]")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish of people who ask, in their words and in those of the steps."""

    code: str
    asked: re.Pattern[str]
    named: re.Pattern[str]


@cache
def wishes() -> tuple[Wish, ...]:
    """The table `wishes.toml`."""
    rows = tomllib.loads((Path(__file__).parent / "wishes.toml").read_text("utf-8"))["wish"]
    return tuple(Wish(r["code"], re.compile(r["said"]), re.compile(r["named"])) for r in rows)


def wishes_in(text: str) -> tuple[str, ...]:
    """Codes of the wishes that a text asks for."""
    words = f"{text} {plain(text)}"
    return tuple(w.code for w in wishes() if w.asked.search(words))


def head(step: str) -> str:
    """Return the words before the first mark: the case or the subject of a step."""
    return _HEAD.split(step, maxsplit=1)[0]


def fits(asked: Collection[str], steps: Iterable[str]) -> tuple[float, ...]:
    """Weight of each step as an answer to wishes, by their codes."""
    ours = [w for w in wishes() if w.code in asked]
    return tuple(_named(ours, step) for step in steps)


def _named(asked: Iterable[Wish], step: str) -> float:
    first = head(step)
    return sum(HEAD if w.named.search(first) else BODY for w in asked if w.named.search(step))
