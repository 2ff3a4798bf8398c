"""Location of a backup, and the data that it must be apart from (备份的位置)."""

import io
import secrets
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.settings import Settings
from graph_model.keys import files, streams
from knowledge.errors import BadInput

DATABASE, AUDIT, KEYS = "database", "audit", "keys"
KEY_FILE = "tongxin.keys"
"""The newest copy of the keys; each backup replaces it, for it opens all earlier ones."""
UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup: its folder, the copy of the keys, and the backup key that encrypts both."""

    folder: Path
    keys: Path
    secret: bytes

    @property
    def id(self) -> str:
        """Return the id that the files of one backup share.

        Raises:
            BadInput: The folder is no complete backup.
        """
        ids = {streams.header_of(self.folder / name)["id"] for name in (DATABASE, AUDIT)}
        if len(ids) != 1:
            raise BadInput(self.folder.name, "backup.no_file")
        return ids.pop()

    def part(self, what: str) -> Iterator[bytes]:
        """The content of one of its files.

        Raises:
            BadInput: Another key, another kind of file, or it was changed or cut.
        """
        path = self.keys if what == KEYS else self.folder / what
        if streams.header_of(path).get("what") != what:
            raise BadInput(path.name, "backup.no_file")
        return streams.decrypted(path, self.secret)


def new_id() -> str:
    """The name of a new backup: when it was begun."""
    return f"tongxin-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def secret_of(config: Settings, given: Path | None) -> bytes:
    """The backup key.

    Raises:
        BadInput: There is none, or it lies where the database, the keys or the audit lie.
    """
    path = given or config.backup_key
    if path is None:
        raise BadInput("TONGXIN_BACKUP_KEY", "backup.no_key")
    require_apart(path.parent, config, "TONGXIN_BACKUP_KEY")
    return files.existing(path, "backup.no_key", field="TONGXIN_BACKUP_KEY")


def require_apart(folder: Path, config: Settings, field: str) -> None:
    """Refuse a place inside one of the folders that it must outlive.

    Raises:
        BadInput: It lies inside one of them.
    """
    if any(_inside(folder, place) for place in config.written):
        raise BadInput(field, "backup.not_apart")


def require_apart_from_each_other(to: Path, keys_to: Path) -> None:
    """Refuse to put the keys beside the data that they open.

    Raises:
        BadInput: One folder contains the other.
    """
    if _inside(to, keys_to) or _inside(keys_to, to):
        raise BadInput("--keys-to", "backup.keys_beside")


def _inside(folder: Path, other: Path) -> bool:
    return folder.resolve().is_relative_to(other.resolve())


def require_managed(config: Settings) -> None:
    """Refuse a server of somebody else's: it is stopped and dumped by its own tools.

    Raises:
        BadInput: `NEO4J_URI` is set.
    """
    if config.neo4j_uri is not None:
        raise BadInput("NEO4J_URI", "backup.own_server_only")


class Reader(io.RawIOBase):
    """Parts of bytes as a file that is read once, from its beginning."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        super().__init__()
        self._parts, self._rest = iter(parts), b""

    def readable(self) -> bool:
        """Return True: it is only read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower than the protocol
        """Fill a buffer with at most the rest of the current part."""
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def unpack(parts: Iterable[bytes], into: Path) -> None:
    """Write the files of an archive into a new folder, for their owner only."""
    into.mkdir(mode=0o700, parents=True)
    with tarfile.open(fileobj=io.BufferedReader(Reader(parts)), mode="r|") as archive:
        archive.extractall(into, filter="data")
