"""Groups of commands: `tongxin account add`, `tongxin casework verify` (命令组)."""

from collections.abc import Mapping

import typer

from cli.casework import casework
from cli.counts import counts
from cli.keys import keys
from cli.staff.commands import account, deputy, team

GROUPS: Mapping[str, typer.Typer] = {
    "casework": casework,
    "account": account,
    "counts": counts,
    "keys": keys,
    "team": team,
    "deputy": deputy,
}
"""By their names in the shell."""
