"""Find or start the server of a home, look at it, stop it (查找或启动、查看、停止)."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from graph_model.engine import archive, conf, folders, jars, java, password, process, ready, state
from graph_model.engine.errors import EngineError, Problem, explained
from graph_model.engine.folders import Home
from graph_model.engine.process import Java
from graph_model.engine.progress import Progress
from graph_model.engine.state import State
from knowledge.messages.message import message

PATIENCE = 120.0  # seconds for a start; six on an idle laptop, more after a crash or on a busy machine
QUEUE = 900.0  # seconds to wait for another process that may be fetching the jars
SHORT_QUEUE = 60.0  # seconds that a stop waits for a start under way
PAUSE = 0.05  # seconds between two looks
TRIES = 3  # ports that another program may take between the choice and the start


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answered a moment ago."""

    uri: str
    user: str
    password: str
    pid: int
    started: bool
    """Did this call start it?  Whoever started it stops it."""

    def __repr__(self) -> str:
        """Everything but the password, which would end up in logs."""
        return f"Server(uri={self.uri!r}, pid={self.pid}, started={self.started})"


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand in a home; looking changes nothing."""

    home: Path
    version: str
    pid: int | None
    """The process that serves the home, if there is one."""
    uri: str | None
    answering: bool
    """Could one log in and read just now?"""


def _nothing() -> None:
    """Have nothing to do meanwhile."""


def ensure(home: Path, *, progress: Progress, meanwhile: Callable[[], object] = _nothing) -> Server:
    """The server of `home`: found if it runs, else started, its jars fetched where they are missing.

    Safe to call from several processes at once and after any of them was killed at any step.  `meanwhile` is what the
    caller has to do anyway: it is done while the process starts, and again if a second process has to be started.

    Raises:
        EngineError: there is no server; the line says what to do.  Nothing is left running by a start that failed.
    """
    place = folders.opened(home)
    with _alone(place, QUEUE):
        known = state.load(place.state)
        found = process.find(place, known)
        if found is not None:
            meanwhile()
            return _join(place, found, known)
        return _start(place, known, progress, meanwhile)


def stop(home: Path) -> bool:
    """End the server of `home` and nothing else; was there one?

    Raises:
        EngineError: the home is in use by another start or stop, or cannot be read.
    """
    if not home.expanduser().exists():
        return False
    place = folders.opened(home)
    with _alone(place, SHORT_QUEUE):
        known = state.load(place.state)
        found = process.find(place, known)
        if found is not None:
            process.end(found)
        if known is not None and known.pid is not None:
            state.save(place.state, State(known.port, known.version))
        return found is not None


def status(home: Path) -> Status:
    """How things stand in `home`.

    Raises:
        EngineError: the home cannot be read.
    """
    place = Home(home.expanduser().resolve())
    with explained(place.path):
        found = process.find(place, state.load(place.state))
        if found is None:
            return Status(place.path, jars.VERSION, None, None, answering=False)
        port = conf.port_in(place.settings)
        answering = port is not None and _answers(place, found, port)
        return Status(place.path, jars.VERSION, found.pid, conf.uri(port) if port else None, answering)


def _answers(home: Home, found: psutil.Process, port: int) -> bool:
    try:
        secret = password.read(home)
    except EngineError:
        return False
    return process.listens(found, port) and ready.ask(port, password.USER, secret) is ready.Answer.READY


@contextmanager
def _alone(home: Home, patience: float) -> Iterator[None]:
    """Hold the home: one start or stop at a time."""
    with explained(home.path):
        try:
            with FileLock(home.lock, timeout=patience):
                yield
        except Timeout as error:
            raise EngineError(
                Problem.BUSY,
                message("engine.busy", folder=home.path),
            ) from error


def _join(home: Home, found: psutil.Process, known: State | None) -> Server:
    """Use the server that runs, once it answers; heal what was remembered of it."""
    secret = password.read(home)
    port = conf.port_in(home.settings) or (known.port if known else None)
    if port is None or not _wait(home, found, port, secret):
        raise _silent(home)
    _remember(home, found, port)
    return Server(conf.uri(port), password.USER, secret, found.pid, started=False)


def quickening(home: Path) -> AbstractContextManager[None]:
    """Beside the body, make what lets the next start be quicker; given up if the body ends first."""
    place = Home(home.expanduser().resolve())
    return archive.making(lambda: Java(java.find(), jars.folder(folders.cache())), place)


def _start(home: Home, known: State | None, progress: Progress, meanwhile: Callable[[], object]) -> Server:
    """Start a server; a port that somebody took is given up for another, an archive that ends it for none."""
    folders.require_room(home.path)
    runtime = Java(java.find(), jars.ensure(folders.cache(), progress))
    advance = progress.task(message("progress.starting"), 1)
    kept = known.port if known else conf.port_in(home.settings)
    flags = archive.flags(runtime, home)
    for _ in range(TRIES):
        port = conf.choose_port(kept)
        _configure(home, port)
        folders.begin_store(home)
        secret = password.prepare(runtime, home)
        begun = process.spawn(runtime, home, flags)
        if _answered(home, begun, port, secret, meanwhile):
            advance(1)
            return Server(conf.uri(port), password.USER, secret, begun.pid, started=True)
        if not conf.is_free(port):
            kept = None
        elif flags:
            archive.discard(runtime)
            flags = ()
        else:
            break  # it died for another reason
    raise _died(home)


def _configure(home: Home, port: int) -> None:
    """Write down the port before there is a process: whoever finds the process later finds its port."""
    home.conf.mkdir(exist_ok=True)
    folders.write(home.settings, conf.text(port))
    state.save(home.state, State(port, jars.VERSION))


def _answered(home: Home, begun: psutil.Process, port: int, secret: str, meanwhile: Callable[[], object]) -> bool:
    """Wait until the process answers; false if it died.  Nothing runs on after a failure."""
    try:
        _remember(home, begun, port)
        meanwhile()
        answered = _wait(home, begun, port, secret)
    except BaseException:
        process.end(begun)
        raise
    if not answered and process.is_alive(begun):
        process.end(begun)
        raise _silent(home)
    return answered


def _remember(home: Home, found: psutil.Process, port: int) -> None:
    try:
        state.save(home.state, State(port, jars.VERSION, found.pid, found.create_time()))
    except process.GONE:
        return  # it died already: the wait that follows says so


def _wait(home: Home, found: psutil.Process, port: int, secret: str) -> bool:
    """Wait until the server answers; false if it died or stayed silent.

    Raises:
        EngineError: it refuses the password.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.is_alive(found):
        listens = conf.is_open(port) and process.listens(found, port)
        answer = ready.ask(port, password.USER, secret) if listens else ready.Answer.NOT_YET
        if answer is ready.Answer.READY:
            home.unborn.unlink(missing_ok=True)
            return True
        if answer is ready.Answer.WRONG_PASSWORD:
            raise password.wrong(home)
        time.sleep(PAUSE)
    return False


def _died(home: Home) -> EngineError:
    return EngineError(
        Problem.DIED,
        message("engine.died", folder=home.logs),
    )


def _silent(home: Home) -> EngineError:
    return EngineError(
        Problem.SILENT,
        message("engine.silent", folder=home.path, seconds=round(PATIENCE)),
    )
