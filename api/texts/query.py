"""Query.clause, documents, changes, dutiesOf, orphans: texts, and duties without an office (文本)."""

from collections.abc import Iterator
from datetime import date as Date
from functools import partial
from typing import Annotated, Any

import strawberry

from api.common import BodyKind, Info, NamedCode, Node, global_id
from api.enums import labelled
from api.network.types import Area
from api.notices import territory, text_notice
from api.request.context import Context, today
from api.request.paging import Connection, page
from api.responsibility.explanation import TextUsed
from api.responsibility.query import PlaceInput, book_at, kind_code
from api.responsibility.types import MatterRef, ResponsibilityChange
from api.texts.resting import MatterDuty, duties_on, services_on
from knowledge import errors
from knowledge.responsibility.finding import changes
from knowledge.responsibility.judging import judge
from knowledge.rows import texts
from knowledge.rows.rows import PlanClause
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.texts.provisions import Provision, Texts
from knowledge.vocabulary import ClauseClass, Force, Mark, Role, Trust
from network.local import LocalClause
from network.responsibility.orphans import Orphan as ModelOrphan
from network.responsibility.orphans import orphans
from network.snapshot import Network
from network.territory import is_in_force


@strawberry.type
@labelled
class Clause(Node):
    """A provision: its text, and what it states and does not state."""

    code: str
    heading: str
    document: str
    version: str
    force: Force
    trust: Trust
    territory: str | None
    notice: str | None
    paragraphs: list[str]
    sha256: str
    in_force_from: Date | None
    known_from: Date | None
    in_force_to: Date | None
    date_source: str
    mark: Mark
    clause_kind: ClauseClass | None
    named: list[str]
    implied: list[BodyKind]
    frequency: str | None
    numbers: list[str]
    items: list[str]
    not_stated: list[str]
    matters: list[MatterRef]
    note: str | None
    other_versions: list[TextUsed]

    @classmethod
    def of(cls, context: Context, p: Provision) -> "Clause":
        """Return the type of a provision, with the analysed parts of a plan's clause or those of an area's file."""
        book = context.book
        c = book.plan.get(p.clause)
        own = context.history.local.clauses.get(f"{p.version.id}/{p.heading}")
        others = [o for o in context.texts.by_clause[p.clause] if o != p]
        return cls(
            id=global_id("Clause", p.clause),
            code=p.clause,
            heading=p.heading,
            document=p.document.title,
            version=p.version.label,
            force=p.document.force,
            trust=p.version.trust,
            territory=territory(p.document),
            notice=text_notice(p.document, p.version),
            paragraphs=list(p.paras),
            sha256=p.sha256,
            in_force_from=p.version.since,
            known_from=p.version.known_from,
            in_force_to=p.version.until,
            date_source=p.version.source,
            mark=p.version.mark,
            clause_kind=c.kind if c else None,
            named=list(c.named) if c else [book.kinds[k].name for k in (own.kinds if own else ()) if k in book.kinds],
            implied=[BodyKind.of(book.kinds[k]) for k in c.implied] if c else [],
            frequency=c.frequency if c else None,
            numbers=list(c.numbers) if c else [],
            items=list(c.items) if c else [],
            not_stated=list(c.not_stated) if c else [],
            matters=[MatterRef.of(book.matters[m]) for m in _matters(book, p, c, own)],
            note=c.note if c else None,
            other_versions=[_used(o.document, o.version) for o in others],
        )

    @strawberry.field
    def duties(self, info: Info, on: Date | None = None) -> list[MatterDuty]:
        """The duties in force on the day that cite this clause."""
        book = info.context.book
        return [MatterDuty.of(book, pair) for pair in duties_on(book, self.code, on or today())]

    @strawberry.field
    def resting_services(self, info: Info) -> list[NamedCode]:
        """The services one of whose rows cites this clause."""
        return services_on(info.context.book, self.code)


@strawberry.type
@labelled
class Document(Node):
    """A statute, regulation or plan."""

    code: str
    title: str
    title_en: str
    force: Force
    territory: str | None
    applies_here: bool
    notice: str | None
    versions: list[TextUsed]
    clauses: int

    @classmethod
    def of(cls, every: Texts, network: Network, d: texts.Document) -> "Document":
        """From the texts, for the areas that are loaded."""
        return cls(
            id=global_id("Document", d.id),
            code=d.id,
            title=d.title,
            title_en=d.title_en,
            force=d.force,
            territory=territory(d),
            applies_here=is_in_force(network, d),
            notice=text_notice(d, d.version[-1]),
            versions=[_used(d, v) for v in d.version],
            clauses=sum(rows[0].document.id == d.id for rows in every.by_clause.values()),
        )


