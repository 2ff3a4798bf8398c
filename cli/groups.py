"""Commands in files of their own, alone or in groups: `tongxin work`, `tongxin account add` (命令组)."""

from collections.abc import Callable, Mapping

import typer

from cli.casework import casework, clock, forms
from cli.counts.commands import counts
from cli.desk import do, work
from cli.exchange.commands import hsds
from cli.keeping.commands import keeping
from cli.keys import keys
from cli.language import example, worded
from cli.notices.commands import notices
from cli.staff.commands import account, deputy, team
from cli.taking import export

GROUPS: Mapping[str | None, typer.Typer] = {
    "casework": casework,
    "account": account,
    "counts": counts,
    "hsds": hsds,
    "keys": keys,
    "team": team,
    "deputy": deputy,
    None: keeping,
}
"""Groups by name in the shell; those without a name contain commands beside the groups."""
COMMANDS: tuple[tuple[Callable[..., None], str, str], ...] = (
    (work, worded("help.work"), example("work --due today", "work --scope area --as street")),
    (
        do,
        worded("help.do"),
        example("do R-7K2MNPQRS", "do R-7K2MNPQRS reportTake", "do new reportRegister --set channel=phone"),
    ),
    (forms, worded("help.forms"), example("forms", "forms visit_forms visits.csv --preview --as director")),
    (clock, worded("help.clock"), example("clock")),
    (notices, worded("help.notices"), example("notices", "notices --deliver 'python send.py'")),
    (
        export,
        worded("help.take"),
        example("export points", "export schools --area 110101 --format xlsx", "export posts -o posts.csv --as centre"),
    ),
)
"""Each with its help and its example."""
