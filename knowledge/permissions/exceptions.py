"""Exceptions that the words of a question do not suggest: named beside the answer of the rule (例外另说)."""

from collections.abc import Callable, Sequence
from typing import Protocol

from knowledge.derivation.derived import Facts
from knowledge.permissions.clauses import has_pair, pairs
from knowledge.permissions.decision import Asked, Permission, Permitted
from knowledge.permissions.delay import COMMON
from knowledge.permissions.in_words import InWords
from knowledge.rows.rows import NormException
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.understood import GRAVE, Understood
from knowledge.words.dictionary import words
from knowledge.words.meaning import Danger

Unlikely = Callable[[NormException], bool]


class AnswerByWords(Protocol):
    """The answer to one question in a situation, read by its words."""

    def __call__(self, situation: Situation, /, *, words: InWords) -> Permitted:
        """Return the answer."""


def not_suggested(book: Rulebook, p: Permitted, text: str, meaning: Understood, given: Situation) -> Unlikely:
    """Return whether nothing suggests an exception: no word of it in the question, and no fact of its condition.

    Args:
        book: The rules.
        p: The answer on the act, with every exception open.
        text: The question.
        meaning: Meaning of the question. Danger suggests each exception for a danger to life.
        given: The facts given; those of the text are suggestions unless the act itself is named so.
    """
    act, kind = book.acts[p.act], book.kinds[p.by]
    names = (act.name, *act.aliases, kind.name, *kind.aliases)
    own = pairs(names)
    simple = text.translate(words().simple)
    suggested = {*(f.fact for f in meaning.facts if not any(f.words in n for n in names)), *_of_danger(meaning)}
    suggested |= set(given.known())
    reader = Facts.of(book, Situation(), p.on)

    def unlikely(exception: NormException) -> bool:
        distinct = {pair for pair in pairs((exception.text,)) if not COMMON & set(pair)} - own
        behind = {f for atom in exception.when.atoms for f in (atom.fact, *reader.behind(atom.fact))}
        return suggested.isdisjoint(behind) and not has_pair(simple, distinct)

    return unlikely


def _of_danger(meaning: Understood) -> set[str]:
    """Return the fact of danger where it is told, or something grave is."""
    grave = meaning.danger is Danger.TOLD or any(f.fact in GRAVE for f in meaning.facts)
    return {"life_danger"} if grave else set()


def refused_by_rule(
    p: Permitted, judged: AnswerByWords, given: Situation, heard: Sequence[Situation], read: InWords
) -> tuple[Permitted, bool]:
    """Return a refusal by the rule where only unlikely exceptions leave the answer open; and whether words decide it.

    Never a yes, and never a duty: an exception from a duty protects somebody, and is asked for
    (告诉家长 although the family may be the offender).
    """
    if p.asked is not Asked.MAY or p.answer is not Permission.DEPENDS:
        return p, False
    plain = judged(given, words=read)
    if plain.answer is Permission.NO:
        return plain, False
    answers = [judged(known, words=read) for known in heard]
    refused = bool(answers) and all(a.answer is Permission.NO for a in answers)
    return (answers[0], True) if refused else (p, False)
