"""Jobs that outlast a request, kept in the graph so that any process can answer for them (作业)."""

from dataclasses import dataclass
from datetime import datetime

from graph_model.graph import Tx, statements
from knowledge.errors import NotFound
from knowledge.vocabulary import Labelled

PUT_JOB, JOB, CANCEL_JOB, SWEEP_JOBS = statements(__file__, "put_job", "job", "cancel_job", "sweep_jobs")


class Status(Labelled):
    """Where a job is."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"


@dataclass(frozen=True, slots=True)
class Job:
    """Long work, and its result as JSON once it is done."""

    id: str
    kind: str
    status: Status
    result: str | None
    cancel: bool
    """Somebody asked to stop it."""
    changed: datetime


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


async def put(tx: Tx, key: str, kind: str, status: Status, result: str | None, at: datetime) -> None:
    """Keep where a job is."""
    await tx.row(PUT_JOB, _Key, id=key, kind=kind, status=status.value, result=result, at=at)


async def get(tx: Tx, key: str) -> Job:
    """One's own job.

    Raises:
        NotFound: there is none of one's own.
    """
    found = await tx.row(JOB, Job, id=key)
    if found is None:
        raise NotFound("job", key)
    return found


async def cancel(tx: Tx, key: str) -> None:
    """Ask that one's own job stops.

    Raises:
        NotFound: there is none of one's own.
    """
    if await tx.row(CANCEL_JOB, _Key, id=key) is None:
        raise NotFound("job", key)


async def sweep(tx: Tx, before: datetime) -> int:
    """Delete jobs, whoever's, to which nothing has happened since; how many they were."""
    return len(await tx.rows(SWEEP_JOBS, _Key, before=before))
