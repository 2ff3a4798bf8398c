"""Query.job and Mutation.cancelJob: work that takes over a second, watched and stopped by whose it is (作业)."""

import json
from collections.abc import Callable
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
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

LEFT = timedelta(minutes=2)
"""Silence after which a job has no process any more that works on it (配置值)."""


@strawberry.type
@labelled
class JobProgress:
    """Things of one stage."""

    stage: Stage
    done: int
    total: int | None


@strawberry.interface
class JobResult:
    """Implemented by what each kind of work finds."""

    kind: str


RESULTS: dict[str, Callable[[dict[str, Any]], JobResult]] = {}
"""How the kept result of a kind of job becomes its GraphQL type; each topic adds its own."""


@strawberry.type(name="Job")
@labelled
class JobRow(Node):
    """Its result once it is done."""

    code: str
    status: JobStatus
    changed: DateTime
    progress: JobProgress | None
    result: JobResult | None
    problem: Problem | None

    @classmethod
    def of(cls, j: jobs.Job) -> "JobRow":
        """From the graph; one that has been silent for long is told as failed."""
        raw = json.loads(j.result) if j.result else {}
        status = j.status
        if status is JobStatus.RUNNING and DateTime.now(SHANGHAI) - j.changed > LEFT:
            status, raw = JobStatus.FAILED, _abandoned()
        done, failed = status is JobStatus.DONE, status is JobStatus.FAILED
        return cls(
            id=global_id("Job", j.id),
            code=j.id,
            status=status,
            changed=j.changed,
            progress=JobProgress(stage=j.stage, done=j.done or 0, total=j.total) if j.stage else None,
            result=RESULTS[j.kind](raw) if done else None,
            problem=Problem.kept(raw) if failed else None,
        )


def _abandoned() -> dict[str, Any]:
    said = message("job.abandoned")
    return {"message": str(said), "extensions": {"code": "ABANDONED", "reason": said.code, "params": {}}}


@strawberry.input
class CancelJobInput:
    """A job of one's own."""

    id: strawberry.ID


@strawberry.type
class CancelJobPayload:
    """The job as it stands now."""

    job: JobRow


@strawberry.type
class JobQuery:
    """Your own."""

    @strawberry.field
    async def job(self, info: Info, id: strawberry.ID) -> JobRow | None:  # noqa: A002  # GraphQL's word
        """Running, done, failed or cancelled."""
        return JobRow.of(await info.context.graph.read(info.context.actor, jobs.get, code_in_id("Job", id)))


@strawberry.type
class JobMutation:
    """Stop."""

    @strawberry.mutation
    async def cancel_job(self, info: Info, input: CancelJobInput) -> CancelJobPayload | None:  # noqa: A002  # as above
        """What was found stands, what would be written is not; what is written already is told as done."""
        c, code = info.context, code_in_id("Job", input.id)
        await c.graph.write(c.actor, jobs.cancel, code)
        return CancelJobPayload(job=JobRow.of(await c.graph.read(c.actor, jobs.get, code)))
