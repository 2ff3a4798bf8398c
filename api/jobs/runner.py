"""Work of more than a second becomes a job, which clients poll and cancel; it runs beside the event loop (作业)."""

import asyncio
import json
import uuid
from collections.abc import Callable, Coroutine
from datetime import datetime as DateTime
from datetime import timedelta
from typing import Any

from api.errors import error_data
from api.jobs import places
from api.request.context import Context
from graph_model.errors import GraphUnavailable
from graph_model.jobs import jobs
from graph_model.jobs.jobs import Course, Job, JobStatus, Stopped
from knowledge.calendar.deadlines import SHANGHAI

PATIENCE = 1.0
"""Seconds after which an answer becomes a job."""
LIFETIME = timedelta(days=7)
"""Storage time of a job after its last change; older ones are deleted when another job starts (configured value)."""
GRACE = 5.0
"""Seconds that running work has to stop when the service stops (configured value)."""
_RUNNING: dict[asyncio.Task[None], tuple[Course, str]] = {}
"""By what watches them: the jobs of this process, each with its account."""

Result = dict[str, Any]
"""The result as JSON values."""
Work = Callable[[Course], Coroutine[Any, Any, Result]]
"""Long work: it reports its progress to the course, and stops if the course requests it."""


async def run(c: Context, kind: str, work: Work) -> Result | Job:
    """The result, or the job that will have it; the work is stopped if it has no place, or cannot be stored.

    Raises:
        BadInput: The work refuses its input within the first second.
        NoPlace: Too many jobs are running, of this account (`TooMuchOfOwn`) or in the whole process.
    """
    places.check(c.actor.id)
    course = Course(uuid.uuid4().hex)
    task = asyncio.create_task(work(course))
    try:
        if (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            return task.result()
        places.take(c.actor.id)  # others that began in the same second may have it
    except BaseException:
        course.stop()
        raise
    try:
        course.watched = True
        await c.graph.write(c.actor, jobs.sweep, DateTime.now(SHANGHAI) - LIFETIME)
        await _put(c, course.key, kind, JobStatus.RUNNING, None)
    except BaseException:
        course.stop()
        places.give_back(c.actor.id)
        raise
    watcher = asyncio.create_task(_watch(c, kind, course, task))
    _RUNNING[watcher] = course, c.actor.id
    watcher.add_done_callback(_ended)
    return Job(course.key, kind, JobStatus.RUNNING, None, cancel=False, changed=DateTime.now(SHANGHAI))


def _ended(watcher: asyncio.Task[None]) -> None:
    _, account = _RUNNING.pop(watcher)
    places.give_back(account)


async def _put(c: Context, key: str, kind: str, status: JobStatus, result: str | None) -> None:
    await c.graph.write(c.actor, jobs.put, key, kind, status, result, DateTime.now(SHANGHAI))


async def _watch(c: Context, kind: str, course: Course, task: asyncio.Task[Result]) -> None:
    """Watch a job until it ends; a cancellation takes effect within a second."""
    try:
        while not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            if await _cancelled(c, course):
                course.stop()
        c.changed()
        await _store_end(c, course.key, kind, *_end(task))
    except asyncio.CancelledError:
        course.stop()
        raise


async def _cancelled(c: Context, course: Course) -> bool:
    """Store the progress; True if the job was cancelled. The work continues while the database is unavailable."""
    try:
        return await c.graph.write(c.actor, jobs.tell, course, DateTime.now(SHANGHAI))
    except GraphUnavailable:
        return False


def _end(task: asyncio.Task[Result]) -> tuple[JobStatus, str]:
    """Status and result of the finished work; an exception becomes the same error as in a direct answer."""
    try:
        return JobStatus.DONE, json.dumps(task.result(), ensure_ascii=False)
    except Stopped:
        return JobStatus.CANCELLED, "{}"
    except Exception as e:  # noqa: BLE001  # as above
        return JobStatus.FAILED, json.dumps(error_data(e), ensure_ascii=False)


async def _store_end(c: Context, key: str, kind: str, status: JobStatus, result: str) -> None:
    """Store status and result, and repeat until the database is available."""
    while True:
        try:
            return await _put(c, key, kind, status, result)
        except GraphUnavailable:
            await asyncio.sleep(PATIENCE)


async def stop_all() -> None:
    """Stop the running jobs when the service stops, and store how they ended."""
    running = dict(_RUNNING)
    for course, _ in running.values():
        course.stop()
    if running:
        await asyncio.wait(running, timeout=GRACE)
    for watcher in running:
        watcher.cancel()
    await asyncio.gather(*running, return_exceptions=True)
