"""Jobs that outlast a request, stored in the graph so that every process can report on them (作业)."""

import threading
from dataclasses import dataclass
from datetime import datetime

from graph_model.graph import Tx
from graph_model.rows import KeyRow, statements
from knowledge.errors import NotFound
from knowledge.vocabulary import Labelled

PUT_JOB, TELL_JOB, SETTLE_JOB, JOB, CANCEL_JOB, SWEEP_JOBS = statements(
    __file__, "put_job", "tell_job", "settle_job", "job", "cancel_job", "sweep_jobs"
)


class JobStatus(Labelled):
    """Status of a job."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"
    CANCELLED = "cancelled", "已取消"


class Stage(Labelled):
    """Stage of a running job."""

    READING = "reading", "读取"
    CHECKING = "checking", "核对"
    WRITING = "writing", "写入"


@dataclass(frozen=True, slots=True)
class Job:
    """A job, with its result as JSON once it is done."""

    id: str
    kind: str
    status: JobStatus
    result: str | None
    cancel: bool
    """True if its cancellation was requested."""
    changed: datetime
    """The last update."""
    stage: Stage | None = None
    done: int | None = None
    """Number of items of the stage that are done."""
    total: int | None = None
    """Number of items of the stage; None if unknown."""
    settled: bool = False
    """True if its writes are being committed, so that it can no longer be cancelled."""


class Stopped(Exception):
    """The work was cancelled and wrote nothing."""


class Course:
    """Progress and cancellation of a running job; safe to use from any thread."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.watched = False
        """True if the work is a stored job, whose result is read from the graph."""
        self.at: tuple[Stage, int, int | None] | None = None
        """Stage, items done, items in total (None if unknown)."""
        self._stop = threading.Event()

    def stop(self) -> None:
        """Request the cancellation."""
        self._stop.set()

    def stopping(self) -> bool:
        """True if the cancellation was requested in this process."""
        return self._stop.is_set()

    def reached(self, stage: Stage, done: int, total: int | None = None) -> None:
        """Report progress.

        Raises:
            Stopped: The cancellation was requested.
        """
        self.at = (stage, done, total)
        if self.stopping():
            raise Stopped

    async def settle(self, tx: Tx) -> None:
        """End a transaction: later requests to cancel have no effect.

        Raises:
            Stopped: The cancellation was requested before; the transaction must write nothing.
        """
        row = await tx.row(SETTLE_JOB, _CancelRow, id=self.key)
        if self.stopping() or (row is not None and row.cancel):
            raise Stopped


@dataclass(frozen=True, slots=True)
class _CancelRow:
    cancel: bool


async def put(tx: Tx, key: str, kind: str, status: JobStatus, result: str | None, at: datetime) -> None:
    """Store the status and result of a job."""
    await tx.row(PUT_JOB, KeyRow, id=key, kind=kind, status=status.value, result=result, at=at)


async def tell(tx: Tx, course: Course, at: datetime) -> bool:
    """Store the progress of a job; True if its cancellation was requested."""
    stage, done, total = course.at or (None, None, None)
    row = await tx.row(TELL_JOB, _CancelRow, id=course.key, stage=stage and stage.value, done=done, total=total, at=at)
    return row is not None and row.cancel


async def get(tx: Tx, key: str) -> Job:
    """One of the actor's own jobs.

    Raises:
        NotFound: The actor has no such job.
    """
    job = await tx.row(JOB, Job, id=key)
    if job is None:
        raise NotFound("job", key)
    return job


async def cancel(tx: Tx, key: str) -> None:
    """Request the cancellation of one of the actor's own jobs.

    Raises:
        NotFound: The actor has no such job.
    """
    if await tx.row(CANCEL_JOB, KeyRow, id=key) is None:
        raise NotFound("job", key)


async def sweep(tx: Tx, before: datetime) -> int:
    """Delete all users' jobs unchanged since `before`; return the count."""
    return len(await tx.rows(SWEEP_JOBS, KeyRow, before=before))
