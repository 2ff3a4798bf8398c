"""GraphQL types that several topics share: nodes, citations, kinds of bodies."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import date as Date
from functools import lru_cache
from typing import Self

import strawberry

from analytics.coverage.layout import name_of
from api.enums import labelled
from api.notices import territory, text_notice
from api.request.context import Context
from knowledge.errors import BadInput
from knowledge.messages.message import language, message, speaking
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.texts import provisions as texts
from knowledge.vocabulary import Force, Level, Role, Trust

Info = strawberry.Info[Context, None]

CACHED_CITATIONS = 10_000
"""Size of the cache of citations over all languages: more than the rules have."""


@strawberry.interface
class Node:
    """Relay's node: an object that `node` and `nodes` return by its `id`."""

    id: strawberry.ID


def global_id(kind: str, code: str) -> strawberry.ID:
    """The Relay id of an object: its GraphQL type and code."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{code}".encode()).decode())


def parse_id(given: str) -> tuple[str, str]:
    """GraphQL type and code in a Relay id; two empty strings if it is not one."""
    try:
        kind, _, code = base64.urlsafe_b64decode(given.encode()).decode().partition(":")
    except (binascii.Error, UnicodeError):
        return "", ""
    return (kind, code) if code else ("", "")


def code_in_id(kind: str, given: strawberry.ID) -> str:
    """The code in a Relay id of this GraphQL type.

    Raises:
        BadInput: the id of another type, or no id.
    """
    type_name, code = parse_id(given)
    if type_name != kind:
        raise BadInput("id", "input.not_an_id")
    return code


@strawberry.type
class NamedCode:
    """A code of the rules with its name."""

    code: str
    name: str

    @classmethod
    def subject(cls, book: Rulebook, code: str) -> Self:
        """Return a need or service with its name; any other code is its own name."""
        return cls(code=code, name=name_of(book, code))


@strawberry.type
@labelled
class Citation:
    """A quote and the provision that contains it on the day of the question."""

    clause: str
    quote: str
    document: str
    article: str
    version: str
    force: Force
    trust: Trust
    in_force_from: Date | None
    known_from: Date | None
    in_force_to: Date | None
    date_source: str
    sha256: str
    territory: str | None
    notice: str | None

    @classmethod
    def of(cls, c: texts.Citation) -> "Citation":
        """From a citation of the rulebook; cached, because many rows share a citation."""
        return _citation(c, language())

    @classmethod
    def uncached(cls, c: texts.Citation) -> "Citation":
        """As `of`, without the cache."""
        p = c.provision
        return cls(
            clause=p.clause,
            quote=c.quote,
            document=p.document.title,
            article=article(p, c.quote),
            version=p.version.label,
            force=p.document.force,
            trust=p.version.trust,
            in_force_from=p.version.since,
            known_from=p.version.known_from,
            in_force_to=p.version.until,
            date_source=p.version.source,
            sha256=p.sha256,
            territory=territory(p.document),
            notice=text_notice(p.document, p.version),
        )


def article(provision: texts.Provision, quote: str) -> str:
    """Return the position of a quote: 第几条第几款第几项, 第几部分（几）, or the plan's own numbering."""
    if provision.clause.startswith("plan:"):
        return provision.heading
    item = provision.item(quote)
    if provision.document.parts:
        return str(message("article.part_item", part=provision.heading, item=item)) if item else provision.heading
    paragraph = provision.paragraph(quote) if provision.paragraphs > 1 else None
    where = (
        message("article.paragraph", article=provision.heading, paragraph=paragraph) if paragraph else provision.heading
    )
    return str(message("article.item", where=where, item=item) if item else where)


@lru_cache(maxsize=CACHED_CITATIONS)
def _citation(c: texts.Citation, current: str) -> Citation:
    with speaking(current):
        return Citation.uncached(c)


def citations(rows: Iterable[texts.Citation]) -> list[Citation]:
    """Citations in their order."""
    return [Citation.of(c) for c in rows]


@strawberry.type
@labelled
class BodyKind(Node):
    """A kind of body."""

    code: str
    name: str
    name_en: str
    body_level: Level
    aliases: list[str]
    channel: str | None
    receipt: str | None

    @classmethod
    def of(cls, k: rules.BodyKind) -> Self:
        """From the rulebook."""
        return cls(
            id=global_id("BodyKind", k.code),
            code=k.code,
            name=k.name,
            name_en=k.name_en,
            body_level=k.level,
            aliases=list(k.aliases),
            channel=k.channel,
            receipt=k.receipt,
        )

    @classmethod
    def live(cls, info: Info, code: str) -> Self | None:
        """The kind with this code in today's rules, or None."""
        kind = info.context.book.kinds.get(code)
        return cls.of(kind) if kind else None

    @classmethod
    def some(cls, kinds: Mapping[str, rules.BodyKind], codes: Iterable[str]) -> list[Self]:
        """The kinds with these codes, in the order of the codes."""
        return [cls.of(kinds[code]) for code in codes]


@strawberry.type
@labelled
class BodyInRole:
    """A role and a kind of body."""

    role: Role
    kind: BodyKind

    @classmethod
    def all(cls, book: Rulebook, pairs: Iterable[tuple[Role, str]]) -> list[Self]:
        """From pairs of role and kind code."""
        return [cls(role=r, kind=BodyKind.of(book.kinds[k])) for r, k in pairs]
