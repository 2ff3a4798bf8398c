"""Meeting reports that are being made, each under a key: its steps, its file, its end (报告的制作)."""

import asyncio
import os
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from web.frame.session import Report
from web.frame.tray import Tray, TrayRoom
from web.parts.asking import Refused
from web.parts.words import say

ROOM = TrayRoom(lifetime=3600.0, each=20, most=20)
"""Number of stored reports, and their lifetime (configured value)."""


class ReportStopped(Exception):
    """The person has stopped the report; raised at the end of a step."""


@dataclass
class Making:
    """A report on its way, made in one process and watched from any."""

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
    process: int = field(default_factory=os.getpid)
    """The process that makes it."""


class Reports:
    """The reports of the service."""

    def __init__(self, make: Report | None, tray: Tray[Making]) -> None:
        self.make, self._tray = make, tray
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, owner: str, key: str) -> Making | None:
        """A person's own report; None if there is none any more."""
        making = self._tray.get(key, owner)
        if making is not None and making.running and not _alive(making.process):
            return self._tray.change(key, running=False, problem=say("planning.report_lost"))
        return making

    def stop(self, owner: str, key: str) -> None:
        """End a person's report after its present step."""
        if self.get(owner, key) is not None:
            self._tray.change(key, stopping=True)

    def begin(self, owner: str, area: str, on: date, draft: str = "") -> Making | None:
        """Make a report beside everything else, or give the same one on its way; None if none can be made."""
        if self.make is None:
            return None
        asked = (owner, area, on, draft)
        running = (m for m in self._tray.of(owner) if m.running and not m.stopping and _alive(m.process))
        if same := next((m for m in running if (m.owner, m.area, m.on, m.draft) == asked), None):
            return same
        making = Making(uuid4().hex, *asked)
        self._tray.put(making)
        task = asyncio.create_task(self._run(self.make, making))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return making

    async def _run(self, make: Report, making: Making) -> None:
        def report_step(what: str) -> None:
            making.steps.append(what)
            kept = self._tray.change(making.key, steps=making.steps)
            if kept is None or kept.stopping:
                raise ReportStopped

        content, problem = None, ""
        try:
            content = await make(making.area, making.on, making.draft, report_step)
        except ReportStopped:
            pass
        except Refused as e:
            problem = str(e)
        finally:
            self._tray.change(making.key, running=False, content=content, problem=problem)


def _alive(process: int) -> bool:
    """True if a process of this machine runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
