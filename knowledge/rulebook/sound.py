"""The memory that rules have been checked, for as long as neither they nor the program has changed (查过).

The check takes as long as reading them; whoever asks a question need not wait for it each time.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from knowledge import parsed

ROOM = Path(__file__).parent.parent
NAME = "sound"


def stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield each file below with its size and the second of its change: the keys of Python's cache of compiled files.

    The image of a container has no parts of seconds: with them no note in it would ever match.
    """
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from stamps(entry.path)
            else:
                state = entry.stat()
                yield entry.path, state.st_size, int(state.st_mtime)


def state(content: str) -> str:
    """These rules beside this program: another one may find something wrong with them."""
    return sha256(repr((content, *stamps(str(ROOM)))).encode()).hexdigest()


def is_known(folder: Path, current: str) -> bool:
    """True if this program has already checked these rules without an error."""
    return bool(parsed.load(folder, current, NAME))


def remember(folder: Path, current: str) -> None:
    """Record that these rules are free of errors."""
    parsed.save(folder, current, {NAME: {}}, NAME)
