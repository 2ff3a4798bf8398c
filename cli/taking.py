"""`tongxin export`: a list as a file that loads again, with the rights of whoever has the token (拿走)."""

import base64
import os
from pathlib import Path
from typing import Annotated

import typer

from cli.ask import show
from cli.desk import As, asked
from cli.language import worded
from cli.session import reported_errors
from knowledge.errors import BadInput
from knowledge.messages.message import message

FORMATS = ("csv", "xlsx", "geojson")
TAKE = """query($topic: String!, $area: String, $format: FileFormat!) {
  takeTopic(topic: $topic, area: $area, format: $format) { name content rows leftOut note } }"""
INCOMPLETE = 2
"""Exit code if a record could not be exported in full."""


def export(
    topic: Annotated[str, typer.Argument(help=worded("help.take_topic"))],
    area: Annotated[str | None, typer.Option(help=worded("help.take_area"))] = None,
    file_format: Annotated[str | None, typer.Option("--format", help=worded("help.take_format"))] = None,
    file: Annotated[Path | None, typer.Option("--output", "-o", help=worded("help.take_file"))] = None,
    role: As = "",
) -> None:
    """Write a list to a file that is not there yet."""
    with reported_errors():
        made = file_format or (file.suffix.removeprefix(".").lower() if file else FORMATS[0])
        if made not in FORMATS:
            raise BadInput("--format", "input.not_allowed", allowed=FORMATS)
        if file is not None:
            _require_new(file)
        variables = {"topic": topic, "area": area.ljust(12, "0") if area else None, "format": made.upper()}
        taken = asked(role, TAKE, variables, public=True)["takeTopic"]
        path = file or Path(taken["name"])
        _written(path, base64.b64decode(taken["content"]))
    show.out.print(str(message("taking.written", name=str(path), rows=taken["rows"])), soft_wrap=True)
    if taken["note"]:
        show.err.print(taken["note"], highlight=False)
    for key in taken["leftOut"]:
        show.err.print(f"  {key}", markup=False, highlight=False)
    if taken["leftOut"]:
        raise typer.Exit(INCOMPLETE)


def _require_new(path: Path) -> None:
    """Check before anything is read.

    Raises:
        BadInput: There is such a file.
    """
    if path.exists():
        raise BadInput("--output", "taking.exists", name=str(path))


def _written(path: Path, content: bytes) -> None:
    """Write the whole file or none, readable by its owner only: it may contain names.

    Raises:
        BadInput: It is there already, or cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    _require_new(path)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise BadInput("--output", "shell.cannot_write") from None
