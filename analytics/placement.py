"""From a network to a siting question and back to steps in words (下一处设在哪里)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.layout import Layout, Measure, Standard, kinds_of, named, services_of
from analytics.siting import Demand, Objective, Options, Problem, Site, Solution, marginal, solve
from graph_model.entities import Area, ServicePoint
from knowledge.errors import BadInput
from knowledge.rulebook import Rulebook
from knowledge.vocabulary import Labelled, Provenance

PREMISES = (
    "party_service_centre", "cultural_room", "community_place", "street_station", "social_work_station",
    "family_education_station", "community_health", "youth_zone",
)  # fmt: skip
"""Kinds of existing premises in which a service can be set up (行动方案三（三）1 “在现有场地设施的基础上升级改造”)."""
BUILT = "new@"
"""Key of a candidate that is no existing premises begins so."""
LISTED = 5
"""Names that a line takes."""
MOST_PAIRS = 20_000
"""Demand that one question may have; more is asked in parts."""


class Unit(Labelled):
    """What is counted."""

    PAIR = "pair", "（社区，需求）对"
    COMMUNITY = "community", "社区"
    MINORS = "minors", "未成年人"


@dataclass(frozen=True, slots=True)
class Wish:
    """A siting question about a network."""

    objective: Objective
    codes: tuple[str, ...]
    unit: Unit = Unit.PAIR
    standard: Standard | None = None
    within: str | None = None
    candidates: tuple[str, ...] = ()
    """Keys of the candidates that may be used; empty: all of the draft's, or existing premises and a new place in each
    community."""
    options: Options = Options(k=1)  # noqa: RUF009  # frozen
    stop_gain: float | None = None
    """With it, also the gain of each further place until a step gains no more than this."""


@dataclass(frozen=True, slots=True)
class Action:
    """One step, in words."""

    key: str
    premises: bool
    """In existing premises, not a new building."""
    area: str
    text: str
    covers: tuple[str, ...]
    """Demand that it newly covers: `area/code`."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What each further place adds."""

    k: int
    value: float
    gain: float


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer, as plain values."""

    objective: str
    unit: str
    proof: str
    value: float
    bound: float
    gap: float
    unique: bool | None
    alternative: tuple[str, ...] | None
    actions: tuple[Action, ...]
    covered: int
    newly_covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    unreachable: tuple[str, ...]
    unmet: int
    gains: tuple[Gain, ...] = ()
    stopped: int | None = None
    """After how many new places one more is not worth it."""


@dataclass(frozen=True)
class Built:
    """A siting question, with what its keys mean."""

    problem: Problem
    sites: dict[str, tuple[ServicePoint, bool]]
    """Place and whether it stands already."""


def build(layout: Layout, book: Rulebook, wish: Wish) -> Built:
    """The siting question of a wish.

    Existing places that give the service are fixed. Ages are not told apart: who needs them asks `uncovered`.

    Raises:
        BadInput: several codes for whole communities, a figure of minors that is missing, a candidate that is not
            there, or too much demand at once.
    """
    if wish.unit is Unit.COMMUNITY and len(wish.codes) > 1:
        raise BadInput("unit", "one code a question for communities", "用 pair，或一次问一项 / use pair, or ask one")
    areas = layout.communities(wish.within)
    if len(areas) * len(wish.codes) > MOST_PAIRS:
        raise BadInput("area", f"over {MOST_PAIRS} pairs", "缩小区域或减少代码 / narrow the area or the codes")
    offers = {code: frozenset(services_of(book, code)) for code in wish.codes}
    standing = [p for p in layout.network.points.values() if any(not s.isdisjoint(p.services) for s in offers.values())]
    sites = {p.id: (p, True) for p in standing} | {
        p.id: (p, False) for p in _candidates(layout, book, wish, areas, standing)
    }
    standard = wish.standard or Standard()
    demand = tuple(
        Demand(f"{a.code}/{code}", _weight(layout, a, wish.unit), a.parent) for a in areas for code in offers
    )
    travel = {
        (f"{a.code}/{code}", key): way
        for a in areas
        for key, (p, stands) in sites.items()
        if (way := _way(layout, a, p, standard)) is not None
        for code, services in offers.items()
        if not stands or not services.isdisjoint(p.services)
    }
    rows = tuple(
        Site(key, capacity=p.free if stands else p.capacity, fixed=stands, premises=not key.startswith(BUILT))
        for key, (p, stands) in sorted(sites.items())
    )
    limit = 0.0 if standard.measure is Measure.SERVED else float(standard.within or 0)
    return Built(Problem(demand, rows, travel, limit), sites)


def _weight(layout: Layout, area: Area, unit: Unit) -> int:
    if unit is not Unit.MINORS:
        return 1
    minors = layout.minors(area.code)
    if minors is None:
        raise BadInput("unit", f"no figure of minors for {area.code}", "载入 population / load population")
    return minors


def hosted(book: Rulebook, code: str) -> bool:
    """Whether such a place can give it at all: registration at the police or a place in school is not set up so."""
    return not set(PREMISES).isdisjoint(kinds_of(book, code))


def _candidates(
    layout: Layout, book: Rulebook, wish: Wish, areas: Sequence[Area], standing: Sequence[ServicePoint]
) -> Iterator[ServicePoint]:
    given = {p.id: p for p in layout.candidates}
    if not given and any(hosted(book, code) for code in wish.codes):
        given = _possible(layout, areas, {p.id for p in standing})
    if unknown := [k for k in wish.candidates if k not in given]:
        raise BadInput("candidates", f"{unknown[0]} is not a candidate", "用候选点的键 / use a candidate's key")
    return (p for key, p in sorted(given.items()) if not wish.candidates or key in wish.candidates)


def _possible(layout: Layout, areas: Sequence[Area], used: set[str]) -> dict[str, ServicePoint]:
    inside = {up.code for a in areas for up in layout.network.path(a.code)}
    found = {
        p.id: p
        for p in layout.network.points.values()
        if p.body in PREMISES and p.id not in used and not inside.isdisjoint(p.serves)
    }
    return found | {f"{BUILT}{a.code}": _new(a) for a in areas}


def _new(a: Area) -> ServicePoint:
    return ServicePoint(
        f"{BUILT}{a.code}",
        f"{a.name}新设",
        a.code,
        "community_place",
        (a.code,),
        Provenance.LOADED,
        "",
        lon=a.lon,
        lat=a.lat,
        crs=a.crs,
    )


def _way(layout: Layout, area: Area, point: ServicePoint, standard: Standard) -> float | None:
    """A neighbour's place never counts; within what serves the area, the way of the standard."""
    if not any(a.code in point.serves for a in layout.network.path(area.code)):
        return None
    return 0.0 if standard.measure is Measure.SERVED else layout.way(area, point, standard.measure)


