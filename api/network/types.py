"""Areas, offices and service points as GraphQL types (区划、单位、服务点)."""

from collections.abc import Iterable
from datetime import date as Date
from typing import Self

import strawberry

from api.common import BodyKind, Info, Node, global_id
from api.enums import labelled
from api.notices import notice
from api.request.context import today
from api.scalars import GeoJSON
from knowledge.calendar.hours import shown as hours_shown
from knowledge.errors import BadInput
from knowledge.vocabulary import AreaLevel, Provenance, RecordStatus, Tier
from network import days, entities, places
from network.crs import SYSTEMS, WGS84
from network.snapshot import Network


@strawberry.type
@labelled
class Outline:
    """The boundary of an area from a loaded file; none is shipped."""

    crs: str
    stored_crs: str
    geometry: GeoJSON
    vertices: int
    tolerance_m: float
    source: str
    source_date: str
    precision: str | None
    provenance: Provenance

    @classmethod
    def of(cls, o: entities.Outline, crs: str) -> Self:
        """In the reference system `crs`."""
        return cls(
            crs=crs,
            stored_crs=o.crs,
            geometry=_multi_polygon(o, crs),
            vertices=o.vertices,
            tolerance_m=o.tolerance,
            source=o.source,
            source_date=o.source_date,
            precision=o.precision,
            provenance=o.provenance,
        )


def _multi_polygon(outline: entities.Outline, crs: str) -> GeoJSON:
    from network.outlines import polygons  # noqa: PLC0415  # needs numpy, which no other answer does

    return GeoJSON({"type": "MultiPolygon", "coordinates": polygons(outline, crs)})


@strawberry.type
@labelled
class Area(Node):
    """An area with its authority and validity."""

    code: str
    name: str
    level: AreaLevel
    parent_code: str | None
    authority: str
    source: str
    source_date: str
    valid_from: Date | None
    valid_to: Date | None
    lon: float | None
    lat: float | None
    crs: str | None
    precision: str | None
    record_status: RecordStatus
    _successors: strawberry.Private[tuple[str, ...]]

    @strawberry.field
    def successors(self, info: Info) -> list["Area"]:
        """Return the loaded areas into which it went."""
        return [a for code in self._successors if (a := Area.live(info, code))]

    @strawberry.field
    def parent(self, info: Info) -> "Area | None":
        """The area above."""
        return Area.live(info, self.parent_code or "")

    @strawberry.field
    def full_name(self, info: Info) -> str:
        """The name with its parents, without province and city."""
        return places.full_name(info.context.history, self.code)

    @strawberry.field
    async def outline(self, info: Info, crs: str = WGS84) -> Outline | None:
        """The boundary in the reference system `crs`."""
        if crs not in SYSTEMS:
            raise BadInput("crs", "input.not_allowed", allowed=SYSTEMS)
        outline = await info.context.outlines.of(self.code)
        return Outline.of(outline, crs) if outline else None

    @classmethod
    def of(cls, a: entities.Area) -> "Area":
        """From the network."""
        return cls(
            id=global_id("Area", a.code),
            code=a.code,
            name=a.name,
            level=a.level,
            parent_code=a.parent,
            authority=a.authority,
            source=a.source,
            source_date=a.source_date,
            valid_from=a.since,
            valid_to=a.until,
            lon=a.lon,
            lat=a.lat,
            crs=a.crs,
            precision=a.precision,
            record_status=days.status(a, today()),
            _successors=a.successors,
        )

    @classmethod
    def live(cls, info: Info, code: str) -> "Area | None":
        """The area with this code in the live network, also one that has ended; a draft may have other areas."""
        area = info.context.history.areas.get(code)
        return cls.of(area) if area else None

    @classmethod
    def some(cls, network: Network, codes: Iterable[str]) -> "list[Area]":
        """The areas with these codes, in the order of the codes."""
        return [cls.of(network.areas[code]) for code in codes]


@strawberry.type(name="Body")
@labelled
class Office(Node):
    """A concrete office (F0)."""

    code: str
    name: str
    contact: str | None
    source: str
    provenance: Provenance
    notice: str | None
    valid_from: Date | None
    valid_to: Date | None
    record_status: RecordStatus
    _body: strawberry.Private[entities.Body]

    @strawberry.field
    def kind(self, info: Info) -> BodyKind | None:
        """Null if today's rules no longer have this kind."""
        return BodyKind.live(info, self._body.kind)

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """The area of the office."""
        return Area.live(info, self._body.area)

    @classmethod
    def of(cls, b: entities.Body) -> Self:
        """From the network."""
        return cls(
            id=global_id("Body", b.id),
            code=b.id,
            name=b.name,
            contact=b.contact,
            source=b.source,
            provenance=b.provenance,
            notice=notice(b.provenance),
            valid_from=b.since,
            valid_to=b.until,
            record_status=days.status(b, today()),
            _body=b,
        )


@strawberry.type(name="ServicePoint")
@labelled
class Point(Node):
    """A service point (F0); the location of a confidential one is shown only to those who may see it."""

    code: str
    name: str
    tier: Tier | None
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
    provenance: Provenance
    notice: str | None
    valid_from: Date | None
    valid_to: Date | None
    record_status: RecordStatus
    _kind: strawberry.Private[str]
    _area: strawberry.Private[entities.Area]

    @strawberry.field
    def kind(self, info: Info) -> BodyKind | None:
        """Null if today's rules no longer have this kind."""
        return BodyKind.live(info, self._kind)

    @strawberry.field
    def area(self) -> Area | None:
        """The area in which the point is; of a confidential one that the caller may not see, the area it serves."""
        return Area.of(self._area)

    @classmethod
    def of(cls, network: Network, s: entities.ServicePoint, *, sees: bool = False) -> Self:
        """From the live network or a draft; `sees` is the right to confidential locations."""
        shown = sees or not s.confidential
        return cls(
            id=global_id("ServicePoint", s.id),
            code=s.id,
            name=s.name,
            tier=s.tier,
            services=list(s.services),
            hours=list(s.hours),
            hours_label=list(hours_shown(s.hours)),
            age_from=s.age_from,
            age_under=s.age_under,
            capacity=s.capacity,
            free=s.free,
            load_on=s.load_on,
            accessible=s.accessible,
            confidential=s.confidential,
            lon=s.lon if shown else None,
            lat=s.lat if shown else None,
            crs=s.crs if shown else None,
            contact=s.contact,
            assured_on=s.assured_on,
            source=s.source,
            provenance=s.provenance,
            notice=notice(s.provenance),
            valid_from=s.since,
            valid_to=s.until,
            record_status=days.status(s, today()),
            _kind=s.body,
            _area=network.areas[(s.site if shown else None) or s.area],
        )

    @classmethod
    def some(cls, network: Network, codes: Iterable[str]) -> list[Self]:
        """The points with these codes, in the order of the codes, without confidential locations."""
        return [cls.of(network, network.points[code]) for code in codes]
