"""Outlines from GeoJSON: made-up ones, and the district's beside the project; into a real graph, again and again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_model.directory import snapshot as network
from graph_model.directory.outlines import of_areas
from graph_model.graph import Graph, Tx
from graph_model.jobs.loading import Rejected, Report
from graph_model.rows import Statement
from knowledge.errors import BadFile, BadInput
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import FileProblem, Provenance
from loaders.intake.report import text
from loaders.loading.load import load_path, topic_of
from loaders.outlines import rings
from loaders.outlines.outlines import FEATURES, features, read
from loaders.shipped import schools as shipped
from loaders.shipped import yuexiu
from loaders.tables.source import open_file
from network.crs import GCJ02, WGS84
from network.entities import ANONYMOUS, Area, Outline
from network.outlines import polygons
from tests.loaders.test_rings import HOLE, SQUARE, circle, polygon


@dataclass(frozen=True)
class Count:
    n: int


STREET, OTHER = "440104001000", "440104003000"
DISTRICT = yuexiu.DISTRICT


def feature(code: object = STREET, geometry: Any = None, key: object = None, **properties: Any) -> dict[str, Any]:
    made = {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry or polygon(SQUARE)}
    return made if key is None else {**made, "id": key}


def file(folder: Path, *features: Any, **members: Any) -> Path:
    path = folder / "made.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), "utf-8")
    return path


@pytest.fixture(scope="module")
def areas() -> Mapping[str, Area]:
    return {a.code: a for a in yuexiu.areas()}


Read = tuple[int, int, list[tuple[int, Outline]], list[Rejected]]


def read_path(path: Path, areas: Mapping[str, Area], crs: str = WGS84) -> Read:
    """Features read and repeated, outlines by number of feature, rejected features."""
    listed = list(features(open_file(path)))
    outlines, repeated, rejected = read(listed, areas, crs, path.name)
    return len(listed), repeated, outlines, rejected


def rejects(folder: Path, areas: Mapping[str, Area], *made: Any, crs: str = WGS84) -> list[Rejected]:
    return read_path(file(folder, *made), areas, crs)[3]


async def load(graph: Graph, path: Path, crs: str | None = None) -> Report:
    return await load_path(graph, "outlines", path, rulebook(), date(2026, 11, 25), crs=crs)


def test_a_feature_becomes_an_outline_with_where_it_is_from(tmp_path: Path, areas: Mapping[str, Area]):
    two = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [HOLE]]}
    said = {"source": "某图", "source_date": "2024-05", "precision": "街道界，示意"}
    path = file(tmp_path, feature(STREET, two, **said), feature(OTHER))
    number, repeated, kept, refused = read_path(path, areas, GCJ02)
    assert (number, repeated, [n for n, _ in kept], refused) == (2, 0, [1, 2], [])
    first, second = (o for _, o in kept)
    assert (first.area, first.crs, first.rings, first.polygons) == (STREET, GCJ02, (5, 4, 4), (2, 1))
    assert (first.vertices, first.tolerance, first.degrees[:4]) == (13, 0.0, (113.26, 23.12, 113.27, 23.12))
    assert (first.source, first.source_date, first.precision) == ("某图", "2024-05", "街道界，示意")
    assert first.provenance is Provenance.LOADED
    assert (second.source, second.source_date, second.precision) == ("made.geojson", "", None)
    assert polygons(first, GCJ02) == two["coordinates"]


@pytest.mark.parametrize(
    ("made", "area"),
    [
        (feature("440104001"), STREET),
        (feature(440104001000), STREET),
        (feature(None, adcode=440104001), STREET),
        (feature(None, key=STREET), STREET),
        (feature(None, adcode=440104), DISTRICT),
        (feature(STREET, adcode=440104), STREET),
        (feature(STREET, key="way/12345"), STREET),
        (feature("440104001", key=STREET), STREET),
        (feature(DISTRICT, adcode="440104"), DISTRICT),
    ],
)
def test_the_area_is_that_of_the_longest_code(tmp_path: Path, areas: Mapping[str, Area], made: Any, area: str):
    _, _, kept, refused = read_path(file(tmp_path, made), areas)
    assert refused == []
    assert [o.area for _, o in kept] == [area]


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (feature(None), ("code", "outline.no_code")),
        (feature("洪桥街道", name="洪桥街道"), ("code", "outline.no_code")),
        (feature("44010400"), ("code", "outline.no_code")),
        (feature(STREET, adcode=OTHER), ("code", "outline.several_codes")),
        (feature(STREET, adcode=440105), ("code", "outline.several_codes")),
        (feature("440100"), ("code", "outline.six_digits_no_district")),
        (feature("440199001000"), ("code", "row.area_not_loaded")),
        (feature("990104001000"), ("code", "cell.not_an_area_code")),
        (feature(STREET, {"type": "Point", "coordinates": [113.26, 23.13]}), ("geometry", "ring.point")),
        ({"type": "Polygon", "coordinates": [SQUARE]}, (None, "outline.not_a_feature")),
        ("feature", (None, "outline.not_a_feature")),
        ({"type": "Feature", "properties": "x", "geometry": polygon(SQUARE)}, ("code", "outline.no_code")),
        (feature(STREET, crs="GCJ02, 2018"), ("crs", "outline.crs_differs")),
    ],
)
def test_a_feature_is_rejected_and_the_good_ones_load(
    tmp_path: Path, areas: Mapping[str, Area], made: Any, reason: tuple[str | None, str]
):
    _, _, kept, refused = read_path(file(tmp_path, made, feature(OTHER)), areas)
    assert [(n, o.area) for n, o in kept] == [(2, OTHER)]
    assert [(r.line, r.column, r.reason.code) for r in refused] == [(1, *reason)]


def test_features_that_share_a_code_are_none_of_them_taken(tmp_path: Path, areas: Mapping[str, Area]):
    """Streets that only say their district's six digits must not become its outline."""
    streets = [feature(None, polygon(r), adcode=440104) for r in (SQUARE, HOLE, [*SQUARE[1:], SQUARE[1]])]
    found = rejects(tmp_path, areas, *streets, feature(OTHER))
    assert [(r.line, r.reason.code) for r in found] == [(n, "outline.same_area_twice") for n in (1, 2, 3)]
    assert found[0].reason.params == {"features": [2, 3]}
    assert "第 2、3 个要素" in str(found[0].reason)
    _, repeated, kept, refused = read_path(file(tmp_path, feature(), feature()), areas)
    assert (repeated, len(kept), refused) == (1, 1, [])


