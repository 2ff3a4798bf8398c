"""Query.job and Mutation.cancelJob: work that takes over a second, watched and stopped by whose it is (作业)."""

import json
from collections.abc import Callable
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from datetime import timedelta
from typing import Any

import strawberry

from api.common import Label
from api.problems import Problem
from api.request.context import Context
from graph_model.jobs import jobs
from graph_model.jobs.jobs import Status
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import message

LEFT = timedelta(minutes=2)
"""Silence after which a job has no process any more that works on it (配置值)."""


@strawberry.type
class JobProgress:
    """Things of one stage."""

    stage: Label
    done: int
    total: int | None


@strawberry.interface
class JobResult:
    """Implemented by what each kind of work finds."""

    kind: str


RESULTS: dict[str, Callable[[dict[str, Any]], JobResult]] = {}
"""How the kept result of a kind of job becomes its GraphQL type; each topic adds its own."""


@strawberry.type(name="Job")
class JobRow:
    """Its result once it is done."""

    id: str
    status: Label
    changed: DateTime
    progress: JobProgress | None
    result: JobResult | None
    problem: Problem | None

    @classmethod
    def of(cls, j: jobs.Job) -> "JobRow":
        """From the graph; one that has been silent for long is told as failed."""
        raw = json.loads(j.result) if j.result else {}
        status = j.status
        if status is Status.RUNNING and DateTime.now(SHANGHAI) - j.changed > LEFT:
            status, raw = Status.FAILED, _abandoned()
        done, failed = status is Status.DONE, status is Status.FAILED
        return cls(
            id=j.id, status=Label.of(status), changed=j.changed,
            progress=JobProgress(stage=Label.of(j.stage), done=j.done or 0, total=j.total) if j.stage else None,
            result=RESULTS[j.kind](raw) if done else None, problem=Problem.kept(raw) if failed else None,
        )  # fmt: skip


def _abandoned() -> dict[str, Any]:
    said = message("job.abandoned")
    return {"message": str(said), "extensions": {"code": "ABANDONED", "reason": said.code, "params": {}}}


@strawberry.type
class JobQuery:
    """Your own."""

    @strawberry.field
    async def job(self, info: strawberry.Info[Context, None], id: str) -> JobRow | None:  # noqa: A002  # GraphQL's word
        """Running, done, failed or cancelled."""
        return JobRow.of(await info.context.graph.read(info.context.actor, jobs.get, id))


@strawberry.type
class JobMutation:
    """Stop."""

    @strawberry.mutation
    async def cancel_job(self, info: strawberry.Info[Context, None], id: str) -> str | None:  # noqa: A002  # as above
        """What was found stands, what would be written is not; what is written already is told as done."""
        await info.context.graph.write(info.context.actor, jobs.cancel, id)
        return id
