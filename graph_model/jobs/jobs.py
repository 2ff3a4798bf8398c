"""Jobs that outlast a request, kept in the graph so that any process can answer for them (作业)."""

import threading
from dataclasses import dataclass
from datetime import datetime

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.errors import NotFound
from knowledge.vocabulary import Labelled

PUT_JOB, TELL_JOB, SETTLE_JOB, JOB, CANCEL_JOB, SWEEP_JOBS = statements(
    __file__, "put_job", "tell_job", "settle_job", "job", "cancel_job", "sweep_jobs"
)


class Status(Labelled):
    """Where a job is."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"
    CANCELLED = "cancelled", "已取消"


class Stage(Labelled):
    """What a job is doing."""

    READING = "reading", "读取"
    CHECKING = "checking", "核对"
    WRITING = "writing", "写入"


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
    stage: Stage | None = None
    done: int | None = None
    """How many things of the stage are done."""
    total: int | None = None
    """Of how many; None while nobody knows."""
    settled: bool = False
    """What it writes was on its way to stand, too late for being stopped."""


class Stopped(Exception):  # a fact, as the errors of the rules
    """The work was asked to stop, and left nothing behind."""


class Course:
    """Long work as it goes: how far it is and whether it shall stop. Any thread may tell and ask."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.watched = False
        """Whether it has become a job, whose result is kept in the graph."""
        self.at: tuple[Stage, int, int | None] | None = None
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    def stopping(self) -> bool:
        """Whether the work shall stop."""
        return self._stop.is_set()

    def reached(self, stage: Stage, done: int, total: int | None = None) -> None:
        """Say how far the work is, and stop it here where it shall stop.

        Raises:
            Stopped: somebody asked for it.
        """
        self.at = (stage, done, total)
        if self.stopping():
            raise Stopped

    async def settle(self, tx: Tx) -> None:
        """Last of a transaction: who asked to stop before this is heard, and who asks later comes too late.

        Raises:
            Stopped: somebody asked for it; the transaction writes nothing.
        """
        found = await tx.row(SETTLE_JOB, _Asked, id=self.key)
        if self.stopping() or (found is not None and found.cancel):
            raise Stopped


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


@dataclass(frozen=True, slots=True)
class _Asked:
    cancel: bool


async def put(tx: Tx, key: str, kind: str, status: Status, result: str | None, at: datetime) -> None:
    """Keep where a job is."""
    await tx.row(PUT_JOB, _Key, id=key, kind=kind, status=status.value, result=result, at=at)


async def tell(tx: Tx, course: Course, at: datetime) -> bool:
    """Keep how far a job is; whether somebody asked to stop it."""
    stage, done, total = course.at or (None, None, None)
    found = await tx.row(TELL_JOB, _Asked, id=course.key, stage=stage and stage.value, done=done, total=total, at=at)
    return found is not None and found.cancel


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
