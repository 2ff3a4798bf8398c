"""Teams of cases from a file: a row an approved part of an account in a case (个案组表)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from graph_model.access import teams
from graph_model.access.teams import Joining
from graph_model.graph import Tx
from graph_model.jobs.loading import LoadContext, Rejected
from graph_model.persons.seal import Vault
from knowledge.access.assignment import Approval, Part, part_named
from knowledge.errors import BadInput, NotFound
from loaders.intake.contract import Item, Prepared, Source, Topic
from loaders.intake.read import read_each
from loaders.staff.rows import reading, recorded_writes, rejected
from loaders.tables import cells
from loaders.tables.columns import column
from loaders.tables.tables import TableRow

COLUMNS = (
    column("case", "个案", "个案编号", required=True),
    column("account", "账户", "工号", required=True),
    column("part", "分工"),
    column("approver", "批准人", required=True),
    column("reason", "理由", required=True),
    column("since", "起始日期"),
    column("until", "终止日期"),
)


def _joining(row: TableRow, context: LoadContext) -> Joining:
    """Return the assignment of a row; without a first day it begins today.

    Raises:
        BadInput: An unknown part.
        InvalidRow: A cell cannot be used.
    """
    r = row.filled(COLUMNS)
    case, account, approver, reason = (
        cells.required(r[key], key).strip() for key in ("case", "account", "approver", "reason")
    )
    since, until = cells.day(r["since"], "since") or context.on, cells.day(r["until"], "until")
    part = part_named(r["part"]) if r["part"] else Part.MEMBER
    return Joining(case, account, part, Approval(approver, reason, since, until))


async def _put(tx: Tx, records: Sequence[Joining], on: date, vault: Vault) -> frozenset[str]:
    """Assign each as the command does; one that cannot be undoes the whole file."""
    for r in records:
        await teams.assign_in(tx, r, on, vault)
    return frozenset(map(_key, records))


def _key(r: Joining) -> str:
    return f"{r.case} {r.account} {r.part} {r.approval.since}"


async def _judge(tx: Tx, rows: Mapping[int, Joining], on: date, vault: Vault) -> tuple[dict[int, bool], list[Rejected]]:
    """Return by line whether it exists already, and the rows that cannot be written."""
    existed, wrong = dict[int, bool](), list[Rejected]()
    for line, joining in rows.items():
        try:
            existed[line] = await teams.judged(tx, joining, on, vault)
        except (BadInput, NotFound) as e:
            wrong.append(rejected(line, e, COLUMNS))
    return existed, wrong


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Read the rows and judge each against what is there.

    Raises:
        BadInput: The service has no key store.
    """
    if (vault := context.vault) is None:
        raise BadInput("topic", "settings.no_key_store")
    refused = list[Rejected]()
    read = dict(read_each(source.rows, reading(partial(_joining, context=context), COLUMNS), refused))
    existed, wrong = await context.graph.read(context.actor, _judge, read, context.on, vault)
    items = tuple(Item(line, _key(read[line]), read[line]) for line, stands in existed.items() if not stands)
    named = [key for i in items for key in (i.record.case, i.record.account)]
    put = partial(_put, on=context.on, vault=vault)
    return Prepared(existed, [*refused, *wrong], lambda: recorded_writes(context, put, items, named))


STAFF_TEAMS = Topic("teams", prepare, (COLUMNS,), not_written=("account", "row.not_written"), about_people=True)
"""The topic of teams; not one of the topics that can be uploaded."""
