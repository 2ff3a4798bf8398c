"""Command `tongxin notices`: waiting notices, passed to a configured command until it has accepted them (通知)."""

import json
import shlex
import subprocess
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import worded
from cli.session import DatabaseServer, reported_errors, run, settings
from knowledge.errors import BadInput
from knowledge.messages.message import message

if TYPE_CHECKING:
    from graph_model.graph import Graph
    from knowledge.casework.notices.making import Notice
    from network.entities import Actor

PATIENCE = 60.0
"""Seconds that the command has for one notice (configured value)."""
NOT_TAKEN = 2
"""The exit code where a notice was not taken."""


def notices(
    deliver: Annotated[str, typer.Option("--deliver", help=worded("help.notices_deliver"))] = "",
    taken: Annotated[list[str] | None, typer.Option("--taken", help=worded("help.notices_taken"))] = None,
) -> None:
    """Print the waiting notices, one JSON object a line; or pass each to a command, which accepts it by exit code 0."""
    with reported_errors():
        server = DatabaseServer(settings())
        if taken:
            run(server, partial(_take, keys=taken))
            return
        waiting = run(server, _waiting)
        if not deliver:
            for notice in waiting:
                typer.echo(line(notice))
            return
        handed = list(delivered(shlex.split(deliver), waiting))
        run(server, partial(_take, keys=handed))
    typer.echo(str(message("outbox.delivered", count=len(handed), left=len(waiting) - len(handed))))
    if len(handed) < len(waiting):
        raise typer.Exit(NOT_TAKEN)


def line(notice: "Notice") -> str:
    """A notice as the command gets it: to whom, by which key, in which words; the same key is the same notice."""
    from knowledge.casework.notices.rows import notices as rows  # noqa: PLC0415  # slow to import

    values = {"key": notice.key, "account": notice.account, "day": str(notice.day), "text": notice.words(rows())}
    return json.dumps(values, ensure_ascii=False)


def delivered(command: Sequence[str], waiting: "Iterable[Notice]") -> Iterable[str]:
    """The keys of the notices that a command has taken: each on its standard input, one call each.

    Raises:
        BadInput: There is no such command.
    """
    for notice in waiting:
        try:
            done = subprocess.run(command, input=f"{line(notice)}\n", text=True, timeout=PATIENCE, check=False)  # noqa: S603  # the operator's own
        except (FileNotFoundError, PermissionError):
            raise BadInput("deliver", "outbox.no_command") from None
        except subprocess.TimeoutExpired:
            continue
        if done.returncode == 0:
            yield notice.key


async def _waiting(graph: "Graph") -> "list[Notice]":
    from graph_model.notices import outbox  # noqa: PLC0415  # as above

    return await graph.read(await _clock(graph), outbox.waiting)


async def _take(graph: "Graph", keys: Sequence[str]) -> None:
    from graph_model.notices import outbox  # noqa: PLC0415  # as above

    await graph.write(await _clock(graph), outbox.take, keys)


async def _clock(graph: "Graph") -> "Actor":
    from api.casework.clock import clock_of  # noqa: PLC0415  # as above
    from graph_model.directory.snapshot import read  # noqa: PLC0415  # as above

    return clock_of((await read(graph)).roots)
