"""Folders of the managed server: its home (数据目录) and the cache of jars (缓存目录)."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_dir

from graph_model.engine.errors import explained, no_room

ROOM = 500 * 1000 * 1000  # bytes: 123 MB of jars and a first store with its transaction logs
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one server; servers share only the cache of jars."""

    path: Path

    @property
    def lock(self) -> Path:
        """Return the lock file, locked while the server is searched, started or stopped."""
        return self.path / "engine.lock"

    @property
    def state(self) -> Path:
        """The process that serves this home, and its port."""
        return self.path / "engine.json"

    @property
    def password(self) -> Path:
        """The random password of the user `neo4j`."""
        return self.path / "neo4j.password"

    @property
    def conf(self) -> Path:
        """Folder of the server's configuration."""
        return self.path / "conf"

    @property
    def settings(self) -> Path:
        """The server's configuration, rewritten at each start."""
        return self.conf / "neo4j.conf"

    @property
    def logs(self) -> Path:
        """Folder of the server's logs."""
        return self.path / "logs"

    @property
    def classes(self) -> Path:
        """List of the classes that a start without an archive has loaded."""
        return self.path / "classes.list"

    @property
    def data(self) -> Path:
        """Folder of the server's store."""
        return self.path / "data"

    @property
    def unborn(self) -> Path:
        """Marker file in the store until the server has answered for the first time."""
        return self.data / "unborn"

    @property
    def was_started(self) -> bool:
        """True if a server has answered from this store; from then on, the store contains the password."""
        return (self.data / "databases").exists() and not self.unborn.exists()


def opened(path: Path) -> Home:
    """Create the home of a server, accessible to its owner only.

    Raises:
        EngineError: The folder cannot be created or written.
    """
    home = Home(path.expanduser().absolute())
    with explained(home.path):
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        resolved = Home(home.path.resolve())
        resolved.lock.touch(mode=OWNER_ONLY)
        return resolved


def begin_store(home: Home) -> None:
    """Create the folder of a new store; a store whose first start was interrupted is empty and is created again.

    If Neo4j is killed at certain moments of its first start, it leaves a store that it cannot open again.
    """
    discarded = home.path / "data.discarded"
    if discarded.exists():
        shutil.rmtree(discarded)
    if home.unborn.exists():
        home.data.rename(discarded)  # atomic: an interrupted deletion could lose the marker file
        shutil.rmtree(discarded)
    if not home.was_started:
        home.data.mkdir(mode=0o700, exist_ok=True)
        home.unborn.touch()


def cache() -> Path:
    """The folder of the jars: `TONGXIN_CACHE`, else the user's cache folder."""
    return Path(os.environ.get("TONGXIN_CACHE") or user_cache_dir("tongxin")).expanduser().absolute()


def require_room(folder: Path) -> None:
    """Check the free disk space before a step that a full disk would interrupt.

    Raises:
        EngineError: Less than 500 MB are free.
    """
    with explained(folder):
        existing = next(ancestor for ancestor in (folder, *folder.parents) if ancestor.exists())
        if shutil.disk_usage(existing).free < ROOM:
            raise no_room(folder)


def write(path: Path, text: str) -> None:
    """Write a file atomically, for its owner only: a reader sees the old or the new content."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=OWNER_ONLY, exist_ok=False)
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
