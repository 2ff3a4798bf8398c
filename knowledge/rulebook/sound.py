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
    """Each file below with its size and the second in which it was written: what Python goes by for its compiled files.

    An image of a container keeps no parts of seconds: with them nothing that was noted in it would ever hold.
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
    """True if these rules were found to be right by this program."""
    return bool(parsed.load(folder, current, NAME))


def remember(folder: Path, current: str) -> None:
    """Nothing was wrong."""
    parsed.save(folder, current, {NAME: {}}, NAME)
