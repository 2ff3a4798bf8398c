"""The server's process (进程): start it, identify it reliably, end it."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from graph_model.engine.folders import OWNER_ONLY, Home
from graph_model.engine.state import State

MAIN = "org.neo4j.server.CommunityEntryPoint"
ADMIN = "org.neo4j.cli.AdminTool"
FLAGS = (
    "-Xms512m",
    "-Xmx512m",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    # as in Neo4j's own start script for Java 17 and 21
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
SAME_MOMENT = 2.0  # maximum difference in seconds of two readings of a process's start time
PAUSE = 0.05  # seconds between two looks at a process that ends
GENTLE = 30.0  # seconds for a server to close its store
NOT_FOR_OTHERS = 0o077
GONE = psutil.NoSuchProcess


@dataclass(frozen=True, slots=True)
class Java:
    """A Java program and the folder of the jars that it runs."""

    program: Path
    lib: Path

    def command(self, main: str, flags: Sequence[str] = ()) -> list[str]:
        """The beginning of a command line."""
        return [str(self.program), *flags, "-cp", str(self.lib / "*"), main]

    def environment(self, home: Home) -> dict[str, str]:
        """The environment; Java needs a UTF-8 locale for file names outside ASCII."""
        return os.environ | {"LC_ALL": "C.UTF-8", "NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}


def spawn(java: Java, home: Home, flags: Sequence[str] = ()) -> psutil.Process:
    """Start a server in its own session, so that Ctrl-C in this terminal does not reach it."""
    home.logs.mkdir(exist_ok=True)
    console = home.logs / "console.log"
    console.touch(mode=OWNER_ONLY)
    with console.open("wb") as output:
        child = subprocess.Popen(  # noqa: S603  # the command is built from our own paths
            [*java.command(MAIN, (*FLAGS, *flags)), *_folders(home)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=java.environment(home),
            start_new_session=True,
            umask=NOT_FOR_OTHERS,
        )
    server = psutil.Process(child.pid)
    # reap the server if it ends before this process, so that it does not stay a zombie
    threading.Thread(target=child.wait, daemon=True).start()
    return server


def find(home: Home, state: State | None) -> psutil.Process | None:
    """The running server of this home: the stored process if it is verified, else any process that serves the home.

    One that ends is waited for.
    """
    known = _remembered(state)
    wait_until_gone(known)
    if known is not None and _serves(known, home):
        return known
    return next((process for process in psutil.process_iter() if _serves(process, home)), None)


def _remembered(state: State | None) -> psutil.Process | None:
    """The stored process while its number is its own, also while it ends."""
    if state is None or state.pid is None or state.created is None:
        return None
    process = _process(state.pid)
    return process if process is not None and _began(process, state.created) else None


def wait_until_gone(process: psutil.Process | None) -> None:
    """Wait until a process that ends has given its port and its store back.

    The first thread of a process that was killed may be gone long before the others: it looks ended, and its files are
    still open.
    """
    until = time.monotonic() + GENTLE
    while process is not None and time.monotonic() < until and _half_gone(process):
        time.sleep(PAUSE)


def _half_gone(process: psutil.Process) -> bool:
    """True if the first thread of the process is gone and others are not."""
    try:
        return process.is_running() and process.status() == psutil.STATUS_ZOMBIE and process.num_threads() > 1
    except psutil.Error:
        return False


def is_alive(process: psutil.Process) -> bool:
    """True if the process is still running and is the same process."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except GONE:
        return False


def listens(process: psutil.Process, port: int) -> bool:
    """True if this process listens on the port: the password must not be sent to another process."""
    try:
        connections = process.net_connections(kind="tcp")
    except psutil.Error:
        return False
    return any(connection.status == psutil.CONN_LISTEN and connection.laddr.port == port for connection in connections)


def end(process: psutil.Process) -> None:
    """End the process, by force after 30 s."""
    try:
        process.terminate()
        try:
            process.wait(GENTLE)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(GENTLE)
    except GONE:
        return


def _folders(home: Home) -> list[str]:
    return [f"--home-dir={home.path}", f"--config-dir={home.conf}"]


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except (GONE, ValueError, OverflowError):
        return None


def _serves(process: psutil.Process, home: Home) -> bool:
    """True for a running Neo4j of this user that was started with exactly this home."""
    try:
        line = process.cmdline()
        if MAIN not in line or f"--home-dir={home.path}" not in line:
            return False
        return is_alive(process) and process.username() == psutil.Process().username()
    except psutil.Error:
        return False


def _began(process: psutil.Process, created: float) -> bool:
    try:
        return abs(process.create_time() - created) < SAME_MOMENT
    except GONE:
        return False
