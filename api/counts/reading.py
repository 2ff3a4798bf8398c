"""The published table for who may not see the children themselves (读月度合计)."""

from datetime import date

from api.request.context import Context, today
from graph_model.counts import tables
from knowledge.calendar.months import Month
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel
from network.counts import MonthlyCounts
from network.snapshot import Network

NOT_YET = "counts.not_published"


def not_for(c: Context, area: str, least: AreaLevel) -> Message | None:
    """The sentence for an area that is smaller than those for which a count is published; None for any other."""
    above = c.network.above(area, least)
    if above in (None, area):
        return None
    code = "counts.district_only" if least is AreaLevel.DISTRICT else "counts.street_least"
    return message(code, area=c.network.areas[area].name, name=c.network.areas[above or area].name)


def require_published_for(c: Context, area: str, least: AreaLevel) -> None:
    """Refuse an area that is smaller than those for which a count is published.

    Raises:
        BadInput: It is; the sentence names the area to ask for.
    """
    if (why := not_for(c, area, least)) is not None:
        raise BadInput("area", why.code, **why.params)


async def latest_table(c: Context, area: str, on: date | None = None) -> MonthlyCounts | None:
    """Return the last table of the area's district whose month was over on the day; None if none was published.

    It contains counts of the district and of whole streets: requests are checked with `not_for`.
    """
    district = c.network.above(area, AreaLevel.DISTRICT) or area
    day = on or today()
    stored = await c.graph.read(c.actor, tables.latest, district, Month.closed(day), day)
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


def stands_on(table: MonthlyCounts | None, network: Network) -> Message:
    """The note of an answer: which table of which district, or that there is none yet."""
    if table is None:
        return message(NOT_YET)
    name = network.areas[table.district].name if table.district in network.areas else table.district
    of = {"area": name, "month": str(table.month), "made": table.made, "least": table.threshold}
    if table.corrects:
        return message("counts.corrected", **of, why=table.corrects.label)
    return message("counts.published", **of)
