"""`python -m tests.support.hanging FOLDER`: two workers as `tongxin serve` has them; the first hangs at once."""

import asyncio
import faulthandler
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.serving.workers import STACKS, supervise

SILENT = 5.0


@dataclass(frozen=True, slots=True)
class Hanging:
    """A worker whose loop stands still if it is the first to come."""

    folder: Path

    def work(self, beat: Any) -> None:
        """Count until asked to end."""
        faulthandler.register(STACKS)
        asyncio.run(self._live(beat))

    async def _live(self, beat: Any) -> None:
        beat.value += 1
        (self.folder / f"pid-{os.getpid()}").touch()
        if self._first():
            here_it_hangs()
        while True:
            beat.value += 1
            await asyncio.sleep(0.1)

    def _first(self) -> bool:
        try:
            (self.folder / "hung").symlink_to(str(os.getpid()))
        except FileExistsError:
            return False
        return True


def here_it_hangs() -> None:
    """What no loop survives: a call that never returns."""
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    supervise(Hanging(Path(sys.argv[1])).work, 2, SILENT)
