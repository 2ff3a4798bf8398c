"""Input of Query.responsibility, besides the place (问什么)."""

from datetime import date as Date  # GraphQL's word for the scalar
from datetime import datetime as DateTime
from typing import Any

import strawberry

from api.request.context import Context
from api.responsibility.understood import Words
from api.situation.input import situation
from knowledge.errors import AmbiguousMatter, BadInput, Candidate, NothingOfOurs
from knowledge.rulebook.book import Rulebook
from knowledge.understanding.understood import Understood
from knowledge.words.meaning import Danger, gravest


@strawberry.input(one_of=True)
class SubjectInput:
    """Subject of the question."""

    matter: str | None = strawberry.UNSET
    text: str | None = strawberry.UNSET


class QuestionContext:
    """Question, besides the place."""

    def __init__(
        self,
        given: Any,
        start: DateTime | None,
        on: Date,
        danger: Danger | None = None,
        wishes: tuple[str, ...] = (),
    ) -> None:
        self.situation = situation(given, on)
        self.start = start
        self.words: Words | None = None
        self.danger = danger
        """Degree of danger in the words: those given, or read before; None without words."""
        self.wishes = wishes
        """Codes of what the words ask for: those given, or read from the words."""
        self.matter = ""
        self.matched: tuple[str, ...] = ()
        if start is not None and start.tzinfo is None:
            raise BadInput("start", "input.no_offset")

    @property
    def calm(self) -> bool:
        """True if the words exclude danger."""
        return self.danger is Danger.NONE

    @classmethod
    async def of(
        cls,
        c: Context,
        subject: SubjectInput,
        given: Any,
        start: DateTime | None,
        on: Date,
        without: list[str],
        danger: Danger | None = None,
        wishes: tuple[str, ...] = (),
    ) -> "QuestionContext":
        """Return the question by a matter's code, or by free words."""
        asked = cls(given, start, on, danger, wishes)
        if subject.matter:
            asked.matter = subject.matter
            return asked
        asked.words = await Words.read(c, subject.text or "", on, asked.situation, without)
        asked.situation = asked.words.situation
        asked.danger = gravest(asked.words.understood.danger, danger)
        asked.wishes = (*wishes, *asked.words.understood.wishes)
        asked.matter, asked.matched = _matter(c.book, asked.words.understood)
        return asked


def _matter(book: Rulebook, u: Understood) -> tuple[str, tuple[str, ...]]:
    if u.nothing:
        raise NothingOfOurs
    if u.provisional:
        return book.general.code, ()
    if u.single is None:
        offered = tuple(Candidate(m.code, book.matters[m.code].name, m.matched) for m in u.matters)
        raise AmbiguousMatter("text", offered)
    return u.single, next((m.matched for m in u.matters if m.code == u.single), ())
