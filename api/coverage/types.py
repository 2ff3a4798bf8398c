"""Parts of coverage answers: gaps, and the difference between two networks (覆盖答复)."""

from collections.abc import Sequence
from functools import partial
from typing import Self

import strawberry

from analytics.coverage import whatif
from analytics.coverage.layout import Layout
from analytics.coverage.uncovered import AlikeGaps as Alike
from analytics.coverage.uncovered import Uncovered as Gap
from analytics.coverage.uncovered import alike
from analytics.coverage.week import HourRange, Regime
from api.common import BodyKind, Info, NamedCode
from api.coverage.findings import ConformanceFinding
from api.enums import labelled
from api.network.types import Area, Point
from api.request.paging import Connection, page
from api.scalars import BigInt
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Role
from network.responsibility.orphans import Orphan


@strawberry.type
@labelled
class WeeklyHours:
    """Consecutive hours on some days of a week, as long as possible."""

    regime: Regime
    days: list[int]
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, s: HourRange) -> "WeeklyHours":
        """From the week."""
        return cls(regime=s.regime, days=list(s.days), start=s.start, end=s.end, text=s.text())


@strawberry.type
@labelled
class MissingBody:
    """A kind of body that has no office for a role in an area."""

    role: Role
    kind: BodyKind
    area: Area
    stated: bool

    @classmethod
    def of(cls, o: Orphan) -> "MissingBody":
        """From the network."""
        return cls(role=o.role, kind=BodyKind.of(o.kind), area=Area.of(o.area), stated=o.stated)


@strawberry.type
class CoverageGap:
    """A need or matter that is not covered in an area, at some hours and ages; the counts add up exactly."""

    subject: NamedCode
    area: Area
    age_from: int
    age_under: int
    hours: list[WeeklyHours]
    count: BigInt
    doubtful: list[Point]
    offices: list[str]
    missing: list[MissingBody]

    @classmethod
    def of(cls, book: Rulebook, here: Layout, u: Gap) -> "CoverageGap":
        """From the analysis."""
        return cls(
            subject=NamedCode.subject(book, u.code),
            area=Area.of(u.area),
            age_from=u.age_from,
            age_under=u.age_under,
            hours=[WeeklyHours.of(s) for s in u.hour_ranges],
            count=BigInt(u.count),
            doubtful=[Point.of(here.network, p) for p in u.doubtful],
            offices=list(u.offices),
            missing=[MissingBody.of(o) for o in u.missing],
        )


@strawberry.type
class AlikeGaps:
    """Needs that are not covered alike in several areas: at the same hours and ages, with the same doubt."""

    subjects: list[NamedCode]
    areas: list[Area]
    age_from: int
    age_under: int
    hours: list[WeeklyHours]
    doubtful: list[Point]
    offices: int

    @classmethod
    def of(cls, book: Rulebook, here: Layout, a: Alike) -> Self:
        """From the analysis."""
        return cls(
            subjects=[NamedCode.subject(book, code) for code in a.codes],
            areas=[Area.of(x) for x in a.areas],
            age_from=a.one.age_from,
            age_under=a.one.age_under,
            hours=[WeeklyHours.of(s) for s in a.one.hour_ranges],
            doubtful=[Point.of(here.network, p) for p in a.one.doubtful],
            offices=len(a.one.offices),
        )


@strawberry.type
class UncoveredAnalysis:
    """Uncovered hours of needs and matters with their totals; no gap means that all is covered."""

    tuples: BigInt
    certain: BigInt
    _rows: strawberry.Private[Sequence[Gap]]
    _here: strawberry.Private[Layout]

    @classmethod
    def of(cls, here: Layout, rows: Sequence[Gap]) -> Self:
        """From the analysis, in the order of its keys."""
        certain = sum(u.count for u in rows if u.certain)
        return cls(tuples=BigInt(sum(u.count for u in rows)), certain=BigInt(certain), _rows=rows, _here=here)

    @strawberry.field
    def gaps(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[CoverageGap]:
        """In the order of code, area and age."""
        keyed = [(u.key, u) for u in self._rows]
        return page(keyed, partial(CoverageGap.of, info.context.book, self._here), first, after, last, before)


Changed = tuple[Layout, Sequence[Gap]]
"""Gaps that a change makes or closes, and the network in which they are."""


@strawberry.type
class NetworkComparison:
    """Changes on a copy of the network; nothing is written."""

    before: int
    after: int
    minors_lost: int
    minors_gained: int
    travel_before: float | None
    travel_after: float | None
    free_before: int
    free_after: int
    new_findings: list[ConformanceFinding]
    resolved_findings: list[ConformanceFinding]
    _book: strawberry.Private[Rulebook]
    _gaps: strawberry.Private[tuple[Changed, Changed]]

    @strawberry.field
    def newly_uncovered(self) -> list[CoverageGap]:
        """One by one; `lostTogether` joins those that are alike."""
        here, rows = self._gaps[0]
        return [CoverageGap.of(self._book, here, u) for u in rows]

    @strawberry.field
    def newly_covered(self) -> list[CoverageGap]:
        """One by one; `wonTogether` joins those that are alike."""
        here, rows = self._gaps[1]
        return [CoverageGap.of(self._book, here, u) for u in rows]

    @strawberry.field
    def lost_together(self) -> list[AlikeGaps]:
        """As `newlyUncovered`: of a whole district a handful instead of hundreds."""
        here, rows = self._gaps[0]
        return [AlikeGaps.of(self._book, here, a) for a in alike(rows)]

    @strawberry.field
    def won_together(self) -> list[AlikeGaps]:
        """As `newlyCovered`."""
        here, rows = self._gaps[1]
        return [AlikeGaps.of(self._book, here, a) for a in alike(rows)]

    @classmethod
    def of(cls, book: Rulebook, before: Layout, after: Layout, d: whatif.NetworkDifference) -> "NetworkComparison":
        """From the analysis."""
        return cls(
            before=d.before,
            after=d.after,
            minors_lost=d.minors_lost,
            minors_gained=d.minors_gained,
            travel_before=d.travel[0],
            travel_after=d.travel[1],
            free_before=d.free[0],
            free_after=d.free[1],
            new_findings=[ConformanceFinding.of(book, after.network, f) for f in d.new_findings],
            resolved_findings=[ConformanceFinding.of(book, before.network, f) for f in d.resolved],
            _book=book,
            _gaps=((after, d.newly_uncovered), (before, d.newly_covered)),
        )
