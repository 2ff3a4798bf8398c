"""Rows of a file as orders: all in one transaction, each at most once however often the file is sent (办理的文件)."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_model.casework.store import Desk
from graph_model.commands import Command, known, mark
from graph_model.graph import Tx
from graph_model.rows import KeyRow, statements
from knowledge.casework.order import Decided, Order, RefusedOrder
from knowledge.errors import Conflict

(THERE,) = statements(__file__, "there")


@dataclass(frozen=True, slots=True)
class FiledRow:
    """Orders of a row: on an item, or under it; each further order is on the item that the first has made."""

    item: str | None
    """None: it begins an item that exists alone."""
    orders: tuple[Order, ...]
    key: str

    @property
    def makes(self) -> str | None:
        """The code of the item that the row creates."""
        return self.orders[0].code

    @property
    def command(self) -> Command:
        """The command by which a row that creates nothing is known again."""
        return Command("filed", self.key, self.item or "")


async def done(tx: Tx, rows: Sequence[FiledRow]) -> frozenset[str]:
    """Return the keys of the rows that were carried out before."""
    made = {r.makes: r.key for r in rows if r.makes}
    there = await tx.rows(THERE, KeyRow, codes=list(made)) if made else []
    taken = await known(tx, [r.command for r in rows if not r.makes])
    return frozenset(made[r.key] for r in there) | taken


async def judged(tx: Tx, row: FiledRow, desk: Desk) -> RefusedOrder | None:
    """Return why the orders of a row cannot be carried out now, or None; nothing is locked or written."""
    return refused(await desk.judge(tx, row.item, row.orders))


def refused(made: Decided | RefusedOrder) -> RefusedOrder | None:
    """The refusal, if it is one."""
    return made if isinstance(made, RefusedOrder) else None


async def carry_out(tx: Tx, rows: Sequence[FiledRow], desk: Desk) -> frozenset[str]:
    """Carry out the rows, and return the keys of those that were, now or before; the others have changed nothing.

    All is locked before the first row: two files with the same children, in whatever order, follow each other.

    Raises:
        Conflict: A row was allowed as a whole and then refused in part; nothing of the file is stored.
        NotFound: No such item, or it is not visible to the actor.
    """
    accepted = set[str]()
    await desk.lock_all(tx, [(r.item, r.orders) for r in rows])
    for row in rows:
        if await done(tx, [row]):
            accepted.add(row.key)
        elif await judged(tx, row, desk) is None:
            await _carried(tx, row, desk)
            accepted.add(row.key)
    return frozenset(accepted)


async def _carried(tx: Tx, row: FiledRow, desk: Desk) -> None:
    item = row.item
    for order in row.orders:
        made = await desk.carry_out_in(tx, item, order)
        if isinstance(made, RefusedOrder):
            raise Conflict("item", item or row.key)
        item = made.item.id
    if not row.makes:
        await mark(tx, row.command)
