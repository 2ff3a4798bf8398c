"""The commands `tongxin backup | restore | drill | erase` (备份与删除命令)."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from cli.ask.show import Bars
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from graph_model.keys import files
from knowledge.errors import BadInput
from knowledge.messages.message import message

if TYPE_CHECKING:
    from api.settings import Settings

keeping = typer.Typer()
WRONG = 2
"""The exit code where something is wrong."""

To = Annotated[Path, typer.Argument(help=worded("help.backup_to"))]
KeysTo = Annotated[Path, typer.Option("--keys-to", help=worded("help.backup_keys_to"))]
Folder = Annotated[Path, typer.Argument(help=worded("help.restore_folder"))]
KeysFrom = Annotated[Path, typer.Option("--keys", help=worded("help.restore_keys"))]
Key = Annotated[Path | None, typer.Option("--key", help=worded("help.backup_key"))]


def _places() -> ModuleType:
    return import_module("cli.keeping.places")


def _restoring() -> ModuleType:
    return import_module("cli.keeping.restoring")


@contextmanager
def _ended_gently() -> Iterator[None]:
    """A request to end the program is taken as Ctrl-C: what has to be put back is put back."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@keeping.command(
    "backup",
    help=worded("help.backup"),
    epilog=example("backup /mnt/backup --keys-to /mnt/keys --key /safe/key"),
)
def backup(
    to: To,
    keys_to: KeysTo,
    key: Key = None,
    new_key: Annotated[bool, typer.Option("--new-key", help=worded("help.backup_new_key"))] = False,
) -> None:
    """Make a backup of database and audit in one place and of the keys in another, encrypted."""
    with reported_errors(), _ended_gently():
        config = settings()
        if new_key:
            _make_key(config, key or config.backup_key)
        secret = _places().secret_of(config, key)
        with import_module("cli.audit").recorded(config) as record, Bars() as bars:
            record("backup", (), message("purpose.keys"))
            made = import_module("cli.keeping.making").make(config, to, keys_to, secret, bars)
    typer.echo(str(message("backup.made", folder=made, keys=keys_to / _places().KEY_FILE)))


def _make_key(config: "Settings", path: Path | None) -> None:
    """Make a backup key that does not exist yet.

    Raises:
        BadInput: No place is named for it, there is one, or it would lie with what is backed up.
    """
    if path is None:
        raise BadInput("TONGXIN_BACKUP_KEY", "backup.no_key")
    if path.exists():
        raise BadInput("--new-key", "backup.key_exists")
    _places().require_apart(path.parent, config, "TONGXIN_BACKUP_KEY")
    files.secret(path, "backup.no_key", field="TONGXIN_BACKUP_KEY")


@keeping.command(
    "restore",
    help=worded("help.restore"),
    epilog=example("restore /mnt/backup/tongxin-… --keys /mnt/keys/tongxin.keys --key /safe/key"),
)
def restore(folder: Folder, keys: KeysFrom, key: Key = None) -> None:
    """Restore a backup into an empty home."""
    with reported_errors(), _ended_gently():
        config, parts = settings(), _places()
        parts.require_managed(config)
        kept = parts.Kept(folder, keys, parts.secret_of(config, key))
        with Bars() as bars:
            lines = _restoring().restore(config, kept, bars)
    for line in lines:
        typer.echo(line)


@keeping.command(
    "drill",
    help=worded("help.drill"),
    epilog=example("drill /mnt/backup/tongxin-… --keys /mnt/keys/tongxin.keys --key /safe/key"),
)
def drill(folder: Folder, keys: KeysFrom, key: Key = None) -> None:
    """Restore a backup into a scratch place, check it, and remove it again; exit code 2 if something is wrong."""
    with reported_errors(), _ended_gently():
        config, parts = settings(), _places()
        kept = parts.Kept(folder, keys, parts.secret_of(config, key))
        with import_module("cli.audit").recorded(config) as record, Bars() as bars:
            record("drill", (), message("purpose.keys"))
            lines, sound = _restoring().drill(config, kept, bars)
    for line in lines:
        typer.echo(line)
    if not sound:
        raise typer.Exit(WRONG)


@keeping.command(
    "erase", help=worded("help.erase"), epilog=example("erase 档案-0001 --by w0003 --reason 监护人申请删除")
)
def erase(
    child: Annotated[str, typer.Argument(help=worded("help.erase_child"))],
    by: Annotated[str, typer.Option(help=worded("help.erase_by"))],
    reason: Annotated[str, typer.Option(help=worded("help.erase_reason"))],
    confirm: Annotated[str | None, typer.Option(help=worded("help.erase_confirm"))] = None,
) -> None:
    """Show what would be erased of a child; with the number repeated after `--confirm`, erase it for good."""
    with reported_errors():
        if confirm not in (None, child):
            raise BadInput("--confirm", "erasure.not_confirmed")
        work = import_module("cli.keeping.erasing")
        asked = work.ErasureAsked(child, by, reason)
        lines = run(DatabaseServer(settings()), lambda g: work.erased(g, asked, confirmed=confirm is not None))
    for line in lines:
        typer.echo(line)
