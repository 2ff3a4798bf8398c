"""Relay connections by keyset: a cursor is the key of a row, so pages stay correct when rows are added or deleted."""

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

import strawberry

from knowledge.errors import BadInput

MAX = 100

T = TypeVar("T")
R = TypeVar("R")
V = TypeVar("V")


@strawberry.type
class PageInfo:
    """The position of a page among all rows (Relay)."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class Edge(Generic[T]):
    """A row and its cursor."""

    cursor: str
    node: T


@strawberry.type
class Connection(Generic[T]):
    """A page of rows in key order."""

    edges: list[Edge[T]]
    nodes: list[T]
    page_info: PageInfo
    total_count: int


def cursor(key: str) -> str:
    """The cursor of a key."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def _key(given: str, field: str) -> str:
    try:
        return base64.b64decode(given.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise BadInput(field, "input.not_a_cursor") from None


def page(
    rows: Sequence[tuple[str, V]],
    make: Callable[[V], T],
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Connection[T]:
    """A page of `rows`, (key, value) pairs sorted by key; at most 100 rows, each made by `make`.

    Raises:
        BadInput: A cursor or size is not valid.
    """
    if first is not None and last is not None:
        raise BadInput("last", "input.first_or_last")
    size = size_of(first if last is None else last)
    keys = [k for k, _ in rows]
    low = bisect_right(keys, _key(after, "after")) if after else 0
    high = bisect_left(keys, _key(before, "before")) if before else len(rows)
    start, end = (max(low, high - size), high) if last is not None else (low, min(high, low + size))
    shown = [(cursor(k), make(v)) for k, v in rows[start:end]]
    info = PageInfo(
        has_next_page=end < len(rows),
        has_previous_page=start > 0,
        start_cursor=shown[0][0] if shown else None,
        end_cursor=shown[-1][0] if shown else None,
    )
    edges = [Edge(cursor=c, node=n) for c, n in shown]
    return Connection(edges=edges, nodes=[n for _, n in shown], page_info=info, total_count=len(rows))


def size_of(first: int | None) -> int:
    """The size of a page that is read forwards.

    Raises:
        BadInput: Not within 1–100.
    """
    return bounded("first", MAX if first is None else first, MAX)


def bounded(name: str, value: int, most: int) -> int:
    """The value of an argument that is at least 1.

    Raises:
        BadInput: Not within 1 and the most.
    """
    if not 0 < value <= most:
        raise BadInput(name, "input.not_between", least=1, most=most)
    return value


def key_of(after: str | None) -> str:
    """The key in a cursor; empty without a cursor.

    Raises:
        BadInput: Not a cursor of this schema.
    """
    return _key(after, "after") if after else ""


def forward(rows: Iterable[tuple[str, R]], make: Callable[[R], T], size: int, after: str, total: int) -> Connection[T]:
    """A page limited by the database: `rows` has one row more than `size` if further rows exist, which is not made."""
    read = list(rows)
    edges = [Edge(cursor=cursor(k), node=make(row)) for k, row in read[:size]]
    info = forward_info([k for k, _ in read], size, after)
    return Connection(edges=edges, nodes=[e.node for e in edges], page_info=info, total_count=total)


def forward_info(keys: Sequence[str], size: int, after: str) -> PageInfo:
    """The `PageInfo` of such a page: `keys` has one key more than `size` if further rows exist."""
    shown = keys[:size]
    return PageInfo(
        has_next_page=len(keys) > size,
        has_previous_page=bool(after),
        start_cursor=cursor(shown[0]) if shown else None,
        end_cursor=cursor(shown[-1]) if shown else None,
    )
