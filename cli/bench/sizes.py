"""Time of an operation at a size, with its memory and its bar (各规模的基准)."""

import os
import resource
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.settings import Settings
from cli.bench.questions import machine
from cli.session import DatabaseServer
from knowledge.rulebook.load import rulebook
from loaders.shipped.districts import DEFAULT

ASKED, WRITES = 20, 3
"""Questions, and writes, whose middle one counts."""
KILO = 1024
MATTER = min(rulebook().matters)
QUESTION = {"subject": {"matter": MATTER}, "at": {"code": DEFAULT}}


@dataclass(frozen=True, slots=True)
class SizeTiming:
    """One piece of work: seconds, processor seconds of the program (not of the database), memory, and its bar."""

    name: str
    size: str
    seconds: float
    processor: float | None = None
    memory: float | None = None
    """MB at most."""
    bar: str = ""

    def text(self) -> str:
        """A row of the table."""
        memory = f"{self.memory:,.0f}" if self.memory is not None else ""
        processor = f"{self.processor:.3f}" if self.processor is not None else ""
        return f"| {self.name} | {self.size} | {self.seconds:.3f} | {processor} | {memory} | {self.bar} |"


@contextmanager
def database(home: Path) -> Iterator[DatabaseServer]:
    """A database of its own in a folder, stopped afterwards."""
    server = DatabaseServer(Settings(TONGXIN_HOME=home))
    try:
        yield server
    finally:
        server.stop()


async def timed(name: str, size: str, bar: str, work: Callable[[], Awaitable[object]], times: int = 1) -> SizeTiming:
    """The middle of several."""
    rows = list[tuple[float, float]]()
    for _ in range(times):
        began, spent = time.perf_counter(), time.process_time()
        await work()
        rows.append((time.perf_counter() - began, time.process_time() - spent))
    seconds, processor = (statistics.median(column) for column in zip(*rows, strict=True))
    return SizeTiming(name, size, seconds, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILO, bar)


def middle(rows: Sequence[SizeTiming]) -> SizeTiming:
    """The middle one by time."""
    return sorted(rows, key=lambda r: r.seconds)[len(rows) // 2]


def table(rows: Sequence[SizeTiming], *notes: str) -> str:
    """All as Markdown, with the machine and how busy it is."""
    head = f"{machine()}; load {os.getloadavg()[0]:.0f}."
    columns = ["| work | size | s | CPU s, without the database | MB at most | bar |", "|---|---|---|---|---|---|"]
    return "\n".join([head, "", *columns, *(r.text() for r in rows), "", *notes])
