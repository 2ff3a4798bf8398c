"""Find or start the server of a home, show its status, stop it (查找或启动、查看、停止)."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from graph_model.engine import archive, conf, folders, jars, java, password, process, ready, state
from graph_model.engine.errors import EngineError, EngineProblem, explained
from graph_model.engine.folders import Home
from graph_model.engine.process import Java
from graph_model.engine.progress import Progress
from graph_model.engine.state import State
from knowledge.messages.message import message

PATIENCE = 120.0  # seconds for a start; six on an idle laptop, more after a crash or on a busy machine
QUEUE = 900.0  # seconds to wait for another process, which may be downloading the jars
SHORT_QUEUE = 60.0  # seconds that a stop waits for a start in progress
PAUSE = 0.05  # seconds between two checks
TRIES = 3  # starts: another program may take a port between its choice and the start


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    uri: str
    user: str
    password: str
    pid: int
    started: bool
    """True if this call started it, so that the caller has to stop it."""

    def __repr__(self) -> str:
        """Without the password, which would end up in logs."""
        return f"Server(uri={self.uri!r}, pid={self.pid}, started={self.started})"


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """The status of a home's server."""

    home: Path
    version: str
    pid: int | None
    """The process that serves the home, if there is one."""
    uri: str | None
    answering: bool
    """True if a login and a read succeeded."""


def _nothing() -> None:
    """Do nothing."""


def ensure(home: Path, *, progress: Progress, meanwhile: Callable[[], object] = _nothing) -> Server:
    """Return the server of `home`, started if it does not run; missing jars are downloaded.

    Safe to call from several processes at once, and after any of them was killed at any step.

    Args:
        home: The folder of the server.
        progress: Observer of long steps.
        meanwhile: Work of the caller to do while the process starts; repeated if a second process has to be started.

    Raises:
        EngineError: The server cannot be used; the message gives the remedy. A failed start leaves no process.
    """
    server_home = folders.opened(home)
    with locked(server_home, QUEUE):
        stored = state.load(server_home.state)
        running = process.find(server_home, stored)
        if running is not None:
            meanwhile()
            joined = _join(server_home, running, stored)
            if joined is not None:
                return joined
        process.wait_until_gone(running)
        return _start(server_home, stored, progress, meanwhile)


def stop(home: Path) -> bool:
    """End the server of `home`; True if it was running.

    Raises:
        EngineError: Another process is starting or stopping the server, or the home cannot be read.
    """
    if not home.expanduser().exists():
        return False
    server_home = folders.opened(home)
    with locked(server_home, SHORT_QUEUE):
        stored = state.load(server_home.state)
        running = process.find(server_home, stored)
        if running is not None:
            process.end(running)
        if stored is not None and stored.pid is not None:
            state.save(server_home.state, State(stored.port, stored.version))
        return running is not None


def status(home: Path) -> ServerStatus:
    """The status of the server of `home`; changes nothing.

    Raises:
        EngineError: The home cannot be read.
    """
    server_home = Home(home.expanduser().resolve())
    with explained(server_home.path):
        running = process.find(server_home, state.load(server_home.state))
        if running is None:
            return ServerStatus(server_home.path, jars.VERSION, None, None, answering=False)
        port = conf.port_in(server_home.settings)
        answering = port is not None and _answers(server_home, running, port)
        return ServerStatus(server_home.path, jars.VERSION, running.pid, conf.uri(port) if port else None, answering)


def _answers(home: Home, running: psutil.Process, port: int) -> bool:
    try:
        secret = password.read(home)
    except EngineError:
        return False
    return process.listens(running, port) and ready.ask(port, password.USER, secret) is ready.LoginResult.READY


@contextmanager
def locked(home: Home, patience: float) -> Iterator[None]:
    """Hold the lock of the home: one start or stop at a time.

    Raises:
        EngineError: The lock was not free within `patience` seconds.
    """
    with explained(home.path):
        try:
            with FileLock(home.lock, timeout=patience):
                yield
        except Timeout as error:
            raise EngineError(
                EngineProblem.BUSY,
                message("engine.busy", folder=home.path),
            ) from error


