"""The commands `tongxin account`, `tongxin team` and `tongxin deputy` (命令)."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import example, worded
from cli.session import DatabaseServer, reported_errors, run, settings
from knowledge.access.assignment import Approval

if TYPE_CHECKING:
    from graph_model.graph import Graph

account = typer.Typer(no_args_is_help=True, help=worded("help.account"))
team = typer.Typer(no_args_is_help=True, help=worded("help.team"))
deputy = typer.Typer(no_args_is_help=True, help=worded("help.deputy"))

Key = Annotated[str, typer.Argument(help=worded("help.account_key"))]
Case = Annotated[str, typer.Argument(help=worded("help.team_case"))]
By = Annotated[str | None, typer.Option(help=worded("help.account_by"))]
Giver = Annotated[str | None, typer.Option(help=worded("help.account_giver"))]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=worded("help.account_until"))]
Since = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help=worded("help.team_from"))]
Approver = Annotated[str, typer.Option(help=worded("help.team_approver"))]
Reason = Annotated[str, typer.Option(help=worded("help.team_reason"))]
Roles = Annotated[list[str], typer.Option("--role", help=worded("help.account_role"))]
ManyRoles = Annotated[list[str], typer.Argument(help=worded("help.account_role"))]
ManyAreas = Annotated[list[str], typer.Argument(help=worded("help.account_area"))]
Subject = Annotated[str, typer.Argument(help=worded("help.account_subject"))]
Areas = Annotated[list[str] | None, typer.Option("--area", help=worded("help.account_area"))]


def _accounts() -> ModuleType:
    return import_module("cli.staff.accounts")


def _teams() -> ModuleType:
    return import_module("cli.staff.teams")


def _print(work: "Callable[[Graph], Awaitable[str | Iterable[str]]]") -> None:
    """Run a command and print its lines."""
    with reported_errors():
        result = run(DatabaseServer(settings()), work)
    for line in (result,) if isinstance(result, str) else result:
        typer.echo(line)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _changed(key: str, what: str, by: str | None, *, new: bool = False, **wanted: object) -> None:
    _print(lambda g: _accounts().change(g, key, _accounts().AccountGiven(**wanted), by, what=what, new=new))


@account.command(
    "add", help=worded("help.account_add"), epilog=example("account add s2031 --role street --area 六榕街道")
)
def add(  # each is an option of the command
    key: Key,
    role: Roles,
    area: Areas = None,
    subject: Annotated[str | None, typer.Option(help=worded("help.account_subject"))] = None,
    body: Annotated[str | None, typer.Option(help=worded("help.account_body"))] = None,
    until: Day = None,
    by: By = None,
) -> None:
    """Make an account."""
    _changed(key, "add", by, new=True, roles=role, areas=area, subject=subject, until=_day(until), body=body)


@account.command("list", help=worded("help.account_list"))
def list_accounts() -> None:
    """List all accounts."""
    _print(lambda g: _accounts().listed(g))


@account.command("suspend", help=worded("help.account_suspend"), epilog=example("account suspend s2031 --by a0001"))
def suspend(key: Key, by: By = None) -> None:
    """Suspend an account: within a second it can do nothing."""
    _changed(key, "suspend", by, suspended=True)


@account.command("resume", help=worded("help.account_resume"))
def resume(key: Key, by: By = None) -> None:
    """Let a suspended account act again."""
    _changed(key, "resume", by, suspended=False)


@account.command("roles", help=worded("help.account_roles"))
def roles(key: Key, role: ManyRoles, by: By = None) -> None:
    """Replace the roles of an account."""
    _changed(key, "roles", by, roles=role)


@account.command("areas", help=worded("help.account_areas"))
def areas(key: Key, area: ManyAreas, by: By = None) -> None:
    """Replace the areas of an account."""
    _changed(key, "areas", by, areas=area)


@account.command("subject", help=worded("help.account_subject"))
def subject(key: Key, given: Subject, by: By = None) -> None:
    """Bind an account to a subject of the issuer, instead of the one that it has."""
    _changed(key, "subject", by, subject=given)


@account.command(
    "approve",
    help=worded("help.account_approve"),
    epilog=example("account approve s2031 --by l0007 --reason 新任督导员"),
)
def approve(key: Key, reason: Reason, by: Giver = None) -> None:
    """Put the proposal for an account into effect."""
    _print(lambda g: _accounts().approve(g, key, by, reason))


@account.command("body", help=worded("help.account_bodies"))
def body(key: Key, given: Annotated[str, typer.Argument(help=worded("help.account_body"))], by: By = None) -> None:
    """Set the body or service point whose items an account receives."""
    _changed(key, "body", by, body=given)


@account.command("invite", help=worded("help.account_invite"), epilog=example("account invite s2031 --by a0001"))
def invite(key: Key, by: By = None) -> None:
    """Print a one-time code with which somebody takes the account."""
    _print(lambda g: _accounts().invite(g, key, by))


File = Annotated[Path, typer.Argument(help=worded("help.load_file"))]
Preview = Annotated[bool, typer.Option("--preview", help=worded("help.load_preview"))]


def _load(work: "Callable[[Graph], Awaitable[tuple[str, bool]]]") -> None:
    """Load a file and print the report; exit code 2 if a row was rejected."""
    with reported_errors():
        report, good = run(DatabaseServer(settings()), work)
    typer.echo(report)
    if not good:
        raise typer.Exit(2)


@account.command(
    "load", help=worded("help.account_load"), epilog=example("account load 账户.xlsx --by a0001 --preview")
)
def load_accounts(
    file: File,
    by: Annotated[str, typer.Option(help=worded("help.account_by"))],
    preview: Preview = False,
) -> None:
    """Make and change the accounts of a file."""
    _load(lambda g: _accounts().load(g, file, by, preview=preview))


def _approval(approver: str, reason: str, since: datetime | None, until: datetime | None) -> Approval:
    today: Callable[[], date] = import_module("api.request.context").today
    return Approval(approver, reason.strip(), _day(since) or today(), _day(until))


@team.command(
    "assign",
    help=worded("help.team_assign"),
    epilog=example("team assign case-0001 s2031 --approver l0007 --reason 个案承办 --part worker"),
)
def assign(  # as above
    case: Case,
    key: Key,
    approver: Approver,
    reason: Reason,
    since: Since = None,
    until: Day = None,
    part: Annotated[str, typer.Option(help="worker|member|reporter")] = "member",
) -> None:
    """Put an account on the team of a case."""
    _print(lambda g: _teams().assign(g, case, key, part, _approval(approver, reason, since, until)))


@team.command("load", help=worded("help.team_load"), epilog=example("team load 个案组.xlsx --preview"))
def load_teams(file: File, preview: Preview = False) -> None:
    """Put the accounts of a file on the teams of cases."""
    _load(lambda g: _teams().load(g, file, preview=preview))


@team.command("end", help=worded("help.team_end"))
def end(case: Case, key: Key, by: Approver, reason: Reason) -> None:
    """End what an account is in a case, at once."""
    _print(lambda g: _teams().end(g, case, key, by, reason))


@team.command("list", help=worded("help.team_list"))
def list_team(case: Case) -> None:
    """List everybody who is, was or will be on the team of a case."""
    _print(lambda g: _teams().team(g, case))


Principal = Annotated[str, typer.Argument(help=worded("help.deputy_principal"))]


@deputy.command(
    "add",
    help=worded("help.deputy_add"),
    epilog=example("deputy add s2032 s2031 --approver l0007 --reason 休假 --until 2026-12-20"),
)
def add_deputy(  # as above
    key: Key, principal: Principal, approver: Approver, reason: Reason, until: Day = None, since: Since = None
) -> None:
    """Make an account the deputy of another until a day."""
    _print(lambda g: _teams().delegate(g, key, principal, _approval(approver, reason, since, until)))


@deputy.command("end", help=worded("help.deputy_end"))
def end_deputy(key: Key, principal: Principal, by: Approver, reason: Reason) -> None:
    """End a delegation, at once."""
    _print(lambda g: _teams().end_delegation(g, key, principal, by, reason))


@deputy.command("list", help=worded("help.deputy_list"))
def list_deputies(key: Key) -> None:
    """List the delegations of an account, as deputy and as principal."""
    _print(lambda g: _teams().delegations(g, key))
