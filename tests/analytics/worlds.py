"""Small made-up networks for the analyses, and plain readings of them to judge the analyses by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from analytics.coverage.cells import Cell, cells
from analytics.coverage.layout import Layout, Pair
from analytics.coverage.uncovered import Uncovered
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Tier
from network.entities import Area, Body, NetworkVersion, Population, Post, ServicePoint
from network.snapshot import Network
from network.snapshot import network as index
from tests.analytics.drawn_hours import opening_hours
from tests.analytics.plain_hours import bits

BOOK = rulebook()
DISTRICT, MADE = "440104000000", Provenance.SYNTHETIC
SERVICES = ("B13", "B14", "B19", "B25", "B40", "B41")
CODES = ("N11", "N13", "N16", "B19", "B41")
"""Needs that one, two and three services answer, and two services by themselves."""
Tuples = dict[tuple[str, str, int], frozenset[int]]
"""Hours of the 504 by (area, code, year of age)."""


def spelt(rows: Iterable[Uncovered]) -> Tuples:
    """Rows as single tuples; an hour that is told twice is an error."""
    by_key: dict[tuple[str, str, int], frozenset[int]] = {}
    for row in rows:
        for age in range(row.age_from, row.age_under):
            key, hours = (row.area.code, row.code, age), bits(row.hours)
            assert not by_key.get(key, frozenset()) & hours, f"{key} is told twice"
            by_key[key] = by_key.get(key, frozenset()) | hours
    return {k: v for k, v in by_key.items() if v}


def minus(a: Tuples, b: Tuples) -> Tuples:
    """The tuples of the first that are not in the second."""
    left = {k: v - b.get(k, frozenset()) for k, v in a.items()}
    return {k: v for k, v in left.items() if v}


def size(tuples: Tuples) -> int:
    """How many tuples."""
    return sum(len(v) for v in tuples.values())


def answering(book: Rulebook, code: str) -> frozenset[str]:
    """The services that a need or a service asks for, read from the rules."""
    return frozenset(s.code for s in book.services.values() if code == s.code or code in s.needs)


def upwards(network: Network, code: str) -> list[str]:
    """The area and those above it."""
    above: list[str] = []
    here: str | None = code
    while here is not None:
        above.append(here)
        here = network.areas[here].parent
    return above


def serving(network: Network, community: str) -> list[ServicePoint]:
    """Places that are for the community, its street or its district: never a neighbour's."""
    above = set(upwards(network, community))
    return [p for p in network.points.values() if above & set(p.serves)]


def giving(network: Network, community: str, code: str, age: int) -> list[ServicePoint]:
    """Places that give a child of this age in the community what the code asks for."""
    wanted = answering(BOOK, code)
    return [
        p
        for p in serving(network, community)
        if wanted & set(p.services)
        and (p.age_from is None or p.age_from <= age)
        and (p.age_under is None or age < p.age_under)
    ]


def perhaps_giving(network: Network, community: str, code: str, age: int) -> list[ServicePoint]:
    """Places that may give it: they would if they were open, or state nothing and are of a kind that the rules name."""
    stating = [p for p in giving(network, community, code, age) if not p.hours]
    silent = [p for p in serving(network, community) if not p.services and p.body in named_kinds(code)]
    return stating + [p for p in silent if (p.age_from or 0) <= age < (p.age_under or 18)]


def named_kinds(code: str) -> frozenset[str]:
    """The kinds of body that the rules name as giving a service or meeting a need."""
    return frozenset(kind for service in answering(BOOK, code) for kind in BOOK.services[service].points)


def offices(network: Network, community: str, code: str) -> list[str]:
    """Offices of a kind that the rules name as giving it, for the community or an area above it."""
    kinds, above = named_kinds(code), set(upwards(network, community))
    return sorted(b.id for b in network.bodies.values() if b.kind in kinds and b.area in above)


def communities(network: Network) -> list[str]:
    """The communities, by code."""
    return sorted(a.code for a in network.areas.values() if a.level is AreaLevel.COMMUNITY)


