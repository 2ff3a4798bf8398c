"""Query.referralOptions: points and services for a child, and the steps in order (转介)."""

from dataclasses import dataclass
from datetime import datetime as DateTime  # GraphQL's word for the scalar
from typing import Any

import strawberry

from api.common import Info
from api.problems import Problem
from api.referral.case import CaseSummary
from api.referral.types import ReferralAdvice
from api.request.context import Context, today
from api.request.paging import Connection, bounded, forward, key_of, size_of
from api.responsibility.query import PlaceInput, placed
from api.responsibility.understood import Words, known_wishes
from api.situation.input import SituationInput, situation
from graph_model.breath import by_turns
from graph_model.persons import cases, persons
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput, DomainError, NotFound
from knowledge.messages.message import message
from knowledge.vocabulary import FieldClass
from knowledge.words.meaning import Danger, gravest
from network import places
from network.referral.referral import Referral
from network.sheet.named import NamedInQuestion

MOST_ROWS = 500
MOST_OPTIONS = 50
MOST_NAMED = 6
"""Matters that a question may name: as many as words are ever read to mean."""


@strawberry.input
class ReferralRowInput:
    """A situation at a place, with a key of the client's own."""

    key: str
    at: PlaceInput
    situation: SituationInput | None = None


@strawberry.type
class ReferralRowResult:
    """The answer or the problem of one row, by the client's key."""

    key: str
    answer: ReferralAdvice | None
    problem: Problem | None


def moment_of(at_time: DateTime | None) -> DateTime:
    """The moment of the question in Guangzhou, by default now.

    Raises:
        BadInput: The time has no offset.
    """
    if at_time is None:
        return DateTime.now(SHANGHAI)
    if at_time.tzinfo is None:
        raise BadInput("atTime", "input.no_offset")
    return at_time.astimezone(SHANGHAI)


def limit_of(limit: int) -> int:
    """Return the number of points that each offer lists.

    Raises:
        BadInput: Not within 1–50.
    """
    return bounded("limit", limit, MOST_OPTIONS)


@strawberry.type
class ReferralQuery:
    """Referral of a child."""

    @strawberry.field
    async def referral_options(
        self,
        info: Info,
        at: PlaceInput | None = None,
        situation: SituationInput | None = None,
        case: str | None = None,
        at_time: DateTime | None = None,
        limit: int = 5,
        text: str | None = None,
        without: list[str] | None = None,
        matter: str | None = None,
        also: list[str] | None = None,
        danger: Danger | None = None,
        wishes: list[str] | None = None,
    ) -> ReferralAdvice | None:
        """Either a situation at a place, or a case that the actor may read."""
        c, moment, size = info.context, moment_of(at_time), limit_of(limit)
        matters = tuple(dict.fromkeys((*([matter] if matter else ()), *(also or ()))))
        if len(matters) > MOST_NAMED:
            raise BadInput("also", "referral.matters", most=MOST_NAMED)
        asked = ReferralQuestion(situation, matters, danger, tuple(without or ()), known_wishes(wishes))
        if case is not None:
            refuse_beside_case(situation=situation, text=text, without=without)
            return await _of_case(c, case, at, asked, moment, size)
        if at is None:
            raise BadInput("at", "referral.no_place")
        if text is not None:
            return await _from_text(c, at, text, asked, moment, size)
        return await _answer(c, at, asked, moment, size)

    @strawberry.field
    async def cases(
        self, info: Info, search: str = "", first: int | None = None, after: str | None = None
    ) -> Connection[CaseSummary] | None:
        """Return cases by code; with `search`, those whose code or whose child's pseudonym contains it."""
        c, size, code = info.context, size_of(first), key_of(after)
        c.require(Action.READ_CASES)
        rows = await c.graph.read(c.actor, cases.cases_in, size + 1, code or None, search)
        total = await c.graph.read(c.actor, cases.count_cases, search)
        c.trail.opened((r.minor for r in rows[:size]), (FieldClass.F1,), message("purpose.cases"))
        return forward(((r.id, r) for r in rows), CaseSummary.of, size, code, total)

    @strawberry.field
    async def referral_batch(
        self,
        info: Info,
        rows: list[ReferralRowInput],
        at_time: DateTime | None = None,
        limit: int = 1,
    ) -> list[ReferralRowResult] | None:
        """Each row has its own answer or its own problem."""
        if len(rows) > MOST_ROWS or len({r.key for r in rows}) < len(rows):
            raise BadInput("rows", "referral.rows", most=MOST_ROWS)
        moment, size = moment_of(at_time), limit_of(limit)
        return [await _row(info.context, row, moment, size) async for row in by_turns(rows)]


