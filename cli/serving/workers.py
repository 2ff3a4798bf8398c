"""Worker processes that a first process starts and restarts, and their shared data in its memory (多进程)."""

import ctypes
import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import RawValue, get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.managers import BaseManager
from typing import Any, cast

from cli.ask import show
from web.frame.session import Trays
from web.frame.tray import Tray, TrayRoom

LOOK, PAUSE = 0.5, 1.0
"""Seconds between two checks that all workers live, and before another is started for a dead one (configured
values).
"""
GRACE = 30.0
"""Seconds that a worker has to end (configured value)."""
SILENT = 60.0
"""Seconds without a sign of life after which a worker is replaced (configured value): no answer may block its loop
so long.
"""
STACKS = signal.SIGUSR1
"""Signal at which a hanging worker writes its stack."""


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


@dataclass(slots=True)
class _Worker:
    """Process with its sign of life: a number that it counts up, and that stops if its loop hangs."""

    process: SpawnProcess
    beat: Any
    seen: int = 0
    silent: float = 0.0
    """Seconds of polling during which the number did not change; no clock of the machine is read."""

    def silent_for(self, looked: float) -> float:
        """Look again; whoever is still starting has not counted yet and is not judged."""
        at = self.beat.value
        self.silent = self.silent + looked if at == self.seen and at else 0.0
        self.seen = at
        return self.silent


def supervise(work: Callable[[Any], None], workers: int, silent: float = SILENT) -> None:
    """Run `work` in `workers` processes, replacing each that dies or hangs, until stopped.

    Each gets a number in shared memory, to count up as long as its loop turns.
    """
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    running = [_started(work) for _ in range(workers)]
    try:
        while not ending.is_set():
            wait([w.process.sentinel for w in running], LOOK)
            for hung in [w for w in running if w.silent_for(LOOK) >= silent]:
                _stop(hung.process, silent)
            for dead in [w for w in running if not w.process.is_alive()]:
                if not ending.wait(PAUSE):
                    show.err.print(show.say("shell.worker_died", process=dead.process.pid))
                    running[running.index(dead)] = _started(work)
    finally:
        _end([w.process for w in running])


def _started(work: Callable[[Any], None]) -> _Worker:
    beat = RawValue(ctypes.c_uint64, 0)
    process = get_context("spawn").Process(target=work, args=(beat,))
    process.start()
    return _Worker(process, beat)


def _stop(hung: SpawnProcess, silent: float) -> None:
    """Make a hanging process write its stack, and kill it: it would react to no other signal."""
    show.err.print(show.say("shell.worker_hung", process=hung.pid, seconds=round(silent)))
    with suppress(ProcessLookupError):
        os.kill(hung.pid or 0, STACKS)
    hung.join(PAUSE)
    hung.kill()
    hung.join()


def _end(running: Sequence[SpawnProcess]) -> None:
    """Ask all to end at once; what they are answering is answered first."""
    for process in running:
        process.terminate()
    for process in running:
        process.join(GRACE)
        if process.is_alive():
            process.kill()
