"""Each command that the documents give is there, with its options; each setting stands in docs/production.md."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from api.settings import Settings
from cli.main import app
from tests.support.walks import every

ROOT = Path(__file__).parents[2]
WRITTEN = re.compile(r"^tongxin .+|`(tongxin [^`]+)`", re.MULTILINE)
LEFT_OUT = re.compile(r"[|…<>\[]")
"""Of several commands at once, or with something to be filled in: only the words before it are read."""

OF_THE_DEMO = {"TONGXIN_DISTRICT"}


def lines() -> Iterator[tuple[str, str]]:
    """Where a command is given, and the command."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for match in WRITTEN.finditer(path.read_text("utf-8")):
            line = (match[1] or match[0]).partition(" #")[0].partition(" && ")[0].partition(" > ")[0]
            yield path.name, LEFT_OUT.split(line)[0].replace("\n", " ")


def wrong_with(line: str) -> str | None:
    """What a command has that is not there; None if all is."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(line, comments=True)[1:]
    while words and hasattr(command, "commands"):
        name, *words = words
        if name not in command.commands:
            return None if name.startswith("-") or name.isupper() else name
        command = command.commands[name]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return next((w for w in words if w.startswith("--") and w.partition("=")[0] not in known | {"--help"}), None)


@every("where, line", list(lines()))
def test_each_command_of_the_documents_is_there(where: str, line: str):
    assert wrong_with(line) is None, f"{where}: {line}"


def test_each_setting_of_the_service_stands_in_the_document_of_production():
    text = (ROOT / "docs" / "production.md").read_text("utf-8")
    names = {str(field.alias) for field in Settings.model_fields.values()} - OF_THE_DEMO
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", text)) == []


def test_what_is_not_there_is_seen():
    assert len(list(lines())) > 60
    assert wrong_with("tongxin account invent s2031") == "invent"
    assert wrong_with("tongxin account invite s2031 --by l0007") is None
    assert wrong_with("tongxin account invite s2031 --buy l0007") == "--buy"
