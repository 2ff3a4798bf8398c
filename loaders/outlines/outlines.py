"""Outlines of areas from a GeoJSON file: each feature loaded or refused with its reason (轮廓载入)."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from graph_model import schema
from graph_model.directory import records
from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from knowledge.errors import BadInput
from knowledge.vocabulary import AreaLevel, FileProblem
from loaders.directory.forms import LOADED, LONGEST
from loaders.directory.known import NOT_LOADED
from loaders.intake.files import LOADER, LoadReport, Step, Unit, silent
from loaders.outlines import rings
from loaders.tables import cells
from loaders.tables.cells import Refused
from loaders.tables.readings import bad, clean, content
from loaders.tables.tables import Rejected
from network.crs import SYSTEMS, WGS84
from network.entities import Area, Outline

TOPIC = "outlines"
LIMIT, FEATURES = 20 * 2**20, 1000
"""Bytes of a file, unpacked, and features in it."""
UNIT = Unit("个要素", "feature", "features")
CODE = re.compile(r"\d{6}(\d{3}(\d{3})?)?")
OF_DISTRICT = 6
"""Digits of a code that can name nothing below a district."""
WORLD = re.compile(r"CRS84$|EPSG:+(4326|4490)$")
"""What the `crs` member of old GeoJSON may say; EPSG:4490 (CGCS2000) is within centimetres of WGS-84."""

Feature = Mapping[str, Any]
Read = list[tuple[int, Outline]]


def read(path: Path, areas: Mapping[str, Area], crs: str = WGS84) -> tuple[int, int, Read, list[Rejected]]:
    """Features read and repeated, the outlines with the number of their feature, and what was refused.

    Raises:
        BadFile: the file is no GeoJSON, too large, or in another reference system.
    """
    features = _features(path)
    found: defaultdict[str, Read] = defaultdict(list)
    refused: list[Rejected] = []
    for number, feature in enumerate(features, 1):
        try:
            outline = _outline(feature, areas, crs, path.name)
        except Refused as e:
            refused.append(Rejected(number, e.reason))
        else:
            found[outline.area].append((number, outline))
    repeated, kept = 0, []
    for same in found.values():
        if all(o == same[0][1] for _, o in same):
            kept.append(same[0])
            repeated += len(same) - 1
        else:
            refused += [Rejected(n, _twice([k for k, _ in same if k != n])) for n, _ in same]
    return len(features), repeated, kept, refused


def _twice(others: list[int]) -> str:
    said = "、".join(map(str, others[:3]))
    return (
        f"与第{said}个要素是同一个区划代码；一个区划的几块并成一个 MultiPolygon，街道各写自己的代码"
        f" / the same area as feature {said}: one MultiPolygon an area, and each street its own code"
    )


def _features(path: Path) -> list[Any]:
    try:
        found = json.loads(content(path, LIMIT).decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise bad("file.not_utf8", FileProblem.ENCODING) from e
    except (ValueError, RecursionError) as e:
        raise _no_geojson() from e
    kind = found.get("type") if isinstance(found, dict) else None
    features = [found] if kind == "Feature" else found.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise _no_geojson()
    said = found.get("crs")
    if said is not None and not WORLD.search(str(_inner(said).get("name"))):
        raise bad("outline.other_crs")
    if len(features) > FEATURES:
        raise bad("outline.too_many_features", FileProblem.TOO_LARGE, most=FEATURES)
    return features


def _inner(said: object) -> Feature:
    """The properties of a `crs` member or of a feature."""
    found = said.get("properties") if isinstance(said, dict) else None
    return found if isinstance(found, dict) else {}


def _no_geojson() -> BadInput:
    return bad("outline.not_geojson")


def _outline(feature: object, areas: Mapping[str, Area], crs: str, file: str) -> Outline:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refused("不是 Feature / not a Feature")
    properties = _inner(feature)
    shapes = rings.polygons(feature.get("geometry"))
    area = _area(properties, feature.get("id"), areas)
    _same_system(properties, crs)
    drawn, tolerance = rings.thinned(shapes)
    every = list(chain.from_iterable(drawn))
    return Outline(
        area.code, crs, tuple(chain.from_iterable(p for ring in every for p in ring)),
        tuple(map(len, every)), tuple(map(len, drawn)), sum(len(ring) for shape in shapes for ring in shape), tolerance,
        _said(properties, "source") or file, LOADED, _said(properties, "source_date"),
        _said(properties, "precision") or _said(properties, "crs") or None,
    )  # fmt: skip


def _area(properties: Feature, key: object, areas: Mapping[str, Area]) -> Area:
    """The loaded area of the longest code; six digits alone name a district, never what lies in one."""
    said = [cells.folded(str(v)) for v in (properties.get("code"), properties.get("adcode"), key) if v is not None]
    codes = sorted({v for v in said if CODE.fullmatch(v)}, key=len)
    if not codes:
        raise Refused(
            "没有区划代码：properties.code、adcode 或 id 写9位或12位（区可写6位）"
            " / no area code: 9 or 12 digits in properties.code, adcode or id; 6 for a district"
        )
    code = codes[-1]
    if not all(code.startswith(c) or cells.code(c, "code") == code for c in codes):
        raise Refused("code、adcode、id 不是同一个区划 / code, adcode and id name several areas")
    area = areas.get(cells.code(code, "区划代码 code"))
    if area is None:
        raise Refused(f"区划代码 code: {NOT_LOADED}")
    if len(code) == OF_DISTRICT and area.level is not AreaLevel.DISTRICT:
        raise Refused("6位代码不是区；写12位 / a code of 6 digits that is no district: write 12 digits")
    return area


def _same_system(properties: Feature, crs: str) -> None:
    """A feature that says its reference system must say that of the load: they lie 600 m apart."""
    said = cells.folded(_said(properties, "crs")).upper().replace("-", "").replace("_", "")
    named = next((s for s in SYSTEMS if said.startswith(s.replace("-", ""))), crs)
    if named != crs:
        raise Refused(f"要素写的坐标系是 {named}，载入时说是 {crs} / it says {named}: load it with --crs {named}")


def _said(properties: Feature, name: str) -> str:
    value = properties.get(name)
    return clean(value)[:LONGEST] if isinstance(value, str | int | float) else ""


async def load(graph: Graph, path: Path, crs: str = WGS84, done: Step = silent) -> LoadReport:
    """Load a file of outlines in one transaction; a later outline of an area takes the place of the one before.

    Raises:
        BadFile: the file cannot be used as a whole; nothing was written.
        BadInput: a reference system that is not known.
        GraphUnavailable: the database cannot be used; nothing was written.
    """
    system = cells.system(crs)
    if system is None:
        raise BadInput("crs", "input.not_allowed", allowed=SYSTEMS)
    areas = (await network.read(graph)).areas
    number, repeated, kept, refused = read(path, areas, system)
    await schema.define(graph)
    stand = await graph.write(LOADER, records.put, tuple(o for _, o in kept))
    refused += [Rejected(n, NOT_LOADED) for n, o in kept if o.area not in stand]
    done(TOPIC, len(stand))
    return LoadReport(
        TOPIC, number, len(stand), repeated, tuple(sorted(refused, key=lambda r: r.line)), unit=UNIT
    )  # fmt: skip
