"""`tongxin restore` and `tongxin drill`: a backup unpacked, checked, and put in place (恢复与演练)."""

import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from api.casework.clock import clock_of
from api.request.context import today
from api.settings import Settings
from cli.audit import operator, verified
from cli.keeping import places
from cli.keeping.places import Kept
from cli.session import DatabaseServer, run
from graph_model import engine
from graph_model.access.erasure import erased_again
from graph_model.casework.verify import verify
from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.keys import files
from graph_model.persons.resealing import Resealing
from graph_model.persons.seal import Vault
from knowledge.casework.load import table
from knowledge.errors import BadInput
from knowledge.messages.message import message

T = TypeVar("T")
SCRATCH, DRILL = "restoring", "drill"
READY = "ready"
"""Stands beside what was unpacked when all of it is on the disk."""


def unpacked(config: Settings, kept: Kept, scratch: Path, progress: engine.Progress) -> Settings:
    """Settings of a new home in a scratch folder, with everything of a backup; its server does not run.

    Raises:
        BadInput: Another key, or a file was changed or cut.
        EngineError: The database cannot be read in.
    """
    advance = progress.task(message("progress.unpacking"), 3)
    places.unpack(kept.part(places.KEYS), scratch / "keys")
    advance(1)
    places.unpack(kept.part(places.AUDIT), scratch / "audit")
    advance(1)
    engine.load(scratch / "neo4j", kept.part(places.DATABASE), progress=progress)
    advance(1)
    return config.model_copy(update={"home": scratch, "keys": scratch / "keys", "audit": scratch / "audit"})


def require_unused(config: Settings) -> None:
    """Refuse to restore over anything.

    Raises:
        BadInput: There is a database, a key or an audit.
    """
    used = {
        "TONGXIN_HOME": (config.home / "neo4j" / "data").exists(),
        "TONGXIN_KEYS": any(config.key_folder.glob("*")),
        "TONGXIN_AUDIT": any(config.audit_folder.glob("*")),
    }
    for field, there in used.items():
        if there:
            raise BadInput(field, "backup.used_home")


def put_in_place(config: Settings, scratch: Path) -> None:
    """Move the unpacked data to the places in the settings; after an interruption, a repetition completes it."""
    for name, folder in (("keys", config.key_folder), ("audit", config.audit_folder), ("neo4j", config.home / "neo4j")):
        source = scratch / name
        if not source.exists():
            continue
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in sorted(source.iterdir()):
            shutil.move(path, folder / path.name)
        source.rmdir()
    shutil.rmtree(scratch)


@contextmanager
def scratch_of(config: Settings, name: str) -> Iterator[Path]:
    """An empty folder in the home, which is removed with whatever runs in it, also after an earlier run was killed."""
    folder = config.home / name
    _clear(folder)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        _clear(folder)


def _clear(folder: Path) -> None:
    if folder.exists():
        engine.stop(folder / "neo4j")
        shutil.rmtree(folder)


def restore(config: Settings, kept: Kept, progress: engine.Progress) -> list[str]:
    """Restore a backup to the places in the settings; return sentences. An interrupted run goes on when repeated.

    Raises:
        BadInput: Something is there already, or the backup cannot be read.
        EngineError: The database cannot be read in or started.
    """
    scratch, name = config.home / SCRATCH, kept.id
    mark = scratch / READY
    if not mark.exists():
        require_unused(config)
        _clear(scratch)
        scratch.mkdir(mode=0o700, parents=True)
        made = unpacked(config, kept, scratch, progress)
        count = _with_server(made, partial(_erased_again, made))
        files.make(mark, f"{name} {count}".encode())
    unfinished, again = mark.read_text("utf-8").split()
    if unfinished != name:
        raise BadInput("TONGXIN_HOME", "backup.other_unfinished", id=unfinished)
    put_in_place(config, scratch)
    return [str(message("backup.restored", id=name)), str(message("backup.erased_again", count=again))]


def _with_server(config: Settings, work: Callable[[Graph], Awaitable[T]]) -> T:
    """Run `work` with the database of a home, whose server is stopped afterwards."""
    server = DatabaseServer(config)
    try:
        return run(server, work)
    finally:
        engine.stop(server.home)


async def _erased_again(config: Settings, graph: Graph) -> int:
    roots = (await snapshot.read(graph)).roots
    with closing(Vault(config.key_folder)) as vault:
        return await erased_again(graph, operator(roots), vault, today())


def drill(config: Settings, kept: Kept, progress: engine.Progress) -> tuple[list[str], bool]:
    """Restore a backup into a scratch folder and check it; return the result in sentences, and whether it is sound.

    Raises:
        BadInput: The backup cannot be read.
        EngineError: The database cannot be read in or started.
    """
    with scratch_of(config, DRILL) as scratch:
        made = unpacked(config.model_copy(update={"neo4j_uri": None}), kept, scratch, progress)
        lines, sound = _with_server(made, partial(_checked, made))
    return [str(message("backup.drilled", id=kept.id)), *lines], sound


async def _checked(config: Settings, graph: Graph) -> tuple[list[str], bool]:
    """Every check that there is: erasures, sealed parts, casework against its events, the audit against its heads."""
    again = await _erased_again(config, graph)
    roots = (await snapshot.read(graph)).roots
    with closing(Vault(config.key_folder)) as vault:
        parts = await Resealing(graph, operator(roots), vault, change=False).walk(lambda _: None)
    items, findings = await verify(graph, clock_of(roots), table())
    audit, untouched = await verified(graph, config, "")
    lines = [
        message("backup.erased_again", count=again),
        message("backup.parts", read=parts.read, closed=len(parts.closed)),
        message("casework.verified", count=items, wrong=len(findings)),
    ]
    return [*map(str, lines), *audit], untouched and not parts.closed and not findings
