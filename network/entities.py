"""What the graph holds of the network: frozen, without personal facts (实体)."""

from dataclasses import dataclass
from datetime import date

from knowledge.vocabulary import ActorRole, AreaLevel, PostKind, Provenance, Tier


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area; the 12-digit statistical code carries authority and validity."""

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
    """Reference system of the location (GCJ-02, WGS-84); None where there is no location."""
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A concrete office: the kind that the law names, for an area."""

    id: str
    name: str
    kind: str
    area: str
    source: str
    provenance: Provenance
    aliases: tuple[str, ...] = ()
    contact: str | None = None
    """How to reach the office (F0); synthetic contacts can be taken for nothing real."""
    external_id: str | None = None
    """统一社会信用代码 or 学校标识码."""
    since: date | None = None
    until: date | None = None

    def on_duty(self, on: date) -> bool:
        """Whether the office exists on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A place of the three-tier network; `serves` lists the areas it is for."""

    id: str
    name: str
    area: str
    body: str
    """Kind of body that the place is (rescue_centre, street_station, community_place…)."""
    serves: tuple[str, ...]
    provenance: Provenance
    source: str
    tier: Tier | None = None
    hours: tuple[str, ...] = ()
    """Opening hours as `Mo-Fr 09:00-17:30`."""
    contact: str | None = None
    assured_on: date | None = None
    """When somebody last confirmed these facts."""
    external_id: str | None = None
    services: tuple[str, ...] = ()
    """Codes of the services given here: one place, many uses (一点多用)."""
    age_from: int | None = None
    age_under: int | None = None
    """未满: the birthday itself is out."""
    capacity: int | None = None
    load: int | None = None
    load_on: date | None = None
    """The day on which the load was counted."""
    head: str | None = None
    """Key of the post that heads it, never a name."""
    staff: int | None = None
    accessible: bool | None = None
    confidential: bool = False
    """The location is shown to nobody without the right to it."""
    lon: float | None = None
    lat: float | None = None
    crs: str | None = None
    """Reference system of the location; None where the location is not known, and then it is not guessed."""
    precision: str | None = None
    stage: str | None = None
    """For a school: kindergarten, primary, junior… ; `serves` is then its catchment, which several schools share."""

    @property
    def free(self) -> int | None:
        """Places left; None where capacity or load is not known."""
        return None if self.capacity is None or self.load is None else max(0, self.capacity - self.load)

    def as_body(self) -> Body:
        """The place as the office that it houses; a confidential one by the area it serves, not where it stands."""
        area = self.serves[0] if self.confidential else self.area
        return Body(
            self.id, self.name, self.body, area, self.source, self.provenance, contact=self.contact,
            external_id=self.external_id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Population:
    """How many minors live in an area: a figure with its source, an estimate where the source says so."""

    area: str
    minors: int
    source: str
    provenance: Provenance
    counted_on: date | None = None

    @property
    def id(self) -> str:
        """One figure an area."""
        return self.area


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of an area, for drawing: a record of its own, for it is large and the network is read without it."""

    area: str
    crs: str
    """Reference system of the positions, as they were loaded."""
    degrees: tuple[float, ...]
    """Longitude and latitude of each position in turn, ring after ring; a ring ends where it begins."""
    rings: tuple[int, ...]
    """How many positions each ring has."""
    polygons: tuple[int, ...]
    """How many rings each polygon has: its border, then its holes."""
    vertices: int
    """Positions that the file had."""
    tolerance: float
    """Metres by which the border may lie off the file's, where positions were left out; 0 where none was."""
    source: str
    provenance: Provenance
    source_date: str = ""
    precision: str | None = None

    @property
    def id(self) -> str:
        """One outline an area."""
        return self.area


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the network in an area; without a holder it is vacant."""

    id: str
    kind: PostKind
    area: str
    provenance: Provenance
    source: str
    holder: str | None = None
    """Key of the person, not the name."""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """House numbers of a road that belong to an area; parity is odd, even or all."""

    id: str
    road: str
    area: str
    source: str
    parity: str = "all"
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """The person in a post; the name is F1 and never leaves through the network snapshot."""

    id: str
    name: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: read from the graph at each request, never from a token."""

    id: str
    role: ActorRole
    areas: tuple[str, ...] = ()


ANONYMOUS = Actor("anonymous", ActorRole.ANONYMOUS)


@dataclass(frozen=True, slots=True)
class NetworkVersion:
    """Which state of the network and of the projected rules the graph holds."""

    number: int
    rules: str | None
    """Hash of the rulebook that was projected."""
