"""Gaps of the three-tier network against law and plan, by the checks of `knowledge/coverage` (网络合规)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.coverage.checks import STALE_AFTER, Check, checks
from knowledge.coverage.tiers import level_of, tiers
from knowledge.errors import NotFound
from knowledge.messages.message import clauses, listed, message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Severity, Tier
from network.entities import Area, Body, ServicePoint
from network.snapshot import PLACEHOLDERS, Network

WEEKEND = ("Sa", "Su")


@dataclass(frozen=True, slots=True)
class ConformanceFinding:
    """One gap: the check, what it is about, and where."""

    check: Check
    key: str
    """Key of the area, point, post, office or person."""
    name: str
    area: str
    text: str = ""
    stated: bool = True
    """False: something is absent from the data, and nobody stated that the list is complete."""

    @property
    def severity(self) -> Severity:
        """Severity of the check; what is only not loaded is a matter of data."""
        return self.check.severity if self.stated else Severity.DATA


@dataclass(frozen=True, slots=True)
class CheckScope:
    """Scope of a check: a network, the areas in question and the day."""

    network: Network
    areas: Mapping[str, Area]
    on: date

    def of(self, level: AreaLevel) -> Iterator[Area]:
        """The areas of a level, by code, without placeholders."""
        return (a for a in self.areas.values() if a.level is level and a.name not in PLACEHOLDERS)

    def points(self, tier: Tier | None = None) -> Iterator[ServicePoint]:
        """The points in the areas; with a tier, of that tier."""
        points = (s for s in self.network.points.values() if s.area in self.areas)
        return (s for s in points if tier is None or s.tier is tier)

    def managed(self) -> Iterator[ServicePoint]:
        """Points whose hours and capacity the network maintains: all except schools."""
        return (s for s in self.points() if not s.stages)

    def occupied(self, area: str, kind: PostKind) -> bool:
        """True if a post of the kind in the area has a holder."""
        return any(p.kind is kind and p.holder for p in self.network.posts_in.get(area, ()))

    def serving(self, area: str, tier: Tier) -> list[ServicePoint]:
        """The points of a tier that serve the area, and those in it that serve a part of it; no neighbour's."""
        whole = [s for s in self.network.points_for.get(area, ()) if s.tier is tier]
        parts = {a.code for a in self.network.within(area)}
        local = (s for code in parts for s in self.network.points_for.get(code, ()))
        own = {s.id: s for s in local if s.tier is tier and s.area in parts}
        return [*whole, *(s for key, s in sorted(own.items()) if s not in whole)]


Hit = tuple[str, str, str, str]
"""Key, name, area and text of a finding."""


def _area(a: Area) -> Hit:
    return a.code, a.name, a.code, ""


def _point(s: ServicePoint, text: str = "") -> Hit:
    return s.id, s.name, s.area, text


def _without(level: AreaLevel, tier: Tier) -> Callable[[CheckScope], Iterator[Hit]]:
    return lambda w: (_area(a) for a in w.of(level) if not w.serving(a.code, tier))


def _post_name(a: Area, kind: PostKind) -> str:
    return str(message("finding.post", area=a.name, post=kind.label))


def _vacant(level: AreaLevel, kind: PostKind) -> Callable[[CheckScope], Iterator[Hit]]:
    return lambda w: (
        (f"{kind}@{a.code}", _post_name(a, kind), a.code, "") for a in w.of(level) if not w.occupied(a.code, kind)
    )


def _no_station_or_person(w: CheckScope) -> Iterator[Hit]:
    for a in w.of(AreaLevel.STREET):
        person = any(p.holder for p in w.network.posts_in.get(a.code, ()))
        if not person and not w.serving(a.code, Tier.STREET):
            yield _area(a)


def _serves_other_streets(w: CheckScope) -> Iterator[Hit]:
    for s in w.points(Tier.STREET):
        own = w.network.above(s.area, AreaLevel.STREET)
        served = dict.fromkeys(w.network.above(c, AreaLevel.STREET) for c in s.serves)
        others = [c for c in served if c is not None and c != own]
        if others:
            yield _point(s, listed(w.network.areas[c].name for c in others))


def _overlap(w: CheckScope) -> Iterator[Hit]:
    for tier in Tier:
        for a in w.of(level_of(tier)):
            if len(serving := w.serving(a.code, tier)) > 1:
                yield a.code, a.name, a.code, listed(s.name for s in serving)


def _without_tier_above(w: CheckScope) -> Iterator[Hit]:
    for tier, above in ((Tier.COMMUNITY, Tier.STREET), (Tier.STREET, Tier.DISTRICT)):
        for s in w.points(tier):
            up = next((a for a in w.network.path(s.area) if a.level is level_of(above)), None)
            if up is not None and not w.serving(up.code, above):
                yield _point(s, str(message("finding.no_tier", area=up.name, tier=above.label)))


def _two_posts(w: CheckScope) -> Iterator[Hit]:
    posts = [p for p in w.network.posts.values() if p.holder and p.area in w.areas]
    by_holder = defaultdict(list)
    for p in posts:
        by_holder[str(p.holder)].append(p)
    for holder, own in by_holder.items():
        if len(own) > 1:
            names = (_post_name(w.network.areas[p.area], p.kind) for p in own)
            yield holder, listed(names), own[0].area, str(message("finding.one_person", posts=len(own)))


