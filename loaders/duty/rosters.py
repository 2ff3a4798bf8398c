"""The roster from a file: a row a time on duty; the same row with another account replaces it (值班表载入)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from graph_model.access import accounts
from graph_model.duty import roster as duty
from graph_model.duty.roster import on_duty_roles
from graph_model.jobs.loading import LoadContext, Rejected
from knowledge.access.accounts import Account
from knowledge.casework.load import table
from knowledge.duty.roster import LONGEST, RANKS, Shift
from knowledge.messages.message import message
from loaders.directory.known import Known
from loaders.directory.moments import moment
from loaders.intake.contract import Item, Prepared, Source, Topic, Write
from loaders.intake.read import read_each
from loaders.intake.scope import LoadScope
from loaders.tables import cells
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

COLUMNS = (
    column("area", "区划", "哪里值班", required=True),
    column("since", "从", "起", required=True),
    column("until", "到", "止", required=True),
    column("account", "账户", "工号", required=True),
    column("rank", "第几班", "次序"),
    column("phone", "值班电话", "电话"),
    column("absent", "请假"),
)
PHONE = re.compile(r"[0-9+*#() -]{3,24}")


@dataclass(frozen=True, slots=True)
class ShiftRows:
    """Data for reading rows: the areas, and the existing accounts."""

    known: Known
    accounts: Mapping[str, Account]
    above: Mapping[str, frozenset[str]]
    """By area: itself and those above it."""

    @classmethod
    def of(cls, context: LoadContext, name: str, there: Mapping[str, Account]) -> Self:
        """For a file of this name."""
        known = Known(name, context.network.areas, context.book.kinds, context.on)
        above = {code: frozenset(a.code for a in context.network.path(code)) for code in context.network.areas}
        return cls(known, there, above)

    def read(self, row: TableRow) -> Shift:
        """Return the shift of a row.

        Raises:
            InvalidRow: A cell cannot be used, or the account cannot be on duty there.
        """
        r = row.filled(COLUMNS)
        area = self.known.area(r["area"])
        since, until = moment(r["since"], "since"), moment(r["until"], "until")
        if not timedelta() < until - since <= LONGEST:
            raise InvalidRow("until", "cell.shift_length", most=LONGEST.days)
        rank = cells.ordinal(r["rank"], "rank") or 1
        if rank > RANKS:
            raise InvalidRow("rank", "cell.shift_rank", most=RANKS)
        account = self._account(r["account"], area.code, since)
        phone = r["phone"].strip()
        if phone and not PHONE.fullmatch(phone):
            raise InvalidRow("phone", "cell.not_a_phone")
        key = f"{area.code}-{since:%Y%m%d%H%M}-{rank}"
        absent = cells.flag(r["absent"], "absent") or False
        return Shift(key, area.code, rank, account, since, until, phone or None, absent, self.known.source)

    def _account(self, cell: str, area: str, since: datetime) -> str:
        account = self.accounts.get(cells.required(cell, "account").strip())
        if account is None or not account.active(since.date()) or self.above[area].isdisjoint(account.areas):
            raise InvalidRow("account", "row.account_not_there")
        if not {role.value for role in account.roles} & set(on_duty_roles(table())):
            raise InvalidRow("account", "row.account_not_on_duty")
        return account.id

    @staticmethod
    def same(one: Shift, other: Shift) -> bool:
        """True if both are equal except for their source."""
        return replace(one, source=other.source) == other


def _accepted(
    context: LoadContext, name: str, rows: Iterable[TableRow | Rejected], there: Mapping[str, Account]
) -> tuple[dict[int, Shift], list[Rejected], int]:
    """The rows that can be read, within the actor's areas, none of which meets another; and how many repeat one."""
    reading = ShiftRows.of(context, name, there)
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    made, rejected, repeated = dict[int, Shift](), list[Rejected](), 0

    def read(row: TableRow) -> Shift:
        shift = reading.read(row)
        scope.check_area(shift.area)
        return shift

    for line, shift in read_each(rows, read, rejected):
        if shift in made.values():
            repeated += 1
        elif (other := next((n for n, s in made.items() if s.meets(shift)), None)) is not None:
            rejected.append(Rejected(line, message("row.shifts_meet", line=other), "since"))
        else:
            made[line] = shift
    return made, rejected, repeated


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Read the rows and compare them with what is on the roster."""
    rows = [r for r in source.rows if isinstance(r, TableRow)]
    keys = [r.cells.get("account", "").strip() for r in rows]
    there = await context.graph.read(context.actor, accounts.among, keys)
    made, rejected, repeated = _accepted(context, source.file.name, source.rows, there)
    if not made:
        return Prepared({}, rejected, list, repeated)
    start, end = min(s.since for s in made.values()), max(s.until for s in made.values())
    areas = sorted({s.area for s in made.values()})
    held = {s.id: s for s in await context.graph.read(context.actor, duty.among, areas, start, end)}
    new = {s.id for s in made.values()}
    existed: dict[int, bool] = {}
    for line, shift in made.items():
        if any(s.meets(shift) for s in held.values() if s.id not in new):
            rejected.append(Rejected(line, message("row.shifts_meet_on_file"), "since"))
        else:
            existed[line] = shift.id in held and ShiftRows.same(held[shift.id], shift)
    items = tuple(Item(line, made[line].id, made[line]) for line, same in existed.items() if not same)
    return Prepared(existed, rejected, lambda: [Write(duty.put, items)] if items else [], repeated)


ROSTERS = Topic("rosters", prepare, (COLUMNS,), ("rosters.csv",))
