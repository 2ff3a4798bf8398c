"""Who is on duty over GraphQL, and a report on her list until somebody takes it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from graph_model.duty import roster
from graph_model.graph import Graph
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.duty.roster import Shift
from knowledge.roles import ActorRole
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor
from tests.api.conftest import answered, refused_field
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker

SHIFT = "rank phone absent account area { code } colleague { roles }"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
async def desk(graph: Graph) -> AsyncIterator[Shift]:
    """The duty desk is on duty in the community for two hours, and somebody on leave before it."""
    now = datetime.now(SHANGHAI)
    shifts = [
        Shift(f"test-{rank}", DEMO_COMMUNITY, rank, account, now - HOUR, now + HOUR, "0000", rank == 1, "test")
        for rank, account in ((1, "demo-street"), (2, "demo-duty_desk"))
    ]
    await graph.write(Actor("x", ActorRole.LEAD, (DEMO_COMMUNITY,)), roster.put, shifts)
    yield shifts[1]
    await delete(graph, "MATCH (s:Shift {source: 'test'}) DETACH DELETE s", *MADE)


async def test_whoever_is_on_duty_is_told_with_the_number(ask: Any):
    query = f"query($a: String!) {{ onDuty(area: $a) {{ {SHIFT} }} }}"
    rows: Any = answered(await ask(query, "director", a=DEMO_COMMUNITY), "onDuty")
    assert rows[0] == {
        "rank": 2, "phone": "0000", "absent": False, "account": "demo-duty_desk",
        "area": {"code": DEMO_COMMUNITY}, "colleague": {"roles": ["DUTY_DESK"]},
    }  # fmt: skip  # a row
    elsewhere = await ask(query, "director", a="440106000000")
    assert elsewhere["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await ask(query, "planner", a=DEMO_COMMUNITY))["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_the_roster_shows_leave_and_hours_that_nobody_has(ask: Any):
    query = f"query($d: Int!) {{ roster(days: $d) {{ shifts {{ {SHIFT} }} gaps {{ since until area {{ code }} }} }} }}"
    found = answered(await ask(query, "director", d=2), "roster")
    ours = [s for s in found["shifts"] if s["area"]["code"] == DEMO_COMMUNITY]
    assert [(s["account"], s["absent"]) for s in ours] == [("demo-street", True), ("demo-duty_desk", False)]
    assert [g for g in found["gaps"] if g["area"]["code"] == DEMO_COMMUNITY]
    assert refused_field(await ask(query, "director", d=63)) == "days"


async def test_a_report_stands_on_her_list_until_it_is_taken(ask: Any):
    director, on_duty = Worker(ask, "director"), Worker(ask, "duty_desk")

    code = (await director.register(urgency="TODAY"))["code"]
    (listed,) = [n for n in (await on_duty.work(waiting="false"))["nodes"] if n["code"] == code]
    assert "reportTake" in [s["mutation"] for s in listed["steps"]]
    assert code not in [n["code"] for n in (await Worker(ask, "street").work(waiting="false"))["nodes"]], (
        "she is on leave"
    )
    await director.do("reportTake", code=code)
    assert code not in [n["code"] for n in (await on_duty.work(waiting="false"))["nodes"]]
