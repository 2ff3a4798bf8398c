"""Draft networks: to try an idea without changing the live network (草案)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from knowledge.calendar.written import readable
from knowledge.coverage.tiers import level_of, tiers
from knowledge.situation.names import NAMES, SERVICES
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Tier
from network.drafts.changes import ChangeKind, NetworkChange
from network.drafts.problems import DraftProblem, FieldPath, problem, refusal, unreadable, without
from network.entities import Area, NetworkVersion, Population, Post, ServicePoint
from network.snapshot import Network, network

LARGEST = 5_000_000
"""Maximum number of characters of a draft's content."""
MOST_CHANGES = 100
SOURCE = "草案"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


OpeningHours = Annotated[tuple[str, ...], AfterValidator(readable)]


class DraftArea(_Part):
    """An area; an area without a parent is a top area."""

    code: str = Field(min_length=1, max_length=40)
    name: str = ""
    level: AreaLevel = AreaLevel.COMMUNITY
    parent: str | None = None
    minors: int | None = Field(default=None, ge=0)
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    crs: str | None = None


class DraftPoint(_Part):
    """A service point; as a candidate, one that could be opened."""

    key: str = Field(min_length=1, max_length=80)
    name: str = ""
    area: str
    serves: tuple[str, ...] = Field(min_length=1)
    kind: str | None = None
    """Kind of body; None: that of the tier's points, without a tier that of a community's."""
    tier: Tier | None = None
    services: tuple[str, ...] = ()
    hours: OpeningHours = ()
    age_from: int | None = Field(default=None, ge=0, le=17)
    age_under: int | None = Field(default=None, ge=1, le=18)
    capacity: int | None = Field(default=None, ge=0)
    load: int | None = Field(default=None, ge=0)
    staff: int | None = Field(default=None, ge=0)
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    crs: str | None = None

    def record(self) -> ServicePoint:
        """The point as a service point of the network, without contact."""
        usual = tiers()[level_of(self.tier or Tier.COMMUNITY)].point
        return ServicePoint(
            self.key,
            self.name or self.key,
            self.area,
            self.kind or usual,
            self.serves,
            Provenance.LOADED,
            SOURCE,
            self.tier,
            self.hours,
            services=self.services,
            age_from=self.age_from,
            age_under=self.age_under,
            capacity=self.capacity,
            load=self.load,
            staff=self.staff,
            lon=self.lon,
            lat=self.lat,
            crs=self.crs,
        )


class DraftPost(_Part):
    """A post; the holder is a key chosen by the client, never a name."""

    kind: PostKind
    area: str
    holder: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,40}$")


class DraftDemand(_Part):
    """Number of children in an area who require a need or service."""

    area: str
    code: str = Field(pattern=r"^[NB]\d{2}$")
    children: int = Field(ge=0)


class DraftWay(_Part):
    """Travel from an area to a service point, in a unit chosen by the client."""

    area: str
    point: str
    cost: float = Field(ge=0, allow_inf_nan=False)


class DraftLink(_Part):
    """A referral link between two service points."""

    from_point: str
    to_point: str


class DraftChange(_Part):
    """A change of the network that the other parts describe, or of the live network if there are none."""

    step: ChangeKind
    key: str = Field(min_length=1, max_length=80)
    point: DraftPoint | None = None
    capacity: int | None = Field(default=None, ge=0)
    hours: OpeningHours = ()
    service: str | None = None
    holder: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,40}$")

    def change(self) -> NetworkChange:
        """As a change of the network."""
        point = self.point.record() if self.point else None
        return NetworkChange(self.step, self.key, point, self.capacity, self.hours, self.service, self.holder)


