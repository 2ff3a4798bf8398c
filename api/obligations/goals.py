"""Query.goals and goalsReport: the plan's eleven goals in counts; as a job where a city takes long (目标)."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import partial
from typing import Annotated, Any

import strawberry

from analytics.obligations.fulfilment import Fulfilment, Judgement, goals
from api.common import Info
from api.jobs import runner as jobs
from api.jobs.types import RESULTS, JobResult, JobRow
from api.obligations import stored
from api.obligations.query import WHY, coverage_of, duty_of, published_coverage, require_area, with_network
from api.obligations.types import GoalProgress, ObligationCoverage
from api.persons.children import Child, alike, children, sees_rows
from api.request.context import Context, today
from graph_model.jobs.jobs import Course, Job, Stage
from graph_model.obligations.evidence import OnFile
from knowledge.access.policy import Action
from knowledge.errors import NotFound
from knowledge.rows.obligations import Goal
from knowledge.rows.obligations import Obligation as Row
from network.territory import rulebooks

KIND = "goalsReport"


@dataclass(frozen=True, slots=True)
class _Question:
    """Duties of an area on a day: those that are judged, and those with published counts only."""

    area: str
    on: Date
    rows: bool
    """True if the actor may read single children."""
    duties: tuple[Row, ...]

    @classmethod
    def of(cls, c: Context, area: str, on: Date) -> "_Question":
        rows = sees_rows(c)
        require_area(c, area)
        parts = rulebooks(c.network, c.book, area)
        return cls(area, on, rows, tuple(o for o in c.book.obligations_on(on) if any(b.applies(o) for b in parts)))

    @property
    def judged(self) -> list[Row]:
        return [o for o in self.duties if self.rows or o.objects.of != "minor"]

    async def published(self, c: Context, judged: Collection[str]) -> dict[str, ObligationCoverage]:
        """The other duties, in the counts of the published table."""
        others = [o for o in self.duties if o.code not in judged]
        return await published_coverage(c, others, self.area, self.on)

    async def read(self, c: Context, course: Course | None = None) -> tuple[OnFile, list[Child]]:
        """Return the records on file, and the children."""
        held = await with_network(c, self.area, [o.code for o in self.judged], self.on)
        return held, await children(c, self.area, self.on, why=WHY, course=course) if self.rows else []

    def judge(self, c: Context, held: OnFile, kids: Sequence[Child], course: Course) -> dict[str, Fulfilment]:
        """Each duty judged.

        Raises:
            Stopped: Somebody has stopped the course.
        """
        judged, same = {}, alike(kids)
        for number, o in enumerate(self.judged):
            course.reached(Stage.CHECKING, number, len(self.judged))
            judged[o.code] = duty_of(c, o, self.area, held, (), same, self.on)
        return judged


def _progress(
    c: Context, question: _Question, judged: Mapping[str, Judgement], published: Mapping[str, ObligationCoverage]
) -> list[GoalProgress]:
    """Return the progress of each goal; its sum leaves out duties with published counts only."""
    answers = {**published, **{code: coverage_of(c, f, question.area, question.on) for code, f in judged.items()}}
    by_goal = {g: [answers[o.code] for o in question.duties if o.goal is g and o.code in answers] for g in Goal}
    return [GoalProgress.of(g, by_goal[g.goal]) for g in goals(judged.values())]


@strawberry.type
class GoalsReport(JobResult):
    """The goals in counts."""

    on: Date
    _raw: strawberry.Private[dict[str, Any]]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "GoalsReport":
        """From the counts, also of a job that ended some time ago."""
        return cls(kind=KIND, on=Date.fromisoformat(raw["on"]), _raw=raw)

    @strawberry.field
    async def goals(self, info: Info) -> list[GoalProgress]:
        """Refused if the account has lost the right or an area since they were counted."""
        c, raw = info.context, self._raw
        if raw["rows"] and not c.may(Action.READ_CASES):
            raise c.refusal(Action.READ_CASES)
        if not set(raw["areas"]) <= set(c.actor.areas):
            raise NotFound("area", raw["area"])
        question = _Question.of(c, raw["area"], self.on)
        judged = stored.read(c.book, raw["duties"])
        published = await question.published(c, judged)
        return await asyncio.to_thread(_progress, c, question, judged, published)


RESULTS[KIND] = GoalsReport.of
GoalsReportResult = Annotated[GoalsReport | JobRow, strawberry.union("GoalsReportResult")]


async def _counted(c: Context, question: _Question, course: Course) -> dict[str, Any]:
    """The counts as JSON values: no child is in them, so that they can be stored with a job."""
    held, kids = await question.read(c, course)
    if kids and c.audit is not None:  # the request may be over, and its line written without them
        await c.audit.put(c.trail.line(c.audit, c.actor, (KIND,), "begun"))
    judged = await asyncio.to_thread(question.judge, c, held, kids, course)
    raw = {"area": question.area, "on": question.on.isoformat(), "rows": question.rows, "areas": list(c.actor.areas)}
    return raw | {"duties": {code: stored.written(f.counts) for code, f in judged.items()}}


@strawberry.type
class GoalQuery:
    """The goals of the plan."""

    @strawberry.field
    async def goals(self, info: Info, area: str, on: Date | None = None) -> list[GoalProgress] | None:
        """Progress of each goal in counts; `obligationCoverage` has the single rows."""
        c = info.context
        question = _Question.of(c, area, on or today())
        published = await question.published(c, {o.code for o in question.judged})
        held, kids = await question.read(c)

        def work() -> list[GoalProgress]:
            return _progress(c, question, question.judge(c, held, kids, Course()), published)

        return await asyncio.to_thread(work)

    @strawberry.field
    async def goals_report(self, info: Info, area: str, on: Date | None = None) -> GoalsReportResult | None:
        """As `goals`, or a job if it takes longer than a second."""
        c = info.context
        answer = await jobs.run(c, KIND, partial(_counted, c, _Question.of(c, area, on or today())))
        return JobRow.of(answer) if isinstance(answer, Job) else GoalsReport.of(answer)
