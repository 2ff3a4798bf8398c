"""May they, with what the question itself tells beside what was given (问句里说到的事实)."""

from collections.abc import Callable, Sequence

from knowledge.permissions.decision import Asked, Permission, Permitted
from knowledge.situation.majority import ADULT
from knowledge.situation.situation import Situation

BINDS = {Asked.MAY: Permission.NO, Asked.MAY_NOT: Permission.NO, Asked.MUST: Permission.YES}
"""The answer that holds somebody to the law, by how it is asked."""


def with_heard(
    answer: Callable[[Situation], Permitted], given: Situation, heard: Sequence[Situation]
) -> tuple[Permitted, bool]:
    """The answer, and whether what was heard has decided it.

    What is only heard may bind and never free: words may have been misread, so they forbid or oblige, and whoever
    would be set free by them is asked for the facts instead.

    Args:
        answer: The answer to one question in a situation.
        given: What was answered or entered.
        heard: The same with what the words tell: each situation that they allow, and all must bind.
    """
    plain = answer(given)
    binding = BINDS[plain.asked]
    if plain.answer is binding or list(heard) == [given]:
        return plain, False
    answers = (answer(known) for known in heard)
    first = next(answers)
    binds = first.answer is binding and all(a.answer is binding for a in answers)
    return (first, True) if binds else (plain, False)


def at_any_age(heard: Situation) -> tuple[Situation, ...]:
    """A situation of a minor whose age no words tell, at each age; the oldest first."""
    known = heard.known()
    return tuple(Situation(**(known | {"age": age})) for age in reversed(range(ADULT)))
