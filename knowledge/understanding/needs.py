"""Needs of whoever asks: how well a step of a matter fits what a text asks for (问的是什么)."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.words.dictionary import grams, plain

HEAD, BODY = 3.0, 2.0
"""Weight of a need that the head of a step names, and of one that it names further on."""
MOST_SHARED = 3.0
"""Weight of all pairs of letters that a text and a step share, at most: no more than a need."""
_HEAD = re.compile(r"[：，；。]")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish of people who ask, in their words and in those of the steps."""

    asked: re.Pattern[str]
    named: re.Pattern[str]


@cache
def needs() -> tuple[Wish, ...]:
    """The table `needs.toml`."""
    rows = tomllib.loads((Path(__file__).parent / "needs.toml").read_text("utf-8"))["need"]
    return tuple(Wish(re.compile(r["said"]), re.compile(r["named"])) for r in rows)


def head(step: str) -> str:
    """Return the words before the first mark: the case or the subject of a step."""
    return _HEAD.split(step, maxsplit=1)[0]


def fits(text: str, steps: Sequence[str]) -> tuple[float, ...]:
    """Weight of each step as an answer to a text: needs that it names, then pairs of letters that few steps share."""
    words = f"{text} {plain(text)}"
    asked = [n for n in needs() if n.asked.search(words)]
    pairs = [frozenset(grams(plain(s))) for s in steps]
    often = Counter(pair for of in pairs for pair in of)
    shared = frozenset(grams(plain(text)))
    return tuple(
        _named(asked, step) + min(MOST_SHARED, sum(1 / often[pair] for pair in own & shared))
        for step, own in zip(steps, pairs, strict=True)
    )


def _named(asked: Iterable[Wish], step: str) -> float:
    first = head(step)
    return sum(HEAD if n.named.search(first) else BODY for n in asked if n.named.search(step))
