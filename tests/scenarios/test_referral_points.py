"""Stories about service points: the order of those offered, the reason why each other one is left out."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Fit, Provenance, Verdict
from network import places
from network.entities import ServicePoint
from network.referral.referral import Offer, Referral
from network.snapshot import Network
from network.snapshot import network as build
from tests.scenarios.referral_stories import HERE, LOCATED, Story, any_of, known, stories


def _world(story: Story, network: Network) -> Network:
    """The real areas with the story's own places; only the child's street and community have a location."""
    areas = [replace(a, **LOCATED) if a.code in HERE else a for a in network.areas.values()]
    return build(network.version, areas, network.bodies.values(), [_point(p) for p in story["points"]], ())


def _point(p: dict[str, Any]) -> ServicePoint:
    ages = p.get("ages", (None, None))
    where: dict[str, Any] = LOCATED if p.get("located", True) else {}
    hours = ("Mo-Su off",) if p.get("ceased") else tuple(p.get("hours", ()))
    serves = p.get("serves", p["area"])
    return ServicePoint(
        p["id"], p["id"], p["area"], p["kind"], (serves,) if isinstance(serves, str) else tuple(serves),
        Provenance.SYNTHETIC, "故事", None, hours, services=tuple(p["services"]), age_from=ages[0], age_under=ages[1],
        capacity=p.get("capacity"), load=p.get("load"), **where,
    )  # fmt: skip


OPEN = {Verdict.YES: "open", Verdict.NO: "next", Verdict.UNKNOWN: "unknown"}


@pytest.mark.parametrize("story", stories("points"))
def test_points(story: Story, network: Network, book: Rulebook):
    world = _world(story, network)
    voiced = known(story).model_copy(update={"needs": (story["need"],)})
    asked = Referral(world, book, places.by_code(world, story["at"]), voiced, story["at_time"])
    (found,) = [n for n in asked.needs if n.need.concept.code == story["need"]]
    offers = {o.code: o for o in found.offers}
    assert [o.point.id for o in found.options] == story["expect_order"]
    for key, reasons in story.get("left_out", {}).items():
        assert _why(world.points[key], asked, offers) in any_of(reasons)
    for key, wanted in story.get("open", {}).items():
        assert {OPEN[o.openness.verdict] for o in found.options if o.point.id == key} == {wanted}
    assert [o.point.id for o in found.options if o.point.lon is None] == story.get("apart", [])
    if "gap" in story:
        assert (any(g.missing for g in found.gaps) or found.unserved) is story["gap"]
    if "escalates_to" in story:
        assert {s.body for g in found.gaps for s in g.upwards} == {story["escalates_to"]}
    if "decided_by" in story:
        assert {c.rule.row.confirm for o in found.offers for c in o.counters} == {story["decided_by"]}


def _why(point: ServicePoint, asked: Referral, offers: dict[str, Offer]) -> str:
    """The first condition that keeps a place out, whichever of the need's services it gives."""
    given = [offers[s] for s in point.services if s in offers]
    if not given:
        elsewhere = [asked.offer(s) for s in point.services]
        return "service" if all(o.eligibility.fit is not Fit.INELIGIBLE for o in elsewhere) else "eligibility"
    if all(o.eligibility.fit is Fit.INELIGIBLE for o in given):
        return "eligibility"
    said = [x.out.value for o in given for x in o.choice.left_out if x.point.id == point.id]
    return said[0] if said else "area"
