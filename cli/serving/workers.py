"""Workers that a first process starts, and starts again, and what they keep in its memory (多进程)."""

import signal
import threading
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.managers import BaseManager
from typing import Any, cast

from cli.ask import show
from web.frame.session import Trays
from web.frame.tray import Tray, TrayRoom

LOOK, PAUSE = 0.5, 1.0
"""Seconds between two looks whether all workers live, and before another is started for a dead one (配置值)."""
GRACE = 30.0
"""Seconds that a worker has to end (配置值)."""


class Memory(BaseManager):
    """Trays in the memory of the first process, reached by its children through a socket of theirs."""


def remember() -> str:
    """Keep trays in this process; where its children reach them."""
    kept: dict[str, Tray[Any]] = {}
    Memory.register("tray", lambda name, room: kept.setdefault(name, Tray(room)))
    server = Memory().get_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return str(server.address)


def remembered(address: str) -> Trays:
    """The trays of the first process."""
    Memory.register("tray")
    memory = Memory(address)
    memory.connect()

    def tray(name: str, room: TrayRoom) -> Tray[Any]:
        return cast("Tray[Any]", memory.tray(name, room))  # type: ignore[attr-defined]  # registered by name

    return tray


def supervise(work: Callable[[], None], workers: int) -> None:
    """Have `work` done by so many processes, again by another whenever one dies, until asked to end."""
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    running = [_started(work) for _ in range(workers)]
    try:
        while not ending.is_set():
            wait([p.sentinel for p in running], LOOK)
            for dead in [p for p in running if not p.is_alive()]:
                if not ending.wait(PAUSE):
                    show.err.print(show.say("shell.worker_died", process=dead.pid))
                    running[running.index(dead)] = _started(work)
    finally:
        _end(running)


def _started(work: Callable[[], None]) -> SpawnProcess:
    process = get_context("spawn").Process(target=work)
    process.start()
    return process


def _end(running: Sequence[SpawnProcess]) -> None:
    """Ask all to end at once; what they are answering is answered first."""
    for process in running:
        process.terminate()
    for process in running:
        process.join(GRACE)
        if process.is_alive():
            process.kill()
