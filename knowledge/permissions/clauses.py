"""The clauses of a question, and the pairs of characters of some names (小句、双字)."""

import re
from collections.abc import Iterable

CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
"""What stands between two signs."""

NEAR = "[^，。；？?]{0,8}?"
"""What may stand within a clause between two words that belong together, as little as there is."""


def pairs(names: Iterable[str]) -> set[str]:
    """All pairs of neighbouring characters; by one of them a text may speak of a name."""
    return {name[i : i + 2] for name in names for i in range(len(name) - 1)}


def has_pair(text: str, of: set[str]) -> bool:
    """Whether a text holds one of some pairs."""
    return any(text[i : i + 2] in of for i in range(len(text) - 1))
