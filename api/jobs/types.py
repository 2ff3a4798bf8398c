"""Query.job and Mutation.cancelJob: work that takes over a second, watched and stopped by whose it is (作业)."""

import json
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from datetime import timedelta

import strawberry

from api.common import Label
from api.loading.types import LoadReport
from api.request.context import Context
from api.siting.types import NextPoints
from graph_model.jobs import jobs
from graph_model.jobs.jobs import Status
from knowledge.calendar.deadlines import SHANGHAI

LEFT = timedelta(minutes=2)
"""Silence after which a job has no process any more that works on it (配置值)."""
ABANDONED = "运行它的服务已经停止，请再做一次 / the service that worked on it has ended: ask again"


@strawberry.type(description="进行到哪里 / how far it is")
class JobProgress:
    """Things of one stage."""

    stage: Label = strawberry.field(description="reading 读取、checking 核对、writing 写入 / what is being done")
    done: int
    total: int | None = strawberry.field(description="空：还不知道 / null: not known yet")


@strawberry.type(name="Job", description="超过一秒的工作：用 job(id) 查询 / work over a second: poll it")
class JobRow:
    """Its result once it is done."""

    id: str
    status: Label
    changed: DateTime
    progress: JobProgress | None = strawberry.field(
        description="进行到哪里；有的工作说不出 / how far it is; some work cannot say"
    )
    next_points: NextPoints | None
    load_file: LoadReport | None = strawberry.field(
        description="载入结果；涉及人的主题没有前几行 / what became of a file; no rows where they are about people"
    )
    code: str | None = strawberry.field(description="没有完成时的错误代码 / where it failed: the code of the error")
    problem: str | None = strawberry.field(
        description="没有完成的原因和怎么办，如直接答复 / why it failed and what to do, as the request would say"
    )

    @classmethod
    def of(cls, j: jobs.Job) -> "JobRow":
        """From the graph; one that has been silent for long is told as failed."""
        raw = json.loads(j.result) if j.result else {}
        status = j.status
        if status is Status.RUNNING and DateTime.now(SHANGHAI) - j.changed > LEFT:
            status, raw = Status.FAILED, {"code": "ABANDONED", "message": ABANDONED}
        done, failed = status is Status.DONE, status is Status.FAILED
        return cls(
            id=j.id, status=Label.of(status), changed=j.changed,
            progress=JobProgress(stage=Label.of(j.stage), done=j.done or 0, total=j.total) if j.stage else None,
            next_points=NextPoints.of(raw) if done and j.kind == "nextPoints" else None,
            load_file=LoadReport.kept(raw) if done and j.kind == "loadFile" else None,
            code=raw.get("code") if failed else None, problem=raw.get("message") if failed else None,
        )  # fmt: skip


@strawberry.type
class JobQuery:
    """Your own."""

    @strawberry.field(description="自己的作业 / your own job")
    async def job(self, info: strawberry.Info[Context, None], id: str) -> JobRow:  # noqa: A002  # GraphQL's word
        """Running, done, failed or cancelled."""
        return JobRow.of(await info.context.graph.read(info.context.actor, jobs.get, id))


@strawberry.type
class JobMutation:
    """Stop."""

    @strawberry.mutation(description="取消自己的作业 / cancel your own job")
    async def cancel_job(self, info: strawberry.Info[Context, None], id: str) -> str:  # noqa: A002  # as above
        """What was found stands, what would be written is not; what is written already is told as done."""
        await info.context.graph.write(info.context.actor, jobs.cancel, id)
        return id
