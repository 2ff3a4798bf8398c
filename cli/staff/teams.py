"""`tongxin team`, `tongxin deputy`: members of a case's team, deputies, approvers and days (个案组)."""

from contextlib import closing
from pathlib import Path

from api.request.context import today
from cli.audit import operator, recorded
from cli.session import settings
from cli.staff.accounts import audited
from graph_model.access import accounts, teams
from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.access.assignment import Approval, part_named
from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from loaders.intake.report import text
from loaders.loading.load import load_path
from loaders.staff.teams import STAFF_TEAMS
from network.entities import Actor
from network.snapshot import Network


def everywhere(network: Network) -> Actor:
    """The operator within all areas."""
    return operator(network.roots)


def vault() -> closing[Vault]:
    """The keys of what is sealed."""
    return closing(Vault(settings().key_folder))


async def assign(graph: Graph, case: str, account: str, part: str, approval: Approval) -> list[str]:
    """Put an account on the team of a case, after its line in the audit; the team as lines."""
    joining = teams.Joining(case, account, part_named(part), approval)
    actor = everywhere(await snapshot.read(graph))
    with recorded(settings()) as record, vault() as keys:
        record(f"team assign {account} {joining.part.value}", (case, account), f"by {approval.approver}")
        members = await teams.assign(graph, actor, joining, today(), keys)
    return [line(m) for m in members]


async def end(graph: Graph, case: str, account: str, by: str, reason: str) -> list[str]:
    """End what an account is in a case, after its line in the audit; the team as lines."""
    actor = everywhere(await snapshot.read(graph))
    with recorded(settings()) as record, vault() as keys:
        record(f"team end {account}", (case, account), f"by {by}")
        members = await teams.end(graph, actor, case, account, teams.Ending(by, reason, today()), keys)
    return [line(m) for m in members]


async def team(graph: Graph, case: str) -> list[str]:
    """The team of a case as lines; looking leaves a line in the audit."""
    actor = everywhere(await snapshot.read(graph))
    with recorded(settings()) as record, vault() as keys:
        record("team list", (case,), "-")
        return [line(m) for m in await graph.read(actor, teams.team, case, keys)]


async def load(graph: Graph, file: Path, *, preview: bool) -> tuple[str, bool]:
    """Load teams from a file, after its line in the audit; the report, and whether every row is good."""
    with recorded(settings()) as record, vault() as keys:
        if not preview:
            record("team load", (), "-")
        report = await load_path(
            graph, STAFF_TEAMS, file, rulebook(), today(), vault=keys, preview=preview, audit=audited(record, "file")
        )
    return text(report, STAFF_TEAMS), not report.rejected and not report.missing


def line(m: teams.TeamMember) -> str:
    """A member as a line."""
    return str(
        message(
            "shell.member",
            account=m.account,
            part=m.part.label,
            since=m.since,
            until=m.until or "-",
            approver=m.approver,
            reason=m.reason,
        )
    )


async def delegate(graph: Graph, deputy: str, principal: str, approval: Approval) -> list[str]:
    """Make an account the deputy of another, after its line in the audit; return its delegations as lines."""
    network = await snapshot.read(graph)
    known = await graph.read(operator(), accounts.among, [approval.approver])
    tops = known[approval.approver].areas if approval.approver in known else ()
    within = frozenset(a.code for top in tops for a in network.within(top))
    with recorded(settings()) as record, vault() as keys:
        record(f"deputy add {deputy} for {principal}", (deputy, principal), f"by {approval.approver}")
        rows = await teams.delegate(graph, everywhere(network), deputy, principal, approval, today(), within, keys)
    return [delegation(d) for d in rows]


async def end_delegation(graph: Graph, deputy: str, principal: str, by: str, reason: str) -> list[str]:
    """End a delegation, after its line in the audit; the deputy's delegations as lines."""
    with recorded(settings()) as record, vault() as keys:
        record(f"deputy end {deputy} for {principal}", (deputy, principal), f"by {by}")
        ending = teams.Ending(by, reason, today())
        rows = await teams.end_delegation(graph, operator(), deputy, principal, ending, keys)
    return [delegation(d) for d in rows]


async def delegations(graph: Graph, account: str) -> list[str]:
    """Return the delegations of an account, as deputy and as principal, as lines."""
    with vault() as keys:
        return [delegation(d) for d in await graph.read(operator(), teams.delegations, account, keys)]


def delegation(d: teams.Delegation) -> str:
    """A delegation as a line."""
    return str(
        message(
            "shell.delegation",
            deputy=d.deputy,
            principal=d.principal,
            since=d.since,
            until=d.until,
            approver=d.approver,
            reason=d.reason,
        )
    )
