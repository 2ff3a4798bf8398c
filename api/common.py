"""Types that many answers share: labels, citations, areas, offices."""

import base64
from collections.abc import Iterable
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from enum import Enum
from functools import lru_cache
from typing import TypeVar

import strawberry

from api.notices import draft_notice, notice
from api.request.context import Context
from api.scalars import GeoJSON
from knowledge.calendar.hours import shown as hours_shown
from knowledge.errors import BadInput
from knowledge.messages.message import language, speaking
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.texts import provisions as texts
from knowledge.texts.provisions import OPEN_END, OPEN_START
from knowledge.vocabulary import Labelled
from network import entities, places
from network.crs import SYSTEMS, WGS84
from network.outlines import polygons

E = TypeVar("E", bound=Enum)

KEPT = 10_000
"""Citations that are kept as answers show them, in each language: more than the rules have."""


@strawberry.interface
class Node:
    """Relay's node; every other code in this schema is plain."""

    id: strawberry.ID


def global_id(kind: str, key: str) -> strawberry.ID:
    """The Relay id of a thing."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode())


@strawberry.type
class Label:
    """A code and its label."""

    code: str
    label: str

    @classmethod
    def of(cls, value: Labelled) -> "Label":
        """From a word of the dictionary."""
        return cls(code=value.value, label=value.label)


def known(day: Date) -> Date | None:
    """A day, or None for an open end."""
    return None if day in (OPEN_START, OPEN_END) else day


@strawberry.type
class Citation:
    """A quote and the provision that carries it on the day asked."""

    clause: str
    quote: str
    document: str
    article: str
    version: str
    force: Label
    in_force_from: Date | None
    in_force_to: Date | None
    date_source: str
    sha256: str
    notice: str | None

    @classmethod
    def of(cls, c: texts.Citation) -> "Citation":
        """From a citation of the rulebook; kept, since the same words carry many rows."""
        return _citation(c, language())

    @classmethod
    def made(cls, c: texts.Citation) -> "Citation":
        """As `of`, made anew."""
        p = c.provision
        return cls(
            clause=p.clause,
            quote=c.quote,
            document=p.document.title,
            article=article(p, c.quote),
            version=p.version.label,
            force=Label.of(p.document.force),
            in_force_from=known(p.period[0]),
            in_force_to=known(p.period[1]),
            date_source=p.version.source,
            sha256=p.sha256,
            notice=draft_notice(p.document.force),
        )


def article(provision: texts.Provision, quote: str) -> str:
    """第几条第几款第几项, or the plan's own numbering."""
    if provision.clause.startswith("plan:"):
        return provision.clause.removeprefix("plan:")
    paragraph = provision.paragraph(quote) if provision.paragraphs > 1 else None
    item = provision.item(quote)
    said = f"第{provision.clause.split('/')[1]}条" + (f"第{paragraph}款" if paragraph else "")
    return said + (f"第（{item}）项" if item else "")


@lru_cache(maxsize=KEPT)
def _citation(c: texts.Citation, spoken: str) -> Citation:
    with speaking(spoken):
        return Citation.made(c)


def citations(found: Iterable[texts.Citation]) -> list[Citation]:
    """Citations in their order."""
    return [Citation.of(c) for c in found]


@strawberry.type
class BodyKind:
    """A kind of body."""

    code: str
    name: str
    name_en: str
    level: Label
    aliases: list[str]
    channel: str | None
    receipt: str | None

    @classmethod
    def of(cls, k: rules.BodyKind) -> "BodyKind":
        """From the rulebook."""
        return cls(
            code=k.code, name=k.name, name_en=k.name_en, level=Label.of(k.level), aliases=list(k.aliases),
            channel=k.channel, receipt=k.receipt,
        )  # fmt: skip


@strawberry.type
class Who:
    """A role and a body kind."""

    role: Label
    kind: BodyKind

    @classmethod
    def all(cls, book: Rulebook, pairs: Iterable[tuple[Labelled, str]]) -> list["Who"]:
        """From pairs of role and kind code."""
        return [cls(role=Label.of(r), kind=BodyKind.of(book.kinds[k])) for r, k in pairs]


