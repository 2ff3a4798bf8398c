"""May they, with what the question itself tells beside what was given (问句里说到的事实)."""

from collections.abc import Sequence
from datetime import date

from knowledge.permissions.decision import Asked, Permission, Permitted, permitted
from knowledge.rulebook.book import Rulebook
from knowledge.situation.majority import ADULT
from knowledge.situation.situation import Situation

BINDS = {Asked.MAY: Permission.NO, Asked.MAY_NOT: Permission.NO, Asked.MUST: Permission.YES}
"""The answer that holds somebody to the law, by how it is asked."""


def with_heard(
    book: Rulebook, act: str, by: str, given: Situation, heard: Sequence[Situation], on: date, asked: Asked
) -> tuple[Permitted, bool]:
    """The answer, and whether what was heard has decided it.

    What is only heard may bind and never free: words may have been misread, so they forbid or oblige, and whoever
    would be set free by them is asked for the facts instead.

    Args:
        book: The rules.
        act: Code of the act.
        by: Code of the kind of body.
        given: What was answered or entered.
        heard: The same with what the words tell: each situation that they allow, and all must bind.
        on: The day.
        asked: How the question is put.
    """
    plain = permitted(book, act, by, given, on, asked)
    if plain.answer is BINDS[asked] or list(heard) == [given]:
        return plain, False
    answers = (permitted(book, act, by, known, on, asked) for known in heard)
    first = next(answers)
    binds = first.answer is BINDS[asked] and all(a.answer is BINDS[asked] for a in answers)
    return (first, True) if binds else (plain, False)


def at_any_age(heard: Situation) -> tuple[Situation, ...]:
    """A situation of a minor whose age no words tell, at each age; the oldest first."""
    known = heard.known()
    return tuple(Situation(**(known | {"age": age})) for age in reversed(range(ADULT)))
