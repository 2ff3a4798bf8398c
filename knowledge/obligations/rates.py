"""Rates of fulfilment, and the severity of what is missing (落实率)."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from knowledge.obligations.standing import DONE, DOUBT, GRAVEST, QUIET, Judged, Standing
from knowledge.rows.obligations import Obligation, Strength
from knowledge.vocabulary import Severity

T = TypeVar("T")


def severity(obligation: Obligation, standing: Standing, component: str | None = None) -> Severity | None:
    """Return the severity of a standing; None where nothing is missing.

    Only the law can be broken, and only where that is certain: nothing on file at all, or a period of the law's own
    overrun. An overrun configured period is a shortfall; a duty that is only encouraged leaves a gap. An event to
    be answered promptly, without a number, is never late: missing evidence is a lack of data there.
    """
    if standing in QUIET:
        return None
    timeless = obligation.event is not None and obligation.event.within is None
    if standing in DOUBT or (timeless and standing is Standing.NEVER):
        return Severity.DATA
    strength = obligation.strength_of(component)
    if strength is Strength.ENCOURAGED:
        return Severity.ENCOURAGED
    number = obligation.periods_by or obligation.period
    certain = standing is Standing.NEVER or (standing is Standing.OVERDUE and number is not None and number.statutory)
    return Severity.VIOLATION if strength is Strength.LAW and certain else Severity.SHORT


def gravest(obligation: Obligation, judged: Judged) -> Severity | None:
    """The gravest of the components, each by its own strength; None where nothing is amiss."""
    severities = {severity(obligation, p.standing, p.component) for p in judged.parts}
    return next((s for s in GRAVEST if s in severities), None)


@dataclass(frozen=True, slots=True)
class Rate:
    """Share of the things with good evidence (覆盖率), counted both ways where records are in doubt."""

    numerator: int
    """Done, late or not, and what falls due today with good evidence."""
    denominator: int
    """All things but the exempt and those not yet due."""
    doubtful: int
    """Things for review or unknown; part of the denominator."""
    exempt: int
    not_due: int

    @property
    def low(self) -> float | None:
        """Doubtful ones counted as not done; None where nothing is to be counted."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def high(self) -> float | None:
        """Doubtful ones counted as done."""
        return (self.numerator + self.doubtful) / self.denominator if self.denominator else None


def tally(judged: Iterable[tuple[Judged, int]], of: Callable[[Judged], T]) -> Counter[T]:
    """Count the things of each value; each judgement comes with the number of things for which it is the same."""
    counts: Counter[T] = Counter()
    for one, number in judged:
        counts[of(one)] += number
    return counts


def rate(judged: Iterable[Judged], component: str | None = None) -> Rate:
    """The rate of one duty over its things, for the whole of it or for one component."""
    return rate_of(((one, 1) for one in judged), component)


def rate_of(judged: Iterable[tuple[Judged, int]], component: str | None = None) -> Rate:
    """As `rate`, of judgements that come with the number of things for which they are the same."""
    counts = tally(judged, lambda j: _counted(j, component))
    exempt, not_due = counts[Standing.EXEMPT], counts[Standing.NOT_DUE]
    done, doubtful = (sum(counts[s] for s in some) for some in (DONE, DOUBT))
    return Rate(done, counts.total() - exempt - not_due, doubtful, exempt, not_due)


def _counted(judged: Judged, component: str | None) -> Standing:
    """The standing as the rate sees it: due today is done with evidence, and without it not yet due."""
    parts = (judged.part(component),) if component else judged.parts
    standing = parts[0].standing if component else judged.standing
    if standing is not Standing.DUE_TODAY:
        return standing
    proved = all(p.last is not None for p in parts if p.standing is Standing.DUE_TODAY)
    return Standing.MET if proved else Standing.NOT_DUE
