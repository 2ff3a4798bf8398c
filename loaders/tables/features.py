"""GeoJSON as features, and features as the lines of a table (GeoJSON 表)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from knowledge.errors import BadFile
from knowledge.vocabulary import FileProblem
from loaders.tables import cells
from loaders.tables.cell_text import MOVED, NESTED, Line, clean
from loaders.tables.keys import InvalidRow
from loaders.tables.problems import bad_file
from network.crs import WGS84, converted

GEOJSON_BYTES = 20 * 2**20
"""The largest GeoJSON, unpacked: it is read as a whole."""
WORLD = re.compile(r"CRS84$|EPSG:+(4326|4490)$")
"""Accepted names in the `crs` member of old GeoJSON; EPSG:4490 (CGCS2000) is within centimetres of WGS-84."""
PLACE = (("lon", "经度"), ("lat", "纬度"), ("crs", "坐标系"))
"""Columns of a location that a geometry can give too, by key and heading."""
EXACT = 7
"""Decimals of a degree in a geometry: a centimetre."""

Feature = Mapping[str, Any]


def features(data: bytes) -> list[Any]:
    """The features of a FeatureCollection, or a single Feature, as JSON values.

    Raises:
        BadFile: it is no GeoJSON, or in another reference system.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise bad_file("file.not_utf8", FileProblem.ENCODING) from e
    except (ValueError, RecursionError) as e:
        raise _not_geojson() from e
    kind = document.get("type") if isinstance(document, dict) else None
    listed = [document] if kind == "Feature" else document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(listed, list):
        raise _not_geojson()
    crs = document.get("crs")
    if crs is not None and not WORLD.search(str(properties(crs).get("name"))):
        raise bad_file("outline.other_crs")
    return listed


def _not_geojson() -> BadFile:
    return bad_file("outline.not_geojson")


def properties(member: object) -> Feature:
    """The properties of a `crs` member or of a feature."""
    values = member.get("properties") if isinstance(member, dict) else None
    return values if isinstance(values, dict) else {}


def lines(listed: Sequence[object]) -> Iterator[Line]:
    """Yield the names of the properties as a header, then a line a feature, counted from 1.

    A point is the location in WGS-84 where the properties give none; where they give another, the line is rejected.
    """
    rows = [(properties(f), _point(f)) for f in listed]
    names = list(dict.fromkeys(name for row, _ in rows for name in row))
    keys = [next((own for own in of if own in names), of[0]) for of in PLACE]
    header = [*names, *(k for k in keys if k not in names)] if any(at for _, at in rows) else names
    yield 0, [clean(name) for name in header]
    for number, (row, at) in enumerate(rows, 1):
        texts = {name: _text(value) for name, value in row.items()}
        yield number, [{**texts, **_placed(texts, keys, at)}.get(name, "") for name in header]


def _text(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    return NESTED if any(isinstance(p, dict | list) for p in parts) else clean(value)


def _point(feature: object) -> tuple[float, float] | None:
    """Return longitude and latitude of a point; None for any other geometry, which gives no location."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    at = geometry.get("coordinates")
    if not isinstance(at, list) or not all(isinstance(v, int | float) for v in at[:2]) or len(at) < len("xy"):
        return None
    return float(at[0]), float(at[1])


def _placed(texts: Mapping[str, str], keys: Sequence[str], at: tuple[float, float] | None) -> dict[str, str]:
    """Return the cells of the location, if the geometry adds any."""
    if at is None:
        return {}
    lon, lat, crs = (texts.get(k, "") for k in keys)
    if not lon and not lat:
        return dict(zip(keys, (*map(repr, at), WGS84), strict=True))
    return {} if _same(lon, lat, crs, at) else {keys[0]: MOVED}


def _same(lon: str, lat: str, crs: str, at: tuple[float, float]) -> bool:
    """True if both are one place, within the rounding of a geometry; an invalid location is refused later."""
    try:
        x, y, system = cells.location(lon, lat, crs)
    except InvalidRow:
        return True
    if x is None or y is None or system is None:
        return True
    drawn = converted(np.array([[x, y]]), system, WGS84)[0]
    return bool(np.abs(drawn - at).max() < 2 * 10**-EXACT)