@dataclass(frozen=True, repr=False)
class Drawn(Layout):
    """A layout that shows itself by what sets it apart, and not by every index."""

    def __repr__(self) -> str:
        plain = place("", [DISTRICT], area="", hours=(), services=())
        names = [f.name for f in fields(ServicePoint) if f.name not in {"name", "body", "provenance", "source"}]
        network = self.network
        points = [
            {n: v for n in names if (v := getattr(p, n)) != getattr(plain, n)} | {"serves": p.serves}
            for p in network.points.values()
        ]
        located = {a.code: (a.lon, a.lat) for a in network.areas.values() if a.lon is not None}
        minors = {k: p.minors for k, p in network.populations.items()}
        posts = {p.id: p.holder for p in network.posts.values()}
        bodies = list(network.bodies)
        facts = f"{points=}, {located=}, {minors=}, {posts=}, {bodies=}, demand={self.demand}"
        return f"Drawn({communities(network)}, {facts})"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Be shown so in a report too: the whole is too long to be printed."""
        printer.text("Drawn(...)" if cycle else repr(self))


def rebuilt(network: Network, **changed: Iterable[object]) -> Network:
    """The network of the same records, some kinds of them replaced."""
    kinds = ("areas", "bodies", "points", "posts", "populations", "lists")
    records = {k: tuple(changed.get(k, getattr(network, k).values())) for k in kinds}
    return replace(index(network.version, **records), made_up=network.made_up)


def without_point(layout: Layout, key: str) -> Layout:
    """The layout as if the place had never been."""
    network = layout.network
    return replace(layout, network=rebuilt(network, points=[p for p in network.points.values() if p.id != key]))


def place(key: str, serves: Sequence[str], **facts: object) -> ServicePoint:
    """A place that gives nothing yet."""
    known = {"hours": ("Mo-Fr 09:00-17:30",), "services": ("B41",), **facts}
    area = str(known.pop("area", serves[0]))
    return ServicePoint(
        key, f"点{key}", area, "community_place", tuple(serves), MADE, "虚构", **known,  # type: ignore[arg-type]  # fields of different types
    )  # fmt: skip


def areas(streets: Sequence[int]) -> tuple[Area, ...]:
    """One district; each number is a street with so many communities."""
    made = [Area(DISTRICT, "某区", AreaLevel.DISTRICT)]
    for s, count in enumerate(streets, 1):
        street = f"440104{s:03}000"
        made.append(Area(street, f"第{s}街道", AreaLevel.STREET, DISTRICT))
        made += [
            Area(f"440104{s:03}{c:03}", f"第{s}街道第{c}社区", AreaLevel.COMMUNITY, street) for c in range(1, count + 1)
        ]
    return tuple(made)


def small(
    points: Sequence[ServicePoint] = (), streets: Sequence[int] = (2, 1), minors: int | None = None, **of_layout: object
) -> Layout:
    """A layout of two streets with these places, and as many minors in every community."""
    made = areas(streets)
    figures = [
        Population(a.code, minors, "虚构", MADE) for a in made if minors is not None and a.level is AreaLevel.COMMUNITY
    ]
    return Layout(index(NetworkVersion(1, None), made, (), points, (), figures), **of_layout)  # type: ignore[arg-type]  # fields of different types


def found_in(layout: Layout, codes: Iterable[str] = CODES) -> tuple[Cell, ...]:
    """The cells of a layout."""
    return tuple(cells(layout, BOOK, codes))


ALL_DAY = ("Mo-Su 00:00-24:00",)


def _above(area: str, below: str) -> bool:
    return area != below and (area == DISTRICT or (area.endswith("000") and below.startswith(area[:9])))


def _mostly(known: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    """A figure, three times in four."""
    return st.tuples(st.integers(0, 3), known).map(lambda t: t[1] if t[0] else None)


# What is drawn alike each time is made once: to make a strategy costs more than to draw from it.
_SPOT = st.one_of(st.none(), st.tuples(st.floats(113.20, 113.30), st.floats(23.10, 23.20)))
_FROM, _UNDER = st.sampled_from((None, None, 0, 3, 6, 12)), st.sampled_from((None, None, 6, 14, 16, 18))
_TIER, _OPEN = st.sampled_from((None, *Tier)), opening_hours()
_KIND = st.sampled_from(("community_place", "school", "social_work_station"))
_GIVEN = st.lists(st.sampled_from(SERVICES), max_size=3, unique=True)
_CAPACITY, _LOAD, _STAFF = (_mostly(st.integers(0, most)) for most in (12, 8, 3))


@cache
def _serving(codes: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)


@st.composite
def _points(draw: st.DrawFn, made: Sequence[Area], n: int, *, located: bool, nested: bool) -> ServicePoint:
    served = draw(_serving(tuple(a.code for a in made)))
    if not nested:
        served = [s for s in served if not any(_above(o, s) for o in served)]
    age_from = draw(_FROM)
    age_under = draw(_UNDER)
    if age_from is not None and age_under is not None and age_under <= age_from:
        age_under = None
    where = draw(_SPOT)
    at = where if located else None
    return ServicePoint(
        f"p{n}",
        f"点{n}",
        draw(st.sampled_from(served)),
        draw(_KIND),
        tuple(served),
        MADE,
        "虚构",
        tier=draw(_TIER),
        hours=draw(_OPEN),
        services=tuple(draw(_GIVEN)),
        age_from=age_from,
        age_under=age_under,
        capacity=draw(_CAPACITY),
        load=draw(_LOAD),
        staff=draw(_STAFF),
        lon=at[0] if at else None,
        lat=at[1] if at else None,
        crs="GCJ-02" if at else None,
    )


KIND_AT = {
    AreaLevel.DISTRICT: (PostKind.CENTRE_HEAD,),
    AreaLevel.STREET: (PostKind.STATION_HEAD, PostKind.SUPERVISOR),
    AreaLevel.COMMUNITY: (PostKind.DIRECTOR,),
}


_POSTS, _BODIES = st.sampled_from((0, 1, 1, 1, 2)), st.sampled_from((0, 1, 1, 2))
_HOLDER = st.sampled_from((None, "h1", "h2", "h3", "h4"))


@st.composite
def _posts(draw: st.DrawFn, made: Sequence[Area]) -> tuple[Post, ...]:
    posts = []
    for a in made:
        for kind in KIND_AT[a.level]:
            for n in range(draw(_POSTS)):
                holder = draw(_HOLDER)
                posts.append(Post(f"{kind}@{a.code}/{n}", kind, a.code, MADE, "虚构", holder))
    return tuple(posts)


@st.composite
def layouts(draw: st.DrawFn, most: int = 8, *, nested: bool = False) -> Layout:
    """One district, up to three streets of up to four communities, up to eight places of every kind.

    Nested: a place may say that it is for an area and also for one above it.
    """
    made = areas(draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)))
    located = draw(st.booleans())
    if located:
        placed = []
        for a in made:
            at = draw(_SPOT) if a.level is AreaLevel.COMMUNITY else None
            placed.append(replace(a, lon=at[0], lat=at[1], crs="GCJ-02") if at else a)
        made = tuple(placed)
    points = [draw(_points(made, n, located=located, nested=nested)) for n in range(draw(st.integers(0, most)))]
    lowest = [a.code for a in made if a.level is AreaLevel.COMMUNITY]
    figures = draw(st.dictionaries(st.sampled_from(lowest), st.integers(0, 900)))
    populations = [Population(code, minors, "虚构", MADE) for code, minors in figures.items()]
    pairs = st.builds(Pair, st.sampled_from(lowest), st.sampled_from(CODES))
    return Drawn(
        index(NetworkVersion(1, None), made, _offices(draw, made), points, draw(_posts(made)), populations),
        demand=draw(st.dictionaries(pairs, st.integers(0, 15), max_size=12)),
    )


def _offices(draw: st.DrawFn, made: Sequence[Area]) -> list[Body]:
    kinds = {
        AreaLevel.DISTRICT: ("civil_affairs", "police", "rescue_centre"),
        AreaLevel.STREET: ("street_office", "street_station"),
        AreaLevel.COMMUNITY: ("community_committee", "community_place"),
    }
    offices = []
    for a in made:
        for kind in kinds[a.level]:
            for n in range(draw(_BODIES)):
                offices.append(Body(f"{kind}@{a.code}/{n}", f"{a.name}{kind}{n}", kind, a.code, "虚构", MADE))
    return offices
