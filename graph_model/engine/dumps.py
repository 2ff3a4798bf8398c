"""The database of a home as one stream of bytes, and back: Neo4j's own dump, with the server stopped (转储)."""

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from graph_model.engine import conf, folders, jars, java, password, process, server, state
from graph_model.engine.errors import EngineError, EngineProblem
from graph_model.engine.folders import Home
from graph_model.engine.process import ADMIN, NOT_FOR_OTHERS, Java
from graph_model.engine.progress import Progress
from knowledge.messages.message import message

PART = 1 << 20
DATABASE = "neo4j"


def dump(home: Path, sink: Callable[[bytes], object], *, progress: Progress) -> bool:
    """Write the database of `home` to `sink`; True if its server was running: it has been stopped and is to be started.

    Nothing of it comes to the disk in clear. While it lasts, nobody can start the server.

    Raises:
        EngineError: There is no database, or the tool failed.
    """
    server_home = folders.opened(home)
    runtime = Java(java.find(), jars.ensure(folders.cache(), progress))
    with server.locked(server_home, server.QUEUE):
        if not server_home.was_started:
            raise EngineError(EngineProblem.DIED, message("engine.no_database", folder=server_home.path))
        running = process.find(server_home, state.load(server_home.state))
        if running is not None:
            _end(running)
        with _tool(runtime, server_home, ("dump", DATABASE, "--to-stdout")) as tool:
            while part := _pipe(tool.stdout).read(PART):
                sink(part)
    return running is not None


def load(home: Path, source: Iterable[bytes], *, progress: Progress) -> None:
    """Make the database of `home` from what `dump` wrote; its server starts with a new password.

    Broken off, the home is as if it had never been started.

    Raises:
        EngineError: The home has a database, or the tool failed.
    """
    server_home = folders.opened(home)
    folders.require_room(server_home.path)
    runtime = Java(java.find(), jars.ensure(folders.cache(), progress))
    with server.locked(server_home, server.QUEUE):
        if server_home.was_started:
            raise EngineError(EngineProblem.DIED, message("engine.has_database", folder=server_home.path))
        server.configure(server_home, conf.choose_port())
        folders.begin_store(server_home)
        password.prepare(runtime, server_home)
        with _tool(runtime, server_home, ("load", DATABASE, "--from-stdin")) as tool:
            _feed(_pipe(tool.stdin), source)
        server_home.unborn.unlink()


def _end(running: psutil.Process) -> None:
    """End the server, also if this program is interrupted meanwhile: one that is ending cannot be started again."""
    try:
        process.end(running)
    except KeyboardInterrupt:
        process.end(running)
        raise


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream of the tool, which `_tool` opens as a pipe."""
    if stream is None:
        raise TypeError
    return stream


def _feed(pipe: IO[bytes], source: Iterable[bytes]) -> None:
    """Write everything; a tool that has ended reports the reason itself."""
    for part in source:
        try:
            pipe.write(part)
        except BrokenPipeError:
            return


@contextmanager
def _tool(runtime: Java, home: Home, words: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Neo4j's tool at work; it ends with the body, by force if the body fails.

    Raises:
        EngineError: It failed.
    """
    home.logs.mkdir(exist_ok=True)
    log = home.logs / "dump.log"
    with os.fdopen(os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC, folders.OWNER_ONLY), "w+b") as errors:
        tool = subprocess.Popen(  # noqa: S603  # the command is built from our own paths
            [*runtime.command(ADMIN), "database", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if "dump" in words else errors,
            stderr=errors,
            env=runtime.environment(home),
            start_new_session=True,  # Ctrl-C reaches this program, which ends the tool
            umask=NOT_FOR_OTHERS,
        )
        try:
            yield tool
            tool.communicate()
        except BaseException:
            tool.kill()
            tool.communicate()
            raise
        if tool.returncode:
            errors.seek(0)
            output = errors.read().decode("utf-8", "replace").strip().splitlines()
            cause = output[-1] if output else str(tool.returncode)
            raise EngineError(EngineProblem.DIED, message("engine.dump_failed", cause=cause))
