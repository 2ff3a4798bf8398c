"""Work over a second becomes a job to poll and to cancel; the work runs beside the event loop (作业)."""

import asyncio
import json
import uuid
from collections.abc import Callable, Coroutine
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from datetime import timedelta
from typing import Any

from api.errors import told
from api.request.context import Context
from graph_model.errors import GraphUnavailable
from graph_model.jobs import jobs
from graph_model.jobs.jobs import Course, Job, JobStatus, Stopped
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput

PATIENCE = 1.0
"""Seconds after which an answer becomes a job."""
AT_ONCE = 4
"""Jobs of a process at the same time."""
KEPT = timedelta(days=7)
"""How long a job can be asked for after the last that happened to it; then it goes when another begins (配置值)."""
GRACE = 5.0
"""Seconds that running work has to stop when the service ends (配置值)."""
_RUNNING: dict[asyncio.Task[None], Course] = {}

Result = dict[str, Any]
"""Plain values."""
Work = Callable[[Course], Coroutine[Any, Any, Result]]
"""Tells its course how far it is, and stops where the course says so."""


async def run(c: Context, kind: str, work: Work) -> Result | Job:
    """The result, or the job that will have it. Work that nobody will hear of is stopped.

    Raises:
        BadInput: what the work refuses within the first second; too many jobs at once.
    """
    if len(_RUNNING) >= AT_ONCE:
        raise BadInput("job", "job.too_many")
    course = Course(uuid.uuid4().hex)
    task = asyncio.create_task(work(course))
    try:
        if (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            return task.result()
        course.watched = True
        await c.graph.write(c.actor, jobs.sweep, DateTime.now(SHANGHAI) - KEPT)
        await _put(c, course.key, kind, JobStatus.RUNNING, None)
    except BaseException:
        course.stop()
        raise
    watcher = asyncio.create_task(_watch(c, kind, course, task))
    _RUNNING[watcher] = course
    watcher.add_done_callback(_RUNNING.pop)
    return Job(course.key, kind, JobStatus.RUNNING, None, cancel=False, changed=DateTime.now(SHANGHAI))


async def _put(c: Context, key: str, kind: str, status: JobStatus, result: str | None) -> None:
    await c.graph.write(c.actor, jobs.put, key, kind, status, result, DateTime.now(SHANGHAI))


async def _watch(c: Context, kind: str, course: Course, task: asyncio.Task[Result]) -> None:
    """Bring a job to its end; a client that asked to stop it is heard within a second."""
    try:
        while not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            if await _asked(c, course):
                course.stop()
        await _told(c, course.key, kind, *_end(task))
    except asyncio.CancelledError:
        course.stop()
        raise


async def _asked(c: Context, course: Course) -> bool:
    """Keep how far it is; whether somebody asked to stop it. The work goes on while the database is away."""
    try:
        return await c.graph.write(c.actor, jobs.tell, course, DateTime.now(SHANGHAI))
    except GraphUnavailable:
        return False


def _end(task: asyncio.Task[Result]) -> tuple[JobStatus, str]:
    """How it ended. A job has nobody to raise to: it is told as the request would have been."""
    try:
        return JobStatus.DONE, json.dumps(task.result(), ensure_ascii=False)
    except Stopped:
        return JobStatus.CANCELLED, "{}"
    except Exception as e:  # noqa: BLE001  # as above
        return JobStatus.FAILED, json.dumps(told(e), ensure_ascii=False)


async def _told(c: Context, key: str, kind: str, status: JobStatus, result: str) -> None:
    """Keep how it ended, as soon as the database is there."""
    while True:
        try:
            return await _put(c, key, kind, status, result)
        except GraphUnavailable:
            await asyncio.sleep(PATIENCE)


async def stop_all() -> None:
    """Stop what runs when the service ends, and keep that it has."""
    running = dict(_RUNNING)
    for course in running.values():
        course.stop()
    if running:
        await asyncio.wait(running, timeout=GRACE)
    for watcher in running:
        watcher.cancel()
    await asyncio.gather(*running, return_exceptions=True)
