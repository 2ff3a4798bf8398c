"""Work over a second becomes a job to poll and to cancel; the work runs beside the event loop (作业)."""

import asyncio
import json
import threading
import uuid
from collections.abc import Callable
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from datetime import timedelta
from typing import Any

from api.context import Context
from api.errors import told
from graph_model import jobs
from graph_model.jobs import Job, Status
from knowledge.deadlines import SHANGHAI
from knowledge.errors import BadInput

PATIENCE = 1.0
"""Seconds after which an answer becomes a job."""
AT_ONCE = 4
"""Jobs of a process at the same time."""
KEPT = timedelta(days=7)
"""How long a job can be asked for after the last that happened to it; then it goes when another begins (配置值)."""
_RUNNING: set[asyncio.Task[None]] = set()

Work = Callable[[Callable[[], bool]], dict[str, Any]]
"""Takes "shall I stop?", gives plain values."""


async def run(c: Context, kind: str, work: Work) -> dict[str, Any] | Job:
    """The result, or the job that will have it.

    Raises:
        BadInput: what the work refuses within the first second; too many jobs at once.
    """
    if len(_RUNNING) >= AT_ONCE:
        raise BadInput("job", "too many at once", "稍后再试 / try again later")
    stop = threading.Event()
    task = asyncio.create_task(asyncio.to_thread(work, stop.is_set))
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if done:
        return task.result()
    await c.graph.write(c.actor, jobs.sweep, DateTime.now(SHANGHAI) - KEPT)
    key = uuid.uuid4().hex
    await _put(c, key, kind, Status.RUNNING, None)
    watcher = asyncio.create_task(_watch(c, key, kind, task, stop))
    _RUNNING.add(watcher)
    watcher.add_done_callback(_RUNNING.discard)
    return Job(key, kind, Status.RUNNING, None, cancel=False, changed=DateTime.now(SHANGHAI))


async def _put(c: Context, key: str, kind: str, status: Status, result: str | None) -> None:
    await c.graph.write(c.actor, jobs.put, key, kind, status, result, DateTime.now(SHANGHAI))


async def _watch(c: Context, key: str, kind: str, task: "asyncio.Task[dict[str, Any]]", stop: threading.Event) -> None:
    """Bring a job to its end; a client that asked to stop it is heard within a second."""
    try:
        while not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            if (await c.graph.read(c.actor, jobs.get, key)).cancel:
                stop.set()
        await _put(c, key, kind, Status.DONE, json.dumps(task.result(), ensure_ascii=False))
    except asyncio.CancelledError:
        stop.set()
        raise
    except Exception as e:  # noqa: BLE001  # a job has nobody to raise to: it is told as the request would have been
        code, message = told(e)
        await _put(c, key, kind, Status.FAILED, json.dumps({"code": code, "message": message}, ensure_ascii=False))


async def stop_all() -> None:
    """Stop what runs when the service ends."""
    for t in tuple(_RUNNING):
        t.cancel()
    await asyncio.gather(*_RUNNING, return_exceptions=True)
