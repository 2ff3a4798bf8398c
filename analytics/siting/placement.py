"""From a network to a siting question and back to steps in words (下一处设在哪里)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.coverage.layout import Layout, Measure, Pair, Standard, named, services_of
from analytics.coverage.reach import AGES, State, cells, reach
from analytics.siting.hosting import Offer, nowhere, offer
from analytics.siting.solve import Demand, Objective, Options, Problem, Site, Solution, marginal, solve
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.siting.hosting import hostings
from knowledge.vocabulary import Labelled, Provenance
from network.entities import Area, ServicePoint

BUILT = "new@"
"""Key of a candidate that is no existing premises begins so."""
NEW_KIND = "community_place"
"""What is built anew in a community."""
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
    covers: tuple[Pair, ...]
    """Demand that it newly covers."""
    offers: tuple[Offer, ...]
    """What of the question may be given there, and why the rest may not."""


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
    newly_covered: tuple[Pair, ...]
    uncovered: tuple[Pair, ...]
    unreachable: tuple[Pair, ...]
    unmet: int
    not_hosted: tuple[Offer, ...]
    """What of the question no candidate may give, and why."""
    doubtful: tuple[Pair, ...] = ()
    """Of what counts as covered: no place that stands surely reaches it, its hours or location are not known."""
    gains: tuple[Gain, ...] = ()
    stopped: int | None = None
    """After how many new places one more is not worth it."""


@dataclass(frozen=True)
class Built:
    """A siting question, with what its keys mean."""

    problem: Problem
    pairs: dict[str, Pair]
    """The pair of each demand key."""
    sites: dict[str, tuple[ServicePoint, bool]]
    """Place and whether it stands already."""
    offers: dict[str, tuple[Offer, ...]]
    """What each candidate may give of the question."""

    def pairs_of(self, keys: Iterable[str]) -> tuple[Pair, ...]:
        """The pairs of demand keys, in their order."""
        return tuple(self.pairs[key] for key in keys)


def build(layout: Layout, book: Rulebook, wish: Wish) -> Built:
    """The siting question of a wish.

    Existing places that give the service are fixed; a candidate counts for what may be given there. Ages are not told
    apart: who needs them asks `uncovered`.

    Raises:
        BadInput: several codes for whole communities, a figure of minors that is missing, a candidate that is not
            there, or too much demand at once.
    """
    if wish.unit is Unit.COMMUNITY and len(wish.codes) > 1:
        raise BadInput("unit", "siting.one_code_for_communities")
    areas = layout.communities(wish.within)
    if len(areas) * len(wish.codes) > MOST_PAIRS:
        raise BadInput("area", "siting.too_many_pairs", most=MOST_PAIRS)
    wanted = {code: frozenset(services_of(book, code)) for code in wish.codes}
    given = {p.id: _given(p, wanted) for p in layout.network.points.values()}
    standing = [p for p in layout.network.points.values() if given[p.id]]
    candidates = _candidates(layout, wish, areas, standing)
    offers = {p.id: _offers(layout, book, p, wish.codes) for p in candidates}
    given |= {key: frozenset(o.code for o in own if o.offered) for key, own in offers.items()}
    sites = {p.id: (p, True) for p in standing} | {p.id: (p, False) for p in candidates if given[p.id]}
    standard = wish.standard or Standard()
    pairs = {(a, code): Pair(a.code, code) for a in areas for code in wanted}
    demand = tuple(Demand(str(p), _weight(layout, a, wish.unit), a.parent, p.code) for (a, _), p in pairs.items())
    travel = {
        (str(pairs[a, code]), key): way
        for a in areas
        for key, (p, _) in sites.items()
        if (way := _way(layout, a, p, standard)) is not None
        for code in wanted
    }
    rows = tuple(
        Site(
            key, capacity=p.free if stands else p.capacity, fixed=stands, premises=not key.startswith(BUILT),
            gives=given[key],
        )
        for key, (p, stands) in sorted(sites.items())
    )  # fmt: skip
    limit = 0.0 if standard.measure is Measure.SERVED else float(standard.within or 0)
    return Built(Problem(demand, rows, travel, limit), {str(p): p for p in pairs.values()}, sites, offers)


def _given(point: ServicePoint, wanted: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(code for code, services in wanted.items() if not services.isdisjoint(point.services))


def _offers(layout: Layout, book: Rulebook, point: ServicePoint, codes: Sequence[str]) -> tuple[Offer, ...]:
    """What a draft's own candidate gives is what the draft writes; what other premises may give, the rules say."""
    declared = point.services if layout.candidates else None
    return tuple(offer(book, point.body, code, declared) for code in codes)


