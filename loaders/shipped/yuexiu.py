"""The district that ships: 越秀区's areas and bodies as facts with their source (随附辖区)."""

import csv
from collections.abc import Iterable, Iterator
from importlib.resources import files

from graph_model.directory.divisions import SOURCE, SOURCE_DATE
from knowledge.vocabulary import AreaLevel, Provenance
from network.entities import Area, Body

DISTRICT = "440104000000"
MINORS = 178_400
"""Minors registered in the district (a news figure, shared/data facts); no figure of a street or community is known."""
CHILDREN = 1134
"""Children in difficulty in the district (news figure, shared/data facts); nothing is known of each of them."""
FOLDER = files("loaders") / "data" / "yuexiu"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped file."""
    with (FOLDER / name).open("r", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def areas() -> tuple[Area, ...]:
    """Province, city, district, 18 streets and 222 communities; locations are not public for all, so none ships."""
    return tuple(
        Area(
            r["code"],
            r["name"],
            AreaLevel(r["level"]),
            r["parent_code"] or None,
            source=SOURCE,
            source_date=SOURCE_DATE,
        )
        for r in rows("areas.csv")
    )


def district_bodies() -> tuple[Body, ...]:
    """District bodies that the plan, the law or a matter names, each with the place that names it."""
    return tuple(
        Body(f"{r['kind']}@{DISTRICT}", r["name"], r["kind"], DISTRICT, r["source"], Provenance.SOURCED)
        for r in rows("bodies.csv")
    )


def local_bodies(all_areas: Iterable[Area]) -> Iterator[Body]:
    """The bodies that every street or community has; where their row names no source, it is that of the area."""
    kinds = tuple(rows("local_bodies.csv"))
    for a in all_areas:
        for r in (r for r in kinds if a.level == r["level"]):
            name = r["name"].format(area=a.name).replace("社区居委会", "社区居民委员会")
            yield Body(f"{r['kind']}@{a.code}", name, r["kind"], a.code, r["source"] or a.source, Provenance.SOURCED)


def bodies() -> tuple[Body, ...]:
    """Every concrete body that is a fact."""
    return (*district_bodies(), *local_bodies(areas()))
