"""Records of a continuing duty, and its possible standings (落实状态)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from knowledge.messages.message import Message
from knowledge.rows.obligations import Plain
from knowledge.vocabulary import Labelled, Severity


class Result(Labelled):
    """Outcome of a record."""

    OK = "ok", "合格"
    ADVERSE = "adverse", "不利"
    DOUBTFUL = "doubtful", "存疑：证据成立与否待核"
    EXEMPT = "exempt", "免"


class Standing(Labelled):
    """Standing of a duty, the best first; the worst of its components is that of the whole."""

    MET = "met", "已落实"
    LATE = "late", "逾期后补做"
    NOT_DUE = "not_due", "未到期"
    """No record yet, and the first day on which it would be missed has not come."""
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
        """Return the position from the best, 0."""
        return RANKS[self]


RANKS = {s: n for n, s in enumerate(Standing)}
DONE = frozenset({Standing.MET, Standing.LATE})
ASIDE = frozenset({Standing.EXEMPT, Standing.NOT_DUE})
"""Standings outside the denominator, ignored for the whole while another component has any other."""
DOUBT = frozenset({Standing.REVIEW, Standing.UNKNOWN})
QUIET = DONE | ASIDE | {Standing.DUE_TODAY}
GRAVEST = (Severity.VIOLATION, Severity.SHORT, Severity.ENCOURAGED, Severity.DATA)


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of evidence: when it happened, when it came on file, what came out.  No words about a child."""

    key: str
    obligation: str
    component: str | None
    """Component of the record; None: not stated. Then a good result is doubtful for each, any other applies to all."""
    object: str
    occurred_on: date
    recorded_on: date
    kind: str
    """Kind of evidence; one that the duty does not list is doubtful."""
    result: Result
    reason: str | None = None
    """A coded reason, only of an exemption or an adverse result."""
    demand_done: bool = False
    """True if the demand of the adverse result has been met."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Object of a duty: an area, a body, a place, a school, a child, an event."""

    key: str
    name: str
    attributes: Mapping[str, Plain | None] = field(default_factory=dict)
    """A missing attribute is not known."""
    since: date | None = None
    """The day of the event, or the day from which the duty runs; None where not known."""
    seen: bool = True
    """True if the caller may read the records about it; if not, a missing record is unknown, never a breach."""


@dataclass(frozen=True, slots=True)
class PartStanding:
    """Standing of one component; `component` is None for a duty without components."""

    component: str | None
    standing: Standing
    reason: Message | str
    """A sentence of ours, or the reason that the row of the rules gives."""
    last: date | None = None
    """Day of the last good evidence."""
    due: date | None = None
    """The last good day for the next; None where there is none or it is not known."""
    overdue: int = 0
    """Calendar days past the due day."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgement of a duty for a thing on a day."""

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
