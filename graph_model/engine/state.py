"""The stored state of a home's server (状态文件); it must be verified against the process table."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_model.engine.folders import write

MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class State:
    """The server of a home when it was last used."""

    port: int
    version: str
    pid: int | None = None
    created: float | None = None
    """Start time of the process in seconds since the epoch: a pid alone may belong to another process by now."""


def load(path: Path) -> State | None:
    """The stored state; None if there is none or the file is damaged, which a start repairs."""
    try:
        values = json.loads(path.read_text("utf-8"))
        state = State(**values)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return state if _is_sound(state) else None


def save(path: Path, state: State) -> None:
    """Store the state atomically."""
    write(path, json.dumps(asdict(state)) + "\n")


def _is_sound(state: State) -> bool:
    return (
        type(state.port) is int
        and 0 < state.port <= MAX_PORT
        and isinstance(state.version, str)
        and isinstance(state.pid, int | None)
        and isinstance(state.created, float | int | None)
    )
