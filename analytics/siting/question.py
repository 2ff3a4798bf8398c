"""A question about where to open points, and the siting problem that answers it (选址问题)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics.coverage.layout import Layout, Measure, Pair, Standard, services_of
from analytics.coverage.week import open_minutes, whole_hours
from analytics.siting.hosting import HostingOffer, offer
from analytics.siting.problem import DemandNode, Objective, Site, SitingOptions, SitingProblem
from knowledge.coverage.tiers import tiers
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.siting.hosting import hostings_at
from knowledge.vocabulary import AreaLevel, Labelled, Provenance
from network.entities import Area, ServicePoint

NEW_BUILDING = "new@"
"""Prefix of the keys of candidates that are not in existing premises."""
NEW_KIND = tiers()[AreaLevel.COMMUNITY].point
"""Kind of body of a new building in a community."""
MOST_PAIRS = 20_000
"""Greatest number of pairs in one question."""


class DemandUnit(Labelled):
    """Unit of coverage."""

    PAIR = "pair", "（社区，需求）对"
    COMMUNITY = "community", "社区"
    MINORS = "minors", "未成年人"


@dataclass(frozen=True, slots=True)
class SitingQuestion:
    """A question about where to open points."""

    objective: Objective
    codes: tuple[str, ...]
    unit: DemandUnit = DemandUnit.PAIR
    standard: Standard | None = None
    within: str | None = None
    candidates: tuple[str, ...] = ()
    """Keys of the candidates that may be used. Empty: all candidates of the draft; without any, existing premises and
    a new building in each community."""
    options: SitingOptions = SitingOptions(k=1)  # noqa: RUF009  # frozen
    hour: int | None = None
    """One bit of the week (`analytics.coverage.week.hour_bit`); None: a point that opens at any hour counts."""
    stop_gain: float | None = None
    """Gain at or below which further points are no longer tried; None: further points are not computed."""


@dataclass(frozen=True)
class PreparedProblem:
    """Siting problem of a question, with the objects behind its keys."""

    problem: SitingProblem
    pairs: dict[str, Pair]
    """The pair of each demand key."""
    sites: dict[str, tuple[ServicePoint, bool]]
    """The point of each site key, and whether it exists already."""
    offers: dict[str, tuple[HostingOffer, ...]]
    """For each candidate, the offers for the codes of the question."""
    longer: frozenset[str]
    """Candidates that exist and are closed at the hour of the question: they would open longer."""
    unlocated: int
    """Areas and sites without a location, where the standard is a distance."""

    def pairs_of(self, keys: Iterable[str]) -> tuple[Pair, ...]:
        """The pairs of demand keys, in their order."""
        return tuple(self.pairs[key] for key in keys)


def prepare(layout: Layout, book: Rulebook, question: SitingQuestion) -> PreparedProblem:
    """The siting problem of a question.

    Existing points that provide the service are fixed, those that are closed at the hour of the question are
    candidates; a candidate counts for what may be provided there. Ages are not distinguished;
    `analytics.coverage.uncovered` does that.

    Raises:
        BadInput: Several codes for whole communities, a missing figure of minors, an unknown candidate, too many
            pairs, or the least travel without a distance.
    """
    standard = question.standard or Standard()
    if question.objective is Objective.MIN_DISTANCE and standard.measure is Measure.SERVED:
        raise BadInput("standard", "siting.no_distance")
    if question.unit is DemandUnit.COMMUNITY and len(question.codes) > 1:
        raise BadInput("unit", "siting.one_code_for_communities")
    areas = layout.communities(question.within)
    if len(areas) * len(question.codes) > MOST_PAIRS:
        raise BadInput("area", "siting.too_many_pairs", most=MOST_PAIRS)
    wanted = {code: frozenset(services_of(book, code)) for code in question.codes}
    given = {p.id: _codes_given(p, wanted) for p in layout.network.points.values() if not p.paused}
    giving = [p for p in layout.network.points.values() if given.get(p.id)]
    existing = [p for p in giving if _open(p, question.hour)]
    longer = {p.id: p for p in giving if not _open(p, question.hour)}
    candidates = _candidates(layout, book, question, areas, giving, longer)
    offers = {p.id: _offers(layout, book, p, question.codes, opens=p.id in longer) for p in candidates}
    given |= {key: frozenset(o.code for o in own if o.offered) for key, own in offers.items()}
    sites = {p.id: (p, True) for p in existing} | {p.id: (p, False) for p in candidates if given[p.id]}
    pairs = {(a, code): Pair(a.code, code) for a in areas for code in wanted}
    demand = tuple(
        DemandNode(str(p), _weight(layout, a, question.unit), a.parent, p.code) for (a, _), p in pairs.items()
    )
    serving = {key: (p, frozenset(p.serves)) for key, (p, _) in sites.items()}
    travel = {
        (key, site): cost
        for a in areas
        for above in (frozenset(up.code for up in layout.network.path(a.code)),)
        for keys in ([str(pairs[a, code]) for code in wanted],)
        for site, (p, serves) in serving.items()
        if not above.isdisjoint(serves) and (cost := _travel(layout, a, p, standard)) is not None
        for key in keys
    }
    rows = tuple(
        Site(
            key,
            capacity=p.free if exists or key in longer else p.capacity,
            fixed=exists,
            premises=not key.startswith(NEW_BUILDING),
            gives=given[key],
        )
        for key, (p, exists) in sorted(sites.items())
    )
    limit = 0.0 if standard.measure is Measure.SERVED else float(standard.within or 0)
    placed = [(a.lon, a.lat) for a in areas] + [(p.lon, p.lat) for p, _ in sites.values()]
    return PreparedProblem(
        SitingProblem(demand, rows, travel, limit),
        {str(p): p for p in pairs.values()},
        sites,
        offers,
        frozenset(longer) & sites.keys(),
        sum(None in at for at in placed) if standard.measure is Measure.STRAIGHT else 0,
    )


def _open(point: ServicePoint, hour: int | None) -> bool:
    """True if an existing point counts at the hour; one without recorded hours does, and is reported as doubtful."""
    return hour is None or not point.hours or bool(whole_hours(open_minutes(point.hours)) & hour)


def _codes_given(point: ServicePoint, wanted: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(code for code, services in wanted.items() if not services.isdisjoint(point.services))


def _offers(
    layout: Layout, book: Rulebook, point: ServicePoint, codes: Sequence[str], *, opens: bool
) -> tuple[HostingOffer, ...]:
    """A draft's own candidate provides what the draft declares, a point that `opens` longer what it gives already.

    For other premises the rules decide.
    """
    declared = point.services if opens or layout.candidates else None
    return tuple(offer(book.within(point.area), point.body, code, declared) for code in codes)


def _weight(layout: Layout, area: Area, unit: DemandUnit) -> int:
    if unit is not DemandUnit.MINORS:
        return 1
    minors = layout.minors(area.code)
    if minors is None:
        raise BadInput("unit", "siting.no_population", area=area.code)
    return minors


def _candidates(
    layout: Layout,
    book: Rulebook,
    question: SitingQuestion,
    areas: Sequence[Area],
    giving: Sequence[ServicePoint],
    longer: Mapping[str, ServicePoint],
) -> list[ServicePoint]:
    own = {p.id: p for p in layout.candidates} or _default_candidates(layout, book, areas, {p.id for p in giving})
    given = {**own, **longer}
    if unknown := [k for k in question.candidates if k not in given]:
        raise BadInput("candidates", "siting.no_candidate", key=unknown[0])
    return [p for key, p in sorted(given.items()) if not question.candidates or key in question.candidates]


def _default_candidates(
    layout: Layout, book: Rulebook, areas: Sequence[Area], used: set[str]
) -> dict[str, ServicePoint]:
    inside = {up.code for a in areas for up in layout.network.path(a.code)}
    unused = (p for p in layout.network.points.values() if p.id not in used and not inside.isdisjoint(p.serves))
    premises = {p.id: p for p in unused if p.body in hostings_at(book.within(p.area)).kinds()}
    return premises | {f"{NEW_BUILDING}{a.code}": _new_building(a) for a in areas}


def _new_building(a: Area) -> ServicePoint:
    return ServicePoint(
        f"{NEW_BUILDING}{a.code}",
        a.name,
        a.code,
        NEW_KIND,
        (a.code,),
        Provenance.LOADED,
        "",
        lon=a.lon,
        lat=a.lat,
        crs=a.crs,
    )


def _travel(layout: Layout, area: Area, point: ServicePoint, standard: Standard) -> float | None:
    """Travel by the standard to a point that serves the area, 0 without a distance; None if it is not known."""
    return 0.0 if standard.measure is Measure.SERVED else layout.travel_to(area, point, standard.measure)
