"""The network as one frozen, indexed value: areas, offices, service points and posts (网络快照)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TypeVar

from knowledge.calendar.terms import ESTIMATED, Layer, SchoolCalendar
from knowledge.coverage.tiers import level_of
from knowledge.vocabulary import AreaLevel
from network import standards
from network.entities import Area, Body, CompleteList, NetworkVersion, Population, Post, ServicePoint
from network.local import LocalRecords, LocalText, in_force, texts
from network.names import below, core, plain, short
from network.standards import BenefitStandard
from network.terms import layers

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True)
class Network:
    """Areas, offices, service points and posts with indexes; no personal data."""

    version: NetworkVersion
    areas: Mapping[str, Area]
    bodies: Mapping[str, Body]
    points: Mapping[str, ServicePoint]
    posts: Mapping[str, Post]
    offices: Mapping[tuple[str, str], tuple[Body, ...]]
    """Offices by (body kind, area code)."""
    posts_in: Mapping[str, tuple[Post, ...]]
    points_for: Mapping[str, tuple[ServicePoint, ...]]
    """Points by the area that they serve."""
    children: Mapping[str, tuple[Area, ...]]
    points_giving: Mapping[tuple[str, str], tuple[ServicePoint, ...]]
    """Points by (service, area): the area in which a point lies and all areas above it."""
    populations: Mapping[str, Population]
    """Number of minors by area; without an entry the number is unknown, not zero."""
    lists: Mapping[str, CompleteList] = field(default_factory=dict)
    """Statements that a list is complete, by kind and area."""
    local: LocalRecords = field(default_factory=LocalRecords)
    """Documents of the areas' own: they change no answer, and are shown beside it."""
    made_up: bool = False
    """True for a draft: what is not in it is not there."""
    gone: Mapping[str, Area] = field(default_factory=dict)
    """Areas that are not in force on the day of this network, see `network.days`."""
    days: dict[int, "Network"] = field(default_factory=dict, compare=False, repr=False)
    """The networks of single days that were made from this one, by the interval between two changes."""

    def stated(self, kind: str, area: str, on: date) -> bool:
        """True if an absence is certain: the list of the kind is stated complete."""
        rows = (self.lists.get(f"{kind}@{a.code}") for a in self.path(area))
        return self.made_up or any(r is not None and r.as_of <= on for r in rows)

    def path(self, code: str) -> tuple[Area, ...]:
        """The area and the areas above it, upwards; empty if it is not loaded."""
        areas: list[Area] = []
        area = self.areas.get(code)
        while area is not None:
            areas.append(area)
            area = self.areas.get(area.parent or "")
        return tuple(areas)

    def dated(self) -> Iterator[Area | Body | ServicePoint | Post]:
        """The records that begin and end."""
        return chain(self.areas.values(), self.bodies.values(), self.points.values(), self.posts.values())

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which something begins or ends, in order."""
        days = (getattr(r, name, None) for r in self.dated() for name in DAYS if not _appointed(r, name))
        return tuple(sorted({day for day in days if day is not None}))

    @cached_property
    def named(self) -> Mapping[tuple[AreaLevel, str], frozenset[str]]:
        """Codes of the areas by level and name without its generic word, also of areas that have ended."""
        pairs = (((a.level, core(a.name)), a.code) for a in chain(self.areas.values(), self.gone.values()))
        return {key: frozenset(codes) for key, codes in _group(pairs).items()}

    @cached_property
    def shortened(self) -> Mapping[AreaLevel, Mapping[str, frozenset[str]]]:
        """Provinces, cities and districts by what people write for them."""
        upper = (AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.DISTRICT)
        wide = [a for a in self.areas.values() if a.level in upper and a.name not in PLACEHOLDERS]
        return {
            level: {name: frozenset(codes) for name, codes in pairs.items()}
            for level in upper
            if (pairs := _group((short(a.name), a.code) for a in wide if a.level is level))
        }

    @cached_property
    def upper(self) -> tuple[str, ...]:
        """Names of provinces and cities, the wider first."""
        levels = list(AreaLevel)
        wide = [a for a in self.areas.values() if a.level in {AreaLevel.PROVINCE, AreaLevel.CITY}]
        return tuple(a.name for a in sorted(wide, key=lambda a: levels.index(a.level)))

    @cached_property
    def place_names(self) -> Mapping[str, frozenset[str]]:
        """Areas by the name of an office, a school or another place in them; nothing confidential is named."""
        districts = [a.name for a in self.areas.values() if a.level is AreaLevel.DISTRICT]
        open_ = [p for p in self.points.values() if not p.confidential]
        named = [*((p.name, p.area) for p in open_)]
        named += [(n, b.area) for b in self.bodies.values() for n in (b.name, *b.aliases)]
        spelled = ((below(plain(n), each), a) for n, a in named for each in ((), self.upper, (*self.upper, *districts)))
        return {name: frozenset(areas) for name, areas in _group(spelled).items()}

    @cached_property
    def recorded(self) -> Mapping[str, ServicePoint]:
        """Return the points as recorded: a confidential one in its real area."""
        return {code: replace(p, area=p.site, site=None) if p.site else p for code, p in self.points.items()}

    @cached_property
    def addressable(self) -> Mapping[str, tuple[Body, ...]]:
        """Offices and service points by area, ordered by key; a point with the key of an office is that office."""
        known = {p.id: p.as_body() for p in self.points.values()} | dict(self.bodies)
        return _group((known[key].area, known[key]) for key in sorted(known))

    @cached_property
    def local_texts(self) -> Mapping[str, tuple[LocalText, ...]]:
        """The clauses of documents of the areas' own, by the area in which they are in force with all below it."""
        return texts({**self.gone, **self.areas}, self.local)

    def local_clauses(self, code: str, on: date) -> Iterator[LocalText]:
        """The clauses of such documents in force at a place on a day, the nearest area's first."""
        return chain.from_iterable(in_force(self.local_texts.get(a.code, ()), on) for a in self.path(code))

    @cached_property
    def _standards(self) -> Mapping[tuple[str, str], tuple[BenefitStandard, ...]]:
        """By service and area."""
        return _group(((s.service, s.area), s) for s in self.local.standards.values())

    def standards(self, service: str, code: str, on: date) -> tuple[BenefitStandard, ...]:
        """Return the standards of a service at a place on a day, of the nearest area with any; empty if none."""
        by_area = (standards.in_force(self._standards.get((service, a.code), ()), on) for a in self.path(code))
        return next((rows for rows in by_area if rows), ())

    @cached_property
    def terms(self) -> Mapping[str, Layer]:
        """Return the school years that areas state."""
        return layers(self.local.terms.values())

    @cached_property
    def _calendars(self) -> dict[str, SchoolCalendar]:
        """Cache of calendars by place."""
        return {}

    def calendar(self, code: str) -> SchoolCalendar:
        """The school year at a place: its own, then those of the areas above it, then the estimate."""
        if not self.terms:
            return ESTIMATED
        calendar = self._calendars.get(code)
        if calendar is None:
            stated = tuple(self.terms[a.code] for a in self.path(code) if a.code in self.terms)
            calendar = self._calendars[code] = SchoolCalendar(stated)
        return calendar

    def home(self, code: str) -> str | None:
        """Return the area that represents an area on the day: itself, its successor, or one above it."""
        passed: set[str] = set()
        while code not in self.areas:
            area = self.gone.get(code)
            if area is None or code in passed:
                return None
            passed.add(code)
            code = area.successors[0] if len(area.successors) == 1 and not area.withdrawn else area.parent or ""
        return code

    def above(self, code: str, level: AreaLevel) -> str | None:
        """The code of the area at a level, on the path upwards; None if there is none."""
        return next((a.code for a in self.path(code) if a.level is level), None)

    def seated(self, kind: str, code: str) -> tuple[Body, ...]:
        """The offices of a kind for exactly this area; one that is paused is none.

        Without a recorded office, the points of that kind that serve the area count as the office: a station is both.
        """
        offices = tuple(b for b in self.offices.get((kind, code), ()) if not b.paused)
        points = (s for s in self.points_for.get(code, ()) if s.body == kind and not s.paused)
        return offices or tuple(s.as_body() for s in points)

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the codes of the areas without a parent: together they contain all."""
        return tuple(a.code for a in self.areas.values() if a.parent is None)

    @cached_property
    def ids_giving(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """As `points_giving`, by id."""
        return {key: frozenset(p.id for p in points) for key, points in self.points_giving.items()}

    @cached_property
    def unstated(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Ids of the points that state no service, by (kind, area): the area in which a point lies and all above."""
        plain = (p for p in self.points.values() if not p.services)
        ids = _group(((p.body, up), p.id) for p in plain for up in _above(self.areas, p.area))
        return {key: frozenset(of) for key, of in ids.items()}

    def within(self, code: str) -> tuple[Area, ...]:
        """The area and all areas below it, downwards."""
        area = self.areas.get(code)
        inside, ahead = list[Area](), [area] if area else []
        while ahead:
            inside.append(ahead.pop())
            ahead.extend(reversed(self.children.get(inside[-1].code, ())))
        return tuple(inside)


