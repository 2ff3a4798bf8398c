"""WGS-84 and GCJ-02: the published test values, there and back, and the pairs of the data beside the project."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.crs import GCJ02, WGS84, converted

PUBLISHED = (
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
)
"""Shanghai, Shenzhen, Beijing: the test values of googollee/eviltransform, longitude first."""
METRE = 1e-5
"""A degree's part that is about a metre."""


@pytest.mark.parametrize(("wgs", "gcj"), PUBLISHED)
def test_the_published_values_are_met(wgs: tuple[float, float], gcj: tuple[float, float]):
    assert converted(np.array([wgs]), WGS84, GCJ02)[0] == pytest.approx(gcj, abs=1e-12)
    assert converted(np.array([gcj]), GCJ02, WGS84)[0] == pytest.approx(wgs, abs=1e-12)


@given(st.floats(73, 136), st.floats(3, 54))
def test_there_and_back_is_where_it_began(lon: float, lat: float):
    here = np.array([[lon, lat]])
    assert np.allclose(converted(converted(here, WGS84, GCJ02), GCJ02, WGS84), here, rtol=0, atol=METRE / 1000)


def test_the_same_system_changes_nothing_and_an_unknown_one_is_refused():
    here = np.array([[113.26, 23.13]])
    assert converted(here, GCJ02, GCJ02) is here
    for pair in (("BD-09", WGS84), (WGS84, ""), ("BD-09", "BD-09")):
        with pytest.raises(ValueError, match="no such"):
            converted(here, *pair)


def test_pairs_of_the_data_agree(shared: Path):
    path = shared / "data" / "yuexiu_streets.geojson"
    if not path.is_file():
        pytest.skip("yuexiu_streets.geojson is not beside the project")
    features = json.loads(path.read_text("utf-8"))["features"]
    wgs = np.array([f["geometry"]["coordinates"] for f in features])
    gcj = np.array([[f["properties"]["lon_gcj02"], f["properties"]["lat_gcj02"]] for f in features])
    assert len(wgs) == 18
    assert np.abs(converted(wgs, WGS84, GCJ02) - gcj).max() < METRE / 10
