"""Network on a day, without records that have ended, not begun or were entered by mistake (当日网络)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from knowledge.vocabulary import RecordStatus
from network.entities import Area, Body, CompleteList, Population, Post, ServicePoint
from network.snapshot import Network, network

Dated = Area | Body | ServicePoint | Post
MOST = 8
"""Networks of days cached with the one from which they are made."""


def status(r: Dated, on: date) -> RecordStatus:
    """Return the status of a record on a day; the `since` of a post is its holder's."""
    if r.withdrawn:
        return RecordStatus.WITHDRAWN
    if r.until is not None and r.until <= on:
        return RecordStatus.ENDED
    if not isinstance(r, Post) and r.since is not None and on < r.since:
        return RecordStatus.NOT_YET
    return RecordStatus.PAUSED if isinstance(r, Body | ServicePoint) and _paused(r, on) else RecordStatus.IN_USE


def _paused(r: Body | ServicePoint, on: date) -> bool:
    begun = r.paused_since is not None and r.paused_since <= on
    return begun and (r.paused_until is None or on < r.paused_until)


def stands(r: Dated, on: date) -> bool:
    """True if a record belongs to the network of a day, paused ones included."""
    return status(r, on) in {RecordStatus.IN_USE, RecordStatus.PAUSED}


def at(whole: Network, on: date) -> Network:
    """Return the network of a day: one object as long as nothing begins or ends; `whole` itself if nothing differs.

    An area's own record (`kind@area`) ends with the area. Any other place stays at its location: in the area into
    which its area was merged, or in the one above.
    """
    if whole.made_up:
        return whole
    interval = bisect_right(whole.changes, on)
    network = whole.days.get(interval)
    if network is None:
        if len(whole.days) >= MOST:
            whole.days.clear()
        network = whole.days[interval] = _made(whole, on)
    return network


def _made(whole: Network, on: date) -> Network:
    stated: tuple[Population | CompleteList, ...] = (*whole.populations.values(), *whole.lists.values())
    as_it_is = all(status(r, on) is RecordStatus.IN_USE and not _left(r, on) for r in whole.dated())
    if as_it_is and not any(x.withdrawn for x in stated):
        return whole
    standing = {a.code: a for a in whole.areas.values() if stands(a, on)}
    gone = {a.code: a for a in whole.areas.values() if a.code not in standing}
    bare = replace(whole, areas=standing, gone=gone)
    made = network(
        whole.version,
        (_moved_area(bare, a) for a in standing.values()),
        (b for b in (_body(bare, b, on) for b in whole.bodies.values() if stands(b, on)) if b),
        (p for p in (_point(bare, p, on) for p in whole.points.values() if stands(p, on)) if p),
        (_post(p, on) for p in whole.posts.values() if stands(p, on) and p.area in standing),
        (p for p in whole.populations.values() if p.area in standing and not p.withdrawn),
        (x for x in whole.lists.values() if x.area in standing and not x.withdrawn),
    )
    return replace(made, gone=gone, local=whole.local)


def _moved_area(bare: Network, a: Area) -> Area:
    """An area below one that is gone belongs to what that became."""
    return a if a.parent is None or a.parent in bare.areas else replace(a, parent=bare.home(a.parent))


def _into(bare: Network, code: str, passed: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the areas that succeed an area on the day: itself, or all successors; never the wider one above it."""
    if code in bare.areas:
        yield code
    elif code not in passed and (area := bare.gone.get(code)) and not area.withdrawn:
        for successor in area.successors:
            yield from _into(bare, successor, passed | {code})


def _own(r: Body | ServicePoint, kind: str) -> bool:
    """True if a record is the area's own, not a unit that happens to lie there."""
    return r.id.partition("#")[0] == f"{kind}@{r.area}"


def _body(bare: Network, b: Body, on: date) -> Body | None:
    paused = _paused(b, on)
    if b.area in bare.areas:
        return replace(b, paused=True) if paused else b
    home = bare.home(b.area)
    return None if home is None or _own(b, b.kind) else replace(b, area=home, paused=paused)


def _point(bare: Network, p: ServicePoint, on: date) -> ServicePoint | None:
    paused = _paused(p, on)
    if all(code in bare.areas for code in (p.area, *p.serves)):
        return replace(p, paused=True) if paused else p
    home = bare.home(p.area)
    if home is None or (p.area not in bare.areas and _own(p, p.body)):
        return None
    serves = tuple(dict.fromkeys(now for code in p.serves for now in _into(bare, code)))
    return replace(p, area=home, serves=serves or (home,), paused=paused)


def _left(r: Dated, on: date) -> bool:
    return isinstance(r, Post) and r.left_on is not None and r.left_on <= on


def _post(p: Post, on: date) -> Post:
    return replace(p, holder=None, since=None) if _left(p, on) else p
