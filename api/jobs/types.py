"""Query.job and Mutation.cancelJob: the owner of a job reads its progress and cancels it (作业)."""

import json
from collections.abc import Callable
from datetime import datetime as DateTime
from datetime import timedelta
from typing import Any

import strawberry

from api.common import Info, Node, code_in_id, global_id
from api.enums import labelled
from api.problems import Problem
from graph_model.jobs import jobs
from graph_model.jobs.jobs import JobStatus, Stage
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import message

ABANDONED_AFTER = timedelta(minutes=2)
"""Time without a change after which no process works on a job any more (configured value)."""


@strawberry.type
@labelled
class JobProgress:
    """Progress within one stage."""

    stage: Stage
    done: int
    total: int | None


@strawberry.interface
class JobResult:
    """The result of a job; each kind of work implements it."""

    kind: str


RESULTS: dict[str, Callable[[dict[str, Any]], JobResult]] = {}
"""Conversion of the stored result of each kind of job to its GraphQL type; each topic adds its own."""


@strawberry.type(name="Job")
@labelled
class JobRow(Node):
    """A job with its progress, and its result when it is done."""

    code: str
    status: JobStatus
    changed: DateTime
    progress: JobProgress | None
    result: JobResult | None
    problem: Problem | None

    @classmethod
    def of(cls, j: jobs.Job) -> "JobRow":
        """From the graph; a running job without a change for long counts as failed."""
        raw = json.loads(j.result) if j.result else {}
        status = j.status
        if status is JobStatus.RUNNING and DateTime.now(SHANGHAI) - j.changed > ABANDONED_AFTER:
            status, raw = JobStatus.FAILED, _abandoned()
        done, failed = status is JobStatus.DONE, status is JobStatus.FAILED
        return cls(
            id=global_id("Job", j.id),
            code=j.id,
            status=status,
            changed=j.changed,
            progress=JobProgress(stage=j.stage, done=j.done or 0, total=j.total) if j.stage else None,
            result=RESULTS[j.kind](raw) if done else None,
            problem=Problem.stored(raw) if failed else None,
        )


def _abandoned() -> dict[str, Any]:
    problem = message("job.abandoned")
    return {"message": str(problem), "extensions": {"code": "ABANDONED", "reason": problem.code, "params": {}}}


@strawberry.input
class CancelJobInput:
    """A job of the caller's own."""

    id: strawberry.ID


@strawberry.type
class CancelJobPayload:
    """The job after the cancellation."""

    job: JobRow


@strawberry.type
class JobQuery:
    """The caller's own jobs."""

    @strawberry.field
    async def job(self, info: Info, id: strawberry.ID) -> JobRow | None:
        """The job with this id."""
        return JobRow.of(await info.context.graph.read(info.context.actor, jobs.get, code_in_id("Job", id)))


@strawberry.type
class JobMutation:
    """Cancel a job."""

    @strawberry.mutation
    async def cancel_job(self, info: Info, input: CancelJobInput) -> CancelJobPayload | None:
        """A search ends with its best result, a load writes nothing; a job that has written is done."""
        c, code = info.context, code_in_id("Job", input.id)
        await c.graph.write(c.actor, jobs.cancel, code)
        return CancelJobPayload(job=JobRow.of(await c.graph.read(c.actor, jobs.get, code)))