@dataclass(frozen=True)
class ReferralQuestion:
    """Input beside the place: facts, matters named in words before, and facts of the text that must not count."""

    given: Any = None
    matters: tuple[str, ...] = ()
    """The first leads."""
    danger: Danger | None = None
    without: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()

    def named(self, r: Referral, words: Words | None = None) -> NamedInQuestion:
        """Return the matters and danger of the question: as given, or from the words."""
        danger = gravest(self.danger, words.understood.danger if words else None)
        matters = self.matters or (words.matters if words else ())
        wishes = (*self.wishes, *(words.understood.wishes if words else ()))
        return NamedInQuestion.of(r, matters, danger=danger is Danger.TOLD, calm=danger is Danger.NONE, wishes=wishes)


def refuse_beside_case(**given: Any) -> None:
    """Refuse a description of the child beside a case: its facts are those on file, and no input is dropped.

    Raises:
        BadInput: Something is given.
    """
    for name, value in given.items():
        if value is not None:
            raise BadInput(name, "referral.case_or_situation")


async def _of_case(
    c: Context, case: str, at: PlaceInput | None, asked: ReferralQuestion, moment: DateTime, limit: int
) -> ReferralAdvice:
    """Read a case as far as the actor may, audit the read, then answer as for any situation.

    Raises:
        NotFound: No such case, a case outside the actor's areas, or a role that sees no cases; all are
            indistinguishable.
    """
    if c.vault is None or c.audit is None or not c.may(Action.READ_CASES):
        raise NotFound("case", "case")
    opened = persons.opened(c.vault, c.actor, await c.graph.read(c.actor, persons.dossier, case, today()))
    on = moment.astimezone(SHANGHAI).date()
    network = c.at(on)
    where = await placed(c, at, on) if at is not None else places.by_code(network, opened.dossier.area)
    c.trail.opened(
        (opened.dossier.minor, opened.dossier.id), (FieldClass.F1, *opened.read), message("purpose.referral")
    )
    if opened.dossier.emergency:
        c.trail.opened((), (), message("purpose.emergency"))
    answer = Referral(network, c.book, where, opened.situation, moment, opened.dossier.id)
    return ReferralAdvice.of(c, answer, limit, asked.named(answer), opened)


async def _row(c: Context, row: ReferralRowInput, moment: DateTime, limit: int) -> ReferralRowResult:
    try:
        answer = await _answer(c, row.at, ReferralQuestion(row.situation), moment, limit)
    except DomainError as e:
        return ReferralRowResult(key=row.key, answer=None, problem=Problem.of(e))
    return ReferralRowResult(key=row.key, answer=answer, problem=None)


async def _from_text(
    c: Context, at: PlaceInput, text: str, asked: ReferralQuestion, moment: DateTime, limit: int
) -> ReferralAdvice:
    """Return the advice for a text, whose plain facts count as given ones."""
    day = moment.astimezone(SHANGHAI).date()
    words = await Words.read(c, text, moment.date(), situation(asked.given, moment.date()), asked.without)
    where = await placed(c, at, day)
    referral = Referral(c.at(day), c.book, where, words.situation, moment)
    return ReferralAdvice.of(c, referral, limit, asked.named(referral, words), words=words)


async def _answer(c: Context, at: PlaceInput, asked: ReferralQuestion, moment: DateTime, limit: int) -> ReferralAdvice:
    day = moment.astimezone(SHANGHAI).date()
    where = await placed(c, at, day)
    referral = Referral(c.at(day), c.book, where, situation(asked.given, moment.date()), moment)
    return ReferralAdvice.of(c, referral, limit, asked.named(referral))
