"""Query.weekCoverage and Query.reachAt: a need at every hour of the week, every need at one hour (一周可及)."""

import asyncio

import strawberry

from analytics.coverage import weekly
from analytics.coverage.cells import AGES
from analytics.coverage.known import known_cells
from analytics.coverage.layout import Standard
from analytics.coverage.week import Regime
from api.common import Info, NamedCode
from api.coverage.inputs import AgeBandInput, StandardInput, WeekHourInput
from api.coverage.network import codes_of, layout
from api.coverage.query import coverage_of, notes
from api.coverage.reach import Coverage
from api.enums import labelled
from knowledge.errors import BadInput


@strawberry.type
class ReachCount:
    """Communities and their minors, by the loaded population figures and not by children's records."""

    communities: int
    minors: int
    minors_unknown: int

    @classmethod
    def of(cls, n: weekly.AreaCount) -> "ReachCount":
        """From the analysis."""
        return cls(communities=n.communities, minors=n.minors, minors_unknown=n.minors_unknown)


@strawberry.type
class WeekHours:
    """Consecutive hours with the same reach; those of a day go from 0 to 24 without a gap."""

    start: int
    end: int
    served: ReachCount
    full: ReachCount
    unknown: ReachCount
    none: ReachCount
    fewest_places: int
    communities_with_at_least: list[int]

    @classmethod
    def of(cls, r: weekly.DayInterval) -> "WeekHours":
        """From the analysis."""
        return cls(
            start=r.start,
            end=r.end,
            served=ReachCount.of(r.served),
            full=ReachCount.of(r.full),
            unknown=ReachCount.of(r.unknown),
            none=ReachCount.of(r.none),
            fewest_places=r.min_k,
            communities_with_at_least=list(r.k_cover),
        )


@strawberry.type
@labelled
class WeekDay:
    """A weekday under one calendar regime."""

    day: int
    kind: weekly.DayKind
    hours: list[WeekHours]

    @classmethod
    def of(cls, d: weekly.RegimeDay) -> "WeekDay":
        """From the analysis."""
        return cls(day=d.weekday, kind=d.kind, hours=[WeekHours.of(r) for r in d.intervals])


@strawberry.type
@labelled
class RegimeWeek:
    """The week of one calendar regime, from Monday."""

    regime: Regime
    days: list[WeekDay]


@strawberry.type
class WeekCoverage:
    """Answer of `coverage` for each hour of the week."""

    subject: NamedCode
    communities: int
    weeks: list[RegimeWeek]
    notes: list[str]


def _regimes(given: list[Regime] | None) -> list[Regime]:
    if given is None:
        return list(Regime)
    if not given:
        raise BadInput("regimes", "input.not_allowed", allowed=list(Regime))
    return [r for r in Regime if r in given]


@strawberry.type
class WeekQuery:
    """Reach by the hours of the week."""

    @strawberry.field
    async def week_coverage(
        self,
        info: Info,
        code: str,
        area: str | None = None,
        standard: StandardInput | None = None,
        age_band: AgeBandInput | None = None,
        regimes: list[Regime] | None = None,
        draft: str | None = None,
    ) -> WeekCoverage | None:
        """All three calendar regimes unless `regimes` is given."""
        c, s = info.context, (standard or StandardInput()).read()
        ages, wanted = (age_band or AgeBandInput()).read(), _regimes(regimes)
        here = await layout(c, draft)
        every_day = here.cache.get(
            ("week", code, area, s, ages), lambda: weekly.week(here, known_cells(here, c.book, [code], area, s), ages)
        )
        weeks = [RegimeWeek(regime=r, days=[WeekDay.of(d) for d in every_day if d.regime is r]) for r in wanted]
        return WeekCoverage(
            subject=NamedCode.subject(c.book, code),
            communities=len(here.communities(area)),
            weeks=weeks,
            notes=notes(here, s),
        )

    @strawberry.field
    async def reach_at(
        self,
        info: Info,
        hour: WeekHourInput,
        area: str | None = None,
        codes: list[str] | None = None,
        draft: str | None = None,
    ) -> list[Coverage] | None:
        """`coverage` of many needs and services at one hour; by default of every need that points can meet."""
        c, at, s = info.context, hour.read(), Standard()
        here = await layout(c, draft)

        def work() -> list[Coverage]:
            return [coverage_of(c, here, code, area, s, at, (0, AGES)) for code in codes_of(c, codes)]

        return await asyncio.to_thread(work)
