"""Words that identify a child go into the service; no log, count, error, audit or file of the database has them.

Everything is logged that any part can log; what stands in clear (the code of the report) is found, so the search finds.
The same after an erasure, with backups: `tests/cli/test_keeping.py`.
"""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.request.context import today
from graph_model.graph import Graph
from knowledge.casework.load import table
from knowledge.casework.rows import FieldType
from knowledge.vocabulary import FieldClass
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.hostile import asked, words
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker
from tests.api.test_staff import ADD, ASSIGN, CASE, END, STOP, good, made
from tests.api.test_staff import DIRECTOR as ACCOUNT
from tests.support.canary import holding, standing_in_clear

CANARY = "kanarienvogel金丝雀"
PLACES = "query($a: String!, $b: SituationInput) { referralOptions(at: {address: $a}, situation: $b, text: $a) { on } }"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE)


async def test_no_log_metric_error_or_file_has_a_word_of_a_report(
    ask: Any,
    client: httpx.AsyncClient,
    home: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    caplog.set_level(logging.DEBUG)
    director = Worker(ask, "director")
    form = {"area": DEMO_COMMUNITY, "channel": "PHONE", "said": f"{CANARY}被打了", "reporter": f"{CANARY}的老师"}
    report = await director.do("reportRegister", key="canary", **form)
    code = report["code"]
    assert CANARY in str(report), "whoever typed it reads it"
    await director.do("reportTake", code=code)
    await director.do("reportSetUrgency", code=code, urgency="TODAY", note=CANARY)
    errors = [
        await director.do("reportRegister", key="canary", **{**form, "said": f"{CANARY}又来了"}),
        await ask(PLACES, None, a=CANARY, b={"age": 9}),
        await ask(PLACES, None, a=CANARY, b={"age": CANARY}),
        await ask("query($t: String!) { understand(text: $t, on: $t) { advice } }", None, t=CANARY),
        await Worker(ask, "planner").item(code),
    ]
    assert CANARY not in str(errors)
    assert (await client.post("/graphql", content=CANARY.encode())).status_code >= 400
    out, err = capfd.readouterr()
    for told in (caplog.text, out, err, (await client.get("/metrics")).text):
        assert CANARY not in told
    assert "neo4j" in {r.name.split(".")[0] for r in caplog.records}, "the driver says what it sends"
    assert not holding(home, CANARY)
    assert holding(home / "neo4j" / "data", code), "the search finds what stands in clear"


async def test_why_somebody_joins_a_team_or_stands_in_is_sealed(ask: Any, home: Path, graph: Graph):
    """Whoever reads the team reads it; no file has it, and no property of the graph."""
    await made(ask)
    await made(ask, {**ACCOUNT, "code": "staff-2"})
    why, until = f"{CANARY}的表哥"[:20], (today() + timedelta(days=9)).isoformat()
    part = {"case": CASE, "account": "staff-1", "reason": why}
    team = good(await ask(ASSIGN, "lead", input={**part, "part": "MEMBER"}), "assignToCase")["team"]
    assert why in {m["reason"] for m in team}
    assert why in str(good(await ask(END, "lead", input=part), "endAssignment"))
    pair = {"deputy": "staff-2", "principal": "staff-1", "reason": why}
    good(await ask(ADD, "lead", input={**pair, "until": until}), "addDeputy")
    good(await ask(STOP, "lead", input=pair), "endDeputy")
    assert not holding(home, CANARY)
    assert not await standing_in_clear(graph, CANARY)
    await delete(graph, "MATCH (a:Account) WHERE a.id STARTS WITH 'staff-' DETACH DELETE a")


OF_NO_CHILD = frozenset({"cancelJob", "deleteBodyForm", "deleteDraft", "loadFile", "putBodyForm", "putDraft"})
"""Changes whose words are about drafts, forms and jobs; files: tests/loaders."""
ONE_BY_ONE = "caseworkBatch"
"""Its steps are walked as changes of their own."""


@pytest.mark.long
async def test_no_place_for_words_in_any_change_leaves_them_in_clear(ask: Any, home: Path):
    """Every place of every input, by the schema. In `make check` tests/knowledge/test_clear.py walks the rows."""
    walked = 0
    for question in asked("mutation"):
        if question.root in OF_NO_CHILD or question.root == ONE_BY_ONE:
            continue
        for at, variables in words(question, CANARY):
            walked += 1
            given = variables.get("input", {})
            if "key" in given and not at.endswith(".key"):
                given["key"] = f"canary-{walked}"
            for role in ("director", "lead"):
                await ask(question.document, role, **variables)
    assert walked > 300
    assert not holding(home, CANARY)


def test_whatever_people_write_is_sealed():
    """No free text of casework stands in clear, whatever its class is called."""
    written = [f for k in table().kinds.values() for f in k.field if f.type is FieldType.TEXT]
    assert written
    assert not [f.code for f in written if f.field_class is FieldClass.F1]