def _weight(layout: Layout, area: Area, unit: Unit) -> int:
    if unit is not Unit.MINORS:
        return 1
    minors = layout.minors(area.code)
    if minors is None:
        raise BadInput("unit", "siting.no_population", area=area.code)
    return minors


def _candidates(
    layout: Layout, wish: Wish, areas: Sequence[Area], standing: Sequence[ServicePoint]
) -> list[ServicePoint]:
    given = {p.id: p for p in layout.candidates} or _possible(layout, areas, {p.id for p in standing})
    if unknown := [k for k in wish.candidates if k not in given]:
        raise BadInput("candidates", "siting.no_candidate", key=unknown[0])
    return [p for key, p in sorted(given.items()) if not wish.candidates or key in wish.candidates]


def _possible(layout: Layout, areas: Sequence[Area], used: set[str]) -> dict[str, ServicePoint]:
    inside, kinds = {up.code for a in areas for up in layout.network.path(a.code)}, set(hostings().kinds())
    found = {
        p.id: p
        for p in layout.network.points.values()
        if p.body in kinds and p.id not in used and not inside.isdisjoint(p.serves)
    }
    return found | {f"{BUILT}{a.code}": _new(a) for a in areas}


def _new(a: Area) -> ServicePoint:
    return ServicePoint(
        f"{BUILT}{a.code}",
        f"{a.name}新设",
        a.code,
        NEW_KIND,
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
        found.alternative, tuple(_actions(layout, book, built, found)), len(found.covered),
        built.pairs_of(found.newly_covered), built.pairs_of(found.uncovered), built.pairs_of(found.unreachable),
        sum(n for _, n in found.unmet), tuple(_not_hosted(book, built, wish.codes)),
        tuple(_doubtful(layout, book, wish, found)), gains, stopped,
    )  # fmt: skip


def _doubtful(layout: Layout, book: Rulebook, wish: Wish, found: Solution) -> Iterator[Pair]:
    """As coverage judges it, at any hour: what is new is not asked, its hours are still to be set."""
    counted = set(found.covered) - set(found.newly_covered)
    for code in wish.codes:
        near = cells(layout, book, [code], wish.within, wish.standard)
        for r in reach(layout, near, None, (0, AGES), wish.standard):
            pair = Pair(r.area.code, code)
            if r.state is State.UNKNOWN and str(pair) in counted:
                yield pair


def _actions(layout: Layout, book: Rulebook, built: Built, found: Solution) -> Iterator[Action]:
    newly = set(found.newly_covered)
    for key in found.chosen:
        point, _ = built.sites[key]
        covers = built.pairs_of(d for d in sorted(newly) if (d, key) in built.problem.travel)
        names = sorted({pair.area for pair in covers})
        codes = sorted({pair.code for pair in covers})
        what = "、".join(f"“{named(book, c)}”" for c in codes)
        where = "、".join(layout.network.areas[n].name for n in names[:LISTED]) + (
            f"等{len(names)}处" if len(names) > LISTED else ""
        )
        premises = not key.startswith(BUILT)
        verb = "在现有的" if premises else "新设："
        text = f"{verb}{point.name}{'增设' if premises else '，提供'}{what}，新覆盖{where}"
        others = "、".join(f"“{o.name}”" for o in built.offers[key] if not o.offered)
        text += f"；这里不提供{others}" if others else ""
        yield Action(key, premises, point.area, text, covers, built.offers[key])


def _not_hosted(book: Rulebook, built: Built, codes: Sequence[str]) -> Iterator[Offer]:
    """Each code that no candidate may give, and why."""
    for n, code in enumerate(codes):
        own = [offers[n] for offers in built.offers.values()]
        if not any(o.offered for o in own):
            yield nowhere(book, code, own)
