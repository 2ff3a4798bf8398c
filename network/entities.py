"""Records of the network as in the graph: frozen, without personal data except `Holder` (实体)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.roles import ActorRole
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Tier


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area, by the 12-digit statistical code."""

    code: str
    name: str
    level: AreaLevel
    parent: str | None = None
    authority: str = "国家统计局统计用区划代码"
    source: str = ""
    source_date: str = ""
    since: date | None = None
    until: date | None = None
    lon: float | None = None
    lat: float | None = None
    crs: str | None = None
    """Reference system of the location (GCJ-02, WGS-84); None without a location."""
    precision: str | None = None
    successors: tuple[str, ...] = ()
    """Areas that replaced it when it ended."""
    withdrawn: bool = False
    """Entered by mistake: it never was there, on no day."""


@dataclass(frozen=True, slots=True)
class Body:
    """A concrete office: a kind of body that the law names, for an area."""

    id: str
    name: str
    kind: str
    area: str
    source: str
    provenance: Provenance
    aliases: tuple[str, ...] = ()
    contact: str | None = None
    """Contact of the office (F0); synthetic contacts cannot be mistaken for real ones."""
    external_id: str | None = None
    """统一社会信用代码 or 学校标识码."""
    since: date | None = None
    until: date | None = None
    paused_since: date | None = None
    paused_until: date | None = None
    withdrawn: bool = False
    paused: bool = False
    """Set in the network of a day: it exists and serves nobody on that day."""


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A service point; `serves` lists the areas that it serves."""

    id: str
    name: str
    area: str
    body: str
    """Body kind of the point (rescue_centre, street_station, community_place…)."""
    serves: tuple[str, ...]
    provenance: Provenance
    source: str
    tier: Tier | None = None
    hours: tuple[str, ...] = ()
    """Opening hours such as `Mo-Fr 09:00-17:30`."""
    contact: str | None = None
    assured_on: date | None = None
    """The day on which these facts were last confirmed."""
    external_id: str | None = None
    services: tuple[str, ...] = ()
    """Codes of the services provided here; one point may have several (一点多用)."""
    age_from: int | None = None
    age_under: int | None = None
    """未满: excludes the birthday itself."""
    capacity: int | None = None
    load: int | None = None
    load_on: date | None = None
    """The day of the load figure."""
    head: str | None = None
    """Key of the post of the person in charge, never a name."""
    staff: int | None = None
    accessible: bool | None = None
    confidential: bool = False
    """The location is shown only to roles with the right to see it."""
    lon: float | None = None
    lat: float | None = None
    crs: str | None = None
    """Reference system of the location; None if the location is unknown."""
    precision: str | None = None
    stages: tuple[str, ...] = ()
    """For a school: kindergarten, primary, junior…, several for 九年一贯制; `serves` is then its catchment."""
    since: date | None = None
    until: date | None = None
    paused_since: date | None = None
    paused_until: date | None = None
    withdrawn: bool = False
    paused: bool = False
    """Set in the network of a day: it exists and takes nobody on that day."""
    site: str | None = None
    """Area in which a confidential point lies; in a network its `area` is the one that it serves."""

    @property
    def free(self) -> int | None:
        """Free capacity; None if capacity or load is unknown."""
        if self.paused:
            return 0
        return None if self.capacity is None or self.load is None else max(0, self.capacity - self.load)

    def gives(self, service: str, kinds: Collection[str]) -> bool:
        """True if it states the service; where it states none, if the rules name its kind for the service."""
        return service in self.services if self.services else self.body in kinds

    @property
    def most_free(self) -> int | None:
        """The most that can be free: the whole capacity if the load is unknown; None if the capacity is unknown."""
        return self.capacity if self.load is None and not self.paused else self.free

    def as_body(self) -> Body:
        """The point as an office."""
        return Body(
            self.id,
            self.name,
            self.body,
            self.area,
            self.source,
            self.provenance,
            contact=self.contact,
            external_id=self.external_id,
            since=self.since,
            until=self.until,
            paused=self.paused,
        )


@dataclass(frozen=True, slots=True)
class Population:
    """Number of minors in an area, with its source, which states if it is an estimate."""

    area: str
    minors: int
    source: str
    provenance: Provenance
    counted_on: date | None = None
    withdrawn: bool = False

    @property
    def id(self) -> str:
        """The area: one figure per area."""
        return self.area


@dataclass(frozen=True, slots=True)
class CompleteList:
    """A statement that the list of a kind is complete in an area and all below it from a day on.

    Without it, what is absent from the data is not loaded, which is not the same as not there.
    """

    kind: str
    """Kind of body or of post, or the code of a continuing duty whose register is meant."""
    area: str
    as_of: date
    source: str
    provenance: Provenance
    withdrawn: bool = False

    @property
    def id(self) -> str:
        """One statement per kind and area."""
        return f"{self.kind}@{self.area}"


@dataclass(frozen=True, slots=True)
class Outline:
    """The boundary of an area, for drawing only; stored apart because it is large."""

    area: str
    crs: str
    """Reference system of the positions, as loaded."""
    degrees: tuple[float, ...]
    """Longitude and latitude of each position in turn, ring by ring; a ring ends where it begins."""
    rings: tuple[int, ...]
    """Number of positions of each ring."""
    polygons: tuple[int, ...]
    """Number of rings of each polygon: its border, then its holes."""
    vertices: int
    """Number of positions in the file."""
    tolerance: float
    """Maximum deviation from the file's border in metres; 0 if no position was left out."""
    source: str
    provenance: Provenance
    source_date: str = ""
    precision: str | None = None

    @property
    def id(self) -> str:
        """The area: one outline per area."""
        return self.area


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the network in an area; vacant without a holder."""

    id: str
    kind: PostKind
    area: str
    provenance: Provenance
    source: str
    holder: str | None = None
    """Key of the person, not the name."""
    since: date | None = None
    """The day on which the holder took office."""
    left_on: date | None = None
    """The day from which the holder is no longer in office: the post is then vacant."""
    until: date | None = None
    """The day from which there is no such post."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """House numbers of a road that belong to an area; `parity` is odd, even or all."""

    id: str
    road: str
    area: str
    source: str
    parity: str = "all"
    low: int | None = None
    high: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """The person in a post; the name is F1 and not part of the network snapshot."""

    id: str
    name: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Actor:
    """The user of a request; roles and areas are read from the graph, never from a token."""

    id: str
    role: ActorRole
    areas: tuple[str, ...] = ()
    also: tuple[ActorRole, ...] = ()
    """Further roles of the same person; all its roles apply to the same areas."""
    signed_in: datetime | None = None
    """Time of sign-in, if the token contains it; required for actions that need a recent sign-in."""

    @property
    def roles(self) -> tuple[ActorRole, ...]:
        """All roles; only `knowledge/access/policy.py` decides by them."""
        return (self.role, *self.also)


ANONYMOUS = Actor("anonymous", ActorRole.ANONYMOUS)


@dataclass(frozen=True, slots=True)
class NetworkVersion:
    """Version of the network and of the rules in the graph."""

    number: int
    rules: str | None
    """Hash of the rulebook in the graph."""
