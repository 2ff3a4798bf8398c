"""Stamps of jars whose checksum was verified (已校验), so that 123 MB need not be read at each start.

Size, inode and both times identify the content of a file. Writing to a file, or setting its modification time back,
changes its ctime, which only the system clock sets.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from graph_model.engine.folders import write

SETTLED = 2.0  # minimum seconds since the last change: two changes within one clock tick cannot be told apart

Mark = tuple[int, int, int, int]
"""Size, inode, modification time and ctime in nanoseconds."""


def mark(path: Path) -> Mark | None:
    """The stamp of a file; None if it does not exist or was changed within `SETTLED` seconds."""
    current = stamp(path)
    if current is None or time.time() - current[-1] / 1e9 < SETTLED:
        return None
    return current


def stamp(path: Path) -> Mark | None:
    """As `mark`, also for a file changed a moment ago; for files that only this program writes."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def load(path: Path) -> dict[str, Mark]:
    """The stored stamps by sha256 and name; empty if the file is damaged or missing."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        return {str(key): tuple(value) for key, value in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save(path: Path, marks: Mapping[str, Mark]) -> None:
    """Store the stamps; if the folder is not writable, the next start reads the jars again."""
    with suppress(OSError):
        write(path, json.dumps(marks))