def test_the_reference_system_is_said_and_not_contradicted(tmp_path: Path, areas: Mapping[str, Area]):
    assert rejects(tmp_path, areas, feature(crs="WGS-84 from GCJ-02"), crs=WGS84) == []
    (other,) = rejects(tmp_path, areas, feature(crs="WGS-84 from GCJ-02"), crs=GCJ02)
    assert "--crs WGS-84" in str(other.reason)
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"):
        said = {"type": "name", "properties": {"name": name}}
        assert len(read_path(file(tmp_path, feature(), crs=said), areas)[2]) == 1
    for wrong in ({"type": "name", "properties": {"name": "EPSG:3857"}}, {"type": "link"}, "EPSG:4326"):
        with pytest.raises(BadFile):
            read_path(file(tmp_path, feature(), crs=wrong), areas)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", FileProblem.EMPTY),
        (b"code,name\n1,2\n", FileProblem.DAMAGED),
        (b'{"type": "FeatureCollection", "features": [', FileProblem.DAMAGED),
        (b"[" * 100_000, FileProblem.DAMAGED),
        (b"[]", FileProblem.DAMAGED),
        (b'{"type": "Topology", "objects": {}}', FileProblem.DAMAGED),
        (b'{"type": "Polygon", "coordinates": []}', FileProblem.DAMAGED),
        (b'{"type": "FeatureCollection", "features": {}}', FileProblem.DAMAGED),
        ('{"type": "FeatureCollection", "features": ["区"]}'.encode("gb18030"), FileProblem.ENCODING),
        (json.dumps({"type": "FeatureCollection", "features": [0] * (FEATURES + 1)}).encode(), FileProblem.TOO_LARGE),
        (b" " * (20 * 2**20 + 1), FileProblem.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_whole(
    tmp_path: Path, areas: Mapping[str, Area], content: bytes, why: FileProblem
):
    path = tmp_path / "made.geojson"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read_path(path, areas)
    assert refused.value.why is why


def test_one_feature_alone_is_a_file(tmp_path: Path, areas: Mapping[str, Area]):
    path = tmp_path / "one.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(feature()).encode())
    assert [o.area for _, o in read_path(path, areas)[2]] == [STREET]


async def held(graph: Graph, *codes: str) -> list[Outline | None]:
    return await graph.read(ANONYMOUS, of_areas, codes)


async def test_outlines_stand_once_however_often_they_are_loaded(own: Graph, tmp_path: Path):
    before = await network.read(own)
    bad = feature(OTHER, polygon(SQUARE[:4]))
    report = await load(own, file(tmp_path, feature(), bad, feature(DISTRICT, polygon(circle(3000)))), "gcj02")
    assert (report.read, report.written, [r.line for r in report.rejected]) == (3, 2, [2])
    assert "第2个要素 · geometry：环没有闭合" in text(report, topic_of("outlines"))
    street, none, district = await held(own, STREET, OTHER, DISTRICT)
    assert none is None
    assert street is not None
    assert (street.crs, polygons(street, GCJ02)) == (GCJ02, [[SQUARE]])
    assert district is not None
    assert (district.vertices, sum(district.rings) <= rings.KEPT, district.tolerance) == (3000, True, 1.0)
    now = await network.read(own)
    assert now.version.number == before.version.number + 1, "one transaction, one version"
    assert now.areas == before.areas
    other = file(tmp_path, feature(STREET, polygon(HOLE), source="另一图"))
    assert [((await load(own, other)).written, (await load(own, other)).unchanged)] == [(1, 1)]
    (again,) = await held(own, STREET)
    assert again is not None
    assert (again.crs, again.source, polygons(again, WGS84)) == (WGS84, "另一图", [[HOLE]])

    async def count(tx: Tx) -> list[Count]:
        return await tx.rows(
            Statement("n", "MATCH (o:Outline)-[r:OUTLINES]->(a:Area) WHERE a.code = o.area RETURN count(r) AS n"), Count
        )

    assert (await own.read(ANONYMOUS, count))[0].n == 2


async def test_what_cannot_be_loaded_changes_nothing(own: Graph, tmp_path: Path):
    before = (await network.read(own)).version
    report = await load(own, file(tmp_path, feature("440199001000")))
    assert (report.written, len(report.rejected)) == (0, 1)
    for path, crs in ((file(tmp_path, feature()), "BD-09"), (tmp_path / "none.geojson", WGS84)):
        with pytest.raises(BadInput):
            await load(own, path, crs)
    assert (await network.read(own)).version == before


def data(shared: Path, name: str) -> Path:
    path = shared / "data" / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside the project")
    return path


def inside(at: np.ndarray[Any, Any], ring: np.ndarray[Any, Any]) -> int:
    """How many positions lie within a ring: a ray to the east crosses it an odd number of times."""
    (x, y), (x2, y2) = ring[:-1].T, ring[1:].T
    return sum(
        int(np.sum(((y > b) != (y2 > b)) & (a < (x2 - x) * (b - y) / np.where(y2 == y, 1, y2 - y) + x)) % 2)
        for a, b in at
    )


async def test_the_district_of_the_data_loads_and_holds_its_schools(own: Graph, shared: Path):
    report = await load(own, data(shared, "yuexiu_district_wgs84.geojson"))
    assert (report.read, report.written, report.rejected) == (1, 1, ())
    (found,) = await held(own, DISTRICT)
    assert found is not None
    assert (found.crs, found.vertices, found.rings, found.tolerance) == (WGS84, 863, (863,), 0.0)
    assert found.precision == "WGS-84 from GCJ-02 AMap 2018"
    campuses = np.array([(p.lon, p.lat) for p in shipped.points() if p.crs == GCJ02])
    assert len(campuses) == 62
    in_gcj, in_wgs = (inside(campuses, np.array(polygons(found, crs)[0][0])) for crs in (GCJ02, WGS84))
    assert in_gcj == 62
    assert in_wgs < 62, "without bringing the systems together schools would stand outside their district"


async def test_the_street_centres_of_the_data_are_refused_as_points(own: Graph, shared: Path):
    report = await load(own, data(shared, "yuexiu_streets.geojson"))
    assert (report.read, report.written, len(report.rejected)) == (18, 0, 18)
    assert {r.reason.code for r in report.rejected} == {"ring.point"}
