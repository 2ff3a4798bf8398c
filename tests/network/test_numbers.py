"""No number stands as that of an office which somebody else answers: over all rows with a number and a body."""

from collections.abc import Iterator
from datetime import datetime, time

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from network import places
from network.referral.referral import Referral
from network.sheet.contacts import contact
from tests.scenarios.referral_stories import HERE
from tests.scenarios.sheets import MADE_ON, district

BOOK = rulebook()


def rows() -> Iterator[tuple[str, str]]:
    """Each number that a row of the rules gives, with each kind of body that it stands beside."""
    yield from ((a.number, kind) for a in BOOK.adults if a.number for kind in a.who)
    yield from ((t.number, kind) for t in BOOK.tasks if t.number for kind in t.who)
    yield from ((c.number, c.body) for d in BOOK.doors for c in d.call if c.number)
    yield from ((number, kind) for number in BOOK.general.hotlines for kind in BOOK.kinds)


def test_every_number_stands_with_whose_it_is():
    moment = datetime.combine(MADE_ON, time(20), SHANGHAI)
    here = Referral(district(), BOOK, places.by_code(district(), HERE[1]), Situation(), moment)
    beside = set(rows())
    assert ("12338", "community_committee") in beside
    for number, kind in beside:
        line, told = BOOK.hotlines.get(number), contact(here, kind, number)
        own = line is None or line.body == kind
        assert (told.phone.text == number) is own, (number, kind)
        assert own or number not in told.phone.text or line is None or line.name in told.phone.text, (number, kind)
