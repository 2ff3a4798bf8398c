"""Demand of the live network: what the dossiers say, within one's rights, beside an independent count of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from api.request.context import today
from graph_model.persons.intake import Intake
from knowledge.access.classes import by_class
from knowledge.calendar.months import Month
from knowledge.derivation.derived import Facts
from knowledge.referral.safety import needs
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass, Verdict
from loaders.shipped import yuexiu
from loaders.synthetic import people as synthetic_people
from tests.api.conftest import refused_field
from tests.conftest import ON

DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
BOTTLENECKS = """query($codes: [String!], $area: String, $draft: String) {
  bottlenecks(codes: $codes, area: $area, draft: $draft) {
    demand met undecided withheld note unmet { area { code } subject { code } children } cut { point { code } limit }
      unlimited { code } } }"""
ASSIGNMENT = """query($due: [DueVisitsInput!], $area: String, $draft: String, $per: Int! = 5) {
  visitAllocation(due: $due, area: $area, draft: $draft, perDirector: $per, perSupervisor: 0) {
    unmet undecided withheld note visits { area { code } worker count } shortage { due capacity } } }"""
COUNTED = (FieldClass.F1, FieldClass.F2, FieldClass.F4, FieldClass.F5)
"""What the policy lets the publication count."""
CLOSED = Month.closed(ON).last
"""The last day of the month that the demo publishes."""


@pytest.fixture(scope="session")
def children(book: Rulebook) -> tuple[Intake, ...]:
    """The demo's children, made anew from their seed."""
    return synthetic_people.make(yuexiu.areas(), (), book, ON, yuexiu.CHILDREN)[0]


def seen(child: Intake, classes: Iterable[FieldClass]) -> Situation:
    known = by_class(child.situation)
    return Situation.model_validate({k: v for c in classes for k, v in known.get(c, {}).items()})


def wanting(
    book: Rulebook, child: Intake, code: str, classes: Iterable[FieldClass] = COUNTED, on: date | None = None
) -> Verdict | None:
    """As a referral derives it, with every reason."""
    found = needs(Facts.of(book, seen(child, classes), on or today()), seen(child, classes))
    return next((d.verdict for d in found if d.concept.code == code), None)


async def data(ask: Any, document: str, field: str, role: str | None, **variables: Any) -> Any:
    reply = await ask(document, role, **variables)
    assert "errors" not in reply, reply
    return reply["data"][field]


def of_the_month(children: Iterable[Intake]) -> list[Intake]:
    return [c for c in children if c.opened <= CLOSED]


@pytest.mark.parametrize("code", ["N16", "N07", "N04"])
async def test_a_planner_gets_what_the_dossiers_said_at_the_end_of_the_month(
    ask: Any, book: Rulebook, children: tuple[Intake, ...], code: str
):
    verdicts = Counter(wanting(book, c, code, on=CLOSED) for c in of_the_month(children))
    found = await data(ask, BOTTLENECKS, "bottlenecks", "planner", codes=[code])
    assert found["withheld"] == 0, "the streets with a hidden count are told together"
    assert found["demand"] == verdicts[Verdict.YES] > 0
    assert found["undecided"] in (None, verdicts[Verdict.UNKNOWN])
    assert found["demand"] == found["met"] + sum(u["children"] for u in found["unmet"])
    assert all(u["area"]["code"].endswith("000") for u in found["unmet"]), "never a community"
    assert str(Month.of(CLOSED)) in found["note"]


