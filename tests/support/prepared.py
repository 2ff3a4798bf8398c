"""Homes with everything loaded, each made once and shared by all processes of all runs and checkouts.

Whoever reads one holds it; what nobody holds is deleted, but for the last used: two checkouts may share a home folder.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

SPARED = 2
"""Homes that nobody holds and that are kept none the less."""
UNFINISHED = "unfinished-"
HELD = ".held"


@contextmanager
def prepared(kept: Path, name: str, make: Callable[[Path], None]) -> Iterator[Path]:
    """The home of that name, held; made if it is not there."""
    kept.mkdir(parents=True, exist_ok=True)
    home = kept / name
    with (kept / f"{name}{HELD}").open("a") as held:
        with FileLock(kept / "lock"):
            if not home.is_dir():
                _make_room(kept)
                raw = kept / f"{UNFINISHED}{os.getpid()}"  # a server of a run that was killed may still be in another
                make(raw)
                raw.rename(home)
            os.utime(home)
            fcntl.flock(held, fcntl.LOCK_SH)
        yield home


def _make_room(kept: Path) -> None:
    """Delete what killed runs left, and of the homes that nobody holds all but the last used."""
    folders = sorted((p for p in kept.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for left in (p for p in folders if p.name.startswith(UNFINISHED)):
        shutil.rmtree(left)
    free = [p for p in folders if not p.name.startswith(UNFINISHED) and not _is_held(kept / f"{p.name}{HELD}")]
    for old in free[SPARED:]:
        shutil.rmtree(old)
        (kept / f"{old.name}{HELD}").unlink(missing_ok=True)


def _is_held(file: Path) -> bool:
    with file.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