def _join(home: Home, running: psutil.Process, stored: State | None) -> Server | None:
    """Use the running server once it answers, and correct the stored state; None if it ends meanwhile."""
    secret = password.read(home)
    port = conf.port_in(home.settings) or (stored.port if stored else None)
    if port is None or not _wait(home, running, port, secret):
        if process.is_alive(running):
            raise _silent(home)
        return None
    _store_state(home, running, port)
    return Server(conf.uri(port), password.USER, secret, running.pid, started=False)


def quickening(home: Path) -> AbstractContextManager[None]:
    """Prepare a faster next start in the background of the body; cancelled when the body ends."""
    server_home = Home(home.expanduser().resolve())
    return archive.making(lambda: Java(java.find(), jars.folder(folders.cache())), server_home)


def _start(home: Home, stored: State | None, progress: Progress, meanwhile: Callable[[], object]) -> Server:
    """Start a server; try another port if it was taken, and without the archive if the process ends."""
    folders.require_room(home.path)
    runtime = Java(java.find(), jars.ensure(folders.cache(), progress))
    advance = progress.task(message("progress.starting"), 1)
    preferred = stored.port if stored else conf.port_in(home.settings)
    flags = archive.flags(runtime, home)
    for _ in range(TRIES):
        port = conf.choose_port(preferred)
        configure(home, port)
        folders.begin_store(home)
        secret = password.prepare(runtime, home)
        started = process.spawn(runtime, home, flags)
        if _answered(home, started, port, secret, meanwhile):
            advance(1)
            return Server(conf.uri(port), password.USER, secret, started.pid, started=True)
        if not conf.is_free(port):
            preferred = None
        elif flags:
            archive.discard(runtime)
            flags = ()
        else:
            break  # it ended for another reason
    raise _died(home)


def configure(home: Home, port: int) -> None:
    """Store the port before the process starts, so that another process that finds it also knows its port."""
    home.conf.mkdir(exist_ok=True)
    folders.write(home.settings, conf.text(port))
    state.save(home.state, State(port, jars.VERSION))


def _answered(home: Home, started: psutil.Process, port: int, secret: str, meanwhile: Callable[[], object]) -> bool:
    """Wait until the process answers; False if it ended. After any failure no process is left."""
    try:
        _store_state(home, started, port)
        meanwhile()
        answered = _wait(home, started, port, secret)
    except BaseException:
        process.end(started)
        raise
    if not answered and process.is_alive(started):
        process.end(started)
        raise _silent(home)
    return answered


def _store_state(home: Home, running: psutil.Process, port: int) -> None:
    try:
        state.save(home.state, State(port, jars.VERSION, running.pid, running.create_time()))
    except process.GONE:
        return  # the process has ended: the wait that follows reports it


def _wait(home: Home, running: psutil.Process, port: int, secret: str) -> bool:
    """Wait until the server answers; False if it ended or did not answer in time.

    Raises:
        EngineError: The server rejects the password.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.is_alive(running):
        listens = conf.is_open(port) and process.listens(running, port)
        answer = ready.ask(port, password.USER, secret) if listens else ready.LoginResult.NOT_YET
        if answer is ready.LoginResult.READY:
            home.unborn.unlink(missing_ok=True)
            return True
        if answer is ready.LoginResult.WRONG_PASSWORD:
            raise password.wrong(home)
        time.sleep(PAUSE)
    return False


def _died(home: Home) -> EngineError:
    return EngineError(
        EngineProblem.DIED,
        message("engine.died", folder=home.logs),
    )


def _silent(home: Home) -> EngineError:
    return EngineError(
        EngineProblem.SILENT,
        message("engine.silent", folder=home.path, seconds=round(PATIENCE)),
    )
