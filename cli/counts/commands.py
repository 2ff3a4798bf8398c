"""`tongxin counts publish`: the counts of a closed month, published once (公布月度合计)."""

from functools import partial
from importlib import import_module
from typing import Annotated

import typer

from cli.ask import show
from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from network.counts import CorrectionReason

counts = typer.Typer(no_args_is_help=True, help=worded("help.counts"))


@counts.callback()
def _topic() -> None:
    """Have a command below the topic, although there is one only."""


@counts.command(help=worded("help.counts_publish"), epilog=example("counts publish --month 2026-10"))
def publish(
    month: Annotated[str, typer.Option(help=worded("help.counts_month"))],
    area: Annotated[str | None, typer.Option(help=worded("help.counts_area"))] = None,
    correct: Annotated[CorrectionReason | None, typer.Option(help=worded("help.counts_correct"))] = None,
) -> None:
    """Publish the counts of a district for a month; what is published is never changed, only corrected."""
    with reported_errors():
        publishing = partial(import_module("cli.counts.publishing").published, month=month, area=area, corrects=correct)
        sentence = run(DatabaseServer(settings()), publishing)
    show.out.print(sentence)