async def test_a_small_street_is_left_out_and_a_community_is_refused(
    ask: Any, book: Rulebook, children: tuple[Intake, ...]
):
    here = [c for c in of_the_month(children) if c.area.startswith(STREET[:9])]
    counts = {n: sum(wanting(book, c, n, on=CLOSED) is Verdict.YES for c in here) for n in ("N13", "N04")}
    assert counts["N13"] < 10 <= counts["N04"], "the test needs a small and a large count"
    street = await data(ask, BOTTLENECKS, "bottlenecks", "planner", codes=["N13", "N04"], area=STREET)
    assert (street["demand"], street["withheld"]) == (counts["N04"], 1)
    community = await ask(BOTTLENECKS, "planner", codes=["N13", "N04"], area=COMMUNITY)
    assert community["errors"][0]["extensions"]["reason"] == "counts.street_least", "never the figures of its street"
    alone = await ask(BOTTLENECKS, "planner", codes=["N13"], area=STREET)
    assert alone["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT", "nothing may be told"


async def test_who_reads_the_cases_gets_them_by_community(ask: Any, book: Rulebook, children: tuple[Intake, ...]):
    """A director is on the team of every second case: of the others the health facts are not known."""
    own = [(n, c) for n, c in enumerate(children) if c.area == COMMUNITY]
    open_ = (FieldClass.F1, FieldClass.F2, FieldClass.F3)
    verdicts = Counter(wanting(book, c, "N26", open_ if n % 2 else (*open_, FieldClass.F4)) for n, c in own)
    found = await data(ask, BOTTLENECKS, "bottlenecks", "director", codes=["N26"])
    assert (found["demand"], found["undecided"]) == (verdicts[Verdict.YES], verdicts[Verdict.UNKNOWN])
    assert {u["area"]["code"] for u in found["unmet"]} <= {COMMUNITY}
    assert "权限" in found["note"]


LOAD = """{ visitLoad(area: "440104000000") {
  streets { area { code } due workers each } table { month threshold } note } }"""


async def test_the_load_of_visits_is_that_of_the_published_table(ask: Any):
    found = (await ask(LOAD, "planner"))["data"]["visitLoad"]
    known = [s for s in found["streets"] if s["due"] is not None]
    assert len(found["streets"]) == 18
    assert 0 < len(known) < 18, "small counts, and those that would tell one, are null and not zero"
    assert all(s["due"] >= found["table"]["threshold"] for s in known)
    assert [s["each"] for s in known] == sorted((s["each"] for s in known), reverse=True)
    assert (await ask(LOAD, "auditor"))["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("role", [None, "auditor"])
async def test_nobody_else_has_children_counted(ask: Any, role: str | None):
    for document in (BOTTLENECKS, ASSIGNMENT):
        expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
        assert (await ask(document, role))["errors"][0]["extensions"]["code"] == expected


async def test_outside_ones_areas_nothing_is_known(ask: Any):
    reply = await ask(BOTTLENECKS, "director", area="440104010000")
    assert refused_field(reply) == "demand"


async def test_due_visits_come_from_the_dossiers(ask: Any, children: tuple[Intake, ...]):
    """Nobody has been visited on file: each child is due once."""
    whole = await data(ask, ASSIGNMENT, "visitAllocation", "centre")
    homes = Counter(c.area for c in children)
    assert sum(v["count"] for v in whole["visits"]) + whole["unmet"] == len(children)
    given: Counter[str] = Counter()
    for v in whole["visits"]:
        given[v["area"]["code"]] += v["count"]
    assert all(n <= homes[a] for a, n in given.items())
    one = await data(ask, ASSIGNMENT, "visitAllocation", "director", per=1000)
    assert sum(v["count"] for v in one["visits"]) + one["unmet"] == homes[COMMUNITY]


async def test_a_planner_assigns_by_street(ask: Any, children: tuple[Intake, ...]):
    """Of each street what the table shows: the children of the month, or nothing."""
    streets = Counter(c.area[:9] + "000" for c in of_the_month(children))
    found = await data(ask, ASSIGNMENT, "visitAllocation", "planner", per=1000)
    told: Counter[str] = Counter()
    for v in found["visits"]:
        told[v["area"]["code"]] += v["count"]
    assert told
    assert all(n <= streets[a] for a, n in told.items())
    assert found["withheld"] == len(streets) - len(told)
    assert found["unmet"] == 0


async def test_a_draft_says_its_own_visits(ask: Any):
    draft = {"areas": [{"code": "D", "name": "试验区", "level": "DISTRICT"}]}
    put = 'mutation($draft: DraftInput!) { putDraft(input: {name: "无走访", draft: $draft}) { draft { name } } }'
    await data(ask, put, "putDraft", "planner", draft=draft)
    reply = await ask(ASSIGNMENT, "planner", draft="无走访")
    assert refused_field(reply) == "due"
