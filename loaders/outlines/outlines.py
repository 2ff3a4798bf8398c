"""Outlines of areas from a GeoJSON file: each feature is loaded or rejected with its reason (轮廓载入)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from graph_model.directory import records
from graph_model.directory.outlines import of_areas
from graph_model.jobs.loading import LoadContext, Rejected, SourceFile
from knowledge.errors import BadInput
from knowledge.folding import folded
from knowledge.messages.message import message
from knowledge.vocabulary import AreaLevel, FileProblem
from loaders.directory.forms import LOADED, LONGEST
from loaders.intake.contract import Item, Prepared, Source, Topic, Write
from loaders.intake.read import check_lines, read_lines
from loaders.intake.scope import LoadScope
from loaders.outlines import rings
from loaders.tables import cells
from loaders.tables.cell_text import clean
from loaders.tables.features import GEOJSON_BYTES, Feature, properties
from loaders.tables.features import features as collected
from loaders.tables.keys import InvalidRow
from loaders.tables.problems import bad_file
from loaders.tables.source import unpacked
from network.crs import SYSTEMS, WGS84
from network.entities import Area, Outline

FEATURES = 1000
"""Most features of a file."""
NAMED = 3
"""Other features that a message lists."""
CODE = re.compile(r"\d{6}(\d{3}(\d{3})?)?")
DISTRICT_DIGITS = 6
"""Digits of a code that names a district and nothing below it."""


def features(file: SourceFile) -> Iterator[Any]:
    """The features of a FeatureCollection, or a single Feature, as JSON values.

    Raises:
        BadFile: the file is no GeoJSON, too large, or in another reference system.
    """
    listed = collected(unpacked(file, min(GEOJSON_BYTES, file.limit)))
    if len(listed) > FEATURES:
        raise bad_file("outline.too_many_features", FileProblem.TOO_LARGE, most=FEATURES)
    yield from listed


def read(
    listed: Sequence[object], areas: Mapping[str, Area], crs: str | None, name: str
) -> tuple[list[tuple[int, Outline]], int, list[Rejected]]:
    """Outlines with the number of their feature, how many features repeat another, and what is rejected."""
    by_area: defaultdict[str, list[tuple[int, Outline]]] = defaultdict(list)
    rejected: list[Rejected] = []
    reading = partial(_outline, areas=areas, stated=crs, file=name)
    for number, outline in read_lines(enumerate(listed, 1), reading, rejected):
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


def _outline(feature: object, areas: Mapping[str, Area], stated: str | None, file: str) -> Outline:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise InvalidRow(None, "outline.not_a_feature")
    attributes = properties(feature)
    shapes = rings.polygons(feature.get("geometry"))
    area = _area(attributes, feature.get("id"), areas)
    crs = stated or cells.system(_text(attributes, "crs")) or WGS84
    _check_system(attributes, crs)
    drawn, tolerance = rings.thinned(shapes)
    every = list(chain.from_iterable(drawn))
    vertices = sum(len(ring) for shape in shapes for ring in shape)
    mark = cells.mark(_text(attributes, "mark"), "mark")
    return Outline(
        area.code,
        crs,
        tuple(chain.from_iterable(p for ring in every for p in ring)),
        tuple(map(len, every)),
        tuple(map(len, drawn)),
        *_thinned_before(attributes, vertices, tolerance),
        _text(attributes, "source") or file,
        mark or LOADED,
        _text(attributes, "source_date"),
        (_text(attributes, "precision") if "precision" in attributes else _text(attributes, "crs")) or None,
    )


def _thinned_before(attributes: Feature, vertices: int, tolerance: float) -> tuple[int, float]:
    """Return positions and deviation of the first file, where this one is a thinned copy of it."""
    whole, off = attributes.get("vertices"), attributes.get("toleranceM")
    if not tolerance and off in rings.TOLERANCES and isinstance(whole, int) and whole >= vertices:
        return whole, float(off)
    return vertices, tolerance


def _area(attributes: Feature, key: object, areas: Mapping[str, Area]) -> Area:
    """The loaded area of the longest code; six digits alone name a district, never what is inside one."""
    texts = [folded(str(v)) for v in (attributes.get("code"), attributes.get("adcode"), key) if v is not None]
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


def _check_system(attributes: Feature, crs: str) -> None:
    """A feature that names its reference system must name that of the load: they are 600 m apart."""
    text = folded(_text(attributes, "crs")).upper().replace("-", "").replace("_", "")
    named = next((s for s in SYSTEMS if text.startswith(s.replace("-", ""))), crs)
    if named != crs:
        raise InvalidRow("crs", "outline.crs_differs", named=named, stated=crs)


def _text(attributes: Feature, name: str) -> str:
    value = attributes.get(name)
    return clean(value)[:LONGEST] if isinstance(value, str | int | float) else ""


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Accept the features that are within the actor's areas; a later outline of an area replaces the earlier one.

    Raises:
        BadInput: the stated reference system is not known.
    """
    crs = cells.system(source.file.crs or "")
    if source.file.crs and crs is None:
        raise BadInput("crs", "input.not_allowed", allowed=SYSTEMS)
    outlines, repeated, rejected = read(source.rows, context.network.areas, crs, source.file.name)
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    accepted = list(check_lines(outlines, lambda o: scope.check_area(o.area, "code"), rejected))
    held = await context.graph.read(context.actor, of_areas, [o.area for _, o in accepted])
    existed = {number: o == old for (number, o), old in zip(accepted, held, strict=True)}
    items = tuple(Item(number, records.key_of(o), o) for number, o in accepted if not existed[number])
    return Prepared(existed, rejected, lambda: [Write(records.put, items)] if items else [], repeated)


OUTLINES = Topic(
    "outlines", prepare, not_written=("code", "row.area_not_loaded"), unit="feature", parse=features, stated_crs=True
)
