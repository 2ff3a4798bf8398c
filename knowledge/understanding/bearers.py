"""The person whose body or mind words speak of: the child, or their subject (谁的事).

妈妈一直不说话、爸爸被同事打伤: the person who stands before the words in their clause bears what they tell. Not
who did it (被爸爸打伤, 爸爸打伤了), who tells of it (妈妈说割腕了) or who stands beside (跟奶奶吵架割腕).
"""

from collections.abc import Iterator
from enum import StrEnum

from knowledge.understanding.signs import grammar

_NEAR = 16
_PERSONS = ("own", "others", "elder")


class Bearer(StrEnum):
    """The person whose fact it is that words tell."""

    CHILD = "child"
    UNSURE = "unsure"
    """Perhaps a grown person's: it does not count by itself."""
    ELDER = "elder"
    """An elder brother's or sister's, who may be a child too: it is asked."""
    OTHER = "other"
    """A grown person's."""


def bearer(before: str, words: str) -> Bearer:
    """The person whose fact `words` tell; `before` stands before them in the same clause."""
    g = grammar()
    if g["own"].search(words):
        return Bearer.CHILD
    for kind, start, end in _persons(before):
        if kind != "own" and g["not_subject"].search(before[:start]):
            continue
        middle = before[end:]
        if kind == "own" or _done_to_another(middle, words):
            return Bearer.CHILD
        if len(middle) <= _NEAR and g["between"].match(middle):
            return Bearer.ELDER if kind == "elder" else Bearer.OTHER
        return Bearer.CHILD if g["reported"].search(middle) else Bearer.UNSURE
    return Bearer.CHILD


def _done_to_another(middle: str, words: str) -> bool:
    """True if the subject does what the words tell, and suffers nothing."""
    g = grammar()
    return bool(g["acts"].search(words)) and not g["suffered"].search(middle)


def _persons(before: str) -> Iterator[tuple[str, int, int]]:
    """The persons whom words name, the last first; of those in one place the longest."""
    persons = [(m.end(), m.end() - m.start(), kind) for kind in _PERSONS for m in grammar()[kind].finditer(before)]
    left = len(before) + 1
    for end, length, kind in sorted(persons, reverse=True):
        if end <= left:
            left = end - length
            yield kind, left, end
