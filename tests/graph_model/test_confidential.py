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


def test_nothing_that_is_asked_of_a_network_finds_where_a_confidential_place_stands() -> None:
    """Whoever asks for the points of each area in turn finds it in the one that it serves."""
    held = index(NetworkVersion(1, None), yuexiu.areas(), (), [place(confidential=True)], ())
    again = index(held.version, held.areas.values(), (), held.points.values(), ())
    for network in (held, again):
        (p,) = network.points.values()
        assert (p.area, p.site, network.recorded[p.id]) == (DISTRICT, STREET, place(confidential=True))
    open_ = index(held.version, yuexiu.areas(), (), [place(confidential=False)], ())
    (plain,) = open_.points.values()
    assert (plain.area, open_.recorded[plain.id]) == (STREET, plain)
