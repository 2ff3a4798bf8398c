"""The network, cells, codes and hours of a coverage question (网络)."""

from collections.abc import Sequence
from datetime import date

from analytics.coverage import week
from analytics.coverage.layout import Layout, given_at_points
from api.drafts.layout import described
from api.request.context import Context
from graph_model.drafts import store
from knowledge.access.policy import Action
from knowledge.errors import BadInput


async def layout(c: Context, draft: str | None, on: date | None = None) -> Layout:
    """The live network of a day, by default of today, or the draft of this name.

    Raises:
        NotFound: No such draft.
        Forbidden: The role may not use drafts.
    """
    if draft is None:
        return c.layouts.of(c.at(on))
    c.require(Action.EDIT_DRAFTS)
    stored = await c.graph.read(c.actor, store.get, draft)
    return described(c, stored.draft(), draft, on)


def codes_of(c: Context, given: Sequence[str] | None) -> tuple[str, ...]:
    """The needs and services of a question; by default every need that points of the network can meet."""
    if given:
        return tuple(dict.fromkeys(given))
    return tuple(n.code for n in c.book.needs if given_at_points(c.book, n.code))


def hours_of(rows: Sequence[str] | None) -> int:
    """The hours of a question, written as opening hours.

    Raises:
        BadInput: A row cannot be read.
    """
    try:
        return week.hours_in(rows or ())
    except ValueError:
        raise BadInput("hours", "hours.unreadable") from None
