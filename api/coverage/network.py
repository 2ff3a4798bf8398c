"""Which network a coverage question is about, and what is kept of it between questions (网络)."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from analytics.coverage import reach, week
from analytics.coverage.layout import Layout, Standard, of_draft, placed
from api.request.context import Context
from graph_model.drafts import store
from knowledge.access.policy import Action
from knowledge.errors import BadInput

T = TypeVar("T")


LIVE = "live"


KEPT = 64
"""Answers of the live network that are kept; a new network starts anew."""


_live: list[Layout] = []


def live(c: Context) -> Layout:
    """The live network of this moment, with what was worked out of it before."""
    if not _live or _live[0].network is not c.network:
        _live[:] = [Layout(c.network)]
    return _live[0]


def cells_of(
    here: Layout, c: Context, codes: Sequence[str], area: str | None, s: Standard | None = None
) -> tuple[reach.Cell, ...]:
    """The cells of a question, worked out once a network.

    Raises:
        BadInput: an unknown code or area.
    """
    return kept(here, (tuple(codes), area, s), lambda: tuple(reach.cells(here, c.book, codes, area, s)))


def kept(here: Layout, key: object, work: Callable[[], T]) -> T:
    """What was worked out of a layout before, or is now."""
    if key in here.memo:
        return cast("T", here.memo[key])
    found = work()
    if len(here.memo) >= KEPT:
        here.memo.clear()
    here.memo[key] = found
    return found


async def layout(c: Context, name: str) -> Layout:
    """The live network, or a draft by name.

    Raises:
        NotFound: no such draft.
        Forbidden: a draft, and a role that has none.
    """
    if name == LIVE:
        return live(c)
    c.require(Action.EDIT_DRAFTS)
    stored = await c.graph.read(c.actor, store.get, name)
    return of_draft(stored.draft(), c.network, name)


def codes_of(c: Context, given: Sequence[str] | None) -> tuple[str, ...]:
    """The needs and services asked about; by default every need that places of the network can meet."""
    if given:
        return tuple(dict.fromkeys(given))
    return tuple(n.code for n in c.book.needs if placed(c.book, n.code))


def hours_of(rows: Sequence[str] | None) -> int:
    """The hours asked about, written as opening hours.

    Raises:
        BadInput: a row that cannot be read.
    """
    try:
        return week.asked(rows or ())
    except ValueError:
        raise BadInput("hours", "hours.unreadable") from None
