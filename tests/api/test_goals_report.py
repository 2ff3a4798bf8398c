"""The goals as a report: the counts of `goals`, also from a job that is watched, stopped, and read again later."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from api.audit.chain import Keys
from api.audit.log import KEY
from api.audit.verify import entries
from api.common import code_in_id, global_id
from api.jobs import runner as jobs
from graph_model.graph import Graph
from graph_model.jobs import jobs as kept
from knowledge.calendar.deadlines import SHANGHAI
from loaders.shipped.load import INVITED

DISTRICT, STREET = "440104000000", "440104001000"
CENTRE = next(a for a in INVITED if a.id == "demo-centre")
COUNTS = """fragment Counts on GoalProgress {
  goal rate { numerator denominator doubtful exempt notDue low high } severities { severity count } unlisted
  duties { known note obligation { code } rate { numerator denominator doubtful } table { month }
    components { component { code } rate { numerator denominator } } standings { standing count } } }"""
GOALS = f"query($area: String!) {{ goals(area: $area) {{ ...Counts }} }} {COUNTS}"
REPORT = f"""query($area: String!) {{ goalsReport(area: $area) {{ ... on Job {{ id status }}
  ... on GoalsReport {{ kind goals {{ ...Counts duties {{ objects {{ totalCount }} }} }} }} }} }} {COUNTS}"""
JOB = f"""query($id: ID!) {{ job(id: $id) {{ status problem {{ code }} progress {{ stage done total }}
  result {{ ... on GoalsReport {{ kind goals {{ ...Counts }} }} }} }} }} {COUNTS}"""


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing becomes a job, however busy the machine is."""


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("role", "area"), [("centre", DISTRICT), ("street", STREET), ("planner", DISTRICT)])
async def test_the_report_has_the_counts_of_the_goals_and_no_object(ask: Any, role: str, area: str):
    (goals,) = (await ask(GOALS, role, area=area))["data"].values()
    (report,) = (await ask(REPORT, role, area=area))["data"].values()
    assert len(goals) == 11
    for goal in report["goals"]:
        for duty in goal["duties"]:
            assert duty.pop("objects") is None
    assert report == {"kind": "goalsReport", "goals": goals}


@pytest.mark.usefixtures("at_once")
async def test_who_may_neither_read_nor_count_children_gets_no_report(ask: Any):
    for role, code in ((None, "UNAUTHENTICATED"), ("security", "FORBIDDEN")):
        (error,) = (await ask(REPORT, role, area=DISTRICT))["errors"]
        assert error["extensions"]["code"] == code
    (error,) = (await ask(REPORT, "centre", area="440199000000"))["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"


async def ended(ask: Any, job: str) -> dict[str, Any]:
    while True:
        state: dict[str, Any] = (await ask(JOB, "centre", id=job))["data"]["job"]
        if state["status"] != "RUNNING":
            return state


async def test_a_long_count_is_a_job_whose_result_has_no_child_and_whose_reading_is_audited(
    ask: Any, graph: Graph, keys: Path, monkeypatch: pytest.MonkeyPatch
):
    (goals,) = (await ask(GOALS, "centre", area=DISTRICT))["data"].values()
    monkeypatch.setattr(jobs, "PATIENCE", 0.001)
    (job,) = (await ask(REPORT, "centre", area=DISTRICT))["data"].values()
    assert job["status"] == "RUNNING"
    state = await ended(ask, job["id"])
    assert (state["status"], state["result"]) == ("DONE", {"kind": "goalsReport", "goals": goals})
    assert state["progress"] is None or state["progress"]["stage"] in ("READING", "CHECKING")
    stored = await graph.read(CENTRE, kept.get, code_in_id("Job", job["id"]))
    assert "demo-" not in str(stored.result)
    lines = entries(keys.parent / "audit", Keys.at(keys / KEY))
    begun = [x for x in lines if (x.get("what"), x.get("outcome")) == (["goalsReport"], "begun")]
    assert begun, "the request was over before the children were read"
    assert len(begun[-1]["ids"]) > 1000
    assert "F1" in begun[-1]["classes"]


async def test_a_long_count_can_be_stopped_while_it_reads(ask: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "PATIENCE", 0.001)
    reached = kept.Course.reached

    def stopped(course: kept.Course, stage: kept.Stage, done: int, total: int | None = None) -> None:
        course.stop()  # as soon as there is progress
        reached(course, stage, done, total)

    monkeypatch.setattr(kept.Course, "reached", stopped)
    (job,) = (await ask(REPORT, "centre", area=DISTRICT))["data"].values()
    state = await ended(ask, job["id"])
    assert (state["status"], state["result"], state["problem"]) == ("CANCELLED", None, None)
    assert state["progress"] is None or state["progress"]["stage"] == "READING"


@pytest.mark.parametrize(
    ("raw", "role", "code"),
    [
        ({"rows": True, "areas": [DISTRICT]}, "planner", "FORBIDDEN"),
        ({"rows": True, "areas": ["440106000000"]}, "centre", "NOT_FOUND"),
    ],
)
async def test_counts_that_were_made_with_a_right_are_not_told_without_it(
    ask: Any, graph: Graph, raw: dict[str, Any], role: str, code: str
):
    owner = next(a for a in INVITED if a.id == f"demo-{role}")
    result = json.dumps({"area": DISTRICT, "on": "2026-11-23", "duties": {}, **raw})
    now = datetime.now(SHANGHAI)
    await graph.write(owner, kept.put, f"lost-{role}", "goalsReport", kept.JobStatus.DONE, result, now)
    reply = await ask(JOB, role, id=global_id("Job", f"lost-{role}"))
    assert reply["errors"][0]["extensions"]["code"] == code
    assert not ((reply["data"] or {}).get("job") or {}).get("result")
