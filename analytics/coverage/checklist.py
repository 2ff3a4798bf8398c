"""Lists that the rules expect of a district, and the state of each (清单)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.coverage.tiers import tiers
from knowledge.errors import NotFound
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Labelled, PostKind
from network.entities import Area
from network.responsibility.orphans import RequiredOffice
from network.snapshot import Network


class ListState(Labelled):
    """State of a list that the rules expect."""

    STATED = "stated", "齐，已声明"
    """Every area has one, and somebody stated that the list is complete."""
    LOADED = "loaded", "已载入"
    """Every area has one; nobody stated that there are no others."""
    MISSING = "missing", "缺"
    """The list is stated complete, and some areas have none."""
    UNKNOWN = "unknown", "不知道（没有载入）"
    """Some areas have none, and nobody stated that the list is complete: not loaded is not absent."""


@dataclass(frozen=True, slots=True)
class ExpectedList:
    """A kind of office, place or post that the rules expect in each of some areas."""

    kind: str
    name: str
    topic: str
    """The topic whose file fills it."""
    areas: tuple[Area, ...]
    """The areas of which each should have one."""
    absent: tuple[Area, ...]
    """Areas for which none is loaded."""
    state: ListState


def checklist(network: Network, book: Rulebook, district: str, on: date) -> tuple[ExpectedList, ...]:
    """Every kind that texts in force there give a duty, with the places and posts of the tiers; what lacks first.

    Raises:
        NotFound: The district is not loaded.
    """
    if district not in network.areas:
        raise NotFound("area", district)
    rows = (_row(network, on, *key, tuple(areas.values())) for key, areas in _expected(network, book, district, on))
    order = list(reversed(ListState))
    return tuple(sorted(rows, key=lambda r: (order.index(r.state), r.topic, r.kind)))


Key = tuple[str, str, str]
"""Topic, kind, name."""


def _expected(network: Network, book: Rulebook, district: str, on: date) -> Iterator[tuple[Key, dict[str, Area]]]:
    expected: defaultdict[Key, dict[str, Area]] = defaultdict(dict)
    required = RequiredOffice(network, book, on)
    for area in network.within(district):
        for key in {(body, book.kinds[body].name) for _, _, body in required.of(area)}:
            expected["bodies", *key][area.code] = area
        tier = tiers().get(area.level)
        if tier is not None and any(c in book.within(area.code).texts.by_clause for c in tier.clauses):
            expected["points", tier.point, book.kinds[tier.point].name][area.code] = area
            for post in tier.posts:
                expected["posts", post.value, post.label][area.code] = area
    yield from expected.items()


def _row(network: Network, on: date, topic: str, kind: str, name: str, areas: tuple[Area, ...]) -> ExpectedList:
    absent = tuple(a for a in areas if not _has(network, kind, a.code))
    stated = all(network.stated(kind, a.code, on) for a in absent or areas)
    if absent:
        state = ListState.MISSING if stated else ListState.UNKNOWN
    else:
        state = ListState.STATED if stated else ListState.LOADED
    return ExpectedList(kind, name, topic, areas, absent, state)


def _has(network: Network, kind: str, area: str) -> bool:
    """True if an area has an office, a place or a post of a kind; a vacant post counts."""
    if kind in {k.value for k in PostKind}:
        return any(p.kind == kind for p in network.posts_in.get(area, ()))
    return bool(network.offices.get((kind, area))) or any(p.body == kind for p in network.points_for.get(area, ()))
