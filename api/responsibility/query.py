"""Query.responsibility: who must act on a matter in an area on a day, and why (责任)."""

from collections.abc import Iterator
from datetime import date as Date  # GraphQL's word for the scalar
from datetime import datetime as DateTime

import strawberry

from api.common import Citation, Info, citations
from api.notices import notice
from api.request.context import Context, today
from api.responsibility.asked import QuestionContext, SubjectInput
from api.responsibility.explanation import ExplanationPath, TextUsed, WhyNot, texts_used
from api.responsibility.sanctions import Deadline, Instruction, Sanction, UnlawfulRefusal
from api.responsibility.types import (
    ChainLink,
    Hotline,
    MatterRef,
    MissingFact,
    ResolvedPlace,
    ResponsibilityChange,
    Responsible,
)
from api.responsibility.understood import Understood, known_wishes
from api.sheet.local import beside
from api.sheet.types import Sheet
from api.situation.adult import AdultWay, adult_ways
from api.situation.input import SituationInput
from graph_model.directory import holders
from graph_model.directory import places as find
from graph_model.graph import Tx
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput
from knowledge.messages.message import Clauses, listed, message
from knowledge.referral import safety
from knowledge.responsibility import finding as decision
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Provenance
from knowledge.words.meaning import Danger
from network import places
from network.referral.referral import Referral
from network.responsibility import offices as model
from network.sheet.sheet import of_matter
from network.snapshot import Network


@strawberry.input(one_of=True)
class PlaceInput:
    """The place, by code, name or address."""

    code: str | None = strawberry.UNSET
    name: str | None = strawberry.UNSET
    address: str | None = strawberry.UNSET


@strawberry.type
class ResponsibilityAdvice:
    """The whole answer; each part is computed only if it is selected."""

    matter: MatterRef
    matched: list[str]
    place: ResolvedPlace
    on: Date
    summary: str
    disagreement: str
    notice: str | None
    network_version: int
    rules_hash: str
    understood: Understood | None
    _found: strawberry.Private[model.Responsibility]
    _asked: strawberry.Private[QuestionContext]

    @classmethod
    def of(cls, c: Context, r: model.Responsibility, asked: QuestionContext) -> "ResponsibilityAdvice":
        """From the model's answer."""
        return cls(
            matter=MatterRef.of(r.finding.matter),
            matched=list(asked.matched),
            place=ResolvedPlace.of(c.history, r.place),
            on=r.finding.on,
            summary=summary(r),
            disagreement=r.finding.matter.disagreement or str(message("responsibility.ladder")),
            notice=notice(Provenance.SYNTHETIC) if _synthetic(r) else None,
            network_version=r.network,
            rules_hash=r.rules,
            understood=asked.words.shown if asked.words else None,
            _found=r,
            _asked=asked,
        )

    @strawberry.field
    def not_a_minor(self) -> bool:
        """True if the matter is for minors and the person is known to be 18 or older."""
        return self._found.finding.not_a_minor

    @strawberry.field
    def danger(self) -> bool:
        """Known facts speak of danger to a child, or the matter itself does and nothing denies it."""
        return self._found.finding.danger

    @strawberry.field
    def adult(self, info: Info) -> list[AdultWay]:
        """Return the services for an adult; empty for a minor."""
        return adult_ways(info.context, safety.adult_ways(self._found.finding.facts))

    @strawberry.field
    def first_steps(self) -> list[Instruction]:
        """The first steps in order."""
        return [Instruction.of(s) for s in self._found.finding.steps]

    @strawberry.field
    def responsible(self) -> list[Responsible]:
        """The bodies responsible; within each role the certain ones come first."""
        return [Responsible.of(x) for x in self._found.responsible]

    @strawberry.field
    def sheet(self, info: Info, at_time: DateTime | None = None) -> Sheet:
        """Return immediate actions and bodies to call, on one page."""
        c, on = info.context, self._found.finding.on
        moment = moment_on(on, at_time)
        child = Referral(c.at(self.on), c.book, self._found.place, self._asked.situation, moment)
        return Sheet.of(of_matter(self._found, child, self._asked.wishes))

    @strawberry.field
    async def chain(self, info: Info) -> list[ChainLink]:
        """The chain of areas with their posts; names (F1) only for actors who may see them."""
        names = await _names(info.context, self._found)
        return [ChainLink.of(info.context.history, link, names) for link in self._found.chain]

    @strawberry.field
    def deadlines(self) -> list[Deadline]:
        """The deadlines, with `dueAt` if `start` was given."""
        book = self._found.finding.book
        return [Deadline.of(book, d, self._asked.start) for d in self._found.finding.deadlines]

    @strawberry.field
    def safeguards(self) -> list[Instruction]:
        """Rules on how to act."""
        return [Instruction.of(s) for s in self._found.finding.safeguards]

    @strawberry.field
    def sanctions(self) -> list[Sanction]:
        """Sanctions and against whom."""
        return [Sanction.of(self._found.finding.book, s) for s in self._found.finding.sanctions]

    @strawberry.field
    def refusals(self) -> list[UnlawfulRefusal]:
        """Return the questions that must not be answered and demands that must not be made, with the reasons."""
        return [
            UnlawfulRefusal(text=x.text, why=x.why, citations=citations(q)) for x, q in self._found.finding.refusals
        ]

    @strawberry.field
    def hotlines(self) -> list[Hotline]:
        """The hotlines of this matter."""
        book = self._found.finding.book
        return [Hotline.of(book.hotlines[n]) for n in self._found.finding.matter.hotlines]

    @strawberry.field
    def missing_facts(self) -> list[MissingFact]:
        """Missing facts, each with the outcomes of its values."""
        return [MissingFact.of(self._found.finding.book, m) for m in self._found.finding.missing]

    @strawberry.field
    def changes(self) -> list[ResponsibilityChange]:
        """Changes of the responsible bodies by day."""
        f = self._found.finding
        return [ResponsibilityChange.of(f.book, f.matter.code, x) for x in f.changes]

    @strawberry.field
    def texts(self) -> list[TextUsed]:
        """The cited versions, each once."""
        return texts_used(_cited(self._found))

    @strawberry.field
    def absent_texts(self) -> list[str]:
        """Texts with duties in this matter that are not in force on the day."""
        return list(self._found.finding.absent)

    @strawberry.field
    def texts_elsewhere(self) -> list[str]:
        """Return the texts that assign duties of this matter in other places."""
        return [str(m) for m in decision.only_in(self._found.finding.elsewhere)]

    @strawberry.field
    def local_texts(self, info: Info) -> list[Citation]:
        """Return texts that the area loaded: shown beside the answer, which they do not change."""
        f = self._found
        return beside(info.context.at(self.on), f.place.code, (f.finding.matter.code,), self.on)

    @strawberry.field
    def path(self) -> ExplanationPath:
        """The answer as a graph, for drawings."""
        return ExplanationPath.of(self._found)

    @strawberry.field
    def why_not(self, body_kind: str) -> WhyNot:
        """Return why a kind of body, by code or name, is not responsible."""
        f = self._found.finding
        code = kind_code(f.book, body_kind)
        return WhyNot.of(f.book, decision.why_not(f.book, f.matter.code, code, self._asked.situation, f.on))


