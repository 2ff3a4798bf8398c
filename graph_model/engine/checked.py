"""Which jars were read whole and found right and were not touched since (已校验): 123 MB need no second reading.

Size, inode and both times of a file stand for its content.  Whoever writes to a file, or sets its date back, moves the
time of its last change (ctime), and nobody but the system's clock sets that one.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from graph_model.engine.folders import write

SETTLED = 2.0  # seconds that a file must have lain still: two changes within one tick of the clock look alike

Mark = tuple[int, int, int, int]
"""Size, inode, time of content, time of change (ns)."""


def mark(path: Path) -> Mark | None:
    """What stands for the content of a file; none where there is no file or it was touched a moment ago."""
    found = stamp(path)
    if found is None or time.time() - found[-1] / 1e9 < SETTLED:
        return None
    return found


def stamp(path: Path) -> Mark | None:
    """As `mark`, of a file that nobody else writes: it need not have lain still."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def load(path: Path) -> dict[str, Mark]:
    """The marks by sha256 and name, as they were noted; none where the note is damaged or missing."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {str(key): tuple(value) for key, value in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save(path: Path, marks: Mapping[str, Mark]) -> None:
    """Note the marks; a folder that cannot be written costs the next start a reading, no more."""
    with suppress(OSError):
        write(path, json.dumps(marks))
