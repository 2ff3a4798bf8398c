"""May they, with what the question itself tells beside what was given (问句里说到的事实)."""

from datetime import date

from knowledge.permissions.decision import Asked, Permission, Permitted, permitted
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation

BINDS = {Asked.MAY: Permission.NO, Asked.MAY_NOT: Permission.NO, Asked.MUST: Permission.YES}
"""The answer that holds somebody to the law, by how it is asked."""


def with_heard(
    book: Rulebook, act: str, by: str, given: Situation, heard: Situation, on: date, asked: Asked
) -> tuple[Permitted, bool]:
    """The answer, and whether what was heard has decided it.

    What is only heard may bind and never free: words may have been misread, so they forbid or oblige, and whoever
    would be set free by them is asked for the facts instead.

    Args:
        book: The rules.
        act: Code of the act.
        by: Code of the kind of body.
        given: What was answered or entered.
        heard: The same with what the words tell.
        on: The day.
        asked: How the question is put.
    """
    plain = permitted(book, act, by, given, on, asked)
    if plain.answer is BINDS[asked] or given == heard:
        return plain, False
    answered = permitted(book, act, by, heard, on, asked)
    return (answered, True) if answered.answer is BINDS[asked] else (plain, False)