def place(layout: Layout, book: Rulebook, wish: Wish, cancel: Callable[[], bool] | None = None) -> Placement:
    """Solve a wish, and say its answer in words.

    Raises:
        BadInput: as `build`, or limits that make no sense.
    """
    built = build(layout, book, wish)
    options = replace(wish.options, cancel=cancel)
    found = solve(built.problem, wish.objective, options)
    gains: tuple[Gain, ...] = ()
    stopped = None
    if wish.stop_gain is not None and options.k is not None and wish.objective is not Objective.COVER_ALL:
        steps = marginal(built.problem, wish.objective, options.k, options, wish.stop_gain)
        gains = tuple(Gain(s.k, s.solution.value, s.gain) for s in steps.steps)
        stopped = steps.stopped
    return Placement(
        wish.objective.value, wish.unit.value, found.proof.value, found.value, found.bound, found.gap, found.unique,
        found.alternative, tuple(_actions(layout, book, built, found)), len(found.covered), found.newly_covered,
        found.uncovered, found.unreachable, sum(n for _, n in found.unmet), gains, stopped,
    )  # fmt: skip


def _actions(layout: Layout, book: Rulebook, built: Built, found: Solution) -> Iterator[Action]:
    newly = set(found.newly_covered)
    for key in found.chosen:
        point, _ = built.sites[key]
        covers = tuple(d for d in sorted(newly) if (d, key) in built.problem.travel)
        names = sorted({d.split("/")[0] for d in covers})
        codes = sorted({d.split("/")[1] for d in covers})
        what = "、".join(named(book, c) for c in codes)
        where = "、".join(layout.network.areas[n].name for n in names[:LISTED]) + (
            f"等{len(names)}处" if len(names) > LISTED else ""
        )
        premises = not key.startswith(BUILT)
        verb = "在现有的" if premises else "新设："
        text = f"{verb}{point.name}{'增设' if premises else '，提供'}“{what}”，新覆盖{where}"
        yield Action(key, premises, point.area, text, covers)
