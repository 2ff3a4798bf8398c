"""The random password of the managed server (口令), generated once and readable by its owner only."""

import re
import secrets
import subprocess

from graph_model.engine.errors import EngineError, EngineProblem
from graph_model.engine.folders import Home, write
from graph_model.engine.process import ADMIN, NOT_FOR_OTHERS, Java
from knowledge.messages.message import message

USER = "neo4j"
PATIENCE = 60  # seconds for a tool that takes two
SOUND = re.compile(r"[A-Za-z0-9_-]{32,}")


def read(home: Home) -> str:
    """The stored password.

    Raises:
        EngineError: The file is missing or damaged.
    """
    try:
        stored = home.password.read_text("utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        stored = ""
    if not SOUND.fullmatch(stored):
        raise lost(home)
    return stored


def prepare(java: Java, home: Home) -> str:
    """The password; generated and set if the server has never run.

    Safe to repeat after being killed at any step: until the first start, only the file counts.

    Raises:
        EngineError: The server has run, and the file is missing or damaged.
    """
    if home.was_started:
        return read(home)
    try:
        password = read(home)
    except EngineError:
        # the letter prevents a leading dash, which would be parsed as an option
        password = "t" + secrets.token_urlsafe(32)
        write(home.password, password + "\n")
    _set(java, home)
    return password


def _set(java: Java, home: Home) -> None:
    """Set the server's first password from the file: a command line is visible to everyone on the machine.

    Raises:
        EngineError: Neo4j's tool failed.
    """
    try:
        subprocess.run(  # noqa: S603  # the command is built from our own paths
            [*java.command(ADMIN), "dbms", "set-initial-password", f"@{home.password}"],
            env=java.environment(home),
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            umask=NOT_FOR_OTHERS,
        )
    except subprocess.SubprocessError as error:
        output = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip().splitlines()
        reason = output[-1] if output else type(error).__name__
        raise EngineError(
            EngineProblem.DIED,
            message("engine.no_first_password", cause=reason),
        ) from error


def lost(home: Home) -> EngineError:
    """The error for a missing or damaged password file."""
    return EngineError(
        EngineProblem.PASSWORD,
        message("engine.password_lost", file=home.password, folder=home.path),
    )


def wrong(home: Home) -> EngineError:
    """The error for a password that the server rejects."""
    return EngineError(
        EngineProblem.PASSWORD,
        message("engine.password_refused", file=home.password, folder=home.path),
    )
