"""Types that many answers share: labels, citations, areas, offices."""

import base64
from collections.abc import Iterable
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from enum import Enum
from functools import lru_cache
from typing import TypeVar

import strawberry

from api.request.context import Context
from knowledge.calendar.hours import shown as hours_shown
from knowledge.errors import BadInput
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.texts import provisions as texts
from knowledge.texts.provisions import OPEN_END, OPEN_START
from knowledge.vocabulary import Force, Labelled, Provenance
from network import entities, places
from network.crs import SYSTEMS, WGS84
from network.outlines import polygons

E = TypeVar("E", bound=Enum)

KEPT = 10_000
"""Citations that are kept as answers show them: more than the rules have."""
SYNTHETIC = "演示数据，勿拨打、勿前往 / synthetic: do not call, do not go there"
DRAFT = "征求意见稿，只作工作部署引用，不作执法依据 / draft plan: work arrangement, no power to punish"


@strawberry.interface(description="可按 id 取得的对象 / something that `node` can fetch")
class Node:
    """Relay's node; every other code in this schema is plain."""

    id: strawberry.ID = strawberry.field(description="Relay id，只用于 node、nodes / for `node` and `nodes` only")


def global_id(kind: str, key: str) -> strawberry.ID:
    """The Relay id of a thing."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode())


@strawberry.type(description="代码及其中文名 / a code with its Chinese label")
class Label:
    """A code and its label."""

    code: str
    label: str

    @classmethod
    def of(cls, value: Labelled) -> "Label":
        """From a word of the dictionary."""
        return cls(code=value.value, label=value.zh)


def known(day: Date) -> Date | None:
    """A day, or None for an open end."""
    return None if day in (OPEN_START, OPEN_END) else day


@strawberry.type(description="逐字引文及其出处 / words quoted, with the text in force that carries them")
class Citation:
    """A quote and the provision that carries it on the day asked."""

    clause: str = strawberry.field(description="条款编号，如 WB/11、plan:三(二)2(2)a / clause id")
    quote: str = strawberry.field(description="逐字摘录 / verbatim words")
    document: str = strawberry.field(description="文件名 / title of the document")
    article: str = strawberry.field(description="第几条第几款 / article and paragraph")
    version: str = strawberry.field(description="版本 / version of that day")
    force: Label = strawberry.field(description="效力 / kind of text")
    in_force_from: Date | None = strawberry.field(description="施行日，空为不限 / first day in force")
    in_force_to: Date | None = strawberry.field(description="失效日（不含），空为现行 / day after the last")
    date_source: str = strawberry.field(description="施行日依据 / source of the dates")
    sha256: str = strawberry.field(description="条文全文的 sha256 / sha256 of the whole article")
    notice: str | None = strawberry.field(description="使用限制 / how it may be used")

    @classmethod
    def of(cls, c: texts.Citation) -> "Citation":
        """From a citation of the rulebook; kept, since the same words carry many rows."""
        return _citation(c)

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
            notice=DRAFT if p.document.force is Force.PLAN else None,
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
def _citation(c: texts.Citation) -> Citation:
    return Citation.made(c)


def citations(found: Iterable[texts.Citation]) -> list[Citation]:
    """Citations in their order."""
    return [Citation.of(c) for c in found]


@strawberry.type(description="机构类别：法律所称的主体 / a kind of body that the texts name")
class BodyKind:
    """A kind of body."""

    code: str
    name: str
    name_en: str
    level: Label
    aliases: list[str]
    channel: str | None = strawberry.field(description="怎样送达（配置值，非法定） / how it is reached; configured")
    receipt: str | None = strawberry.field(description="要什么编号（配置值） / the number to ask for; configured")

    @classmethod
    def of(cls, k: rules.BodyKind) -> "BodyKind":
        """From the rulebook."""
        return cls(
            code=k.code, name=k.name, name_en=k.name_en, level=Label.of(k.level), aliases=list(k.aliases),
            channel=k.channel, receipt=k.receipt,
        )  # fmt: skip


@strawberry.type(description="某角色的机构类别 / a role and a kind of body")
class Who:
    """A role and a body kind."""

    role: Label
    kind: BodyKind

    @classmethod
    def all(cls, book: Rulebook, pairs: Iterable[tuple[Labelled, str]]) -> list["Who"]:
        """From pairs of role and kind code."""
        return [cls(role=Label.of(r), kind=BodyKind.of(book.kinds[k])) for r, k in pairs]


def notice(provenance: Provenance) -> str | None:
    """The warning that synthetic records carry everywhere."""
    return SYNTHETIC if provenance is Provenance.SYNTHETIC else None


@strawberry.type(name="Body", description="具体单位 / a concrete office")
class Office(Node):
    """A concrete office (F0)."""

    key: str = strawberry.field(description="机构类别@区划代码 / kind@area")
    name: str
    kind: str
    area: str
    contact: str | None = strawberry.field(description="联系方式；未知为空 / contact, null where none is known")
    source: str = strawberry.field(description="来源 / where the record comes from")
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


@strawberry.type(description="区划的轮廓，只供画图，不用来判断地点 / the outline of an area: to draw, not to place by")
class Outline:
    """Where an area ends, as a file said; never shipped."""

    crs: str = strawberry.field(description="这里的坐标系 / reference system of these coordinates")
    stored_crs: str = strawberry.field(
        description="载入时的坐标系；不同则已按公开算法换算，可能差几米 / as loaded; another one: computed, metres off"
    )
    coordinates: list[list[list[list[float]]]] = strawberry.field(
        description="同 GeoJSON 的 MultiPolygon：多边形、环（先外后内）、点[经度, 纬度]"
        " / as a GeoJSON MultiPolygon: polygons, rings (border, then holes), positions [lon, lat]"
    )
    vertices: int = strawberry.field(description="载入的文件里的点数 / positions that the file had")
    tolerance_m: float = strawberry.field(
        description="化简的偏差，米；0为未化简 / metres by which thinning may have moved it; 0: not thinned"
    )
    source: str
    source_date: str
    precision: str | None = strawberry.field(description="有多准，按文件所说 / how exact, as the file says")
    provenance: Label

    @classmethod
    def of(cls, o: entities.Outline, crs: str) -> "Outline":
        """In a reference system."""
        return cls(
            crs=crs, stored_crs=o.crs, coordinates=polygons(o, crs), vertices=o.vertices, tolerance_m=o.tolerance,
            source=o.source, source_date=o.source_date, precision=o.precision, provenance=Label.of(o.provenance),
        )  # fmt: skip


@strawberry.type(description="区划 / an administrative area")
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
    lon: float | None = strawberry.field(description="经度；未公开为空 / longitude, null where not public")
    lat: float | None
    crs: str | None = strawberry.field(description="坐标系 / reference system of the location")
    precision: str | None

    @strawberry.field(description="自上而下的全名 / its name with those above it")
    def full_name(self, info: strawberry.Info[Context, None]) -> str:
        """Without province and city."""
        return places.full_name(info.context.network, self.code)

    @strawberry.field(
        description="轮廓，WGS-84 或 GCJ-02；没有载入为空 / its outline in WGS-84 or GCJ-02, null where none is loaded"
    )
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


@strawberry.type(description="服务点 / a service point")
class Point:
    """A place of the three-tier network (F0); a confidential one has no location for those without the right to it."""

    key: str
    name: str
    area: str
    kind: str = strawberry.field(description="机构类别 / kind of body")
    tier: Label | None
    services: list[str] = strawberry.field(description="提供的服务（一点多用） / codes of the services given here")
    hours: list[str]
    hours_label: list[str] = strawberry.field(description="开放时间，中文 / the hours in Chinese")
    age_from: int | None
    age_under: int | None = strawberry.field(description="未满几周岁 / under this age")
    capacity: int | None
    free: int | None = strawberry.field(description="余额；不详为空 / places left, null where not known")
    load_on: Date | None = strawberry.field(description="负荷统计日 / the day on which the load was counted")
    accessible: bool | None
    confidential: bool = strawberry.field(description="位置保密 / the location is confidential")
    lon: float | None
    lat: float | None
    crs: str | None
    contact: str | None
    assured_on: Date | None = strawberry.field(description="最近一次核实日期 / last confirmed")
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
