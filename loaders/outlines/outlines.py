"""Outlines of areas from a GeoJSON file: each feature is loaded or rejected with its reason (轮廓载入)."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from graph_model.directory import records
from graph_model.directory.outlines import of_areas
from graph_model.jobs.loading import LoadContext, Rejected, SourceFile
from knowledge.errors import BadFile, BadInput
from knowledge.messages.message import message
from knowledge.vocabulary import AreaLevel, FileProblem
from loaders.directory.forms import LOADED, LONGEST
from loaders.intake.contract import Item, Prepared, Source, Topic, Write
from loaders.intake.scope import LoadScope
from loaders.outlines import rings
from loaders.tables import cells, keys
from loaders.tables.cell_text import clean
from loaders.tables.keys import InvalidRow
from loaders.tables.problems import bad_file
from loaders.tables.source import unpacked
from network.crs import SYSTEMS, WGS84
from network.entities import Area, Outline

LIMIT, FEATURES = 20 * 2**20, 1000
"""Largest size of a file in bytes, unpacked, and most features in it."""
NAMED = 3
"""Other features that a message lists."""
CODE = re.compile(r"\d{6}(\d{3}(\d{3})?)?")
DISTRICT_DIGITS = 6
"""Digits of a code that names a district and nothing below it."""
WORLD = re.compile(r"CRS84$|EPSG:+(4326|4490)$")
"""Accepted names in the `crs` member of old GeoJSON; EPSG:4490 (CGCS2000) is within centimetres of WGS-84."""

Feature = Mapping[str, Any]


def features(file: SourceFile) -> Iterator[Any]:
    """The features of a FeatureCollection, or a single Feature, as JSON values.

    Raises:
        BadFile: the file is no GeoJSON, too large, or in another reference system.
    """
    try:
        document = json.loads(unpacked(file, min(LIMIT, file.limit)).decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise bad_file("file.not_utf8", FileProblem.ENCODING) from e
    except (ValueError, RecursionError) as e:
        raise _not_geojson() from e
    kind = document.get("type") if isinstance(document, dict) else None
    listed = [document] if kind == "Feature" else document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(listed, list):
        raise _not_geojson()
    crs = document.get("crs")
    if crs is not None and not WORLD.search(str(_properties(crs).get("name"))):
        raise bad_file("outline.other_crs")
    if len(listed) > FEATURES:
        raise bad_file("outline.too_many_features", FileProblem.TOO_LARGE, most=FEATURES)
    yield from listed


def _not_geojson() -> BadFile:
    return bad_file("outline.not_geojson")


def _properties(member: object) -> Feature:
    """The properties of a `crs` member or of a feature."""
    properties = member.get("properties") if isinstance(member, dict) else None
    return properties if isinstance(properties, dict) else {}


def read(
    listed: Sequence[object], areas: Mapping[str, Area], crs: str, name: str
) -> tuple[list[tuple[int, Outline]], int, list[Rejected]]:
    """Outlines with the number of their feature, how many features repeat another, and what is rejected."""
    by_area: defaultdict[str, list[tuple[int, Outline]]] = defaultdict(list)
    rejected: list[Rejected] = []
    for number, feature in enumerate(listed, 1):
        try:
            outline = _outline(feature, areas, crs, name)
        except InvalidRow as e:
            rejected.append(e.at(number))
        else:
            by_area[outline.area].append((number, outline))
    repeated, accepted = 0, []
    for same in by_area.values():
        if all(o == same[0][1] for _, o in same):
            accepted.append(same[0])
            repeated += len(same) - 1
            continue
        for number, _ in same:
            others = [n for n, _ in same if n != number][:NAMED]
            rejected.append(Rejected(number, message("outline.same_area_twice", features=others), "code"))
    return accepted, repeated, rejected


def _outline(feature: object, areas: Mapping[str, Area], crs: str, file: str) -> Outline:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise InvalidRow(None, "outline.not_a_feature")
    properties = _properties(feature)
    shapes = rings.polygons(feature.get("geometry"))
    area = _area(properties, feature.get("id"), areas)
    _check_system(properties, crs)
    drawn, tolerance = rings.thinned(shapes)
    every = list(chain.from_iterable(drawn))
    return Outline(
        area.code,
        crs,
        tuple(chain.from_iterable(p for ring in every for p in ring)),
        tuple(map(len, every)),
        tuple(map(len, drawn)),
        sum(len(ring) for shape in shapes for ring in shape),
        tolerance,
        _text(properties, "source") or file,
        LOADED,
        _text(properties, "source_date"),
        _text(properties, "precision") or _text(properties, "crs") or None,
    )


def _area(properties: Feature, key: object, areas: Mapping[str, Area]) -> Area:
    """The loaded area of the longest code; six digits alone name a district, never what is inside one."""
    texts = [keys.folded(str(v)) for v in (properties.get("code"), properties.get("adcode"), key) if v is not None]
    codes = sorted({t for t in texts if CODE.fullmatch(t)}, key=len)
    if not codes:
        raise InvalidRow("code", "outline.no_code")
    code = codes[-1]
    if not all(code.startswith(c) or cells.code(c, "code") == code for c in codes):
        raise InvalidRow("code", "outline.several_codes")
    area = areas.get(cells.code(code, "code"))
    if area is None:
        raise InvalidRow("code", "row.area_not_loaded")
    if len(code) == DISTRICT_DIGITS and area.level is not AreaLevel.DISTRICT:
        raise InvalidRow("code", "outline.six_digits_no_district")
    return area


def _check_system(properties: Feature, crs: str) -> None:
    """A feature that names its reference system must name that of the load: they are 600 m apart."""
    text = keys.folded(_text(properties, "crs")).upper().replace("-", "").replace("_", "")
    named = next((s for s in SYSTEMS if text.startswith(s.replace("-", ""))), crs)
    if named != crs:
        raise InvalidRow("crs", "outline.crs_differs", named=named, stated=crs)


def _text(properties: Feature, name: str) -> str:
    value = properties.get(name)
    return clean(value)[:LONGEST] if isinstance(value, str | int | float) else ""


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Accept the features that are within the actor's areas; a later outline of an area replaces the earlier one.

    Raises:
        BadInput: the stated reference system is not known.
    """
    crs = cells.system(source.file.crs or WGS84)
    if crs is None:
        raise BadInput("crs", "input.not_allowed", allowed=SYSTEMS)
    outlines, repeated, rejected = read(source.rows, context.network.areas, crs, source.file.name)
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    accepted = []
    for number, outline in outlines:
        try:
            scope.check_area(outline.area, "code")
            accepted.append((number, outline))
        except InvalidRow as e:
            rejected.append(e.at(number))
    held = await context.graph.read(context.actor, of_areas, [o.area for _, o in accepted])
    existed = {number: o == old for (number, o), old in zip(accepted, held, strict=True)}
    items = tuple(Item(number, records.key_of(o), o) for number, o in accepted if not existed[number])
    return Prepared(existed, rejected, lambda: [Write(records.put, items)] if items else [], repeated)


OUTLINES = Topic(
    "outlines", prepare, not_written=("code", "row.area_not_loaded"), unit="feature", parse=features, stated_crs=True
)
