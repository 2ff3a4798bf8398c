"""Rows of a file one by one, in the words of a topic: what can be read, and why the others cannot (逐行读取)."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from graph_model.jobs.loading import Rejected
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

T = TypeVar("T")


def read_each(
    rows: Iterable[TableRow | Rejected], read: Callable[[TableRow], T], rejected: list[Rejected]
) -> Iterator[tuple[int, T]]:
    """What each row says, with its line; `rejected` takes the rows that cannot be read."""
    for row in rows:
        if isinstance(row, Rejected):
            rejected.append(row)
            continue
        try:
            entry = read(row)
        except InvalidRow as e:
            rejected.append(e.at(row.line))
            continue
        yield row.line, entry
