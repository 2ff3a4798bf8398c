"""Where the managed server keeps things: its home (数据目录) and the cache of jars (缓存目录)."""

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
    """The folder of one server; two homes never share anything but the jars."""

    path: Path

    @property
    def lock(self) -> Path:
        """Held while a server is found, started or stopped."""
        return self.path / "engine.lock"

    @property
    def state(self) -> Path:
        """Which process serves this home, and where."""
        return self.path / "engine.json"

    @property
    def password(self) -> Path:
        """The random password of the user `neo4j`."""
        return self.path / "neo4j.password"

    @property
    def conf(self) -> Path:
        """The folder of the server's settings."""
        return self.path / "conf"

    @property
    def settings(self) -> Path:
        """The server's settings, written anew at each start."""
        return self.conf / "neo4j.conf"

    @property
    def logs(self) -> Path:
        """The server's own logs."""
        return self.path / "logs"

    @property
    def classes(self) -> Path:
        """The classes that a start without an archive has loaded."""
        return self.path / "classes.list"

    @property
    def data(self) -> Path:
        """The server's store."""
        return self.path / "data"

    @property
    def unborn(self) -> Path:
        """A mark that lies in the store from before its first start until the server has answered once."""
        return self.data / "unborn"

    @property
    def was_started(self) -> bool:
        """Has a server ever answered from this store?  From then on the password lives in it."""
        return (self.data / "databases").exists() and not self.unborn.exists()


def opened(path: Path) -> Home:
    """Make the home of a server, for its owner only.

    Raises:
        EngineError: the folder cannot be made or written.
    """
    home = Home(path.expanduser().absolute())
    with explained(home.path):
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        resolved = Home(home.path.resolve())
        resolved.lock.touch(mode=OWNER_ONLY)
        return resolved


def begin_store(home: Home) -> None:
    """Make the folder of a new store; one whose first start was cut short holds nothing and is begun anew.

    Killed at certain moments of its first start, Neo4j leaves a store that it cannot open again.
    """
    discarded = home.path / "data.discarded"
    if discarded.exists():
        shutil.rmtree(discarded)
    if home.unborn.exists():
        home.data.rename(discarded)  # at once: half a removal would lose the mark
        shutil.rmtree(discarded)
    if not home.was_started:
        home.data.mkdir(mode=0o700, exist_ok=True)
        home.unborn.touch()


def cache() -> Path:
    """Where the jars are kept: `TONGXIN_CACHE`, else the user's cache folder."""
    return Path(os.environ.get("TONGXIN_CACHE") or user_cache_dir("tongxin")).expanduser().absolute()


def require_room(folder: Path) -> None:
    """Refuse to begin what a full disk would leave half-done.

    Raises:
        EngineError: less than 500 MB are free.
    """
    with explained(folder):
        existing = next(place for place in (folder, *folder.parents) if place.exists())
        if shutil.disk_usage(existing).free < ROOM:
            raise no_room(folder)


def write(path: Path, text: str) -> None:
    """Write a whole file for its owner only, or leave the old one: a reader never meets half a file."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=OWNER_ONLY, exist_ok=False)
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
