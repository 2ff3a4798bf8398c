"""What the home remembers of its server between runs (状态文件): a claim, to be proved against the process table."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_model.engine.folders import write


@dataclass(frozen=True, slots=True)
class State:
    """The server of a home as it was last seen."""

    port: int
    version: str
    pid: int | None = None
    created: float | None = None
    """When the process began (seconds since the epoch): a number alone may by now be another process."""


def load(path: Path) -> State | None:
    """What was remembered; none where nothing was or the file is damaged, which a start mends."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        state = State(**kept)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return state if _is_sound(state) else None


def save(path: Path, state: State) -> None:
    """Remember, whole or not at all."""
    write(path, json.dumps(asdict(state)) + "\n")


def _is_sound(state: State) -> bool:
    return (
        type(state.port) is int
        and 0 < state.port < 65536  # noqa: PLR2004 - the port numbers of TCP
        and isinstance(state.version, str)
        and isinstance(state.pid, int | None)
        and isinstance(state.created, float | int | None)
    )
