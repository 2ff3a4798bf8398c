"""`tongxin hsds export | check | import`: the directory in the form of Open Referral (名录交换命令)."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from cli.ask import show
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings

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
