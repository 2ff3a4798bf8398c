"""A file that takes long: a job with its progress; stopped it wrote nothing, and what is written is told as done."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest
import strawberry

from api.access.tokens import issue
from api.common import code_in_id
from api.jobs import places
from api.jobs import runner as jobs
from api.settings import Settings
from graph_model.directory import snapshot as network
from graph_model.graph import Graph, Tx
from graph_model.jobs import jobs as kept
from graph_model.persons import persons
from graph_model.rows import Statement
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.conftest import Held

CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
STREET, COMMUNITY, NEW = "440104001000", "440104001007", "440104001997"
LOAD = """
mutation ($topic: String!, $file: FileInput!, $preview: Boolean! = false) {
  loadFile(input: {topic: $topic, file: $file, preview: $preview}) {
    result {
      __typename
      ... on Job { id status progress { done } }
      ... on LoadReport { written }
    }
  }
}
"""
CANCEL = "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { status } } }"
JOB = """
query ($id: ID!) {
  job(id: $id) {
    status problem { code } progress { stage done total }
    result {
      kind
      ... on LoadReport {
        topic preview read written rejected rejects { row message } columns { heading column } sample { row }
      }
    }
  }
}
"""
AREAS = f"代码,名称,级别,上级代码\n{NEW},长载入试验社区,社区,{STREET}\n坏,x,社区,{STREET}\n"
CHILD = f"档案编号,社区,出生日期\nLL-1,{COMMUNITY},2015-03-01\n"
RECORD = f"义务,对象,发生日期,证据,编号\nO60,{COMMUNITY},2026-10-08,排查记录,LL-1\n"
NETWORK = "MATCH (v:NetworkVersion {id: 'network'}) SET v.number = v.number"


@pytest.fixture(autouse=True)
async def quickly(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A job at once; what was loaded goes again, and the service sees it."""
    monkeypatch.setattr(jobs, "PATIENCE", 0.1)
    yield

    async def forget(tx: Tx) -> None:
        await tx.write(Statement("forget", "MATCH (n:Area {code: '440104001997'}) DETACH DELETE n"))
        await tx.write(Statement("forget", "MATCH (n:Record {key: 'LL-1'}) DETACH DELETE n"))
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(CENTRE, forget)


async def begun(ask: Any, topic: str, text: str) -> str:
    """Loads for as long as it is held back; its job."""
    file = {"name": "a.csv", "content": base64.b64encode(text.encode()).decode()}
    reply = await ask(LOAD, "centre", topic=topic, file=file)
    found = reply["data"]["loadFile"]["result"]
    assert (found["__typename"], found["status"]) == ("Job", "RUNNING"), reply
    return str(found["id"])


async def asked(ask: Any, job: str) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(JOB, "centre", id=job))["data"]["job"]
    return found


async def ended(ask: Any, job: str) -> dict[str, Any]:
    while True:
        state = await asked(ask, job)
        if state["status"] != "RUNNING":
            return state
        await asyncio.sleep(0.05)


async def writing(ask: Any, job: str) -> dict[str, Any]:
    """Its progress, once it has come to writing."""
    while True:
        state = await asked(ask, job)
        assert state["status"] == "RUNNING", state
        if state["progress"] and state["progress"]["stage"] == "WRITING":
            return dict(state["progress"])
        await asyncio.sleep(0.05)


async def test_cancelled_before_it_is_written_it_wrote_nothing_and_can_be_repeated(ask: Any, graph: Graph, held: Held):
    before = (await network.read(graph)).version
    async with held(NETWORK):
        job = await begun(ask, "areas", AREAS)
        assert await writing(ask, job) == {"stage": "WRITING", "done": 0, "total": 1}
        assert (await ask(CANCEL, "centre", id=job))["data"]["cancelJob"]
    state = await ended(ask, job)
    assert (state["status"], state["result"], state["problem"]) == ("CANCELLED", None, None)
    held_now = await network.read(graph)
    assert held_now.version == before
    assert NEW not in held_now.areas
    async with held(NETWORK):
        job = await begun(ask, "areas", AREAS)
    assert (await ended(ask, job))["result"]["written"] == 1


async def test_what_is_written_is_told_as_done_even_if_somebody_cancels_it_then(ask: Any, graph: Graph, held: Held):
    async with held(NETWORK):
        job = await begun(ask, "areas", AREAS)
        await writing(ask, job)
    while True:
        if NEW in (await network.read(graph)).areas:
            break
        await asyncio.sleep(0.01)
    await ask(CANCEL, "centre", id=job)
    state = await ended(ask, job)
    report = state["result"]
    assert (state["status"], report["kind"]) == ("DONE", "loadFile")
    assert (report["topic"], report["preview"], report["read"], report["written"]) == ("areas", False, 2, 1)
    assert [r["row"] for r in report["rejects"]] == [3]
    assert [h["column"] for h in report["columns"]] == ["code", "name", "level", "parent_code"]
    assert [s["row"] for s in report["sample"]] == [2, 3]


async def test_a_cancelled_dossier_is_not_there(ask: Any, graph: Graph, held: Held):
    async with held("CREATE (:Minor {id: 'LL-1'})"):
        job = await begun(ask, "children", CHILD)
        await writing(ask, job)
        await ask(CANCEL, "centre", id=job)
    assert (await ended(ask, job))["status"] == "CANCELLED"
    with pytest.raises(NotFound):
        await graph.read(CENTRE, persons.dossier, "case-LL-1", date(2026, 11, 25))


async def test_what_is_kept_of_a_job_holds_no_row_about_people(ask: Any, graph: Graph, held: Held):
    async with held("CREATE (:Record {key: 'LL-1'})"):
        job = await begun(ask, "records", RECORD)
        await writing(ask, job)
    report = (await ended(ask, job))["result"]
    assert (report["written"], report["sample"]) == (1, [])
    result = (await graph.read(CENTRE, kept.get, code_in_id("Job", strawberry.ID(job)))).result
    assert result
    assert "排查记录" not in result
    assert COMMUNITY not in result


@pytest.mark.parametrize(
    ("place", "status", "code", "reason"),
    [
        ("OF_ACCOUNT", 429, "TOO_MANY_REQUESTS", "job.too_many_own"),
        ("AT_ONCE", 503, "UNAVAILABLE", "job.too_many"),
    ],
)
async def test_what_has_no_place_now_is_refused_as_any_other_request(
    client: httpx.AsyncClient,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    status: int,
    code: str,
    reason: str,
):
    monkeypatch.setattr(places, place, 0)
    file = {"name": "a.csv", "content": base64.b64encode(AREAS.encode()).decode()}
    body = {"query": LOAD, "variables": {"topic": "areas", "file": file, "preview": True}}
    token = {"authorization": f"Bearer {issue(settings, 'demo-centre')}"}
    reply = await client.post("/graphql", json=body, headers=token)
    assert (reply.status_code, reply.headers["retry-after"]) == (status, "2")
    (error,) = reply.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["reason"]) == (code, reason)
