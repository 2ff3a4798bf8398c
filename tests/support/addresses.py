"""Addresses as tests read them, in the district that ships."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from loaders.directory.segments import parts, segment
from loaders.shipped import yuexiu
from network.addresses.decide import locate
from network.addresses.houses import houses
from network.addresses.written import heads
from network.entities import NetworkVersion, Segment
from network.names import plain
from network.snapshot import Network
from network.snapshot import network as index


@cache
def streets() -> Network:
    """The areas of the shipped district alone."""
    return index(NetworkVersion(1, None), yuexiu.areas(), (), (), ())


def readings(address: str) -> tuple[tuple[str, int], ...]:
    """The roads with house numbers that an address may mean after the areas that it writes, the narrowest first."""
    *_, last = (h for h in heads(streets(), plain(address)) if not h.unknown)
    return tuple((h.road, h.numbers[0]) for h in houses(last.rest) if h.numbers)


def parse(address: str) -> tuple[str, int] | None:
    """Road and house number as written, or None where the address does not name both."""
    roads = readings(address)
    return next((r for r in roads if "号" not in r[0]), None)


def official(shared: Path) -> list[dict[str, str]]:
    """The rows of the official list of house numbers; a visible skip where it is not beside the project."""
    path = shared / "data" / "yuexiu_catchment_zones_sample.csv"
    if not path.is_file():
        pytest.skip("the catchment sample is not beside the project")
    with path.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def segments(rows: list[dict[str, str]]) -> dict[str, list[Segment]]:
    """The segments of those rows by road."""
    codes = {a.name: a.code for a in yuexiu.areas()}
    by_road: defaultdict[str, list[Segment]] = defaultdict(list)
    for row in rows:
        for stretch in (s for p in parts(row["segment"]) for s in p.stretches):
            one = segment(stretch, codes[row["street"]], "")
            by_road[one.road].append(one)
    return dict(by_road)


def placed(address: str, rows: dict[str, list[Segment]]) -> frozenset[str]:
    """The areas in which an address lies by these segments."""
    return locate(streets(), address, rows).codes
