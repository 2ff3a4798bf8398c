"""Meeting reports that are being made, each under a key: its steps, its file, its end (报告的制作)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from uuid import uuid4

from web.frame.session import Report
from web.parts.asking import Refused

MOST, LIFETIME = 20, 3600
"""Reports that this process keeps at a time, and seconds for which it keeps one (配置值)."""


class ReportStopped(Exception):
    """The person has stopped the report; raised at the end of a step."""


@dataclass
class Making:
    """A report on its way: in the memory of this process only."""

    key: str
    owner: str
    area: str
    on: date
    draft: str = ""
    """Empty for the live network."""
    steps: list[str] = field(default_factory=list)
    content: bytes | None = None
    problem: str = ""
    stopping: bool = False
    running: bool = True
    begun: float = field(default_factory=monotonic)

    def step(self, what: str) -> None:
        """A step is done.

        Raises:
            ReportStopped: No further one is wanted.
        """
        if self.stopping:
            raise ReportStopped
        self.steps.append(what)


class Reports:
    """The reports of this process."""

    def __init__(self, make: Report | None) -> None:
        self.make = make
        self._made: dict[str, Making] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, owner: str, key: str) -> Making | None:
        """A person's own report; None if there is none any more."""
        made = self._made.get(key)
        return made if made is not None and made.owner == owner else None

    def begin(self, owner: str, area: str, on: date, draft: str = "") -> Making | None:
        """Make a report beside everything else, or give the same one on its way; None if none can be made."""
        if self.make is None:
            return None
        self._sweep()
        asked = (owner, area, on, draft)
        same = (m for m in self._made.values() if m.running and (m.owner, m.area, m.on, m.draft) == asked)
        if (making := next(same, None)) is not None and not making.stopping:
            return making
        making = Making(uuid4().hex, *asked)
        self._made[making.key] = making
        task = asyncio.create_task(_run(self.make, making))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return making

    def _sweep(self) -> None:
        old = [k for k, m in self._made.items() if not m.running and monotonic() - m.begun > LIFETIME]
        spare = [k for k, m in self._made.items() if not m.running and k not in old]
        for key in [*old, *spare[: max(0, len(spare) - MOST + 1)]]:
            del self._made[key]


async def _run(make: Report, making: Making) -> None:
    told: Callable[[str], None] = making.step
    try:
        making.content = await make(making.area, making.on, making.draft, told)
    except ReportStopped:
        making.content = None
    except Refused as e:
        making.problem = str(e)
    finally:
        making.running = False
