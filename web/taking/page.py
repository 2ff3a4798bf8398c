"""拿走：the lists of the network, each as a file that loads again; one address a list (拿走名录)."""

import base64
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Pages, Visit
from web.parts.files import download
from web.parts.words import say

TABLES, DRAWN = ("CSV", "XLSX"), ("CSV", "XLSX", "GEOJSON")
LISTS: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("areas", DRAWN, None),
    ("bodies", TABLES, None),
    ("points", DRAWN, None),
    ("schools", DRAWN, None),
    ("posts", TABLES, "SEE_POST_HOLDERS"),
    ("population", TABLES, None),
    ("lists", TABLES, None),
    ("segments", TABLES, None),
    ("plans", TABLES, None),
    ("standards", TABLES, None),
    ("terms", TABLES, None),
    ("outlines", ("GEOJSON",), None),
    ("records", TABLES, "FILE_RECORDS"),
    ("rosters", TABLES, "KEEP_ROSTER"),
)
"""Each list with its formats and the right that its link needs; the API decides again."""
WORDS = {"CSV": "CSV", "XLSX": "xlsx", "GEOJSON": "GeoJSON"}


def attach_taking(pages: Pages) -> None:
    """Serve the lists and their files; the address contains the list, the area and the format, and nothing else."""
    pages.add("/take", "rules", _lists)
    pages.add("/take/{topic}", "rules", _file)


async def _lists(v: Visit, request: Request) -> Response:
    area = request.query_params.get("area", "")
    rows = [
        (say(f"taking.{topic}"), [(WORDS[f], _address(topic, area, f)) for f in formats])
        for topic, formats, right in LISTS
        if right is None or v.may(right)
    ]
    return v.page("taking/lists.html", {"rows": rows})


def _address(topic: str, area: str, made: str) -> str:
    given = {k: x for k, x in (("area", area), ("format", made.lower())) if x}
    return f"/take/{topic}?{urlencode(given)}"


async def _file(v: Visit, request: Request) -> Response:
    """Serve the file; omitted rows are mentioned on the page of lists, and counted by the API."""
    area, made = (request.query_params.get(k) or None for k in ("area", "format"))
    asked = {"topic": request.path_params["topic"], "area": area, "format": (made or "csv").upper()}
    taken = await v.asker.ask("TakeTopic", **asked)
    return download(taken["name"], base64.b64decode(taken["content"]), taken["mediaType"])
