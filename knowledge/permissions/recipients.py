"""Recipients of information in a question: an exception for reporting covers nobody else (告诉谁)."""

import re

from knowledge.rulebook.book import Rulebook
from knowledge.words.verbs import apart

_REPORTS = re.compile("报警|报案|举报|检举|控告|报告|上报|打110")


def told_to(book: Rulebook, text: str, by: str) -> frozenset[str]:
    """Return the kinds of body that a text names beside the one in question; a report counts as naming all.

    Args:
        book: The rules.
        text: The question.
        by: The kind of body that is asked about.
    """
    if _REPORTS.search(text):
        return frozenset(book.kinds)
    rest = apart(book, text, by)
    return frozenset(
        k.code for k in book.kinds.values() if any(len(name) > 1 and name in rest for name in (k.name, *k.aliases))
    )
