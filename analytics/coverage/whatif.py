"""Two networks side by side: what a change wins and what it loses, on a copy (变更推演)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.coverage.conformance import Finding, conformance
from analytics.coverage.layout import Layout, Measure, Standard
from analytics.coverage.reach import AGES, Uncovered, cells, uncovered
from analytics.coverage.week import ALL_HOURS
from knowledge.calendar.hours import Hours
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Labelled
from network.entities import Post, ServicePoint
from network.snapshot import Network, network


class Step(Labelled):
    """What may be changed."""

    CLOSE = "close", "关闭"
    OPEN = "open", "开设"
    RESIZE = "resize", "改容量"
    REHOUR = "rehour", "改开放时间"
    ADD_SERVICE = "add_service", "增加服务"
    MOVE_POST = "move_post", "调整岗位"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; the step says which of the other fields it needs."""

    step: Step
    key: str
    """Of the place, or of the post."""
    point: ServicePoint | None = None
    """For `open`: the new place, or None for a candidate of the layout."""
    capacity: int | None = None
    hours: tuple[str, ...] = ()
    service: str | None = None
    holder: str | None = None
    """For `move_post`: who holds the post then; None leaves it vacant."""


def changed(layout: Layout, changes: Sequence[Change]) -> Layout:
    """The layout after the changes, in their order; nothing is written.

    Raises:
        BadInput: a place or post that is not there, or a change that lacks what it needs.
    """
    points, posts = dict(layout.network.points), dict(layout.network.posts)
    for n, c in enumerate(changes):
        if c.step is Step.MOVE_POST:
            if c.key not in posts:
                raise BadInput(f"changes.{n}.key", "whatif.no_post")
            posts[c.key] = replace(posts[c.key], holder=c.holder)
        elif c.step is Step.OPEN:
            points[c.key] = _opened(layout, points, c, n)
        elif c.key not in points:
            raise BadInput(f"changes.{n}.key", "whatif.no_point")
        elif c.step is Step.CLOSE:
            del points[c.key]
        else:
            points[c.key] = _altered(points[c.key], c, n)
    old = layout.network
    return replace(layout, network=_with(old, points, posts), memo={})


def _with(old: Network, points: Mapping[str, ServicePoint], posts: Mapping[str, Post]) -> Network:
    return network(
        old.version, old.areas.values(), old.bodies.values(), points.values(), posts.values(),
        old.populations.values(),
    )  # fmt: skip


def _opened(layout: Layout, points: Mapping[str, ServicePoint], c: Change, n: int) -> ServicePoint:
    found = c.point or next((p for p in layout.candidates if p.id == c.key), None)
    if found is None or c.key in points:
        raise BadInput(f"changes.{n}.point", "whatif.point_missing")
    unknown = [a for a in (found.area, *found.serves) if a not in layout.network.areas]
    if unknown or not found.serves:
        raise BadInput(f"changes.{n}.point", "input.no_area")
    return found


def _altered(point: ServicePoint, c: Change, n: int) -> ServicePoint:
    if c.step is Step.RESIZE and c.capacity is not None and c.capacity >= 0:
        return replace(point, capacity=c.capacity)
    if c.step is Step.REHOUR and c.hours:
        try:
            Hours.parse(c.hours)
        except ValueError:
            raise BadInput(f"changes.{n}.hours", "hours.unreadable") from None
        return replace(point, hours=c.hours)
    if c.step is Step.ADD_SERVICE and c.service:
        return replace(point, services=tuple(sorted({*point.services, c.service})))
    raise BadInput(f"changes.{n}", "whatif.incomplete", step=c.step)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does."""

    newly_uncovered: tuple[Uncovered, ...]
    newly_covered: tuple[Uncovered, ...]
    before: int
    """Uncovered tuples before."""
    after: int
    minors_lost: int
    """Children in communities that lose something, ages spread evenly; an estimate where figures are."""
    minors_won: int
    ways: tuple[float | None, float | None]
    """Mean kilometres to the nearest place of the tiers where both locations are known, before and after."""
    free: tuple[int, int]
    """Known free places before and after."""
    new_findings: tuple[Finding, ...]
    mended: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What two layouts are compared on."""

    codes: tuple[str, ...]
    within: str | None = None
    standard: Standard | None = None
    hours: int = ALL_HOURS

    def uncovered(self, layout: Layout, book: Rulebook) -> tuple[Uncovered, ...]:
        """What a layout leaves uncovered of it."""
        return uncovered(cells(layout, book, self.codes, self.within, self.standard), self.hours)


def difference(before: Layout, after: Layout, book: Rulebook, asked: Question, on: date) -> Difference:
    """What is won and lost between two layouts of the same areas."""
    was, now, within = asked.uncovered(before, book), asked.uncovered(after, book), asked.within
    lost, won = _more(now, was), _more(was, now)
    old, new = (conformance(x.network, on, within) for x in (before, after))
    seen, kept = {(f.check.code, f.key) for f in old}, {(f.check.code, f.key) for f in new}
    return Difference(
        lost, won, sum(u.count for u in was), sum(u.count for u in now), _minors(before, lost), _minors(before, won),
        (_mean_way(before, within), _mean_way(after, within)), (_free(before), _free(after)),
        tuple(f for f in new if (f.check.code, f.key) not in seen),
        tuple(f for f in old if (f.check.code, f.key) not in kept),
    )  # fmt: skip


def _ages(rows: Iterable[Uncovered]) -> dict[tuple[str, str, int], Uncovered]:
    return {(r.area.code, r.code, age): r for r in rows for age in range(r.age_from, r.age_under)}


def _more(rows: Iterable[Uncovered], than: Iterable[Uncovered]) -> tuple[Uncovered, ...]:
    """The tuples of `rows` that are not among `than`, neighbouring ages with the same hours in one row."""
    other = _ages(than)
    found: list[Uncovered] = []
    for (area, code, age), r in sorted(_ages(rows).items()):
        had = other.get((area, code, age))
        gap = r.hours & ~(had.hours if had else 0)
        last = found[-1] if found else None
        if not gap:
            continue
        if last and (last.area.code, last.code, last.age_under, last.hours) == (area, code, age, gap):
            found[-1] = replace(last, age_under=age + 1)
        else:
            found.append(replace(r, age_from=age, age_under=age + 1, hours=gap))
    return tuple(found)


def _minors(layout: Layout, rows: Iterable[Uncovered]) -> int:
    ages: dict[str, set[int]] = {}
    for r in rows:
        ages.setdefault(r.area.code, set()).update(range(r.age_from, r.age_under))
    known = ((layout.minors(code), len(found)) for code, found in ages.items())
    return round(sum(n * years / AGES for n, years in known if n is not None))


def _mean_way(layout: Layout, within: str | None) -> float | None:
    ways = []
    for area in layout.communities(within):
        near = [p for a in layout.network.path(area.code) for p in layout.network.points_for.get(a.code, ()) if p.tier]
        known = [w for p in near if (w := layout.way(area, p, Measure.STRAIGHT)) is not None]
        if known:
            ways.append(min(known))
    return sum(ways) / len(ways) if ways else None


def _free(layout: Layout) -> int:
    return sum(p.free or 0 for p in layout.network.points.values())
