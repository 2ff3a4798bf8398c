"""What of the network proves a continuing duty by itself, and with which kind of evidence."""

from datetime import date

import pytest

from knowledge.obligations.standing import Record
from knowledge.rows.obligations import NetworkProof, Obligation
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Tier
from network.entities import Area, NetworkVersion, Post, ServicePoint
from network.obligations.things import from_network
from network.snapshot import network

ON = date(2026, 11, 23)
MARK = Provenance.LOADED
AREAS = (
    Area("D", "区", AreaLevel.DISTRICT),
    Area("S", "街", AreaLevel.STREET, "D"),
    Area("T", "另街", AreaLevel.STREET, "D"),
)


def proved(proof: NetworkProof, points: tuple[ServicePoint, ...] = (), posts: tuple[Post, ...] = ()) -> list[Record]:
    """What proves a duty over streets."""
    stations = next(o for o in rulebook().obligations.values() if o.objects.level == (AreaLevel.STREET,))
    duty = stations.model_copy(update={"from_network": proof})
    return list(from_network(network(NetworkVersion(0, ""), AREAS, (), points, posts), [duty], "D", ON))


def point(body: str, serves: str = "S", tier: Tier | None = None, assured: date | None = None) -> ServicePoint:
    return ServicePoint(f"{body}@{serves}", body, serves, body, (serves,), MARK, "测试", tier, assured_on=assured)


def post(kind: PostKind, holder: str | None = "h", since: date | None = None) -> Post:
    return Post(f"{kind}@S", kind, "S", MARK, "测试", holder, since)


STATION = NetworkProof(tier=(Tier.STREET,), post=(PostKind.SUPERVISOR,))


def test_a_place_proves_the_areas_that_it_serves_as_a_facility():
    (found,) = proved(STATION, (point("station", tier=Tier.STREET, assured=date(2026, 1, 1)),))
    assert (found.object, found.kind, found.occurred_on) == ("S", "facility", date(2026, 1, 1))


def test_a_post_that_is_held_proves_as_an_appointment():
    (found,) = proved(STATION, posts=(post(PostKind.SUPERVISOR, since=date(2025, 1, 1)),))
    assert (found.object, found.kind, found.occurred_on) == ("S", "appointment", date(2025, 1, 1))


def test_one_thing_that_proves_is_enough_and_the_place_comes_first():
    (found,) = proved(STATION, (point("station", tier=Tier.STREET),), (post(PostKind.SUPERVISOR),))
    assert found.kind == "facility"


def test_a_kind_of_body_proves_whatever_its_tier():
    (found,) = proved(NetworkProof(kind=("school",)), (point("school"),))
    assert found.object == "S"


def test_a_place_confirmed_later_counts_from_the_day_asked_about():
    (found,) = proved(STATION, (point("station", tier=Tier.STREET, assured=date(2027, 1, 1)),))
    assert found.occurred_on == ON


@pytest.mark.parametrize(
    ("points", "posts"),
    [
        ((), ()),
        ((point("station", tier=Tier.COMMUNITY), point("school")), ()),
        ((point("station", serves="D", tier=Tier.STREET),), ()),
        ((), (post(PostKind.SUPERVISOR, holder=None), post(PostKind.DIRECTOR))),
    ],
    ids=["nothing there", "another tier or kind", "serves the district only", "vacant, or another post"],
)
def test_nothing_else_proves_it(points: tuple[ServicePoint, ...], posts: tuple[Post, ...]):
    assert proved(STATION, points, posts) == []


def test_a_duty_without_a_proof_is_never_proved_by_the_network():
    rows = [o for o in rulebook().obligations.values() if o.from_network is None]
    station = (point("street_station", tier=Tier.STREET),)
    assert list(from_network(network(NetworkVersion(0, ""), AREAS, (), station, ()), rows, "D", ON)) == []


def test_the_shipped_rows_that_the_network_proves():
    """Stations and places of each tier, the school for parents, supervisor and director."""
    found: dict[str, Obligation] = {o.name: o for o in rulebook().obligations.values() if o.from_network}
    assert {name[:4] for name in found} == {"社区家长", "区未成年", "每个街道", "每个社区"}
    assert len(found) == 7
    either = next(o.from_network for o in found.values() if o.from_network and len(o.from_network.post) == 2)
    assert either == NetworkProof(tier=(Tier.STREET,), post=(PostKind.SUPERVISOR, PostKind.STATION_HEAD))
