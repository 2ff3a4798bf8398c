"""What can be applied for is never a refusal, and a row stands in the words that it cites: over all rows."""

import re
from datetime import date
from itertools import product
from typing import Any

from knowledge.eligibility.services import eligible
from knowledge.rows.referral import Service
from knowledge.rows.rows import Conditional, Sanction
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_words import sanction_place, uncarried, word_problems
from knowledge.rulebook.load import rulebook
from knowledge.situation.conditions import Condition
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import ApplicationArea, Fit, Mark, Role
from tests.support.walks import every

ON = date(2026, 11, 28)
BOOK = rulebook()
POOR: dict[str, Any] = {"age": 9, "income_below_standard": True, "assets_within_limit": True, "rigid_spending": True}
DECIDES = re.compile("受理.*申请|审核|确认|审批|审定|发放")


def _without(status: str) -> Any:
    """The value that says that the status is not there."""
    return {True: False}.get(OPTIONS[status][0], OPTIONS[status][-1])


@every(("status", "code"), product(sorted({f for s in BOOK.granting for f in s.grants}), sorted(BOOK.services)))
def test_the_want_of_a_status_never_refuses_alone(code: str, status: str):
    """A service that is open to a child of unknown status is open to one who may still be given it."""
    facts = {**POOR, "disability": True, "economic_hardship": True}
    unasked = eligible(BOOK, code, Situation.model_validate(facts), ON)
    lacking = eligible(BOOK, code, Situation.model_validate({**facts, status: _without(status)}), ON)
    helped = {s.code for s in BOOK.granting if status in s.grants and s.code != code}
    if unasked.fit is not Fit.INELIGIBLE and lacking.fit is Fit.INELIGIBLE:
        assert not helped - {code} or all(
            eligible(BOOK, h, Situation(**facts), ON).fit is Fit.INELIGIBLE for h in helped
        )
    assert all(f.route is not None and f.text for f in lacking.first)


def test_every_status_of_a_household_is_granted_by_a_service():
    granted = {s.grants["household_aid"] for s in BOOK.granting if "household_aid" in s.grants}
    assert granted == {*OPTIONS["household_aid"]} - {"no_aid"}


@every("service", BOOK.services.values(), ids=lambda s: s.code)
def test_each_requirement_is_cited_or_marked_and_stands_in_its_words(service: Service):
    for requirement in service.requirement:
        for way in requirement.way:
            assert way.cite or way.mark is not Mark.READ
            assert uncarried(requirement, way) == ()
    assert list(word_problems(service)) == []


def test_a_requirement_that_its_words_do_not_carry_is_refused():
    service = BOOK.services["B34"]
    bare = [
        r.model_copy(update={"way": tuple(w.model_copy(update={"because": None}) for w in r.way)})
        for r in service.requirement
    ]
    problems = [p for _, p in word_problems(service.model_copy(update={"requirement": tuple(bare)}))]
    assert any("引文没有写到" in p for p in problems)


def test_a_route_by_registration_that_names_an_office_here_is_refused():
    service = BOOK.services["B03"]
    here = service.apply[0].model_copy(update={"text": "向户籍地街道办事处提出，区民政局确认"})
    problems = [p for _, p in word_problems(service.model_copy(update={"apply": (here,)}))]
    assert any("户籍地县级" in p for p in problems)
    wrong = service.model_copy(update={"grants": {"household_aid": "rich"}})
    assert any("rich" in p for _, p in word_problems(wrong))


def test_a_sanction_for_an_act_at_certain_places_asks_the_place(book: Rulebook):
    rows: list[tuple[Sanction, tuple[Conditional, ...]]] = [(s, (n,)) for n in book.norms.values() for s in n.sanction]
    rows += [(s, ()) for m in book.matters.values() for s in m.sanction]
    assert [s.text for s, above in rows if list(sanction_place(s, book.everyone, *above))] == []
    smoking = next(s for m in book.matters.values() for s in m.sanction if "500元" in s.text)
    anywhere = smoking.model_copy(update={"when": Condition.parse({})})
    assert list(sanction_place(anywhere, book.everyone)) != []
    assert isinstance(smoking, Sanction)
    assert "home" not in next(a for a in smoking.when.atoms if a.fact == "place").values


def test_who_decides_by_household_registration_is_an_office_here_only_for_children_registered_here(book: Rulebook):
    """City, other province, any value: 越秀区民政局 decides nothing that the place of registration decides."""
    for service in book.services.values():
        kinds = {k for a in service.apply if a.where is ApplicationArea.HUKOU for k in (a.accept, a.confirm)}
        for duty in (d for m in service.matters for d in book.matters[m].duty):
            if duty.role is Role.HANDLER and duty.body in kinds and DECIDES.search(duty.act):
                asked = {a.fact for a in duty.when.atoms}
                assert asked & {"hukou", "residence_permit"}, (service.code, duty.body, duty.act)
