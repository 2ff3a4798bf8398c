"""Doubtful rows of a file, beside its other rows and the loaded records (存疑的行)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from graph_model.directory.records import Record
from knowledge.folding import folded
from loaders.directory.known import Known
from loaders.tables.keys import InvalidRow
from network.days import stands
from network.entities import Area, Body, Post, ServicePoint
from network.referral.points import kilometres

Lines = Sequence[tuple[int, Record]]
Doubts = Mapping[int, InvalidRow]
"""By line, why it is not taken."""
FAR = 200
"""Kilometres to the nearest located thing of the same district from which a location is questioned (configured
value).
"""


def names_taken(lines: Lines, known: Known) -> Doubts:
    """Areas that have the name of another in the same area above; one that has ended gives its name away."""
    rows = {r.code: (line, r) for line, r in lines if isinstance(r, Area)}
    beside = defaultdict[str | None, list[Area]](list)
    above = {r.parent for _, r in rows.values()}
    for area in known.areas.values():
        if area.parent in above and area.code not in rows and stands(area, known.on):
            beside[area.parent].append(area)
    doubts = {}
    for _, r in rows.values():
        if stands(r, known.on):
            beside[r.parent].append(r)
    for siblings in beside.values():
        first: dict[str, Area] = {}
        for area in siblings:
            other = first.setdefault(folded(area.name), area)
            if other is not area and area.code in rows:
                doubts[rows[area.code][0]] = InvalidRow("name", "cell.area_name_taken", code=other.code)
    return doubts


def gone_nowhere(lines: Lines, known: Known) -> Doubts:
    """Return doubts on areas merged into one that is neither loaded nor in the file."""
    rows = [(line, r) for line, r in lines if isinstance(r, Area)]
    there = {r.code for _, r in rows}
    return {
        line: InvalidRow("successors", "row.area_not_loaded")
        for line, r in rows
        if any(code not in there and code not in known.areas for code in r.successors)
    }


def counters(lines: Lines, known: Known) -> Doubts:
    """Seconds of their kind without a first: a number that counts the rows of the file is none of its kind in an area.

    What is loaded may be loaded again, and is a first too, unless the numbers run on from row
    to row over different areas.
    """
    rows = [(line, *_numbered(r), r.area) for line, r in lines if isinstance(r, Body | ServicePoint | Post)]
    running = len(rows) > 1 and all(b[2] == a[2] + 1 and a[3] != b[3] for a, b in pairwise(rows))
    there = {(key, number) for _, key, number, _ in rows}
    return {
        line: InvalidRow("number", "cell.no_first_of_its_kind", number=number)
        for line, key, number, _ in rows
        if number > 1
        and (key, number - 1) not in there
        and not known.holds(f"{key}#{number}")
        and (running or not known.holds(key if number == 2 else f"{key}#{number - 1}"))  # noqa: PLR2004  # no suffix
    }


def _numbered(r: Body | ServicePoint | Post) -> tuple[str, int]:
    key, _, number = r.id.partition("#")
    return key, int(number or 1)


def far_away(lines: Lines, known: Known) -> Doubts:
    """Locations far from everything else of their district: another city's, or digits in the wrong order."""
    rows = [(line, r) for line, r in lines if isinstance(r, Area | ServicePoint) and r.lon is not None]
    own = {_key(r) for _, r in rows}
    others = (o for o in known.located() if _key(o) not in own) if rows else ()
    by_district = defaultdict[str, list[Area | ServicePoint]](list)
    for r in (*(r for _, r in rows), *others):
        if area := known.areas.get(_area(r)):
            by_district[known.district(area)].append(r)
    doubts = {}
    for line, r in rows:
        area = known.areas.get(_area(r))
        beside = [o for o in by_district[known.district(area)] if o is not r] if area else []
        if beside and all(_apart(r, o) > FAR for o in beside):
            doubts[line] = InvalidRow("lon", "cell.far_away", most=FAR)
    return doubts


def _apart(a: Area | ServicePoint, b: Area | ServicePoint) -> float:
    return kilometres((a.lon or 0, a.lat or 0), (b.lon or 0, b.lat or 0))


def _area(r: Area | ServicePoint) -> str:
    return r.code if isinstance(r, Area) else r.area


def _key(r: Area | ServicePoint) -> str:
    return r.code if isinstance(r, Area) else r.id


DOUBTS: tuple[Callable[[Lines, Known], Doubts], ...] = (names_taken, gone_nowhere, counters, far_away)
