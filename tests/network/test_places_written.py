"""The district that an address names, and no other word that ends alike."""

import pytest

from network.places import written_district


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("天河区中山一路20号", "天河区"),
        ("广州市天河区天河路1号", "天河区"),
        ("广东省深圳市南山区深南大道1号", "南山区"),
        ("越秀区梅花村街道中山一路20号", "越秀区"),
        ("浦东新区世纪大道1号", "浦东新区"),
        ("中山一路20号", None),
        ("东风小区3号", None),
        ("环市东路333号", None),
        ("开发区大道3号", None),
        ("市区路3号", None),
        ("广州大道中200号", None),
    ],
)
def test_the_written_district(address: str, district: str | None):
    assert written_district(address) == district
