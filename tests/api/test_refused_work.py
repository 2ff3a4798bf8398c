"""What somebody may not see costs her what is not there costs: the same bytes, statements and functions of ours.

Nothing is timed: seconds tell of the machine. Every place of the schema where a text may stand gets the key of a child,
of a case, of an item, of evidence that exist outside the areas of whoever asks, and then one that nobody has.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.tokens import issue
from api.common import global_id
from api.settings import Settings
from graph_model.directory.records import put_all
from graph_model.graph import Graph
from graph_model.keys.likeness import LikenessIndex
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.access.policy import SYSTEM
from knowledge.casework.likeness import Described, marks
from knowledge.roles import ActorRole
from loaders.intake.contract import LOADER
from network.entities import ANONYMOUS, Actor
from tests.api.conftest import answered
from tests.api.hostile import Asked, asked, words
from tests.api.loads import COMMUNITY, delete
from tests.api.test_casework import MADE, mutation
from tests.support.work import Meter, Work, metered

HERE = "440104003104"
"""The community of whoever asks; what she asks for is in another one."""
DISTRICT = "440104000000"
HITS = 120
"""So many more things the database may touch for what is there and not hers (configured): where it lies is looked up
in memory, without another message to the database and back, which takes much longer."""
ROLES = [r for r in ActorRole if r not in SYSTEM and r is not ActorRole.ANONYMOUS]
KEPT = Statement(
    "kept",
    "MATCH (home:Area {code: $area})<-[:LIVES_IN]-(m:Minor)<-[:ABOUT]-(c:Case:Item) "
    "MATCH (r:Record)-[:IN]->(home) "
    "RETURN m.id AS minor, m.pseudonym AS pseudonym, c.id AS case, r.key AS record ORDER BY c.id, r.key LIMIT 1",
)
OWN_CASE = Statement(
    "own_case",
    "MATCH (:Area {code: $area})<-[:LIVES_IN]-(m:Minor)<-[:ABOUT]-(c:Case:Item) "
    "RETURN m.id AS minor, m.pseudonym AS pseudonym, c.id AS case, '' AS record ORDER BY c.id LIMIT 1",
)
SOMEHOW = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(\+08:00|Z)")
"""What is made anew for each answer."""
TEXTS = ("String", "ID")
NO_COMPARISON = {"caseworkBatch"}
"""Its steps are walked as mutations of their own."""


@dataclass(frozen=True)
class Kept:
    """What is on file of one child."""

    minor: str
    pseudonym: str
    case: str
    record: str
    report: str = ""

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What can be asked for, each with what nobody has."""
        plain = [(k, absent(k)) for k in (self.minor, self.case, self.report, self.record, self.pseudonym)]
        nodes = (("CaseSummary", self.case), ("WorkItem", self.report))
        return [*plain, *((global_id(kind, k), global_id(kind, absent(k))) for kind, k in nodes)]


@dataclass(frozen=True)
class Place:
    """A place in a question where a text may stand."""

    question: Asked
    at: str

    def __str__(self) -> str:
        return f"{self.question.root}: {self.at}"


FEW = (
    *("item: code", "node: id", "referralOptions: case", "caseTeam: case", "paper: code", "children: search"),
    *("reportTake: input.code", "reportIdentify: input.minor", "taskOpen: input.under", "reportMerge: input.into"),
)
"""Places of keys in queries, and in steps of each kind; `make check` walks these."""


@cache
def places() -> list[Place]:
    """Each place of the schema, but those of the keys that requests have."""
    questions = [q for kind in ("query", "mutation") for q in asked(kind) if q.root not in NO_COMPARISON]
    return [Place(q, at) for q in questions for at, _ in words(q, "", *TEXTS) if not at.endswith("input.key")]


def absent(key: str) -> str:
    """A key of the same form that nobody has."""
    return f"{key[:-3]}zzz"