DAYS = ("since", "until", "paused_since", "paused_until", "left_on")


def _appointed(r: object, name: str) -> bool:
    """True for the day of an appointment, which changes no network: the previous holder is not recorded."""
    return isinstance(r, Post) and name == "since"


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {k: tuple(v) for k, v in groups.items()}


def _above(areas: Mapping[str, Area], code: str) -> Iterator[str]:
    area = areas.get(code)
    while area is not None:
        yield area.code
        area = areas.get(area.parent or "")


PLACEHOLDERS = ("市辖区", "县")
"""Names in the statistical list of areas that have no territory."""


def _served(point: ServicePoint, areas: Mapping[str, Area], children: Mapping[str, tuple[Area, ...]]) -> Iterable[str]:
    """The areas that a point serves; one of a tier that serves every part of an area one by one serves it as a whole.

    A part of it does not make the whole, and what is added is of the level of its tier.
    """
    served = dict.fromkeys(point.serves)
    if point.tier is None:
        return served
    levels = list(AreaLevel)
    widest = levels.index(level_of(point.tier))
    while True:
        above = {areas[code].parent or "" for code in served if code in areas} - served.keys()
        whole = [
            up
            for up in sorted(above & areas.keys())
            if levels.index(areas[up].level) >= widest
            and all(a.code in served or a.name in PLACEHOLDERS for a in children[up])
        ]
        if not whole:
            own = set(point.serves)
            return [code for code in served if code in own or areas[code].level is levels[widest]]
        served |= dict.fromkeys(whole)


