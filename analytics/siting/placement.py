"""Answer to a siting question in words: the next points of a network (下一处设在哪里)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.coverage.layout import Layout, Pair, name_of
from analytics.siting.hosting import HostingOffer, nowhere
from analytics.siting.problem import Objective, Proof, SitingSolution
from analytics.siting.question import NEW_BUILDING, PreparedProblem, SitingQuestion, prepare
from analytics.siting.solve import marginal, solve
from analytics.siting.verdict import PairState, SitingVerdict, states, verdict
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook

LISTED = 5
"""Names listed in a sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ProposedPoint:
    """One proposed point, with a sentence."""

    key: str
    premises: bool
    """True: in existing premises; False: a new building."""
    area: str
    says: Message
    covers: tuple[Pair, ...]
    """Pairs that it newly covers."""
    offers: tuple[HostingOffer, ...]
    """For each code of the question, whether it may be provided there, and why."""

    @property
    def text(self) -> str:
        """Return the recommended action, in the language of the current answer."""
        return str(self.says)


@dataclass(frozen=True, slots=True)
class PointGain:
    """The value with k new points, and the gain of the k-th."""

    k: int
    value: float
    gain: float


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer to a siting question, as plain values that a job can store."""

    objective: str
    unit: str
    proof: str
    value: float
    bound: float
    gap: float
    unique: bool | None
    alternative: tuple[str, ...] | None
    actions: tuple[ProposedPoint, ...]
    covered: int
    newly_covered: tuple[Pair, ...]
    uncovered: tuple[Pair, ...]
    unreachable: tuple[Pair, ...]
    unmet: int
    not_hosted: tuple[HostingOffer, ...]
    """Codes of the question that no candidate may provide, and why."""
    doubtful: tuple[Pair, ...] = ()
    """Pairs that no new point covers, and of which it is unknown whether an existing point does."""
    verdict: str = SitingVerdict.LIMITED.value
    """Claim of the answer: the value of a `SitingVerdict`."""
    pairs: int = 0
    """All pairs of the question."""
    short: tuple[Pair, ...] = ()
    """Pairs whose existing points are full, or accept only some ages."""
    to_check: tuple[str, ...] = ()
    """Names of points and offices whose hours or location would settle the doubtful pairs."""
    unknown_before: int = 0
    """Newly covered pairs of which it is unknown whether something covers them already."""
    unlocated: int = 0
    """Areas and sites without a location, where the standard is a distance."""
    gains: tuple[PointGain, ...] = ()
    stopped: int | None = None
    """Number of new points after which one more is not worth it; None: not reached."""


def find_placement(
    layout: Layout, book: Rulebook, question: SitingQuestion, cancel: Callable[[], bool] | None = None
) -> Placement:
    """Answer a siting question; `cancel` is called often, and True stops the search.

    Raises:
        BadInput: As `prepare`, or invalid limits.
    """
    prepared = prepare(layout, book, question)
    options = replace(question.options, cancel=cancel)
    solution = solve(prepared.problem, question.objective, options)
    gains: tuple[PointGain, ...] = ()
    stopped = None
    if question.stop_gain is not None and options.k is not None and question.objective is not Objective.COVER_ALL:
        steps = marginal(prepared.problem, question.objective, options.k, options, question.stop_gain)
        gains = tuple(PointGain(s.k, s.solution.value, s.gain) for s in steps.steps)
        stopped = steps.stopped
    pairs = states(layout, book, question, solution)
    actions = tuple(_proposed(layout, book, prepared, solution))
    not_hosted = tuple(_not_hosted(book, prepared, question.codes))
    doubtful, unmet = pairs.of(PairState.DOUBTFUL), sum(n for _, n in solution.unmet)
    return Placement(
        objective=question.objective.value,
        unit=question.unit.value,
        proof=_proof(solution, doubtful).value,
        value=solution.value,
        bound=solution.bound,
        gap=solution.gap,
        unique=solution.unique,
        alternative=solution.alternative,
        actions=actions,
        covered=len(solution.covered),
        newly_covered=prepared.pairs_of(solution.newly_covered),
        uncovered=pairs.of(PairState.UNCOVERED),
        unreachable=pairs.of(PairState.UNREACHABLE),
        unmet=unmet,
        not_hosted=not_hosted,
        doubtful=doubtful,
        verdict=verdict(pairs, actions, not_hosted, prepared.unlocated, unmet).value,
        pairs=len(prepared.pairs),
        short=pairs.of(PairState.SHORT),
        to_check=pairs.to_check,
        unknown_before=pairs.unknown_before,
        unlocated=prepared.unlocated,
        gains=gains,
        stopped=stopped,
    )


def _proof(solution: SitingSolution, doubtful: Sequence[Pair]) -> Proof:
    """Return the proof of a solution; it is conditional while the coverage by existing points is unknown."""
    return Proof.CONDITIONAL if doubtful and solution.proof is Proof.OPTIMAL else solution.proof


def _proposed(
    layout: Layout, book: Rulebook, prepared: PreparedProblem, solution: SitingSolution
) -> Iterator[ProposedPoint]:
    covered = prepared.problem.covers
    demand, sites = {d.key: d for d in prepared.problem.demand}, {s.key: s for s in prepared.problem.sites}
    for key in solution.chosen:
        point, _ = prepared.sites[key]
        covers = prepared.pairs_of(d for d in sorted(solution.newly_covered) if covered(demand[d], sites[key]))
        premises = not key.startswith(NEW_BUILDING)
        what = _quoted(name_of(book, c) for c in sorted({pair.code for pair in covers}))
        where = _places(layout, sorted({pair.area for pair in covers}))
        how = "siting.longer" if key in prepared.longer else "siting.add" if premises else "siting.build"
        says = message(how, point=point.name, what=what, where=where)
        if others := _quoted(o.name for o in prepared.offers[key] if not o.offered):
            says = message("siting.not_here", says=says, others=others)
        yield ProposedPoint(key, premises, point.area, says, covers, prepared.offers[key])


def _quoted(names: Iterable[str]) -> tuple[Message, ...]:
    return tuple(message("siting.quoted", name=name) for name in names)


def _places(layout: Layout, codes: Sequence[str]) -> Message | tuple[str, ...]:
    """The names of areas, of many the first."""
    names = tuple(layout.network.areas[code].name for code in codes[:LISTED])
    return message("siting.places_more", names=names, count=len(codes)) if len(codes) > LISTED else names


def _not_hosted(book: Rulebook, prepared: PreparedProblem, codes: Sequence[str]) -> Iterator[HostingOffer]:
    """Each code that no candidate may provide, and why."""
    for n, code in enumerate(codes):
        own = [offers[n] for offers in prepared.offers.values()]
        if not any(o.offered for o in own):
            yield nowhere(book, code, own)
