"""Permission with facts from the question itself, beside those given (问句里说到的事实)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.permissions.decision import Asked, Permission, Permitted
from knowledge.situation.majority import ADULT
from knowledge.situation.situation import Situation

BINDS = {Asked.MAY: Permission.NO, Asked.MAY_NOT: Permission.NO, Asked.MUST: Permission.YES}
"""Binding answer to each form of question."""


def with_heard(
    answer: Callable[[Situation], Permitted], given: Situation, heard: Sequence[Situation]
) -> tuple[Permitted, bool]:
    """Return the answer, and whether facts from the words decided it.

    Facts from words may bind and never free: the words may have been misread, so they forbid or oblige, and where
    they would free the actor it is asked for the facts instead.

    Args:
        answer: The answer to one question in a situation.
        given: The facts that were answered or entered.
        heard: The same with the facts from the words: each situation that they allow, and all must bind.
    """
    plain = answer(given)
    binding = BINDS[plain.asked]
    if plain.answer is binding or list(heard) == [given]:
        return plain, False
    answers = (answer(known) for known in heard)
    first = next(answers)
    binds = first.answer is binding and all(a.answer is binding for a in answers)
    return (first, True) if binds else (plain, False)


def with_if_so(
    p: Permitted,
    judged: Callable[[Situation], Permitted],
    given: Situation,
    heard: Sequence[Situation],
    covered: Callable[[Permitted], bool],
) -> Permitted:
    """Return an open answer with the one that follows if the facts in the words are right; the facts stay asked for.

    Args:
        p: The answer.
        judged: The answer to the question in a situation.
        given: The facts that were answered or entered.
        heard: The same with the facts from the words: all must give one sure answer.
        covered: True if an answer covers all words of the question.
    """
    if p.answer is not Permission.DEPENDS or p.beside or list(heard) == [given]:
        return p
    answers = [judged(known) for known in heard]
    sure = {a.answer for a in answers}
    if len(sure) > 1 or Permission.DEPENDS in sure or not covered(answers[0]):
        return p
    return replace(p, if_so=answers[0])


def at_any_age(heard: Situation) -> tuple[Situation, ...]:
    """Return a situation of a minor of unstated age, once for each age; the oldest first."""
    known = heard.known()
    return tuple(Situation(**(known | {"age": age})) for age in reversed(range(ADULT)))
