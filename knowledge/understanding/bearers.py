"""Person whose body or mind the words describe: the child, or their subject (谁的事).

妈妈一直不说话、爸爸被同事打伤: the person before the words in their clause is their bearer. Not the agent
(被爸爸打伤, 爸爸打伤了), the source (妈妈说割腕了) or a person beside it (跟奶奶吵架割腕).
"""

from collections.abc import Iterator
from enum import StrEnum

from knowledge.understanding.signs import grammar

_NEAR = 16
_PERSONS = ("own", "others", "elder")


class Bearer(StrEnum):
    """Person whose fact the words state."""

    CHILD = "child"
    UNSURE = "unsure"
    """Perhaps a grown person's: it does not count by itself."""
    ELDER = "elder"
    """An elder brother's or sister's, who may be a child too: a question is asked."""
    OTHER = "other"
    """A grown person's."""


def bearer(before: str, words: str) -> Bearer:
    """Return the bearer of the fact in `words`; `before` precedes them in the same clause."""
    g = grammar
    if g("own").search(words):
        return Bearer.CHILD
    for kind, start, end in _persons(before):
        if kind != "own" and g("not_subject").search(before[:start]):
            continue
        middle = before[end:]
        if kind == "own" or _done_to_another(middle, words):
            return Bearer.CHILD
        if len(middle) <= _NEAR and g("between").match(middle):
            return Bearer.ELDER if kind == "elder" else Bearer.OTHER
        return Bearer.CHILD if g("reported").search(middle) else Bearer.UNSURE
    return Bearer.CHILD


def _done_to_another(middle: str, words: str) -> bool:
    """True if the subject is the agent of the words, and not affected by an act."""
    g = grammar
    return bool(g("acts").search(words)) and not g("suffered").search(middle)


def _persons(before: str) -> Iterator[tuple[str, int, int]]:
    """The persons whom words name, the last first; of those in one place the longest."""
    persons = [(m.end(), m.end() - m.start(), kind) for kind in _PERSONS for m in grammar(kind).finditer(before)]
    left = len(before) + 1
    for end, length, kind in sorted(persons, reverse=True):
        if end <= left:
            left = end - length
            yield kind, left, end
