"""The order of a plan: a service that comes after others waits for each of them."""

from datetime import datetime

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Relation
from loaders.shipped.yuexiu import areas
from network import places
from network.entities import NetworkVersion
from network.referral.plan import steps
from network.referral.referral import Referral
from network.snapshot import network

MOMENT = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
FUND = "B26"
"""学子爱心基金: comes after the public benefits, and is certain here while some of them still depend on a fact."""


def test_a_service_that_comes_after_others_stands_behind_each_of_them(book: Rulebook):
    district = network(NetworkVersion(1, "1"), areas(), (), (), ())
    known = Situation(enrolled=True, government_aid_used=True, sudden_hardship=True)
    found = {
        s.code: s for s in steps(Referral(district, book, places.by_code(district, "440104001007"), known, MOMENT))
    }
    earlier = {x.other for x in book.services[FUND].link if x.kind is Relation.AFTER} & found.keys()
    assert {c for c in earlier if found[c].open}, "an undecided benefit must come first as well"
    assert not found[FUND].open
    assert set(found[FUND].after) == {found[c].number for c in earlier}
    assert max(found[FUND].after) < found[FUND].number
    assert [s.number for s in found.values()] == list(range(1, len(found) + 1))
