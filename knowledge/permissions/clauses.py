"""The clauses of a question, and the pairs of characters of some names (小句、双字)."""

import re
from collections.abc import Iterable

CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
"""Text between two punctuation marks."""

NEAR = "[^，。；？?]{0,8}?"
"""Text allowed within a clause between two words that belong together, as short as possible."""


def pairs(names: Iterable[str]) -> set[str]:
    """All pairs of neighbouring characters; by one of them a text may speak of a name."""
    return {name[i : i + 2] for name in names for i in range(len(name) - 1)}


def has_pair(text: str, of: set[str]) -> bool:
    """True if the text contains one of the character pairs."""
    return any(text[i : i + 2] in of for i in range(len(text) - 1))
