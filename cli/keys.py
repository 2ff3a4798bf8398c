"""The commands `tongxin keys status | rotate` (密钥命令)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from cli.ask.show import Bars
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import message

if TYPE_CHECKING:
    from graph_model.graph import Graph
    from graph_model.keys.rotation import KeyStatus
    from graph_model.persons.resealing import SealedCount

keys = typer.Typer(no_args_is_help=True, help=worded("help.keys"))
WRONG = 2
"""The exit code where something is wrong."""
SHOWN = 5
"""Subjects that a line names at most."""


def _made(name: str) -> ModuleType:
    """A module that is slow to import: every other command would wait for it too."""
    return import_module(f"graph_model.keys.{name}")


@keys.command("status", help=worded("help.keys_status"), epilog=example("keys status"))
def status() -> None:
    """Print the state of the key store."""
    with reported_errors(), closing(_made("store").KeyStore(settings().key_folder)) as store:
        now = _made("rotation").status(store)
    for line in lines(now):
        typer.echo(line)
    if any(used and not there for _, _, used, there in now.masters):
        raise typer.Exit(WRONG)


def lines(now: "KeyStatus") -> Iterator[str]:
    """Yield the state of the key store, in sentences, without any subject."""
    rotation = _made("rotation")
    for master, made, used, there in now.masters:
        code = "keys.master" if there else "keys.master_gone"
        current = message("keys.current") if master == now.current else "-"
        yield str(message(code, master=master, made=_day(made), used=used, current=current))
    yield str(message("keys.count", subjects=now.subjects, citizens=now.citizens, erased=now.erased))
    if now.waiting:
        yield str(message("keys.unfinished_rotation", waiting=now.waiting))
    if now.renewing:
        yield str(message("keys.unfinished_renewal"))
    kept = now.notes.get(rotation.KEPT)
    yield str(message("keys.kept", kept=_day(kept)) if kept else message("keys.never_kept"))
    erased = now.last_erasure
    if erased and now.notes.get(rotation.ROTATED, "") < erased:
        yield str(message("keys.rotate_after_erasure", erased=_day(erased)))
    if erased and kept and kept < erased:
        yield str(message("keys.backup_after_erasure", erased=_day(erased)))


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).isoformat(sep=" ", timespec="minutes")


@keys.command("rotate", help=worded("help.keys_rotate"), epilog=example("keys rotate", "keys rotate --data"))
def rotate(data: Annotated[bool, typer.Option("--data", help=worded("help.keys_data"))] = False) -> None:
    """Wrap all data keys with a new master key; with `--data` also renew them and seal every record again."""
    with reported_errors():
        config, rotation = settings(), _made("rotation")
        store_at, recorded = _made("store").KeyStore, import_module("cli.audit").recorded
        with recorded(config) as record, closing(store_at(config.key_folder)) as store, Bars() as bars:
            record("keys rotate --data" if data else "keys rotate", (), message("purpose.keys"))
            total = rotation.status(store).subjects
            if data:
                rotation.renew(store, bars.task(message("progress.renewing_keys"), total))
            done = rotation.rewrap(store, bars.task(message("progress.wrapping_keys"), total))
            citizens = _made("blind").BlindKeys(store).rotate()
        lost = done.lost
        typer.echo(str(message("keys.rotated", master=done.master, keys=done.keys)))
        typer.echo(str(message("keys.index_rotated", citizens=citizens)))
        if data:
            counted = run(DatabaseServer(config), _sealed_again)
            lost = tuple(sorted({*lost, *counted.closed}))
            typer.echo(str(message("keys.sealed_again", read=counted.read, changed=counted.changed)))
    if lost:
        typer.echo(str(message("keys.lost", count=len(lost), subjects=lost[:SHOWN])))
        raise typer.Exit(WRONG)


async def _sealed_again(graph: "Graph") -> "SealedCount":
    """Seal every record again with the newest key of its subject, and note that it is done."""
    from cli.audit import operator  # noqa: PLC0415  # slow to import
    from graph_model.directory import snapshot  # noqa: PLC0415  # as above
    from graph_model.keys import rotation  # noqa: PLC0415  # as above
    from graph_model.persons.resealing import Resealing  # noqa: PLC0415  # as above
    from graph_model.persons.seal import Vault  # noqa: PLC0415  # as above

    network = await snapshot.read(graph)
    with closing(Vault(settings().key_folder)) as vault, Bars() as bars:
        walk = Resealing(graph, operator(network.roots), vault, change=True)
        counted = await walk.walk(bars.task(message("progress.sealing_again"), rotation.status(vault.store).subjects))
        rotation.renewed(vault.store)
    return counted
