"""`tongxin hsds export | check | import`: the directory in the form of Open Referral (名录交换命令)."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from cli.ask import show
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from knowledge.messages.message import message

hsds = typer.Typer(no_args_is_help=True, help=worded("help.hsds"))


@hsds.command("export", help=worded("help.hsds_export"), epilog=example("hsds export 名录", "hsds export 名录.zip"))
def export(
    out: Annotated[Path, typer.Argument(help=worded("help.hsds_out"))],
    version: Annotated[str, typer.Option(help=worded("help.hsds_version"))] = "3.0",
    form: Annotated[str, typer.Option("--as", help=worded("help.hsds_as"))] = "tables",
    strict: Annotated[bool, typer.Option("--strict", help=worded("help.hsds_strict"))] = False,
) -> None:
    """Write the directory of today into files that other programs read."""
    with reported_errors():
        work = import_module("cli.exchange.work")
        chosen = work.chosen(version, form)
        counts = run(DatabaseServer(settings()), lambda g: work.exported(g, out, chosen, strict=strict))
    show.out.print(show.say("exchange_file.written", out=str(out), **counts), soft_wrap=True, highlight=False)


@hsds.command("check", help=worded("help.hsds_check"), epilog=example("hsds check 名录.zip"))
def check(path: Annotated[Path, typer.Argument(help=worded("help.hsds_path"))]) -> None:
    """Check a directory of others without a database; exit code 2 if it cannot be taken."""
    with reported_errors():
        work = import_module("cli.exchange.work")
        _print_report(work, work.looked(path), preview=True)


@hsds.command(
    "import",
    help=worded("help.hsds_import"),
    epilog=example("hsds import 名录.zip --preview", "hsds import pages --area 某某区代码 --kind 类别代码"),
)
def take(
    path: Annotated[Path, typer.Argument(help=worded("help.hsds_path"))],
    area: Annotated[str | None, typer.Option(help=worded("help.hsds_area"))] = None,
    kind: Annotated[str | None, typer.Option(help=worded("help.hsds_kind"))] = None,
    source: Annotated[str, typer.Option(help=worded("help.hsds_source"))] = "",
    ended: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=worded("help.hsds_ended"))] = None,
    preview: Annotated[bool, typer.Option("--preview", help=worded("help.load_preview"))] = False,
) -> None:
    """Take a directory of others, whole or not at all; exit code 2 if something must be mended first."""
    with reported_errors():
        work, config = import_module("cli.exchange.work"), settings()
        if not preview:
            import_module("api.disk").Disk(config.written, config.disk_free).require_room()
        stated = work.Stated(source or path.stem, work.today(), kind, area, ended.date() if ended else None)
        with import_module("cli.audit").recorded(config) as record:
            record("hsds import", (), message("purpose.load"))
            result = run(
                DatabaseServer(config),
                lambda g: work.imported(g, path, stated, preview=preview, synthetic=not config.production),
            )
        _print_report(work, result, preview=preview)


def _print_report(work: ModuleType, result: Any, *, preview: bool) -> None:
    for line in work.report(result, preview=preview):
        show.out.print(str(line), markup=False, highlight=False, soft_wrap=True)
    if result.grave:
        raise typer.Exit(2)
