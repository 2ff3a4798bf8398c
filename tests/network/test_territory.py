"""A city of two districts, one of which has a plan: what is asked of each of them, and of the offices between."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from analytics.coverage.conformance import conformance
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import NoTextForThatPlace
from knowledge.responsibility.judging import Applied
from knowledge.rows.rows import Cite
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, Role
from network.entities import Area, NetworkVersion
from network.obligations.things import things
from network.places import by_code
from network.referral.plan import steps
from network.referral.referral import Referral
from network.responsibility.offices import answer
from network.responsibility.orphans import orphans
from network.snapshot import network
from network.territory import is_in_force, rulebooks

ON = date(2026, 11, 28)
CITY, OURS, OTHER = "440100000000", "440104000000", "440106000000"
AREAS = (
    Area(CITY, "广州市", AreaLevel.CITY),
    *(Area(d, name, AreaLevel.DISTRICT, CITY) for d, name in ((OURS, "越秀区"), (OTHER, "天河区"))),
    *(Area(f"{d[:6]}001000", "街道", AreaLevel.STREET, d) for d in (OURS, OTHER)),
    *(Area(f"{d[:6]}001001", "社区", AreaLevel.COMMUNITY, f"{d[:6]}001000") for d in (OURS, OTHER)),
)
BOOK = rulebook()
NETWORK = network(NetworkVersion(0, ""), AREAS, (), (), ())
ASSIGNED = {
    of_plan: {(m.code, d.role, d.body) for m, d in BOOK.duties() if d.cite[0].clause.startswith("plan:") is of_plan}
    for of_plan in (True, False)
}
PLAN_ONLY = ASSIGNED[True] - ASSIGNED[False]


def test_an_area_has_the_rulebooks_of_its_parts():
    assert rulebooks(NETWORK, BOOK, OURS) == (BOOK.within(OURS),)
    assert {id(b) for b in rulebooks(NETWORK, BOOK, CITY)} == {id(BOOK.within(a)) for a in (OURS, OTHER)}


def test_a_text_of_another_district_is_in_force_nowhere_here():
    alone = network(NetworkVersion(0, ""), [a for a in AREAS if a.code[:6] == OTHER[:6]], (), (), ())
    documents = BOOK.texts.documents.values()
    assert all(is_in_force(NETWORK, d) for d in documents)
    elsewhere = {d.territory.code for d in documents if d.territory and not is_in_force(alone, d)}
    assert elsewhere == {OURS[:6]}


def test_nobody_is_missed_in_another_district_for_what_only_the_plan_asks():
    found = list(orphans(NETWORK, BOOK, ON))
    missed = {
        a: {(o.matter.code, o.role, o.kind.code) for o in found if o.area.code[:6] == a[:6]} for a in (OURS, OTHER)
    }
    assert missed[OTHER] < missed[OURS]
    assert missed[OURS] - missed[OTHER] <= PLAN_ONLY
    assert not missed[OTHER] & PLAN_ONLY


def test_the_office_of_the_city_is_missed_where_one_of_its_districts_needs_it():
    at_city = {o.kind.code for o in orphans(NETWORK, BOOK, ON) if o.area.code == CITY}
    assert "hotline_12345" in at_city
    assert "hotline_12345" in {body for _, _, body in PLAN_ONLY}


def test_a_duty_of_the_plan_is_over_the_things_of_its_district():
    duty = next(o for o in BOOK.obligations.values() if o.objects.level == (AreaLevel.STREET,) and _of_plan(o.cite))
    law = next(o for o in BOOK.obligations.values() if o.objects.level == (AreaLevel.STREET,) and not _of_plan(o.cite))
    assert [t.key for t in things(NETWORK, BOOK, duty, CITY)] == ["440104001000"]
    assert things(NETWORK, BOOK, duty, OTHER) == ()
    assert [t.key for t in things(NETWORK, BOOK, law, CITY)] == ["440104001000", "440106001000"]


def _of_plan(cite: Sequence[Cite]) -> bool:
    return cite[0].clause.startswith("plan:")


def test_another_district_is_checked_by_the_law_alone():
    found = conformance(NETWORK, BOOK, ON)
    by = {a: {f.check.code for f in found if f.area[:6] == a[:6]} for a in (OURS, OTHER)}
    assert "street_station" in by[OURS]
    assert "street_station" not in by[OTHER]
    assert "street_station_or_person" in by[OTHER]
    assert all(not f.check.cite or not _of_plan(f.check.cite) for f in found if f.area[:6] == OTHER[:6])


@pytest.mark.parametrize("area", [OTHER, "440106001001", "440305000000"])
def test_no_answer_of_another_place_cites_the_plan(area: str):
    """Loaded or not."""
    where = by_code(NETWORK, area)
    for code in BOOK.matters:
        try:
            found = answer(NETWORK, BOOK, code, where, Situation(), ON).finding
        except NoTextForThatPlace:
            continue
        judged: tuple[Applied[Any], ...] = (
            *found.duties, *found.deadlines, *found.steps, *found.safeguards, *found.sanctions
        )  # fmt: skip
        cited = [c for a in judged for c in a.citations] + [c for _, cites in found.refusals for c in cites]
        assert not [c for c in cited if c.provision.clause.startswith("plan:")], code
        assert not [a for a in judged if a.row.cite and a.row.cite[0].clause.startswith("plan:")], code


def test_a_referral_follows_the_texts_of_its_place():
    child = Situation(age=9, guardian_state="unable", economic_hardship=True, disability=True)
    moment = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
    cited = {}
    for area in (OURS, OTHER):
        r = Referral(NETWORK, BOOK, by_code(NETWORK, area), child, moment)
        cited[area] = {c.provision.clause for s in steps(r) for c in s.citations}
        cited[area] |= {c.provision.clause for n in r.needs for c in n.need.citations}
        cited[area] |= {
            c.provision.clause for n in r.needs for o in n.offers for q in o.eligibility.required for c in q.citations
        }
    assert [c for c in cited[OURS] if c.startswith("plan:")]
    assert not [c for c in cited[OTHER] if c.startswith("plan:")]
    assert [c for c in cited[OTHER] if c.startswith("WB/")]


def test_who_cooperates_is_no_ground_to_answer():
    """The matter of the pet projects of 越秀: a law lets others cooperate, only the plan assigns it."""
    with pytest.raises(NoTextForThatPlace):
        answer(NETWORK, BOOK, "M99", by_code(NETWORK, OTHER), Situation(), ON)
    assert {d.role for d in BOOK.matters["M99"].duty} > {Role.COOPERATES}
