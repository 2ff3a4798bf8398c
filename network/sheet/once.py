"""Removal of repetition: a sentence already shown, in the same or nearly the same words, is left out (不说两遍)."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

STEP = 0.75
"""Share of the shorter sentence's pairs of letters from which two steps count as one; measured on the stories."""
ADVICE = 0.66
"""The same for advice, which repeats itself in other words."""
SAME = 1.0
"""For lines that differ by a name only: they are as many facts."""
SENTENCE = 7
"""Pairs of letters from which a text is a sentence: 「报警」 in a warning is no repetition of the door of that name."""
_LETTERS = re.compile(r"[\W_]+")


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, without punctuation."""
    letters = _LETTERS.sub("", text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1)) or frozenset({letters})


def shared(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of the shorter sentence in the longer one; a name, such as that of a door, repeats nothing."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= SENTENCE else 0.0


def covered(part: str, whole: str) -> float:
    """Return the share of one text that another contains."""
    wanted = pairs(part)
    return len(wanted & pairs(whole)) / len(wanted)


class Once:
    """Sentences on the sheet so far."""

    def __init__(self) -> None:
        self._said: dict[str, frozenset[str]] = {}

    def new(self, text: str, share: float) -> bool:
        """Return True, and record the text, if no similar one was shown."""
        if text in self._said:
            return False
        said_pairs = pairs(text)
        if share < SAME and any(shared(said_pairs, before) >= share for before in self._said.values()):
            return False
        self._said[text] = said_pairs
        return True

    def fresh(self, rows: Iterable[T], text: Callable[[T], str], share: float = STEP) -> tuple[T, ...]:
        """Return the rows with new text, in their order."""
        return tuple(row for row in rows if self.new(text(row), share))
