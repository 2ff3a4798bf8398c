"""Query.nextPoints: where to open the next service points, with proof (选址)."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

import strawberry

from analytics.siting.placement import find_placement
from analytics.siting.problem import Objective, SitingOptions
from analytics.siting.question import DemandUnit, SitingQuestion
from api.common import Info
from api.coverage.inputs import StandardInput, WeekHourInput
from api.coverage.network import layout
from api.jobs import runner as jobs
from api.jobs.types import JobRow
from api.siting.types import NextPoints
from graph_model.jobs.jobs import Course, Job
from knowledge.access.policy import Action
from knowledge.errors import BadInput

MOST_SECONDS = 120.0


NextPointsResult = Annotated[NextPoints | JobRow, strawberry.union("NextPointsResult")]


@strawberry.input
class SitingInput:
    """A siting question, limited by `k` or by `budget`."""

    objective: Objective
    codes: list[str]
    unit: DemandUnit = DemandUnit.PAIR
    area: str | None = None
    k: int | None = None
    budget: float | None = None
    capacitated: bool = False
    equity: float = strawberry.field(default=0.0)
    standard: StandardInput | None = None
    hour: WeekHourInput | None = None
    candidates: list[str] = strawberry.field(default_factory=list)
    stop_gain: float | None = strawberry.field(default=None)
    seconds: float | None = strawberry.field(default=None)

    def read(self) -> SitingQuestion:
        """The siting question.

        Raises:
            BadInput: No need or service is given, or the standard is not valid.
        """
        if not self.codes:
            raise BadInput("codes", "input.no_need_or_service")
        limit = MOST_SECONDS if self.seconds is None else min(self.seconds, MOST_SECONDS)
        options = SitingOptions(
            k=self.k, budget=self.budget, capacitated=self.capacitated, equity=self.equity, time_limit=limit
        )
        return SitingQuestion(
            self.objective,
            tuple(dict.fromkeys(self.codes)),
            self.unit,
            (self.standard or StandardInput()).read(),
            self.area,
            tuple(self.candidates),
            options,
            self.hour.read() if self.hour else None,
            self.stop_gain,
        )


@strawberry.type
class SitingQuery:
    """Siting of the next points."""

    @strawberry.field
    async def next_points(self, info: Info, question: SitingInput, draft: str | None = None) -> NextPointsResult | None:
        """The answer, or a job if it takes longer than a second."""
        c = info.context
        c.require(Action.ANALYSE_NETWORK)
        siting, here = question.read(), await layout(c, draft)

        def work(course: Course) -> dict[str, Any]:
            return asdict(find_placement(here, c.book, siting, course.stopping))

        answer = await jobs.run(c, "nextPoints", lambda course: asyncio.to_thread(work, course))
        return JobRow.of(answer) if isinstance(answer, Job) else NextPoints.of(answer)
