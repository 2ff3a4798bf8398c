"""Claim of an answer to a siting question: decided by what is counted, never by the proof (能说到哪里).

Proof that no choice of sites is better does not show how many are reached: where nothing can be reached, nothing is
best.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from analytics.coverage.cells import AGES, Cell, cells
from analytics.coverage.layout import Layout, Pair
from analytics.coverage.reach import ReachState, reach
from analytics.siting.hosting import HostingOffer
from analytics.siting.problem import SitingSolution
from analytics.siting.question import SitingQuestion
from knowledge.rulebook.book import Rulebook
from knowledge.siting.hosting import Hosting
from knowledge.vocabulary import Labelled


class SitingVerdict(Labelled):
    """Claim of a siting answer; only `ENOUGH` means that nothing needs to be added."""

    SITES = "sites", "有要加的地方"
    UNKNOWN = "unknown", "还说不准：先查清时间或位置"
    OFFICE = "office", "不靠设点：向机关办理"
    NOWHERE = "nowhere", "有够不着的，现有候选都不能提供"
    SHORT = "short", "有去处，但有的满了，或有的年龄没有"
    LIMITED = "limited", "有够不着的，这些条件下加不出来"
    ENOUGH = "enough", "都够得着"


class PairState(Enum):
    """State of reach of a need for a community after the chosen sites."""

    REACHED = "reached"
    """Existing points reach it, at every age and with room."""
    NEWLY = "newly"
    """The pair is reached by the chosen sites only."""
    DOUBTFUL = "doubtful"
    """Hours or a location that decide it are not recorded."""
    SHORT = "short"
    """Existing points reach it, but they are full, or some ages have none."""
    UNCOVERED = "uncovered"
    """Some candidate could reach it, and this choice does not."""
    UNREACHABLE = "unreachable"
    """No candidate could reach it."""


@dataclass(frozen=True, slots=True)
class PairStates:
    """Each pair of a question in exactly one state, and what to ask first."""

    by_state: dict[PairState, tuple[Pair, ...]]
    to_check: tuple[str, ...]
    """Names of points and offices whose hours or location are not recorded; those of most pairs first."""
    unknown_before: int
    """Newly reached pairs of which it is unknown whether something reaches them already."""

    def of(self, state: PairState) -> tuple[Pair, ...]:
        """The pairs in a state."""
        return self.by_state.get(state, ())


def states(layout: Layout, book: Rulebook, question: SitingQuestion, solution: SitingSolution) -> PairStates:
    """Sort the pairs of a question; what existing points reach is measured by `reach`, as everywhere else."""
    newly, covered, uncovered = (set(x) for x in (solution.newly_covered, solution.covered, solution.uncovered))
    pairs: defaultdict[PairState, list[Pair]] = defaultdict(list)
    check, unknown = Counter[str](), 0
    for pair, state, names in _measured(layout, book, question):
        key = str(pair)
        if state is ReachState.UNKNOWN:
            check.update(names)
        if key in newly:
            kind, unknown = PairState.NEWLY, unknown + (state is ReachState.UNKNOWN)
        elif state is ReachState.UNKNOWN:
            kind = PairState.DOUBTFUL
        elif key in covered:
            kind = PairState.REACHED if state is ReachState.SERVED else PairState.SHORT
        else:
            kind = PairState.UNCOVERED if key in uncovered else PairState.UNREACHABLE
        pairs[kind].append(pair)
    return PairStates({k: tuple(v) for k, v in pairs.items()}, tuple(name for name, _ in check.most_common()), unknown)


def verdict(
    pairs: PairStates, actions: Sequence[object], not_hosted: Sequence[HostingOffer], unlocated: int, unmet: int
) -> SitingVerdict:
    """Return the claim: the first that applies, and `ENOUGH` only where every pair is known to be reached."""
    never = pairs.of(PairState.UNREACHABLE)
    offices = {o.code for o in not_hosted if o.how == Hosting.OFFICE.value}
    if actions:
        return SitingVerdict.SITES
    if never and {p.code for p in never} <= offices:
        return SitingVerdict.OFFICE
    if pairs.of(PairState.DOUBTFUL) or (never and unlocated):
        return SitingVerdict.UNKNOWN
    if never:
        return SitingVerdict.NOWHERE
    if pairs.of(PairState.SHORT):
        return SitingVerdict.SHORT
    return SitingVerdict.LIMITED if unmet or pairs.of(PairState.UNCOVERED) else SitingVerdict.ENOUGH


def _measured(
    layout: Layout, book: Rulebook, question: SitingQuestion
) -> Iterator[tuple[Pair, ReachState, tuple[str, ...]]]:
    """Each pair with its state by existing points, and the names of those of which hours or location are unknown."""
    for code in question.codes:
        near = list(cells(layout, book, [code], question.within, question.standard))
        names: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for c in near:
            names[c.area.code] |= dict.fromkeys(_unknown(layout, c))
        for r in reach(layout, near, question.hour, (0, AGES), question.standard):
            yield Pair(r.area.code, code), r.state, tuple(names[r.area.code])


def _unknown(layout: Layout, cell: Cell) -> Iterator[str]:
    yield from (p.name for p in cell.doubtful)
    yield from (layout.network.bodies[key].name for key in cell.offices)
