"""Exceptions from a rule as far as the words of a question name them (问句里的例外)."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.messages.message import Message, message
from knowledge.rows.rows import NormException


@dataclass(frozen=True, slots=True)
class InWords:
    """Exceptions and recipients that the words of a question name."""

    to: frozenset[str] | None = None
    """The recipients named: an exception for others does not apply. None: the question is not put in words."""
    unlikely: Callable[[NormException], bool] = lambda _: False
    """True if nothing suggests an exception: open, it is left beside the answer."""


NO_WORDS = InWords()


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of a duty that a question takes and leaves, where the law gives a choice."""

    words: str
    """The words of the law with all ways."""
    taken: tuple[str, ...]
    left: tuple[str, ...]
    open: bool
    """True if some way is neither taken nor left."""
    free: tuple[str, ...]
    """Words of the law on what the question leaves besides, which is no duty."""
    rest: str
    """The question without the words of the ways."""

    def sentence(self, names: dict[str, str]) -> Message:
        """Return the answer: the way that suffices, or that another way is asked for."""
        if not self.taken:
            return message("permission.way_open", **names, words=self.words)
        answer = message("permission.way_taken", **names, words=self.words, way=self.taken)
        return message("permission.way_free", answer=answer, words=self.free) if self.free else answer
