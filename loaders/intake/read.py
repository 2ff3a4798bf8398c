"""Rows of a file one by one, in the words of a topic: what can be read, and why the others cannot (逐行读取)."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from graph_model.jobs.loading import Rejected
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

S = TypeVar("S")
T = TypeVar("T")


def read_each(
    rows: Iterable[TableRow | Rejected], read: Callable[[TableRow], T], rejected: list[Rejected]
) -> Iterator[tuple[int, T]]:
    """Yield the content of each row, with its line; unreadable rows are added to `rejected`."""
    return read_lines(_lines(rows, rejected), read, rejected)


def read_lines(
    lines: Iterable[tuple[int, S]], read: Callable[[S], T], rejected: list[Rejected]
) -> Iterator[tuple[int, T]]:
    """Yield the result of `read` for each line; lines for which it raises `InvalidRow` are added to `rejected`."""
    for line, content in lines:
        try:
            entry = read(content)
        except InvalidRow as e:
            rejected.append(e.at(line))
            continue
        yield line, entry


def check_lines(
    lines: Iterable[tuple[int, S]], check: Callable[[S], object], rejected: list[Rejected]
) -> Iterator[tuple[int, S]]:
    """The lines that `check` accepts; `rejected` takes those for which it raises `InvalidRow`."""

    def checked(content: S) -> S:
        check(content)
        return content

    return read_lines(lines, checked, rejected)


def _lines(rows: Iterable[TableRow | Rejected], rejected: list[Rejected]) -> Iterator[tuple[int, TableRow]]:
    for row in rows:
        if isinstance(row, Rejected):
            rejected.append(row)
        else:
            yield row.line, row
