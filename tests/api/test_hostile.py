"""Whatever value stands in an argument, the service answers or refuses it with a code; it never breaks."""

import json
from collections.abc import AsyncIterator, Iterable
from itertools import chain, islice

import httpx
import pytest
from graphql import GraphQLError, get_operation_ast, parse
from graphql.execution.values import get_variable_values
from strawberry.types import get_object_definition

from api.access.tokens import issue
from api.casework.mutation import CaseworkMutation
from api.edge.errors import client_error
from api.errors import REGISTRY
from api.settings import Settings
from api.work import WORK
from graph_model.graph import Graph
from knowledge.access.policy import Action, actions_of
from knowledge.roles import ActorRole
from tests.api.hostile import SCHEMA, Asked, Case, asked
from tests.api.loads import delete
from tests.support.walks import every

EVERY = [a for kind in ("query", "mutation") for a in asked(kind)]
ROLES = {
    "account": "security",
    "accountRoles": "security",
    "accounts": "security",
    "bodyForms": "street",
    "caseTeam": "street",
    "changesSince": "street",
    "colleagues": "centre",
    "deputies": "street",
    "emergencyReadings": "auditor",
    "filledForm": "street",
    "whoSaw": "auditor",
    "cases": "street",
    "casesByName": "street",
    "children": "street",
    "childrenInDanger": "street",
    "item": "street",
    "newItems": "street",
    "onDuty": "centre",
    "roster": "street",
    "workspace": "centre",
    "vacantPosts": "street",
    "upcoming": "street",
    "dutyBreaches": "street",
    "caseworkNumbers": "street",
    "silentBodies": "street",
    "work": "street",
    "workload": "street",
    "paper": "street",
    "papers": "street",
    "loadFile": "centre",
    "obligationCoverage": "street",
    "putRecord": "street",
    "referralFlows": "street",
    "referralOptions": "street",
}
"""Who may ask what a planner may not."""
NOT_THERE = {"account", "caseTeam", "compareDrafts", "draft", "filledForm", "item", "job", "paper"}
"""Queries whose base is refused, because it names what is not there."""
OTHERS_LEFT = {"work"}
"""Queries whose base names, for each entry that other tests left in the list, a form that is not there."""
ANSWERED = [*asked("query"), *(a for a in asked("mutation") if a.root in {"putDraft", "putRecord"})]
LONG_WORK = {root for root, work in WORK if work >= 2_000}
STEPS = {f.graphql_name for f in get_object_definition(CaseworkMutation, strict=True).fields}
"""Steps of casework. Whoever asks here takes none: values are read, all of them in
`test_every_value_is_read_or_refused`, and then the step is refused before it looks at one."""
FEW, FEWER = 12, 2


@pytest.fixture(scope="module", autouse=True)
async def nothing_left(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(
        graph,
        "MATCH (d:Draft) WHERE d.owner = 'demo-planner' AND d.name <> '试验' DETACH DELETE d",
        "MATCH (r:Record) WHERE r.by = 'demo-street' DETACH DELETE r",
    )


def whole(question: Asked) -> Iterable[Case]:
    return chain.from_iterable(question.cases())


def some(question: Asked) -> Iterable[Case]:
    """A few cases from the whole breadth: other places and other values in each field."""
    every = list(whole(question))
    few = FEWER if question.root in LONG_WORK | STEPS else FEW
    return every[len(question.root) % 7 :: max(1, len(every) // few)]


async def walk(client: httpx.AsyncClient, settings: Settings, question: Asked, cases: Iterable[Case]) -> None:
    token = issue(settings, f"demo-{ROLES.get(question.root, 'planner')}")
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    for case in cases:
        body = json.dumps({"query": case.document, "variables": case.variables}).encode()
        reply = await client.post("/graphql", content=body, headers=headers)
        codes = [e["extensions"]["code"] for e in reply.json().get("errors", ())]
        assert reply.status_code < 500, case
        assert "INTERNAL_SERVER_ERROR" not in codes, case


def test_whoever_asks_for_a_step_takes_none():
    assert not STEPS & ROLES.keys()
    assert Action.DO_CASEWORK not in actions_of((ActorRole.PLANNER,))


def test_every_value_is_read_or_refused():
    """All values at each place of each input type, once: how variables are read depends on their types alone.

    Small questions first: `caseworkBatch` would repeat the inputs of all steps, four in ten of all cases.
    """
    walked: set[str] = set()
    for question in sorted(EVERY, key=lambda q: sum(map(len, q.cases()))):
        operation = get_operation_ast(parse(question.document))
        assert operation
        for case in chain.from_iterable(question.cases(walked)):
            read = get_variable_values(SCHEMA, operation.variable_definitions or (), case.variables)
            for error in read if isinstance(read, list) else ():
                shown = client_error(error, REGISTRY, executed=True, schema=SCHEMA)
                assert isinstance(error, GraphQLError)
                assert (shown.extensions or {})["code"] == "BAD_USER_INPUT", case


@every("question", ANSWERED, ids=lambda a: a.root)
async def test_what_is_changed_is_a_question_that_is_answered(
    client: httpx.AsyncClient, settings: Settings, question: Asked
):
    token = issue(settings, f"demo-{ROLES.get(question.root, 'planner')}")
    body = {"query": question.document, "variables": question.base}
    reply = await client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
    codes = {e["extensions"]["code"] for e in reply.json().get("errors", ())}
    if question.root in OTHERS_LEFT:
        assert codes <= {"NOT_FOUND"}
    else:
        assert bool(codes) is (question.root in NOT_THERE), codes


@every("question", EVERY, ids=lambda a: a.root)
async def test_no_value_breaks_the_service(client: httpx.AsyncClient, settings: Settings, question: Asked):
    await walk(client, settings, question, some(question))


@pytest.mark.long
@pytest.mark.parametrize("question", EVERY, ids=lambda a: a.root)
async def test_no_value_at_all_breaks_the_service(client: httpx.AsyncClient, settings: Settings, question: Asked):
    """All cases; `test_no_value_breaks_the_service` asks a few of each field."""
    few = islice(whole(question), 0, None, 20 if question.root in LONG_WORK else 1)
    await walk(client, settings, question, few)