def _used(d: texts.Document, v: texts.Version) -> TextUsed:
    return TextUsed(
        document=d.title,
        version=v.label,
        in_force_from=v.since,
        known_from=v.known_from,
        in_force_to=v.until,
        force=d.force,
        trust=v.trust,
        date_source=v.source,
    )


def _matters(book: Rulebook, p: Provision, c: PlanClause | None, own: LocalClause | None) -> list[str]:
    own_matters = [m for m in (own.matters if own else ()) if m in book.matters]
    citing = (m.code for m, d in book.duties() if any(q.clause == p.clause for q in d.cite))
    return list(dict.fromkeys([*(c.matters if c else ()), *own_matters, *citing]))


@strawberry.type
@labelled
class Orphan:
    """A matter and role whose kind of body has no office in an area."""

    matter: MatterRef
    role: Role
    kind: BodyKind
    area: Area
    stated: bool

    @classmethod
    def of(cls, o: ModelOrphan) -> "Orphan":
        """From the network."""
        return cls(
            matter=MatterRef.of(o.matter),
            role=o.role,
            kind=BodyKind.of(o.kind),
            area=Area.of(o.area),
            stated=o.stated,
        )


def _clause(every: Texts, clause: str, on: Date) -> Provision:
    provision = every.provision(clause, on)
    if provision is None:
        raise errors.NotFound("clause", clause)
    return provision


def _duties(book: Rulebook, body: str, on: Date) -> Iterator[tuple[str, Any]]:
    for m in sorted(book.matters.values(), key=lambda m: m.code):
        rows = [d for d in m.duty if d.body == body]
        for n, applied in enumerate(judge(book, rows, Situation().facts(on), on)):
            yield f"{m.code}#{applied.row.role}#{n:02d}", (m, applied)


@strawberry.type
class TextQuery:
    """Texts, and duties that follow from them."""

    @strawberry.field
    async def clause(self, info: Info, code: str, on: Date | None = None) -> Clause | None:
        """The provision in force on the day."""
        return Clause.of(info.context, _clause(info.context.texts, code, on or today()))

    @strawberry.field
    async def documents(self, info: Info) -> list[Document] | None:
        """All documents in the order of the rules."""
        every = info.context.texts
        return [Document.of(every, info.context.network, d) for d in every.documents.values()]

    @strawberry.field
    async def duties_of(
        self,
        info: Info,
        body_kind: str,
        on: Date | None = None,
        at: PlaceInput | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[MatterDuty] | None:
        """`bodyKind` is the code, name or alias of a kind of body; `at` leaves out texts of other territories."""
        book = await book_at(info.context, at)
        code = kind_code(book, body_kind)
        if code not in book.kinds:
            raise errors.NotFound("body_kind", body_kind)
        return page(
            sorted(_duties(book, code, on or today())), partial(MatterDuty.of, book), first, after, last, before
        )

    @strawberry.field
    async def changes(
        self,
        info: Info,
        from_: Annotated[Date, strawberry.argument(name="from")],
        to: Date,
        at: PlaceInput | None = None,
    ) -> list[ResponsibilityChange] | None:
        """Changes on days after `from` up to and including `to`; `at` leaves out texts of other territories."""
        book = await book_at(info.context, at)
        if to < from_:
            raise errors.BadInput("to", "input.to_before_from")
        rows = [(c.on, m.code, c) for m in book.matters.values() for c in changes(book, m) if from_ < c.on <= to]
        return [ResponsibilityChange.of(book, code, c) for _, code, c in sorted(rows, key=lambda x: x[:2])]

    @strawberry.field
    async def orphans(
        self,
        info: Info,
        on: Date | None = None,
        area: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Orphan] | None:
        """Every (matter, role, kind of body, area) without an office; `area` restricts the list."""
        c = info.context
        rows = [(o.key, o) for o in orphans(c.at(on), c.book, on or today(), area)]
        return page(sorted(rows, key=lambda r: r[0]), Orphan.of, first, after, last, before)
