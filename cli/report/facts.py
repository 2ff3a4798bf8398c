"""The contents of the coverage report, computed once (报告的事实)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analytics.coverage import conformance, reach, week
from analytics.coverage.cells import AGES, Cell
from analytics.coverage.cells import cells as cells_of
from analytics.coverage.layout import Layout, given_at_points
from analytics.coverage.reach import AreaReach
from analytics.coverage.uncovered import Uncovered, uncovered
from analytics.obligations.fulfilment import GoalFulfilment, goals, judge_all
from analytics.resilience import losses as resilience
from analytics.siting.hosting import can_be_hosted
from analytics.siting.placement import ProposedPoint, find_placement
from analytics.siting.problem import DemandNode, Objective, Proof, Site, SitingOptions, SitingProblem
from analytics.siting.question import DemandUnit, SitingQuestion
from analytics.siting.solve import solve
from graph_model.obligations.evidence import OnFile
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Provenance, Severity
from network.entities import Area, ServicePoint
from network.obligations.things import from_network, is_stated, things

MOMENTS: tuple[tuple[str, week.Regime, int, int], ...] = (
    ("coverage_report.term_morning", week.Regime.TERM, 2, 10),
    ("coverage_report.term_evening", week.Regime.TERM, 2, 19),
    ("coverage_report.term_saturday", week.Regime.TERM, 5, 10),
    ("coverage_report.vacation", week.Regime.VACATION, 2, 10),
    ("coverage_report.holiday", week.Regime.HOLIDAY, 2, 10),
)
"""The hours of the heat map, by the code of their names; the tables contain the whole week."""
MORNING = week.hour_bit(*MOMENTS[0][1:])
"""Hour at which new points are needed."""
TOP = 10
STEPS = 3
"""New points proposed for a need, and needs with proposals."""


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Hours of a week at which a need is known to be met: mean over communities and ages."""

    known: int
    whole: bool
    """False: there may be more, because hours or a location are not recorded."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Coverage of one need at each moment."""

    code: str
    name: str
    served: tuple[float, ...]
    """Share of communities served at each moment."""
    unsure: tuple[float, ...]
    """Share of communities of which it is unknown, because hours or a location are not recorded."""
    hours: tuple["WeekHours", ...]
    """Covered hours of the 168 hours of a week, by regime."""
    unknown: int
    """Communities in which hours or a location of a point, or the hours of an office, are not recorded."""
    uncovered: int
    """Number of uncovered (community, hour, year of age) tuples."""


@dataclass(frozen=True, slots=True)
class Evening:
    """The fewest existing points whose longer opening would serve all communities that have such a point at all."""

    code: str
    need: str
    points: tuple[ServicePoint, ...]
    covered: int
    communities: int
    proven: bool


@dataclass(frozen=True)
class ReportFacts:
    """The contents of the report."""

    area: Area
    on: date
    communities: int
    minors: int
    minors_unknown: int
    findings: tuple[conformance.ConformanceFinding, ...]
    severities: Mapping[Severity, int]
    needs: tuple[NeedLine, ...]
    rows: tuple[tuple[str, str, AreaReach], ...]
    """Moment, code of the need, state of a community."""
    uncovered: tuple[Uncovered, ...]
    losses: tuple[resilience.PointLoss, ...]
    goals: tuple[GoalFulfilment, ...]
    actions: tuple[tuple[str, ProposedPoint], ...]
    """Code of the need, and a proposed point."""
    evenings: tuple[Evening, ...]
    synthetic: bool
    layout: Layout
    book: Rulebook


def gather(layout: Layout, book: Rulebook, evidence: OnFile, area: str, on: date) -> ReportFacts:
    """Compute the report of an area; about children it uses only population figures, never a record.

    Raises:
        NotFound: The area is not loaded.
    """
    findings = conformance.conformance(layout.network, book, on, area)
    codes = [n.code for n in book.needs if given_at_points(book, n.code)]
    cells = list(cells_of(layout, book, codes, area))
    gaps = uncovered(cells)
    by_code = {code: [c for c in cells if c.code == code] for code in codes}
    rows = tuple(
        (name, code, r)
        for name, regime, day, hour in MOMENTS
        for code, need_cells in by_code.items()
        for r in reach.reach(layout, need_cells, week.hour_bit(regime, day, hour), (0, AGES))
    )
    communities = layout.communities(area)
    figures = [layout.minors(a.code) for a in communities]
    names = {n.code: n.name for n in book.needs}
    lines = tuple(_line(code, names[code], rows, cells, gaps) for code in codes)
    return ReportFacts(
        layout.network.areas[area],
        on,
        len(communities),
        sum(n or 0 for n in figures),
        sum(n is None for n in figures),
        findings,
        Counter(f.severity for f in findings),
        lines,
        rows,
        gaps,
        resilience.point_losses(layout, cells)[:TOP],
        _goals(layout, book, evidence, area, on),
        _actions(layout, book, lines, area),
        _evenings(layout, by_code, lines),
        any(p.provenance is Provenance.SYNTHETIC for p in layout.network.points.values()),
        layout,
        book,
    )


