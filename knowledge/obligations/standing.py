"""What is recorded of a continuing duty, and the states in which it may be (落实状态)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from knowledge.messages.message import Message
from knowledge.rows.obligations import Plain
from knowledge.vocabulary import Labelled, Severity


class Result(Labelled):
    """What a record says came out."""

    OK = "ok", "合格"
    ADVERSE = "adverse", "不利"
    DOUBTFUL = "doubtful", "存疑：证据成立与否待核"
    EXEMPT = "exempt", "免"


class Standing(Labelled):
    """How a duty stands, the best first: the worst of its components is that of the whole."""

    MET = "met", "已落实"
    LATE = "late", "逾期后补做"
    NOT_DUE = "not_due", "未到期"
    """Nothing on file yet, and the first day on which it would be missed has not come."""
    EXEMPT = "exempt", "免"
    DUE_TODAY = "due_today", "今日到期"
    REVIEW = "review", "待核"
    UNKNOWN = "unknown", "不详"
    OVERDUE = "overdue", "逾期"
    NEVER = "never", "从未"
    """No valid evidence on file; that is not the same as never done."""
    ADVERSE = "adverse", "结果不利待处置"

    @property
    def rank(self) -> int:
        """How bad, from 0."""
        return RANKS[self]


RANKS = {s: n for n, s in enumerate(Standing)}
DONE = frozenset({Standing.MET, Standing.LATE})
ASIDE = frozenset({Standing.EXEMPT, Standing.NOT_DUE})
"""Outside the denominator, and of no weight for the whole while another component has something to say."""
DOUBT = frozenset({Standing.REVIEW, Standing.UNKNOWN})
QUIET = DONE | ASIDE | {Standing.DUE_TODAY}
GRAVEST = (Severity.VIOLATION, Severity.SHORT, Severity.ENCOURAGED, Severity.DATA)


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of evidence: when it happened, when it came on file, what came out.  No words about a child."""

    key: str
    obligation: str
    component: str | None
    """None: which component is not said.  Then a good result is doubtful for each, any other holds for all."""
    object: str
    occurred_on: date
    recorded_on: date
    kind: str
    """Kind of evidence; one that the duty does not list is doubtful."""
    result: Result
    reason: str | None = None
    """A coded reason, only of an exemption or an adverse result."""
    demand_done: bool = False
    """What the adverse result demanded has been done."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What the duty is over: an area, a body, a place, a school, a child, an event."""

    key: str
    name: str
    attributes: Mapping[str, Plain | None] = field(default_factory=dict)
    """A missing attribute is not known."""
    since: date | None = None
    """The day of the event, or the day from which the duty runs; None where not known."""
    seen: bool = True
    """Whether whoever asks may read the records about it; if not, what is missing is unknown, never undone."""


@dataclass(frozen=True, slots=True)
class PartStanding:
    """How one component stands; `component` is None where the duty is one thing."""

    component: str | None
    standing: Standing
    reason: Message | str
    """A sentence of ours, or the reason that the row of the rules gives."""
    last: date | None = None
    """When the last good evidence happened."""
    due: date | None = None
    """The last good day for the next; None where there is none or it is not known."""
    overdue: int = 0
    """Calendar days past the due day."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a duty stands for a thing on a day."""

    obligation: str
    object: str
    name: str
    on: date
    parts: tuple[PartStanding, ...]

    @property
    def standing(self) -> Standing:
        """The worst component; what is exempt or not yet due speaks only where nothing else does."""
        standings = [p.standing for p in self.parts if p.standing not in ASIDE] or [p.standing for p in self.parts]
        if set(standings) <= ASIDE and Standing.NOT_DUE in standings:
            return Standing.NOT_DUE
        return max(standings, key=lambda s: s.rank)

    def part(self, component: str | None) -> PartStanding:
        """One component.

        Raises:
            KeyError: the duty has no such component.
        """
        part = next((p for p in self.parts if p.component == component), None)
        if part is None:
            raise KeyError(component)
        return part
