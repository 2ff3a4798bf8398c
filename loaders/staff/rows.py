"""Shared steps of both files: refused rows, and a line in the audit before the rest is written (行)."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

from graph_model.graph import Tx
from graph_model.jobs.loading import LoadContext, Rejected
from knowledge.errors import BadInput, DomainError
from loaders.intake.contract import Item, Write
from loaders.tables.columns import Column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

T = TypeVar("T")


def rejected(line: int, error: DomainError, columns: Iterable[Column]) -> Rejected:
    """The entry of the report, at the column that the error names if the file has it."""
    field = error.field if isinstance(error, BadInput) else "account"
    return Rejected(line, error.message, field if any(c.key == field for c in columns) else None)


def reading(read: Callable[[TableRow], T], columns: Iterable[Column]) -> Callable[[TableRow], T]:
    """`read`, whose refusals by the rules are of the row, at the column that they name."""

    def one(row: TableRow) -> T:
        try:
            return read(row)
        except DomainError as e:
            refused = rejected(row.line, e, columns)
            raise InvalidRow(refused.column, refused.reason.code, **refused.reason.params) from None

    return one


def recorded_writes(
    context: LoadContext,
    put: Callable[[Tx, Sequence[Any]], Awaitable[frozenset[str]]],
    items: tuple[Item, ...],
    named: Sequence[str],
) -> list[Write]:
    """The records to write; the audit has the accounts and cases that they name before."""
    if not items:
        return []
    context.audit(list(dict.fromkeys(named)))
    return [Write(put, items)]