def _seated(p: ServicePoint) -> ServicePoint:
    return replace(p, area=p.serves[0], site=p.area) if p.confidential and p.site is None and p.serves else p


def network(
    version: NetworkVersion,
    areas: Iterable[Area],
    bodies: Iterable[Body],
    points: Iterable[ServicePoint],
    posts: Iterable[Post],
    populations: Iterable[Population] = (),
    lists: Iterable[CompleteList] = (),
) -> Network:
    """Build the indexes.

    A confidential point is in the area that it serves, in every query: otherwise its own area could be found
    through the points of each area.
    """
    areas, bodies, posts = tuple(areas), tuple(bodies), tuple(posts)
    points = tuple(_seated(p) for p in points)
    by_code = {a.code: a for a in areas}
    children = _group((a.parent, a) for a in areas if a.parent)
    return Network(
        version,
        by_code,
        {b.id: b for b in bodies},
        {s.id: s for s in points},
        {p.id: p for p in posts},
        _group(((b.kind, b.area), b) for b in bodies),
        _group((p.area, p) for p in posts),
        _group((code, s) for s in points for code in _served(s, by_code, children)),
        children,
        _group(((code, up), s) for s in points for up in _above(by_code, s.area) for code in s.services),
        {p.area: p for p in populations},
        {row.id: row for row in lists},
    )
