"""The published table for who may not see the children themselves (读月度合计)."""

from datetime import date

from api.request.context import Context, today
from graph_model.counts import tables
from knowledge.calendar.months import Month
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel
from network.counts import MonthlyCounts

NOT_YET = "counts.not_published"


async def latest_table(c: Context, area: str, on: date | None = None) -> MonthlyCounts | None:
    """The last table of the area's district whose month was over on the day; None if none was published by then."""
    district = c.network.above(area, AreaLevel.DISTRICT) or area
    stored = await c.graph.read(c.actor, tables.latest, district, Month.closed(on or today()))
    return stored.counts() if stored else None


async def require_table(c: Context, area: str, on: date | None = None) -> MonthlyCounts:
    """The same.

    Raises:
        BadInput: None was published by then.
    """
    table = await latest_table(c, area, on)
    if table is None:
        raise BadInput("area", NOT_YET)
    return table


def stands_on(table: MonthlyCounts | None) -> Message:
    """The note of an answer: which table, or that there is none yet."""
    if table is None:
        return message(NOT_YET)
    return message("counts.published", month=str(table.month), made=table.made, least=table.threshold)
