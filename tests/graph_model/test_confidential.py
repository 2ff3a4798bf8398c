"""A confidential place answers as an office without saying where it stands."""

from knowledge.vocabulary import Provenance
from loaders.shipped import yuexiu
from network.entities import NetworkVersion, ServicePoint
from network.snapshot import network as index

DISTRICT, STREET = "440104000000", "440104001000"


def place(*, confidential: bool) -> ServicePoint:
    return ServicePoint("s", "庇护所（演示）", STREET, "shelter", (DISTRICT,), Provenance.SYNTHETIC, "测试",
                        confidential=confidential)  # fmt: skip


def test_a_confidential_place_is_the_office_of_what_it_serves() -> None:
    held = index(NetworkVersion(1, None), yuexiu.areas(), (), [place(confidential=True)], ())
    (office,) = held.seated("shelter", DISTRICT)
    assert office.area == DISTRICT
    assert STREET not in repr(office)
    assert place(confidential=False).as_body().area == STREET
