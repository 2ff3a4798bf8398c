"""Accounts from a file, a row an account; an account with equal content is unchanged (账户表)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from graph_model.access import accounts
from graph_model.access.accounts import AccountChange
from graph_model.graph import Tx
from graph_model.jobs.loading import LoadContext, Rejected
from knowledge.access.accounts import Account, check_account, role_named
from knowledge.access.approving import wanted
from knowledge.errors import BadInput
from knowledge.messages.message import message
from loaders.directory.known import Known
from loaders.intake.contract import Item, Prepared, Source, Topic
from loaders.intake.read import read_each
from loaders.staff.rows import reading, recorded_writes, rejected
from loaders.tables import cells
from loaders.tables.columns import column
from loaders.tables.tables import TableRow

COLUMNS = (
    column("account", "账户", "工号", required=True),
    column("role", "角色", required=True),
    column("area", "辖区", "区划"),
    column("subject", "登录标识", "sub"),
    column("until", "停用日期", "到期日期"),
)


def _account(row: TableRow, known: Known, there: Mapping[str, Account]) -> Account:
    """Return the account of a row, based on the stored one; without a subject in the file it retains its own.

    Raises:
        BadInput: The combination is not possible.
        InvalidRow: A cell cannot be used.
    """
    r = row.filled(COLUMNS)
    key = cells.required(r["account"], "account").strip()
    base = there.get(key, Account(key, ()))
    made = replace(
        base,
        roles=tuple(dict.fromkeys(role_named(t) for t in cells.listed(cells.required(r["role"], "role")))),
        areas=tuple(dict.fromkeys(known.area(t).code for t in cells.listed(r["area"]))),
        subject=r["subject"].strip() or base.subject,
        until=cells.day(r["until"], "until"),
    )
    if made != base:
        check_account(made, known.on)
    return made


async def _put(tx: Tx, records: Sequence[Account], by: str, on: date, new: frozenset[str]) -> frozenset[str]:
    """Make or change each account as the command does; one that cannot be undoes the whole file."""
    for r in records:
        await accounts.change_in(tx, AccountChange(r.id, by, on, partial(_as_given, given=r), r.id in new))
    return frozenset(r.id for r in records)


def _as_given(_before: Account, given: Account) -> Account:
    return given


async def _judge(tx: Tx, rows: Mapping[int, Account], context: LoadContext, by: str) -> dict[int, Rejected]:
    """The rows that whoever decides may not have so."""
    wrong: dict[int, Rejected] = {}
    for line, account in rows.items():
        try:
            await accounts.check_decider(tx, account, by, context.on)
            await accounts.check_free(tx, account)
        except BadInput as e:
            wrong[line] = rejected(line, e, COLUMNS)
    return wrong


async def prepare(context: LoadContext, source: Source, by: str) -> Prepared:
    """Read the rows, compare them with what is there, and judge what would change."""
    known = Known(source.file.name, context.network.areas, context.book.kinds, context.on)
    keys = [r.cells.get("account", "").strip() for r in source.rows if isinstance(r, TableRow)]
    known_ones = await context.graph.read(context.actor, accounts.among, keys)
    there = {k: wanted(a) for k, a in known_ones.items()}
    refused, made, lines = list[Rejected](), dict[int, Account](), dict[str, int]()
    read = reading(partial(_account, known=known, there=there), COLUMNS)
    for line, account in read_each(source.rows, read, refused):
        if (first := lines.setdefault(account.id, line)) == line:
            made[line] = account
        else:
            refused.append(Rejected(line, message("row.contradicts", line=first), "account"))
    changed = {line: a for line, a in made.items() if a != there.get(a.id)}
    wrong = await context.graph.read(context.actor, _judge, changed, context, by)
    existed = {line: line not in changed for line in made if line not in wrong}
    items = tuple(Item(line, a.id, a) for line, a in changed.items() if line not in wrong)
    new = frozenset(i.key for i in items) - there.keys()
    put = partial(_put, by=by, on=context.on, new=new)
    return Prepared(
        existed,
        [*refused, *wrong.values()],
        lambda: recorded_writes(context, put, items, [i.key for i in items]),
    )


def staff_accounts(by: str) -> Topic:
    """The topic of accounts, decided by one who manages them; not one of the topics that can be uploaded."""
    unwritten = ("account", "row.not_written")
    return Topic("accounts", partial(prepare, by=by), (COLUMNS,), not_written=unwritten, about_people=True)