def _no_contact(w: CheckScope) -> Iterator[Hit]:
    """A loaded or synthetic record needs a public contact; a body known only from a text has none."""
    bodies = (b for b in w.network.bodies.values() if b.area in w.areas)
    records: list[Body | ServicePoint] = [*bodies, *w.points()]
    for r in records:
        if r.contact is None and r.provenance is not Provenance.SOURCED:
            yield r.id, r.name, r.area, ""


def _stale(w: CheckScope) -> Iterator[Hit]:
    for s in w.managed():
        if s.assured_on is None or w.on - s.assured_on > STALE_AFTER:
            day = s.assured_on
            yield _point(s, str(message("finding.assured", day=day) if day else message("finding.never_assured")))


def _full(w: CheckScope) -> Iterator[Hit]:
    for s in w.managed():
        if s.free == 0:
            yield _point(s, str(message("finding.capacity", capacity=s.capacity)))


def _weekend_only(w: CheckScope) -> Iterator[Hit]:
    return (_point(s) for s in w.managed() if s.hours and all(h.startswith(WEEKEND) for h in s.hours))


CHECKS: Mapping[str, Callable[[CheckScope], Iterator[Hit]]] = {
    "street_station_or_person": _no_station_or_person,
    "street_station": _without(AreaLevel.STREET, Tier.STREET),
    "community_place": _without(AreaLevel.COMMUNITY, Tier.COMMUNITY),
    "district_centre": _without(AreaLevel.DISTRICT, Tier.DISTRICT),
    "community_director": _vacant(AreaLevel.COMMUNITY, PostKind.DIRECTOR),
    "street_supervisor": _vacant(AreaLevel.STREET, PostKind.SUPERVISOR),
    "station_head": _vacant(AreaLevel.STREET, PostKind.STATION_HEAD),
    "station_staff": lambda w: (_point(s) for s in w.points(Tier.STREET) if s.staff == 0),
    "staff_unknown": lambda w: (_point(s) for s in w.points(Tier.STREET) if s.staff is None),
    "centre_head": _vacant(AreaLevel.DISTRICT, PostKind.CENTRE_HEAD),
    "beyond_street": _serves_other_streets,
    "overlap": _overlap,
    "parent": _without_tier_above,
    "two_posts": _two_posts,
    "no_contact": _no_contact,
    "no_hours": lambda w: (_point(s) for s in w.managed() if not s.hours),
    "weekend_only": _weekend_only,
    "no_capacity": lambda w: (_point(s) for s in w.managed() if s.capacity is None),
    "full": _full,
    "stale": _stale,
}
"""The function of each check in `knowledge/coverage/checks.toml`; a test compares the two."""


POINT = {level: row.point for level, row in tiers().items()}
"""Kind of the points of each level."""
ABSENCES: Mapping[str, tuple[str, ...]] = {
    "street_station_or_person": (POINT[AreaLevel.STREET], PostKind.STATION_HEAD, PostKind.SUPERVISOR),
    "street_station": (POINT[AreaLevel.STREET],),
    "community_place": (POINT[AreaLevel.COMMUNITY],),
    "district_centre": (POINT[AreaLevel.DISTRICT],),
    "community_director": (PostKind.DIRECTOR,),
    "street_supervisor": (PostKind.SUPERVISOR,),
    "station_head": (PostKind.STATION_HEAD,),
    "centre_head": (PostKind.CENTRE_HEAD,),
}
"""Checks for absences, and the kinds whose lists must be complete to prove one."""


def _finding(scope: CheckScope, check: Check, hit: Hit) -> ConformanceFinding:
    """A finding; an absence is certain where the lists are stated complete, or a post is recorded as vacant."""
    key, name, area, text = hit
    if not _absent(scope, check.code, area):
        return ConformanceFinding(check, key, name, area, text)
    text = clauses(filter(None, (text, message("finding.not_loaded"))))
    return ConformanceFinding(check, key, name, area, text, stated=False)


def _absent(scope: CheckScope, code: str, area: str) -> bool:
    """True if the missing object may merely not be loaded."""
    network = scope.network
    if code == "parent":
        below = any(a.level is AreaLevel.COMMUNITY for a in network.path(area))
        kinds: tuple[str, ...] = (POINT[AreaLevel.STREET if below else AreaLevel.DISTRICT],)
    elif code in ABSENCES:
        kinds = ABSENCES[code]
    else:
        return False
    vacant = {p.kind for p in network.posts_in.get(area, ()) if not p.holder}
    return not all(k in vacant or network.stated(k, area, scope.on) for k in kinds)


def conformance(
    network: Network, book: Rulebook, on: date, within: str | None = None
) -> tuple[ConformanceFinding, ...]:
    """Return every gap of the network on a day, in the order of the checks, then by key.

    A check applies where the text behind it is in force: the plan of a district asks nothing of another. One person
    in several posts is reported but is no violation. A street is checked separately against the law (a station or a
    designated person) and against the plan (a station).

    Raises:
        NotFound: The area is not loaded.

    Source: 未成年人保护法 43、81、96；行动方案三（三）1、3.
    """
    if within is not None and within not in network.areas:
        raise NotFound("area", within)
    areas = {a.code: a for a in network.within(within)} if within else network.areas
    scope = CheckScope(network, areas, on)
    hits = ((check, hit) for code, check in checks().items() for hit in sorted(CHECKS[code](scope)))
    findings = (_finding(scope, check, hit) for check, hit in hits)
    return tuple(f for f in findings if not f.check.cite or book.within(f.area).texts.carries(f.check.cite[0]))
