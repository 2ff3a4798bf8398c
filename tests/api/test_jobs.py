"""Long work as a job: watched, stopped, told why it failed, gone when it is old."""

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.common import global_id
from api.jobs import runner as jobs
from api.jobs.places import OF_ACCOUNT
from api.jobs.types import ABANDONED_AFTER
from api.request.context import Context
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from graph_model.jobs import jobs as kept
from graph_model.jobs.errors import NoPlace, TooMuchOfOwn
from graph_model.jobs.jobs import Course, Stage
from knowledge.access.policy import Action, who_may
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadFile, BadInput, Forbidden, NotFound
from knowledge.messages.message import message
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import FileProblem
from network.entities import Actor
from network.snapshot import Network

PLANNER = Actor("demo-planner", ActorRole.PLANNER, ("440104000000",))
CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))


@pytest.fixture(autouse=True)
def all_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever takes a moment is a job here: what this module sets holds over the common `no_jobs`."""
    monkeypatch.setattr(jobs, "PATIENCE", 0.05)


@pytest.fixture
def context(graph: Graph, network: Network, book: Rulebook) -> Context:
    return Context(PLANNER, graph, network, book)


async def until(course: Course) -> dict[str, Any]:
    """Work that ends when it is asked to."""

    def work() -> dict[str, Any]:
        while not course.stopping():
            time.sleep(0.05)
        return {"stopped": True}

    return await asyncio.to_thread(work)


async def ended(graph: Graph, job: str) -> kept.Job:
    while True:
        state = await graph.read(PLANNER, kept.get, job)
        if state.status is not kept.JobStatus.RUNNING:
            return state
        await asyncio.sleep(0.1)


async def test_long_work_is_a_job_that_can_be_cancelled_and_is_ones_own(context: Context, graph: Graph):
    found = await jobs.run(context, "test", until)
    assert isinstance(found, kept.Job)
    assert found.status is kept.JobStatus.RUNNING
    with pytest.raises(NotFound):
        await graph.read(CENTRE, kept.get, found.id)
    with pytest.raises(NotFound):
        await graph.write(CENTRE, kept.cancel, found.id)
    await graph.write(PLANNER, kept.cancel, found.id)
    state = await ended(graph, found.id)
    assert (state.status, state.result) == (kept.JobStatus.DONE, '{"stopped": true}')


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BadInput("k", "input.negative"), "BAD_USER_INPUT", "请写不小于 0 的数"),
        (BadFile("file", "file.empty", FileProblem.EMPTY), "FILE_REFUSED", "文件是空的"),
        (NotFound("area", "9"), "NOT_FOUND", "没有区划 9，或不在你的权限范围内"),
        (Forbidden("edit_drafts", who_may(Action.EDIT_DRAFTS)), "FORBIDDEN", "你的角色不能使用草案；可以的有：区中心"),
        (GraphUnavailable(message("graph.busy")), "UNAVAILABLE", "数据库正忙"),
        (ValueError("张三 秘密"), "INTERNAL_SERVER_ERROR", "服务内部出错"),
    ],
)
async def test_work_that_fails_says_why_and_the_unexpected_stays_masked(
    ask: Any, context: Context, error: Exception, code: str, said: str
):
    goes = asyncio.Event()

    async def failing(_course: Course) -> dict[str, Any]:
        await goes.wait()
        raise error

    found = await jobs.run(context, "test", failing)
    assert isinstance(found, kept.Job)
    goes.set()
    assert (await ended(context.graph, found.id)).status is kept.JobStatus.FAILED
    query = "query($id: ID!) { job(id: $id) { status problem { code message } result { kind } } }"
    state = (await ask(query, "planner", id=global_id("Job", found.id)))["data"]["job"]
    assert (state["status"], state["problem"]["code"], state["result"]) == ("FAILED", code, None)
    assert state["problem"]["message"].startswith(said), state
    assert "秘密" not in state["problem"]["message"]


async def test_old_jobs_go_when_another_begins(context: Context, graph: Graph):
    """Whoever's they are, and also those that a process left running when it ended."""
    now = datetime.now(SHANGHAI)
    held = {
        "old": jobs.LIFETIME + timedelta(minutes=1),
        "left": jobs.LIFETIME * 2,
        "young": jobs.LIFETIME - timedelta(minutes=5),
    }
    for key, age in held.items():
        status = kept.JobStatus.RUNNING if key == "left" else kept.JobStatus.DONE
        await graph.write(CENTRE, kept.put, f"sweep-{key}", "test", status, "{}", now - age)
    found = await jobs.run(context, "test", until)
    assert isinstance(found, kept.Job)
    await graph.write(PLANNER, kept.cancel, found.id)
    await ended(graph, found.id)
    assert (await graph.read(CENTRE, kept.get, "sweep-young")).status is kept.JobStatus.DONE
    for gone in ("sweep-old", "sweep-left"):
        with pytest.raises(NotFound):
            await graph.read(CENTRE, kept.get, gone)


