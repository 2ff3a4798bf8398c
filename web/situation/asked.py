"""The place that a question is about: the one that is given, or the district that is served (问的地方)."""

from web.frame.pages import Visit
from web.parts.asking import Row
from web.situation.reading import ChildReading


async def place_asked(v: Visit, r: ChildReading) -> tuple[Row, str]:
    """Return the place as `PlaceInput`; without one the district, and its name so that the page can show it."""
    if r.at is not None:
        return r.at, ""
    districts = (await v.asker.ask("Areas", level="DISTRICT", first=1))["nodes"]
    return ({"code": districts[0]["code"]}, districts[0]["name"]) if districts else ({"name": ""}, "")