@strawberry.type(name="Body")
class Office(Node):
    """A concrete office (F0)."""

    key: str
    name: str
    kind: str
    area: str
    contact: str | None
    source: str
    provenance: Label
    notice: str | None

    @classmethod
    def of(cls, b: entities.Body) -> "Office":
        """From the network."""
        return cls(
            id=global_id("Body", b.id),
            key=b.id,
            name=b.name,
            kind=b.kind,
            area=b.area,
            contact=b.contact,
            source=b.source,
            provenance=Label.of(b.provenance),
            notice=notice(b.provenance),
        )


@strawberry.type
class Outline:
    """Where an area ends, as a file said; never shipped."""

    crs: str
    stored_crs: str
    geometry: GeoJSON
    vertices: int
    tolerance_m: float
    source: str
    source_date: str
    precision: str | None
    provenance: Label

    @classmethod
    def of(cls, o: entities.Outline, crs: str) -> "Outline":
        """In a reference system."""
        return cls(
            crs=crs, stored_crs=o.crs, geometry=_multi_polygon(o, crs), vertices=o.vertices, tolerance_m=o.tolerance,
            source=o.source, source_date=o.source_date, precision=o.precision, provenance=Label.of(o.provenance),
        )  # fmt: skip


def _multi_polygon(outline: entities.Outline, crs: str) -> GeoJSON:
    return GeoJSON({"type": "MultiPolygon", "coordinates": polygons(outline, crs)})


@strawberry.type
class Area(Node):
    """An area with its authority and validity."""

    code: str
    name: str
    level: Label
    parent: str | None
    authority: str
    source: str
    source_date: str
    valid_from: Date | None
    valid_to: Date | None
    lon: float | None
    lat: float | None
    crs: str | None
    precision: str | None

    @strawberry.field
    def full_name(self, info: strawberry.Info[Context, None]) -> str:
        """Without province and city."""
        return places.full_name(info.context.network, self.code)

    @strawberry.field
    async def outline(self, info: strawberry.Info[Context, None], crs: str = WGS84) -> Outline | None:
        """In the reference system that is asked."""
        if crs not in SYSTEMS:
            raise BadInput("crs", "input.not_allowed", allowed=SYSTEMS)
        found = await info.context.outlines.of(self.code)
        return Outline.of(found, crs) if found else None

    @classmethod
    def of(cls, a: entities.Area) -> "Area":
        """From the network."""
        return cls(
            id=global_id("Area", a.code), code=a.code, name=a.name, level=Label.of(a.level), parent=a.parent,
            authority=a.authority, source=a.source, source_date=a.source_date, valid_from=a.since, valid_to=a.until,
            lon=a.lon, lat=a.lat, crs=a.crs, precision=a.precision,
        )  # fmt: skip


@strawberry.type
class Point:
    """A place of the three-tier network (F0); a confidential one has no location for those without the right to it."""

    key: str
    name: str
    area: str
    kind: str
    tier: Label | None
    services: list[str]
    hours: list[str]
    hours_label: list[str]
    age_from: int | None
    age_under: int | None
    capacity: int | None
    free: int | None
    load_on: Date | None
    accessible: bool | None
    confidential: bool
    lon: float | None
    lat: float | None
    crs: str | None
    contact: str | None
    assured_on: Date | None
    source: str
    provenance: Label
    notice: str | None

    @classmethod
    def of(cls, s: entities.ServicePoint, *, sees: bool = False) -> "Point":
        """From the network; `sees` is the right to confidential locations."""
        shown = sees or not s.confidential
        return cls(
            key=s.id, name=s.name, area=s.area, kind=s.body, tier=Label.of(s.tier) if s.tier else None,
            services=list(s.services), hours=list(s.hours), hours_label=list(hours_shown(s.hours)),
            age_from=s.age_from, age_under=s.age_under, capacity=s.capacity, free=s.free, load_on=s.load_on,
            accessible=s.accessible, confidential=s.confidential, lon=s.lon if shown else None,
            lat=s.lat if shown else None, crs=s.crs if shown else None, contact=s.contact, assured_on=s.assured_on,
            source=s.source, provenance=Label.of(s.provenance), notice=notice(s.provenance),
        )  # fmt: skip
