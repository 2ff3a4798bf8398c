"""Which things of a network a continuing duty is over, and what the records add to them."""

from datetime import date

import pytest

from knowledge.obligations.standing import Thing
from knowledge.rows.obligations import Objects, Obligation
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, Provenance, Tier
from network.entities import Area, Body, NetworkVersion, ServicePoint
from network.obligations.things import Named, area_of, things
from network.snapshot import network

MARK = Provenance.LOADED
DAY, LATER = date(2026, 1, 1), date(2026, 6, 1)


def point(body: str, area: str, stage: str | None = None, tier: Tier | None = None) -> ServicePoint:
    return ServicePoint(
        f"{body}@{area}", body, area, body, (area,), MARK, "测试", tier, stages=(stage,) if stage else ()
    )


NETWORK = network(
    NetworkVersion(0, ""),
    (
        Area("D", "区", AreaLevel.DISTRICT),
        Area("S", "街", AreaLevel.STREET, "D"),
        Area("C", "社区", AreaLevel.COMMUNITY, "S"),
        Area("X", "邻区", AreaLevel.DISTRICT),
    ),
    tuple(
        Body(f"{kind}@{area}", kind, kind, area, "测试", MARK) for kind in ("court", "library") for area in ("S", "X")
    ),
    (
        point("school", "S", "primary"),
        point("school", "C", "senior"),
        point("school", "X", "primary"),
        point("library", "C"),
        point("station", "S", tier=Tier.STREET),
        point("station", "C", tier=Tier.COMMUNITY),
        point("station", "X", tier=Tier.STREET),
    ),
    (),
)


def duty(objects: Objects) -> Obligation:
    """Some shipped duty, over other objects, of no territory."""
    return next(iter(rulebook().obligations.values())).model_copy(update={"objects": objects, "cite": ()})


def keys(objects: Objects, area: str = "D") -> list[str]:
    return [t.key for t in things(NETWORK, rulebook(), duty(objects), area)]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (Objects(of="area", level=(AreaLevel.STREET,)), ["S"]),
        (Objects(of="area", level=(AreaLevel.DISTRICT, AreaLevel.COMMUNITY)), ["C", "D"]),
        (Objects(of="body", kind=("court",)), ["court@S"]),
        (Objects(of="body", kind=("library",)), ["library@C", "library@S"]),
        (Objects(of="point", kind=("library",)), ["library@C"]),
        (Objects(of="point", tier=(Tier.STREET,)), ["station@S"]),
        (Objects(of="point", kind=("library",), tier=(Tier.COMMUNITY,)), ["library@C", "station@C"]),
        (Objects(of="school"), ["school@C", "school@S"]),
        (Objects(of="school", stage=("primary",)), ["school@S"]),
        (Objects(of="other", name="路段"), []),
        (Objects(of="minor"), []),
    ],
    ids=str,
)
def test_a_duty_is_over_what_its_objects_name_within_the_area(objects: Objects, expected: list[str]):
    assert keys(objects) == expected


def test_outside_the_area_there_is_nothing():
    assert keys(Objects(of="school"), "C") == ["school@C"]
    assert keys(Objects(of="body", kind=("court",)), "X") == ["court@X"]


def test_a_school_tells_its_stage_and_another_place_nothing():
    found = things(NETWORK, rulebook(), duty(Objects(of="point", kind=("library", "school"))), "D")
    assert {t.key: dict(t.attributes) for t in found} == {
        "library@C": {}, "school@C": {"stage": "senior"}, "school@S": {"stage": "primary"},
    }  # fmt: skip


def test_the_records_name_things_of_their_own_duty_only():
    over = duty(Objects(of="other", name="路段"))
    named = (
        Named("road", over.code, "一路", "S", DAY, '{"grade": "high"}'),
        Named("other", "O999", "二路", "S"),
        Named("bare", None, "三路", "S"),
    )
    assert things(NETWORK, rulebook(), over, "D", named) == (Thing("road", "一路", {"grade": "high"}, DAY),)


def test_the_records_add_facts_to_a_thing_of_the_network():
    over = duty(Objects(of="school", stage=("primary",)))
    named = (Named("school@S", None, "另名", "S", LATER, '{"grade": "low"}'),)
    (found,) = things(NETWORK, rulebook(), over, "D", named)
    assert (found.name, dict(found.attributes), found.since) == ("school", {"stage": "primary", "grade": "low"}, LATER)


def test_a_day_that_the_records_do_not_give_is_not_known():
    over = duty(Objects(of="other", name="路段"))
    (found,) = things(NETWORK, rulebook(), over, "D", (Named("road", over.code, "一路", "S"),))
    assert found.since is None


@pytest.mark.parametrize(
    ("key", "area"), [("C", "C"), ("court@S", "S"), ("library@C", "C"), ("library@S", "S"), ("nothing", None)]
)
def test_a_thing_of_the_network_belongs_to_an_area(key: str, area: str | None):
    assert area_of(NETWORK, key) == area


def test_the_records_about_a_thing_are_readable_in_the_areas_of_whoever_asks():
    streets = duty(Objects(of="area", level=(AreaLevel.STREET, AreaLevel.COMMUNITY, AreaLevel.DISTRICT)))
    seen = {t.key: t.seen for t in things(NETWORK, rulebook(), streets, "D", readable=["S"])}
    assert seen == {"D": False, "S": True, "C": True}
    assert all(t.seen for t in things(NETWORK, rulebook(), streets, "D"))
    assert not any(t.seen for t in things(NETWORK, rulebook(), streets, "D", readable=[]))
    schools = duty(Objects(of="school"))
    assert {t.key: t.seen for t in things(NETWORK, rulebook(), schools, "D", readable=["C"])} == {
        "school@S": False,
        "school@C": True,
    }
