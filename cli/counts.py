"""`tongxin counts publish`: the counts of a closed month, published once (公布月度合计)."""

from importlib import import_module
from typing import Annotated

import typer

from cli.ask import show
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings

counts = typer.Typer(no_args_is_help=True, help=worded("help.counts"))


@counts.callback()
def _topic() -> None:
    """Have a command below the topic, although there is one only."""


@counts.command(help=worded("help.counts_publish"), epilog=example("counts publish --month 2026-10"))
def publish(
    month: Annotated[str, typer.Option(help=worded("help.counts_month"))],
    area: Annotated[str | None, typer.Option(help=worded("help.counts_area"))] = None,
) -> None:
    """Publish the counts of a district for a month; what is published is never changed."""
    with reported_errors():
        sentence = run(DatabaseServer(settings()), lambda g: import_module("cli.publishing").published(g, month, area))
    show.out.print(sentence)
