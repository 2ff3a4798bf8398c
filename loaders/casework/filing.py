"""Shared steps of both kinds of files: rows as orders, judged one by one, written together (办理文件的行)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from graph_model.casework import filed
from graph_model.casework.desk import desk_of
from graph_model.casework.filed import FiledRow
from graph_model.jobs.loading import LoadContext, Rejected
from knowledge.access.clear import is_code
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.order import RefusedOrder
from knowledge.errors import BadInput, NotFound
from knowledge.folding import folded
from knowledge.messages.message import message
from loaders.intake.contract import Item, Prepared, Source, Write
from loaders.intake.read import read_each
from loaders.tables.columns import Column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

LONGEST_KEY = 40
"""Characters of a number that another body has given."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Conversion of rows to orders: the columns, and the reader of one row."""

    columns: tuple[Column, ...]
    read: Callable[[TableRow, LoadContext, datetime], FiledRow]


def _read(
    wording: Wording, context: LoadContext, rows: Iterable[TableRow | Rejected]
) -> tuple[dict[int, FiledRow], list[Rejected], int]:
    """The rows that can be read, each once; those that cannot; how many repeat one."""
    made, rejected, repeated = dict[int, FiledRow](), list[Rejected](), 0
    lines, now = dict[str, int](), datetime.now(SHANGHAI)

    def read(row: TableRow) -> FiledRow:
        return wording.read(row, context, now)

    for line, filed_row in read_each(rows, read, rejected):
        first = lines.setdefault(filed_row.key, line)
        if first == line:
            made[line] = filed_row
        elif _same(made[first], filed_row):
            repeated += 1
        else:
            rejected.append(Rejected(line, message("row.key_of_line", line=first), wording.columns[0].key))
    return made, rejected, repeated


def _same(one: FiledRow, other: FiledRow) -> bool:
    return [o.form for o in one.orders] == [o.form for o in other.orders]


async def prepare(context: LoadContext, source: Source, wording: Wording) -> Prepared:
    """Judge each row in the present state.

    Rows carried out before are not compared: a file must reveal nothing on file.

    Raises:
        BadInput: The service has no key store.
    """
    if context.vault is None:
        raise BadInput("topic", "settings.no_key_store")
    desk = desk_of(context.graph, context.vault, context.book, context.network)
    made, rejected, repeated = _read(wording, context, source.rows)
    already = await context.graph.read(context.actor, filed.done, list(made.values()))
    existed: dict[int, bool] = {}
    for line, row in made.items():
        if row.key not in already:
            try:
                why = await context.graph.read(context.actor, filed.judged, row, desk)
            except NotFound as e:
                rejected.append(Rejected(line, e.message, wording.columns[0].key))
                continue
            if why is not None:
                rejected.append(Rejected(line, why.why, _column(wording, why)))
                continue
        existed[line] = row.key in already
    items = tuple(Item(line, made[line].key, made[line]) for line, there in existed.items() if not there)

    def writes() -> list[Write]:
        context.audit(list(dict.fromkeys(i.record.item or i.key for i in items)))
        return [Write(partial(filed.carry_out, desk=desk), items)]

    return Prepared(existed, rejected, lambda: writes() if items else [], repeated)


def _column(wording: Wording, why: RefusedOrder) -> str | None:
    """The column of the first field that was wrong."""
    known = {c.key for c in wording.columns}
    return next((f for f in why.fields if f in known), None)


def only(cells: Mapping[str, str], column: str) -> str:
    """Return a required code, without spaces around.

    Raises:
        InvalidRow: The cell is empty, or is no code.
    """
    text = folded(cells.get(column, ""))
    if not is_code(text) or len(text) > LONGEST_KEY:
        raise InvalidRow(column, "cell.empty" if not text else "cell.not_a_key")
    return text