async def test_work_that_stops_without_a_result_is_cancelled_and_says_how_far_it_was(ask: Any, context: Context):
    async def work(course: Course) -> dict[str, Any]:
        while True:
            course.reached(Stage.READING, 7)
            await asyncio.sleep(0.01)

    found = await jobs.run(context, "test", work)
    assert isinstance(found, kept.Job)
    query = "query($id: ID!) { job(id: $id) { status progress { stage done total } } }"
    while True:
        state = (await ask(query, "planner", id=global_id("Job", found.id)))["data"]["job"]
        if state["progress"]:
            break
        await asyncio.sleep(0.05)
    assert state["progress"] == {"stage": "READING", "done": 7, "total": None}
    await context.graph.write(PLANNER, kept.cancel, found.id)
    assert (await ended(context.graph, found.id)).status is kept.JobStatus.CANCELLED
    state = (await ask(query, "planner", id=global_id("Job", found.id)))["data"]["job"]
    assert state["status"] == "CANCELLED"


async def test_the_end_is_told_once_the_database_is_back(context: Context, graph: Graph):
    goes = asyncio.Event()

    async def work(_course: Course) -> dict[str, Any]:
        await goes.wait()
        return {"done": True}

    found = await jobs.run(context, "test", work)
    assert isinstance(found, kept.Job)
    async with Graph("bolt://127.0.0.1:9", "nobody", "nothing") as nowhere:
        context.graph = nowhere
        goes.set()
        with pytest.raises(GraphUnavailable):
            await nowhere.read(PLANNER, kept.get, found.id)
        assert (await graph.read(PLANNER, kept.get, found.id)).status is kept.JobStatus.RUNNING
        context.graph = graph
        assert (await ended(graph, found.id)).status is kept.JobStatus.DONE


async def test_a_service_that_ends_brings_its_jobs_to_an_end(context: Context, graph: Graph):
    found = await jobs.run(context, "test", until)
    assert isinstance(found, kept.Job)
    await jobs.stop_all()
    assert (await graph.read(PLANNER, kept.get, found.id)).status is kept.JobStatus.DONE


async def test_a_job_whose_process_is_gone_is_told_as_failed(ask: Any, graph: Graph):
    silent = datetime.now(SHANGHAI) - ABANDONED_AFTER - timedelta(seconds=1)
    await graph.write(PLANNER, kept.put, "left-behind", "nextPoints", kept.JobStatus.RUNNING, None, silent)
    reply = await ask(
        "query($id: ID!) { job(id: $id) { status problem { code message } } }",
        "planner",
        id=global_id("Job", "left-behind"),
    )
    state = reply["data"]["job"]
    assert (state["status"], state["problem"]["code"]) == ("FAILED", "ABANDONED")
    assert "再做一次" in state["problem"]["message"]


async def test_four_jobs_at_once_and_a_fifth_is_refused_until_one_ends(context: Context, graph: Graph):
    """Of one account three: nobody takes all places."""
    started = [await jobs.run(context, "test", until) for _ in range(3)]
    begun = []

    async def fifth(_course: Course) -> dict[str, Any]:
        begun.append(True)
        return {"fifth": True}

    try:
        centre = replace(context, actor=CENTRE)
        for asker, other, reason in ((context, centre, "job.too_many_own"), (centre, None, "job.too_many")):
            with pytest.raises(NoPlace) as error:
                await jobs.run(asker, "test", fifth)
            assert error.value.message.code == reason
            assert not begun, "what is refused does not run"
            if other is not None:
                assert isinstance(await jobs.run(other, "test", until), kept.Job)
        first = started[0]
        assert isinstance(first, kept.Job)
        await graph.write(PLANNER, kept.cancel, first.id)
        await ended(graph, first.id)
        await asyncio.sleep(0)
        assert await jobs.run(context, "test", fifth) == {"fifth": True}
    finally:
        await jobs.stop_all()


async def test_of_those_that_begin_in_one_moment_no_more_go_on_either(context: Context):
    """Each has a place when it begins; as it becomes a job, the others have taken it, and its work is stopped."""
    courses = []

    async def work(course: Course) -> dict[str, Any]:
        courses.append(course)
        return await until(course)

    try:
        begun = [jobs.run(context, "test", work) for _ in range(OF_ACCOUNT + 2)]
        ends = await asyncio.gather(*begun, return_exceptions=True)
        assert sum(isinstance(end, TooMuchOfOwn) for end in ends) == 2
        assert sum(isinstance(end, kept.Job) for end in ends) == OF_ACCOUNT
        assert sum(course.stopping() for course in courses) == 2
    finally:
        await jobs.stop_all()
