"""`tongxin backup`: database and audit in one place, keys in another, all encrypted (备份)."""

import io
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from api.settings import Settings
from cli.keeping import places
from graph_model import engine
from graph_model.keys import files, rotation
from graph_model.keys.store import FILE, KeyStore
from graph_model.keys.streams import EncryptedFile
from knowledge.errors import BadInput
from knowledge.messages.message import message


def make(config: Settings, to: Path, keys_to: Path, secret: bytes, progress: engine.Progress) -> Path:
    """Make a backup; its folder appears when all of it is on the disk.

    Raises:
        BadInput: The places do not lie apart, or too little of the disk is free.
        EngineError: The database cannot be dumped.
    """
    places.require_managed(config)
    places.require_apart_from_each_other(to, keys_to)
    for folder, field in ((to, "TO"), (keys_to, "--keys-to")):
        places.require_apart(folder, config, field)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in to.glob(f".tongxin-*{places.UNFINISHED}"):
        shutil.rmtree(left)
    name = places.new_id()
    part = to / f".{name}{places.UNFINISHED}"
    _require_room(config, to)
    part.mkdir(mode=0o700)
    try:
        _database(config, part, secret, name, progress)
        with EncryptedFile(part / places.AUDIT, secret, _header(name, places.AUDIT)) as out:
            _pack(out, {p.name: p for p in sorted(config.audit_folder.glob("*")) if p.is_file()})
        _keys(config.key_folder, keys_to / places.KEY_FILE, secret, name)
    except BaseException:
        shutil.rmtree(part)
        raise
    part.rename(to / name)
    files.sync(to)
    return to / name


def _header(name: str, what: str) -> Mapping[str, str]:
    return {"id": name, "what": what, "made": datetime.now(UTC).isoformat(timespec="seconds")}


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def _require_room(config: Settings, to: Path) -> None:
    if shutil.disk_usage(to).free < _size(config.home / "neo4j" / "data"):
        raise BadInput("TO", "backup.no_room")


def _database(config: Settings, part: Path, secret: bytes, name: str, progress: engine.Progress) -> None:
    """Dump the database, with its server stopped meanwhile; whatever happens it serves again afterwards."""
    home = config.home / "neo4j"
    running = engine.status(home).pid is not None
    advance = progress.task(message("progress.dumping"), max(1, _size(home / "data" / "databases") >> 20))
    try:
        with EncryptedFile(part / places.DATABASE, secret, _header(name, places.DATABASE)) as out:
            engine.dump(home, _counted(out.write, advance), progress=progress)
    finally:
        if running:
            engine.ensure(home, progress=progress)


def _counted(write: Callable[[bytes], int], advance: Callable[[int], None]) -> Callable[[bytes], None]:
    """Return a writer that reports each MiB."""
    written = 0

    def sink(data: bytes) -> None:
        nonlocal written
        before, written = written, written + write(data)
        advance((written >> 20) - (before >> 20))

    return sink


def _archive(out: EncryptedFile) -> tarfile.TarFile:
    """An archive that is written to a file in one go."""
    return tarfile.open(fileobj=cast("IO[bytes]", out), mode="w|")


def _pack(out: EncryptedFile, paths: Mapping[str, Path]) -> None:
    """Write files as they are now; those that grow meanwhile as long as they were."""
    with _archive(out) as archive:
        for name, path in paths.items():
            archive.add(path, name)


def _keys(folder: Path, to: Path, secret: bytes, name: str) -> None:
    """Replace the copy of the keys: the store as one consistent state, then every file with a key."""
    with closing(KeyStore(folder)) as store:
        with closing(sqlite3.connect(folder / FILE)) as source, closing(sqlite3.connect(":memory:")) as copy:
            source.backup(copy)
            content = copy.serialize()
        with EncryptedFile(to, secret, _header(name, places.KEYS)) as out, _archive(out) as archive:
            row = tarfile.TarInfo(FILE)
            row.size, row.mode = len(content), files.OWNER_ONLY
            archive.addfile(row, io.BytesIO(content))
            for path in sorted(folder.glob("*.key")):
                archive.add(path, path.name)
        rotation.note(store, rotation.KEPT)