def _line(
    code: str, name: str, rows: tuple[tuple[str, str, AreaReach], ...], cells: list[Cell], gaps: tuple[Uncovered, ...]
) -> NeedLine:
    states_at = {m: [r.state for x, c, r in rows if (x, c) == (m, code)] for m, *_ in MOMENTS}
    served, unsure = (
        tuple(states.count(state) / len(states) if states else 0.0 for states in states_at.values())
        for state in (reach.ReachState.SERVED, reach.ReachState.UNKNOWN)
    )
    need_cells = [c for c in cells if c.code == code]
    ages = sum(c.ages for c in need_cells) or 1
    by_regime = []
    for n in range(len(week.Regime)):
        part = ((1 << 168) - 1) << (n * 168)
        known = round(sum((c.hours() & part).bit_count() * c.ages for c in need_cells) / ages)
        by_regime.append(WeekHours(known, whole=not any(c.uncertain and part & ~c.hours() for c in need_cells)))
    unknown = len({c.area.code for c in need_cells if c.uncertain})
    count = sum(u.count for u in gaps if u.code == code)
    return NeedLine(code, name, served, unsure, tuple(by_regime), unknown, count)


def _goals(layout: Layout, book: Rulebook, evidence: OnFile, area: str, on: date) -> tuple[GoalFulfilment, ...]:
    """Without obligations whose objects are children: small counts must not be printed."""
    records = (*evidence.records, *from_network(layout.network, book.obligations.values(), area, on))
    duties = [
        judge_all(
            o,
            things(layout.network, book, o, area, evidence.named),
            records,
            on,
            stated=is_stated(layout.network, o, area, on),
        )
        for o in book.obligations_on(on)
        if o.objects.of != "minor"
    ]
    return goals(duties)


def _actions(
    layout: Layout, book: Rulebook, lines: tuple[NeedLine, ...], area: str
) -> tuple[tuple[str, ProposedPoint], ...]:
    """For the needs that communities lack even on a weekday morning: where a new point would help most."""
    hostable = [line for line in lines if can_be_hosted(book, line.code)]
    lacking = sorted(
        (line for line in hostable if line.served[0] + line.unsure[0] < 1),
        key=lambda line: (line.served[0], -line.uncovered),
    )
    proposals: list[tuple[str, ProposedPoint]] = []
    for line in lacking[:STEPS]:
        options = SitingOptions(k=STEPS, time_limit=10.0)
        question = SitingQuestion(
            Objective.MAX_COVER, (line.code,), DemandUnit.PAIR, within=area, options=options, hour=MORNING
        )
        proposals += [(line.code, a) for a in find_placement(layout, book, question).actions]
    return tuple(proposals)


def _evenings(layout: Layout, cells: Mapping[str, list[Cell]], lines: tuple[NeedLine, ...]) -> tuple[Evening, ...]:
    """For each need without a point known to be open in the evening: the fewest points to open longer."""
    result = []
    for line in (line for line in lines if line.served[1] == 0):
        pairs = {(c.area.code, p.id): 0.0 for c in cells[line.code] for p, _ in c.points}
        demand = tuple(DemandNode(area, 1) for area in dict.fromkeys(c.area.code for c in cells[line.code]))
        sites = tuple(Site(key) for key in sorted({p for _, p in pairs}))
        if not sites:
            continue
        solution = solve(
            SitingProblem(demand, sites, pairs, 0.0), Objective.COVER_ALL, SitingOptions(time_limit=10.0, ties=False)
        )
        chosen = tuple(layout.network.points[k] for k in solution.chosen)
        proven = solution.proof is Proof.OPTIMAL
        result.append(Evening(line.code, line.name, chosen, len(solution.covered), len(demand), proven=proven))
    return tuple(sorted(result, key=lambda e: len(e.points)))