class Draft(_Part):
    """A network without personal data; without areas of its own it uses the live areas.

    With changes only, it is the live network of the day with these changes.
    """

    areas: tuple[DraftArea, ...] = ()
    points: tuple[DraftPoint, ...] = ()
    posts: tuple[DraftPost, ...] = ()
    demand: tuple[DraftDemand, ...] = ()
    candidates: tuple[DraftPoint, ...] = ()
    travel: tuple[DraftWay, ...] = ()
    links: tuple[DraftLink, ...] = ()
    changes: tuple[DraftChange, ...] = Field(default=(), max_length=MOST_CHANGES)

    @property
    def follows_live(self) -> bool:
        """True if it consists of changes only."""
        own = (self.areas, self.points, self.posts, self.demand, self.candidates, self.travel, self.links)
        return bool(self.changes) and not any(own)

    def on(self, live: Network) -> Network:
        """The network that the draft describes before its changes, on the live areas if it has none.

        Raises:
            BadInput: A part names an unknown area or point.
        """
        if self.follows_live:
            return live
        areas = tuple(_area(a) for a in self.areas) or tuple(live.areas.values())
        if problems := self.unplaced({a.code for a in areas}):
            raise refusal(problems)
        posts = (
            Post(f"{p.kind}@{p.area}#{n}", p.kind, p.area, Provenance.LOADED, SOURCE, p.holder)
            for n, p in enumerate(self.posts)
        )
        figures = (Population(a.code, a.minors, SOURCE, Provenance.LOADED) for a in self.areas if a.minors is not None)
        populations = tuple(figures) if self.areas else tuple(live.populations.values())
        bodies = () if self.areas else live.bodies.values()
        points = (p.record() for p in self.points)
        made = network(NetworkVersion(0, None), areas, bodies, points, posts, populations)
        return replace(made, made_up=True)

    def unplaced(self, areas: Collection[str]) -> list[DraftProblem]:
        """Problems: unknown areas and points, and duplicate point keys."""
        unknown = ((where, code) for where, code in self._areas() if code not in areas)
        problems = [problem(w, "draft.no_area", code=code) for w, code in unknown]
        keys = Counter(p.key for p in (*self.points, *self.candidates))
        if max(keys.values(), default=0) > 1:
            problems += [problem(["points"], "draft.key_twice")]
        unknown = ((where, key) for where, key in self._ends() if key not in keys)
        return problems + [problem(w, "draft.no_point", key=key) for w, key in unknown]

    def content(self) -> str:
        """The JSON to store, without default values."""
        return self.model_dump_json(exclude_defaults=True)

    def _areas(self) -> Iterable[tuple[FieldPath, str]]:
        """Each area that a part names, with its path."""
        yield from ((("areas", n, "parent"), a.parent) for n, a in enumerate(self.areas) if a.parent)
        for part, places in (("points", self.points), ("candidates", self.candidates)):
            for n, p in enumerate(places):
                yield (part, n, "area"), p.area
                yield from (((part, n, "serves"), code) for code in p.serves)
        yield from ((("posts", n, "area"), p.area) for n, p in enumerate(self.posts))
        yield from ((("demand", n, "area"), d.area) for n, d in enumerate(self.demand))
        yield from ((("travel", n, "area"), w.area) for n, w in enumerate(self.travel))

    def _ends(self) -> Iterable[tuple[FieldPath, str]]:
        """Each point that travel and links name, with its path."""
        yield from ((("travel", n, "point"), w.point) for n, w in enumerate(self.travel))
        for n, x in enumerate(self.links):
            yield ("links", n, "from_point"), x.from_point
            yield ("links", n, "to_point"), x.to_point


def _area(a: DraftArea) -> Area:
    return Area(a.code, a.name or a.code, a.level, a.parent, SOURCE, SOURCE, lon=a.lon, lat=a.lat, crs=a.crs)


def _unknown_codes(draft: Draft) -> Iterable[DraftProblem]:
    """Problems: unknown services and needs."""
    codes: list[tuple[FieldPath, str, Collection[str]]] = [
        ((part, n, "services"), code, SERVICES)
        for part, places in (("points", draft.points), ("candidates", draft.candidates))
        for n, p in enumerate(places)
        for code in p.services
    ]
    codes += [(("demand", n, "code"), d.code, NAMES) for n, d in enumerate(draft.demand)]
    for where, code, known in codes:
        if code not in known:
            yield problem(where, "draft.no_service", code=code)


def _area_problems(draft: Draft) -> Iterable[DraftProblem]:
    """Problems: duplicate area codes and parent cycles."""
    parents = {a.code: a.parent for a in draft.areas}
    if len(parents) < len(draft.areas):
        yield problem(["areas"], "draft.area_twice")
    for n, code in enumerate(parents):
        current, steps = code, 0
        while (above := parents.get(current)) is not None and steps <= len(parents):
            current, steps = above, steps + 1
        if steps > len(parents):
            yield problem(("areas", n, "parent"), "draft.own_parent", code=code)
            return


def _read(raw: Mapping[str, Any]) -> tuple[Draft | None, list[DraftProblem]]:
    """The draft and the problems of its fields; those fields are left out if the rest is valid without them."""
    try:
        return Draft.model_validate(raw), []
    except ValidationError as e:
        failures = e.errors()
    problems = [unreadable(x) for x in failures]
    try:
        return Draft.model_validate(without(raw, (x["loc"] for x in failures))), problems
    except ValidationError:
        return None, problems


def parse(raw: Mapping[str, Any], live: Collection[str] | None = None) -> Draft:
    """Parse a draft from plain values, as in files and GraphQL input.

    Args:
        raw: The draft as nested dicts and lists.
        live: Codes of the live areas; if given, areas and points that the draft names are checked too.

    Raises:
        BadInput: All problems, each with its path.
    """
    draft, problems = _read(raw)
    if draft is not None:
        problems += [*_unknown_codes(draft), *_area_problems(draft)]
        problems += [] if live is None else draft.unplaced({a.code for a in draft.areas} or live)
    if draft is None or problems:
        raise refusal(problems)
    return draft
