"""Exceptions from a rule as far as the words of a question name them (问句里的例外)."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.rows.rows import NormException


@dataclass(frozen=True, slots=True)
class InWords:
    """Exceptions and recipients that the words of a question name."""

    to: frozenset[str] | None = None
    """The recipients named: an exception for others does not apply. None: the question is not put in words."""
    unlikely: Callable[[NormException], bool] = lambda _: False
    """True if nothing suggests an exception: open, it is left beside the answer."""


NO_WORDS = InWords()
