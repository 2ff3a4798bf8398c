"""Effects of a change of the network: coverage gained and lost, computed on a copy (变更推演)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from analytics.coverage.cells import AGES
from analytics.coverage.conformance import ConformanceFinding
from analytics.coverage.known import known_findings, known_gaps
from analytics.coverage.layout import Layout, Measure, Standard, of_draft
from analytics.coverage.uncovered import Uncovered
from analytics.coverage.week import ALL_HOURS
from knowledge.calendar.written import readable
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from network.drafts.changes import ChangeKind, NetworkChange
from network.drafts.draft import Draft
from network.entities import Post, ServicePoint
from network.snapshot import Network, network

NEAREST = 5
"""Keys that a refusal names."""


NEW = "new-"
"""Prefix of the key of a person without a post yet: one to be appointed."""


def drafted(draft: Draft, live: Network, book: Rulebook, name: str) -> Layout:
    """A draft on the live network as a layout, with its changes made.

    Raises:
        BadInput: A part names an unknown area or point, or a change is not possible.
    """
    here = of_draft(draft, live, name)
    return apply(here, book, [x.change() for x in draft.changes]) if draft.changes else here


def apply(layout: Layout, book: Rulebook, changes: Sequence[NetworkChange]) -> Layout:
    """A new layout with the changes made in their order; the database is not touched.

    Raises:
        BadInput: An unknown point, post, person or service, or a change without a field that its kind needs; the
            sentence names what there is.
    """
    holders = {p.holder for p in layout.network.posts.values() if p.holder}
    points, posts = dict(layout.network.points), dict(layout.network.posts)
    for n, c in enumerate(changes):
        if c.kind is ChangeKind.MOVE_POST:
            if c.key not in posts:
                raise BadInput(f"changes.{n}.code", "whatif.no_post", near=_near(c.key, posts))
            if c.holder is not None and c.holder not in holders and not c.holder.startswith(NEW):
                raise BadInput(f"changes.{n}.holder", "whatif.no_holder", near=_near(c.holder, holders))
            posts[c.key] = replace(posts[c.key], holder=c.holder)
        elif c.kind is ChangeKind.OPEN:
            points[c.key] = _opened(layout, points, c, n)
            _require_services(book, points[c.key].services, n)
        elif c.key not in points:
            raise BadInput(f"changes.{n}.code", "whatif.no_point", near=_near(c.key, points))
        elif c.kind is ChangeKind.CLOSE:
            del points[c.key]
        else:
            points[c.key] = _altered(book, points[c.key], c, n)
    old = layout.network
    return replace(layout, network=_with(old, points, posts))


def _with(old: Network, points: Mapping[str, ServicePoint], posts: Mapping[str, Post]) -> Network:
    kept = old.areas.values(), old.bodies.values()
    figures, lists = old.populations.values(), old.lists.values()
    made = network(old.version, *kept, points.values(), posts.values(), figures, lists)
    return replace(made, made_up=old.made_up, local=old.local)


def _opened(layout: Layout, points: Mapping[str, ServicePoint], c: NetworkChange, n: int) -> ServicePoint:
    point = c.point or next((p for p in layout.candidates if p.id == c.key), None)
    if point is None or c.key in points:
        raise BadInput(f"changes.{n}.point", "whatif.point_missing")
    unknown = [a for a in (point.area, *point.serves) if a not in layout.network.areas]
    if unknown or not point.serves:
        raise BadInput(f"changes.{n}.point", "input.no_area")
    return point


def _near(asked: str, known: Iterable[str]) -> tuple[str, ...] | str:
    """Return the keys most similar to the requested one."""
    return tuple(get_close_matches(asked, sorted(known), NEAREST, 0)) or "—"


def _require_services(book: Rulebook, codes: Iterable[str], n: int) -> None:
    for code in codes:
        if code not in book.services:
            named = tuple(f"{s.code} {s.name}" for s in book.services.values())
            raise BadInput(f"changes.{n}.service", "whatif.no_service", code=code, services=named)


def _altered(book: Rulebook, point: ServicePoint, c: NetworkChange, n: int) -> ServicePoint:
    if c.kind is ChangeKind.RESIZE and c.capacity is not None and c.capacity >= 0:
        return replace(point, capacity=c.capacity)
    if c.kind is ChangeKind.REHOUR and c.hours:
        try:
            hours = readable(c.hours)
        except ValueError:
            raise BadInput(f"changes.{n}.hours", "hours.unreadable") from None
        return replace(point, hours=hours)
    if c.kind is ChangeKind.ADD_SERVICE and c.service:
        _require_services(book, (c.service,), n)
        return replace(point, services=tuple(sorted({*point.services, c.service})))
    raise BadInput(f"changes.{n}", "whatif.incomplete", step=c.kind)


@dataclass(frozen=True, slots=True)
class NetworkDifference:
    """Difference between two layouts."""

    newly_uncovered: tuple[Uncovered, ...]
    newly_covered: tuple[Uncovered, ...]
    before: int
    """Number of uncovered tuples before."""
    after: int
    minors_lost: int
    """Estimate of children who lose coverage: each community's figure, spread evenly over the ages."""
    minors_gained: int
    travel: tuple[float | None, float | None]
    """Mean kilometres to the nearest point of a tier, of communities where both locations are known: before, after."""
    free: tuple[int, int]
    """Known free capacity before and after."""
    new_findings: tuple[ConformanceFinding, ...]
    resolved: tuple[ConformanceFinding, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Parameters of a comparison of two layouts: codes, area, standard and hours."""

    codes: tuple[str, ...]
    within: str | None = None
    standard: Standard | None = None
    hours: int = ALL_HOURS

    def uncovered(self, layout: Layout, book: Rulebook) -> tuple[Uncovered, ...]:
        """The uncovered tuples of a layout."""
        return known_gaps(layout, book, self.codes, self.within, self.standard, self.hours)


def tried(
    here: Layout, book: Rulebook, changes: Sequence[NetworkChange], by: Comparison, on: date
) -> tuple[Layout, NetworkDifference]:
    """The layout with the changes made, and what they do: worked out once for all who open the same address.

    Raises:
        BadInput: See `apply`.
    """

    def work() -> tuple[Layout, NetworkDifference]:
        after = apply(here, book, changes)
        difference = compare(here, after, book, by, on)
        return replace(after), difference  # without the cells that were needed on the way

    return here.tried.get((tuple(changes), by, on), work)


def compare(before: Layout, after: Layout, book: Rulebook, by: Comparison, on: date) -> NetworkDifference:
    """Return the gains and losses between two layouts of the same areas."""
    gaps_before, gaps_after = by.uncovered(before, book), by.uncovered(after, book)
    lost, gained = _added(gaps_after, gaps_before), _added(gaps_before, gaps_after)
    old, new = (known_findings(x, book, on, by.within) for x in (before, after))
    keys_old, keys_new = {(f.check.code, f.key) for f in old}, {(f.check.code, f.key) for f in new}
    return NetworkDifference(
        newly_uncovered=lost,
        newly_covered=gained,
        before=sum(u.count for u in gaps_before),
        after=sum(u.count for u in gaps_after),
        minors_lost=_minors(before, lost),
        minors_gained=_minors(before, gained),
        travel=(_mean_travel(before, by.within), _mean_travel(after, by.within)),
        free=(_free(before), _free(after)),
        new_findings=tuple(f for f in new if (f.check.code, f.key) not in keys_old),
        resolved=tuple(f for f in old if (f.check.code, f.key) not in keys_new),
    )


def _by_pair(rows: Iterable[Uncovered]) -> dict[tuple[str, str], list[Uncovered]]:
    by_pair: dict[tuple[str, str], list[Uncovered]] = {}
    for r in rows:
        by_pair.setdefault((r.area.code, r.code), []).append(r)
    return by_pair


def _spans(rows: Iterable[Uncovered]) -> list[tuple[int, int, int]]:
    return [(r.age_from, r.age_under, r.hours) for r in rows]


def _ages(rows: Iterable[Uncovered]) -> dict[tuple[str, str, int], Uncovered]:
    return {(r.area.code, r.code, age): r for r in rows for age in range(r.age_from, r.age_under)}


def _added(rows: Iterable[Uncovered], base: Iterable[Uncovered]) -> tuple[Uncovered, ...]:
    """The tuples of `rows` that are not in `base`; adjacent ages with the same hours share a row."""
    ours, theirs = _by_pair(rows), _by_pair(base)
    changed = [key for key, own in ours.items() if _spans(own) != _spans(theirs.get(key, ()))]  # few, of thousands
    other = _ages(r for key in changed for r in theirs.get(key, ()))
    added: list[Uncovered] = []
    for (area, code, age), r in sorted(_ages(r for key in changed for r in ours[key]).items()):
        had = other.get((area, code, age))
        gap = r.hours & ~(had.hours if had else 0)
        last = added[-1] if added else None
        if not gap:
            continue
        if last and (last.area.code, last.code, last.age_under, last.hours) == (area, code, age, gap):
            added[-1] = replace(last, age_under=age + 1)
        else:
            added.append(replace(r, age_from=age, age_under=age + 1, hours=gap))
    return tuple(added)


def _minors(layout: Layout, rows: Iterable[Uncovered]) -> int:
    ages: dict[str, set[int]] = {}
    for r in rows:
        ages.setdefault(r.area.code, set()).update(range(r.age_from, r.age_under))
    known = ((layout.minors(code), len(own)) for code, own in ages.items())
    return round(sum(n * years / AGES for n, years in known if n is not None))


def _mean_travel(layout: Layout, within: str | None) -> float | None:
    nearest = []
    for area in layout.communities(within):
        near = [p for a in layout.network.path(area.code) for p in layout.network.points_for.get(a.code, ()) if p.tier]
        known = [t for p in near if (t := layout.travel_to(area, p, Measure.STRAIGHT)) is not None]
        if known:
            nearest.append(min(known))
    return sum(nearest) / len(nearest) if nearest else None


def _free(layout: Layout) -> int:
    return sum(p.free or 0 for p in layout.network.points.values())