class Service:
    """The service with a meter, asked by accounts of one community."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings, meter: Meter, there: Kept, own: Kept) -> None:
        self.client, self.settings, self.meter = client, settings, meter
        self.there, self.own, self.number = there, own, 0
        self.most = (0, "")
        """The greatest difference in what the database touches, and where."""

    async def ask(self, role: str, place: Place, text: str) -> tuple[str, Work]:
        """The answer without the text, and the work of it."""
        variables = next(v for at, v in words(place.question, text, *TEXTS) if at == place.at)
        self.number += 1
        body = {"query": place.question.document, "variables": self._here(variables, text)}
        headers = {"authorization": f"Bearer {issue(self.settings, f'work-{role}')}"}
        with self.meter.counting() as work:
            reply = await self.client.post("/graphql", json=body, headers=headers)
        answer = reply.json()
        errors = sorted(answer.get("errors", ()), key=str)
        shown = json.dumps({**answer, "errors": errors}, ensure_ascii=False).replace(text, "KEY")
        return SOMEHOW.sub("", shown), work

    def _here(self, variables: Any, text: str) -> Any:
        """The base of a question with the areas and items of whoever asks, and a key of its own."""
        own = {"code": self.own.report, "under": self.own.case, "area": HERE, "case": self.own.case, "object": HERE}
        given = {k: HERE if v == DISTRICT else v for k, v in variables.items()}
        if isinstance(form := given.get("input"), dict):
            filled = {k: own.get(k, v) if v != text else v for k, v in form.items()}
            given["input"] = {**filled, **({"key": f"work-{self.number}"} if "key" in filled else {})}
        return given

    async def differs(self, role: str, place: Place, key: tuple[str, str]) -> str | None:
        """How the answer to a key that is there and not hers differs from that to one that nobody has."""
        there, nobodys = key
        if place.question.document.startswith("mutation") and succeeded((await self.ask(role, place, nobodys))[0]):
            return None  # a text among others: nothing is looked for
        await self.ask(role, place, there)
        shown, work = await self.ask(role, place, nobodys)
        refused, more = await self.ask(role, place, there)
        if shown != refused:
            return f"{role}: {refused[:400]} and not {shown[:400]}"
        if work.names != more.names:
            return f"{role}: {more.names} and not {work.names}"
        if work.functions != more.functions:
            return f"{role}: {sorted(work.functions ^ more.functions)}"
        self.most = max(self.most, (abs(work.hits - more.hits), str(place)))
        if abs(work.hits - more.hits) > HITS:
            return f"{role}: {more.statements} and not {work.statements}"
        return None


def succeeded(answer: str) -> bool:
    """True if a change was made."""
    data = json.loads(answer).get("data") or {}
    return any(v and v.get("__typename") != "RefusedAction" for v in data.values())


async def kept(graph: Graph, statement: Statement, area: str, report: str) -> Kept:
    row = await graph.row(ANONYMOUS, statement, Kept, area=area)
    assert row
    return Kept(row.minor, row.pseudonym, row.case, row.record, report)


async def report(client: httpx.AsyncClient, settings: Settings, account: str, area: str) -> str:
    body = {"key": f"work-{account}", "area": area, "channel": "PHONE", "said": "有伤"}
    headers = {"authorization": f"Bearer {issue(settings, account)}"}
    document = {"query": mutation("reportRegister"), "variables": {"input": body}}
    return str(
        answered((await client.post("/graphql", json=document, headers=headers)).json(), "reportRegister")["code"]
    )


@pytest.fixture(scope="module")
async def service(graph: Graph, client: httpx.AsyncClient, settings: Settings) -> AsyncIterator[Service]:
    await put_all(graph, LOADER, [Actor(f"work-{r.value}", r, (HERE,)) for r in ROLES])
    theirs = await report(client, settings, "demo-director", COMMUNITY)
    own = await report(client, settings, "work-director", HERE)
    there = await kept(graph, KEPT, COMMUNITY, theirs)
    mine = await kept(graph, OWN_CASE, HERE, own)
    with metered() as meter:
        yield Service(client, settings, meter, there, mine)
    await delete(
        graph,
        *MADE,
        "MATCH (a:Account) WHERE a.id STARTS WITH 'work-' DETACH DELETE a",
        "MATCH (r:Record) WHERE r.by STARTS WITH 'work-' DETACH DELETE r",
        "MATCH (d:Draft) WHERE d.owner STARTS WITH 'work-' DETACH DELETE d",
    )


async def walked(service: Service, chosen: list[tuple[Place, str, tuple[str, str]]]) -> None:
    faults = {}
    for place, role, key in chosen:
        if fault := await service.differs(role, place, key):
            faults[str(place)] = fault
    assert not faults, "\n\n".join(f"{place}: {fault}" for place, fault in faults.items())


def in_turn(service: Service, chosen: list[Place]) -> list[tuple[Place, str, tuple[str, str]]]:
    """Each place with a role and a key in turn."""
    keys = service.there.keys
    return [(p, ROLES[n % len(ROLES)].value, keys[n // 2 % len(keys)]) for n, p in enumerate(chosen)]


async def test_what_is_refused_costs_what_is_absent_costs(service: Service):
    """By a director elsewhere, each place with the keys in turn; all places and roles: below."""
    few = [p for p in places() if str(p) in FEW]
    assert len(few) == len(FEW)
    await walked(service, [(p, "director", key) for (p, _, key) in in_turn(service, few)])


@pytest.mark.long
async def test_every_place_of_the_schema_tells_nothing_by_its_work(service: Service):
    """All of them, for each role in turn; `test_what_is_refused_costs_what_is_absent_costs` has the first of these."""
    assert len(places()) > 1000
    await walked(service, in_turn(service, places()))


@pytest.mark.long
async def test_every_place_tells_a_director_elsewhere_nothing_of_any_key(service: Service):
    """With all kinds of keys; see above."""
    await walked(service, [(p, "director", key) for p in places() for key in service.there.keys])


async def test_filing_under_a_key_that_evidence_elsewhere_has_costs_what_a_free_one_costs(service: Service):
    place = next(p for p in places() if str(p) == "putRecord: input.code")
    await service.ask("director", place, "work-warm")
    shown, work = await service.ask("director", place, "work-free")
    other, more = await service.ask("director", place, service.there.record)
    assert succeeded(shown)
    assert (other, more.names, more.functions) == (shown, work.names, work.functions)
    assert more.hits - work.hits <= HITS


@pytest.mark.parametrize(("role", "where"), [("director", COMMUNITY), ("centre", HERE)])
async def test_a_name_of_a_child_elsewhere_costs_what_a_free_one_costs(
    service: Service, graph: Graph, keys: Path, role: str, where: str
):
    """Elsewhere, and in her own area where she may not read the identity."""
    child = await kept(graph, OWN_CASE, where, "")
    with closing(Vault(keys)) as vault:
        LikenessIndex(vault.store).put({child.minor: marks(Described(name=f"尉迟{role}"))})
    place = next(p for p in places() if str(p) == "casesByName: name")
    await service.ask(role, place, "尉迟无人")
    shown, work = await service.ask(role, place, "尉迟无人")
    other, more = await service.ask(role, place, f"尉迟{role}")
    assert succeeded(shown)
    assert (other, more.names, more.functions) == (shown, work.names, work.functions)
    assert more.hits - work.hits <= HITS


async def test_the_meter_sees_what_is_there_and_hers(service: Service):
    """The comparison can fail: of her own item the answer, the statements, the functions and the hits are others."""
    place = next(p for p in places() if str(p) == "item: code")
    own, work = await service.ask("director", place, service.own.report)
    other, less = await service.ask("director", place, absent(service.own.report))
    assert own != other
    assert work.names != less.names
    assert work.functions > less.functions
    assert work.hits > less.hits