def moment_on(on: Date, at_time: DateTime | None) -> DateTime:
    """The moment of a sheet: as given, or the present hour on the day of the question.

    Raises:
        BadInput: The time has no offset.
    """
    if at_time is not None and at_time.tzinfo is None:
        raise BadInput("atTime", "input.no_offset")
    hour = (at_time or DateTime.now(SHANGHAI)).astimezone(SHANGHAI).timetz()
    return DateTime.combine(on, hour)


def _cited(r: model.Responsibility) -> Iterator[Citation]:
    return (Citation.of(c) for x in r.responsible for d in x.rows for c in d.citations)


def _synthetic(r: model.Responsibility) -> bool:
    offices = (b.provenance for x in r.responsible for b in x.bodies)
    places_ = (s.provenance for link in r.chain for s in link.points)
    posts = (f.post.provenance for link in r.chain for f in link.posts if f.post)
    return Provenance.SYNTHETIC in {*offices, *places_, *posts}


def summary(r: model.Responsibility) -> str:
    """One sentence: danger first, then the responsible bodies by role."""
    roles = []
    for role in dict.fromkeys(x.role for x in r.responsible if x.verdict.value == "yes"):
        names = [
            listed(b.name for b in x.bodies) or x.kind.name
            for x in r.responsible
            if x.role is role and x.verdict.value == "yes"
        ]
        roles.append(message("responsibility.role", role=role.label, names=tuple(dict.fromkeys(names))))
    if r.finding.not_a_minor:
        return str(message("responsibility.not_a_minor"))
    nobody = message("responsibility.undecided" if r.finding.missing else "responsibility.nobody")
    code = "responsibility.in_danger" if r.finding.danger else "responsibility.summary"
    return str(message(code, who=Clauses(roles) or nobody))


def kind_code(book: Rulebook, kind: str) -> str:
    """A body kind's code from its code, name or alias."""
    names = {n: k.code for k in reversed(list(book.kinds.values())) for n in (*k.aliases, k.name, k.code)}
    return names.get(kind.strip(), kind)


async def place(tx: Tx, network: Network, at: PlaceInput) -> places.Place:
    """Find the place by name or address in the graph."""
    if at.name:
        return await find.by_name(tx, network, at.name)
    return await find.by_address(tx, network, at.address or "")


async def placed(c: Context, at: PlaceInput, on: Date | None = None) -> places.Place:
    """The place of the question on a day, by default today; a code needs no read."""
    if at.code:
        return places.by_code(c.at(on), at.code)
    return await c.graph.read(c.actor, place, c.at(on), at)


async def book_at(c: Context, at: PlaceInput | None) -> Rulebook:
    """Return the rules of the place, or all rules without a place: each citation then names its territory."""
    return c.book if at is None else c.book.within((await placed(c, at)).code)


async def _names(c: Context, r: model.Responsibility) -> dict[str, str]:
    posts = [f.post.id for link in r.chain for f in link.posts if f.post]
    if not c.may(Action.SEE_POST_HOLDERS) or not posts:
        return {}
    c.trail.opened(posts, (), message("purpose.holders"))
    return await c.graph.read(c.actor, holders.holders, posts)


@strawberry.type
class ResponsibilityQuery:
    """Responsibility for matters."""

    @strawberry.field
    async def responsibility(
        self,
        info: Info,
        subject: SubjectInput,
        at: PlaceInput,
        on: Date | None = None,
        situation: SituationInput | None = None,
        start: DateTime | None = None,
        without: list[str] | None = None,
        danger: Danger | None = None,
        wishes: list[str] | None = None,
    ) -> ResponsibilityAdvice | None:
        """`start` is when the deadlines' event happened; `without` are facts of the text that do not count."""
        c, day = info.context, on or today()
        asked = await QuestionContext.of(c, subject, situation, start, day, without or [], danger, known_wishes(wishes))
        where = await placed(c, at, day)
        result = model.answer(c.at(day), c.book, asked.matter, where, asked.situation, day, calm=asked.calm)
        return ResponsibilityAdvice.of(c, result, asked)
