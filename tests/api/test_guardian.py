"""A guardianship that was revoked is told on every new item about the child: who works there must not hand it over."""

from dataclasses import replace

import pytest

from api.casework.child import guardian_of
from graph_model.casework.looking import Held
from knowledge.casework.load import table
from knowledge.casework.order import Decided
from tests.support.casework import CHILDREN, HOME, District

REVOKED = "原来的监护人被撤销资格：不再通知他，不把孩子交给他"


@pytest.fixture
def d() -> District:
    """A child whose guardian's rights were revoked, and a new report about it."""
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0])
    case = d.one("case")
    d.items[case.id] = replace(case, open={**case.open, "guardian_now": "revoked"})
    told = {"area": HOME, "channel": "phone", "said": "父亲来接孩子", "urgency": "today"}
    assert isinstance(d.do("li", "report", "register", minor=CHILDREN[0], **told), Decided)
    return d


def held(d: District, who: str, kind: str = "report") -> Held:
    item = d.one(kind)
    return Held(item, d.standing(who, item), d.around(item))


def test_whoever_takes_a_new_report_is_told_that_the_guardian_was_revoked(d: District):
    for who in ("wang", "li", "chen", "lu"):
        assert guardian_of(held(d, who)) == REVOKED, who
    assert guardian_of(held(d, "wang", "visit")) == REVOKED


def test_whoever_only_reports_or_plans_is_not_told(d: District):
    own = replace(held(d, "lin"), doer=replace(d.standing("lin", d.one("report")), relations=frozenset()))
    assert guardian_of(own) is None
    assert guardian_of(held(d, "wu")) is None


def test_a_child_without_a_case_has_nothing_told(d: District):
    d.do("li", "report", "register", area=HOME, channel="phone", said="另一个孩子", minor=CHILDREN[1])
    item = next(i for i in d.items.values() if i.kind == "report" and i.minor == CHILDREN[1])
    assert guardian_of(Held(item, d.standing("li", item), d.around(item))) is None
