"""The random password of the managed server (口令): made once, kept for the owner only, set before the first start."""

import re
import secrets
import subprocess

from graph_model.engine.errors import EngineError, Problem
from graph_model.engine.folders import Home, write
from graph_model.engine.process import ADMIN, NOT_FOR_OTHERS, Java
from knowledge.messages.message import message

USER = "neo4j"
PATIENCE = 60  # seconds for a tool that takes two
SOUND = re.compile(r"[A-Za-z0-9_-]{32,}")


def read(home: Home) -> str:
    """The kept password.

    Raises:
        EngineError: the file is lost or damaged.
    """
    try:
        kept = home.password.read_text("utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        kept = ""
    if not SOUND.fullmatch(kept):
        raise lost(home)
    return kept


def prepare(java: Java, home: Home) -> str:
    """The password, made and set where the server has never run.

    Safe to repeat after being killed at any step: until the first start the file alone decides.

    Raises:
        EngineError: the server has run, and the file is lost or damaged.
    """
    if home.was_started:
        return read(home)
    try:
        password = read(home)
    except EngineError:
        # The letter keeps a leading dash from reading as an option.
        password = "t" + secrets.token_urlsafe(32)
        write(home.password, password + "\n")
    _set(java, home)
    return password


def _set(java: Java, home: Home) -> None:
    """Tell the server its first password, by the file: a command line can be read by everyone on the machine."""
    try:
        subprocess.run(  # noqa: S603 - our own command line
            [*java.command(ADMIN), "dbms", "set-initial-password", f"@{home.password}"],
            env=java.environment(home),
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            umask=NOT_FOR_OTHERS,
        )
    except subprocess.SubprocessError as error:
        told = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip().splitlines()
        reason = told[-1] if told else type(error).__name__
        raise EngineError(
            Problem.DIED,
            message("engine.no_first_password", cause=reason),
        ) from error


def lost(home: Home) -> EngineError:
    """The line for a password that is gone."""
    return EngineError(
        Problem.PASSWORD,
        message("engine.password_lost", file=home.password, folder=home.path),
    )


def wrong(home: Home) -> EngineError:
    """The line for a password that the server refuses."""
    return EngineError(
        Problem.PASSWORD,
        message("engine.password_refused", file=home.password, folder=home.path),
    )
