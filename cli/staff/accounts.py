"""`tongxin account`: who may sign in, in which roles, where, until when (账户)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from api.request.context import today
from cli.audit import operator, recorded
from cli.session import settings
from graph_model import schema
from graph_model.access import accounts, approvals, invitations, use
from graph_model.directory import snapshot
from graph_model.graph import Graph
from knowledge.access.accounts import Account, role_named
from knowledge.access.approving import AccountApproval
from knowledge.access.approving import wanted as as_wanted
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput
from knowledge.messages.message import message, shown
from knowledge.rulebook.load import rulebook
from loaders.directory.known import Known
from loaders.intake.report import text
from loaders.loading.load import load_path
from loaders.staff.accounts import staff_accounts
from loaders.tables.keys import InvalidRow

PAGE = 500


@dataclass(frozen=True, slots=True)
class AccountGiven:
    """Wanted state of an account, as a person writes it; None leaves a part unchanged."""

    roles: Sequence[str] | None = None
    areas: Sequence[str] | None = None
    subject: str | None = None
    until: date | None = None
    suspended: bool | None = None
    body: str | None = None


def area_of(text: str, known: Known) -> str:
    """The code of a loaded area by its code or name.

    Raises:
        BadInput: There is none, or several.
    """
    try:
        return known.area(text).code
    except InvalidRow as e:
        raise BadInput("area", e.reason.code, **e.reason.params) from None


async def change(graph: Graph, key: str, wanted: AccountGiven, by: str | None, *, what: str, new: bool = False) -> str:
    """Make or change an account, after its line in the audit; the account as a line."""
    config, on = settings(), today()
    await schema.define(graph)
    network = await snapshot.read(graph)
    known = Known("", network.areas, {}, on)
    given: dict[str, object] = {}
    if wanted.roles is not None:
        given["roles"] = tuple(dict.fromkeys(map(role_named, wanted.roles)))
    if wanted.areas is not None:
        given["areas"] = tuple(dict.fromkeys(area_of(text, known) for text in wanted.areas))
    if wanted.body is not None and wanted.body not in network.bodies and wanted.body not in network.points:
        raise BadInput("body", "account.no_such_body")
    for name in ("subject", "until", "suspended", "body"):
        if (value := getattr(wanted, name)) is not None:
            given[name] = value

    def after(account: Account) -> Account:
        return replace(account, **given)  # type: ignore[arg-type]  # names and types as in `Account`

    with recorded(config) as record:
        changes = (f"{name}={shown(value)}" for name, value in given.items() if name != "subject")
        record(" ".join(["account", what, key, *changes]), (key,), f"by {by or '-'}")
        if config.production:
            await graph.write(operator(), use.mark_production)
        account = await accounts.change(graph, operator(), accounts.AccountChange(key, by, on, after, new))
    return line(account, on)


async def listed(graph: Graph) -> list[str]:
    """A line for each account, and below it what waits for approval and what was approved."""
    rows: list[Account] = []
    while page := await graph.read(operator(), accounts.some, PAGE, rows[-1].id if rows else ""):
        rows += page
    known = await graph.read(operator(), approvals.of, [a.id for a in rows])
    return [row for a in rows for row in (line(a, today()), *(_approved(p) for p in known if p.account == a.id))]


def _approved(p: AccountApproval) -> str:
    """An approval as a line."""
    return str(
        message(
            "shell.account_approval",
            approver=p.by or "-",
            at=p.at.astimezone(SHANGHAI),
            reason=p.reason,
            roles=tuple(r.label for r in p.roles),
            areas=p.areas or "-",
        )
    )


def line(account: Account, on: date) -> str:
    """An account as a line: key, roles, areas, whether it is good, and how it signs in."""
    state = message("shell.account_active" if account.active(on) else "shell.account_suspended")
    if not account.roles:
        state = message("shell.account_waits")
    elif account.active(on) and account.subject is None:
        state = message("shell.account_without_sign_in")
    rows = [_line_of("shell.account", account, account=account.id, state=state)]
    if account.proposal:
        rows.append(_line_of("shell.account_proposed", as_wanted(account), by=account.proposal.by or "-"))
    return "\n".join(rows)


def _line_of(code: str, a: Account, **more: object) -> str:
    roles = tuple(r.label for r in a.roles) or "-"
    return str(message(code, roles=roles, areas=a.areas or "-", until=a.until or "-", **more))


async def approve(graph: Graph, key: str, by: str | None, reason: str) -> str:
    """Put the proposal for an account into effect, after its line in the audit; return the account as a line."""
    with recorded(settings()) as record:
        record(f"account approve {key}", (key,), f"by {by or '-'}")
        account = await approvals.approve(graph, operator(), key, by, reason, datetime.now(UTC))
    return line(account, today())


async def invite(graph: Graph, key: str, by: str | None) -> str:
    """A one-time code for an account, after its line in the audit."""
    with recorded(settings()) as record:
        record(f"account invite {key}", (key,), f"by {by or '-'}")
        made = await invitations.invite(graph, operator(), key, by, datetime.now(UTC))
    return str(message("shell.invitation", account=key, code=made.code, until=made.until.astimezone(SHANGHAI)))


async def load(graph: Graph, file: Path, by: str, *, preview: bool) -> tuple[str, bool]:
    """Load accounts from a file, after its line in the audit; the report, and whether every row is good."""
    config, topic = settings(), staff_accounts(by)
    with recorded(config) as record:
        if not preview:
            record("account load", (), f"by {by}")
            if config.production:
                await graph.write(operator(), use.mark_production)
        report = await load_path(graph, topic, file, rulebook(), today(), preview=preview, audit=audited(record, by))
    return text(report, topic), not report.rejected and not report.missing


def audited(record: Callable[..., None], by: str) -> Callable[[Sequence[str]], None]:
    """Records which accounts or cases a file is about to change."""
    return lambda keys: record(f"file {' '.join(keys)}", keys, f"by {by}")
