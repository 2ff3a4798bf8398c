"""Query.weekCoverage: a need or service over every hour of the week, in one answer (一周可及)."""

import strawberry

from analytics.coverage import weekly
from analytics.coverage.week import Regime
from api.common import Label
from api.coverage.inputs import AgeBandInput, StandardInput
from api.coverage.network import LIVE, cells_of, layout
from api.coverage.query import notes
from api.request.context import Context
from knowledge.errors import BadInput


@strawberry.type
class ReachCount:
    """Minors by the loaded figures of communities; no child's record is counted here."""

    communities: int
    minors: int
    minors_unknown: int

    @classmethod
    def of(cls, n: weekly.AreaCount) -> "ReachCount":
        """From the analysis."""
        return cls(communities=n.communities, minors=n.minors, minors_unknown=n.minors_unknown)


@strawberry.type
class WeekHours:
    """Maximal; the runs of a day go from 0 to 24 without a hole."""

    start: int
    end: int
    served: ReachCount
    full: ReachCount
    unknown: ReachCount
    none: ReachCount
    min_k: int
    k_cover: list[int]

    @classmethod
    def of(cls, r: weekly.DayInterval) -> "WeekHours":
        """From the analysis."""
        return cls(
            start=r.start, end=r.end, served=ReachCount.of(r.served), full=ReachCount.of(r.full),
            unknown=ReachCount.of(r.unknown), none=ReachCount.of(r.none), min_k=r.min_k, k_cover=list(r.k_cover),
        )  # fmt: skip


@strawberry.type
class WeekDay:
    """Under one calendar regime."""

    day: int
    kind: Label
    hours: list[WeekHours]

    @classmethod
    def of(cls, d: weekly.RegimeDay) -> "WeekDay":
        """From the analysis."""
        return cls(day=d.weekday, kind=Label.of(d.kind), hours=[WeekHours.of(r) for r in d.intervals])


@strawberry.type
class RegimeWeek:
    """Seven days from Monday."""

    regime: Label
    days: list[WeekDay]


@strawberry.type
class WeekCoverage:
    """As `coverage` would answer for each hour, all in one."""

    code: str
    communities: int
    weeks: list[RegimeWeek]
    notes: list[str]


def _regimes(given: list[str] | None) -> list[Regime]:
    if given is None:
        return list(Regime)
    if not given or not set(given) <= set(Regime):
        raise BadInput("regimes", "input.not_allowed", allowed=list(Regime))
    return [r for r in Regime if r in given]


@strawberry.type
class WeekQuery:
    """When is somebody there."""

    @strawberry.field
    async def week_coverage(
        self, info: strawberry.Info[Context, None], code: str, area: str | None = None,
        standard: StandardInput | None = None, age_band: AgeBandInput | None = None,
        regimes: list[str] | None = None, network: str = LIVE,
    ) -> WeekCoverage | None:  # fmt: skip
        """`regimes`: some of term, vacation, holiday; left out, all three."""
        c, s = info.context, (standard or StandardInput()).read()
        ages, wanted = (age_band or AgeBandInput()).read(), _regimes(regimes)
        here = await layout(c, network)
        found = here.cache.get(
            ("week", code, area, s, ages), lambda: weekly.week(here, cells_of(here, c, [code], area, s), ages)
        )
        weeks = [RegimeWeek(regime=Label.of(r), days=[WeekDay.of(d) for d in found if d.regime is r]) for r in wanted]
        return WeekCoverage(code=code, communities=len(here.communities(area)), weeks=weeks, notes=notes(here, s))
