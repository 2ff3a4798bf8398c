"""Whoever may not read a class of facts cannot tell whether anything of it is on file: the same bytes either way.

What an actor may not open is put beside a child, its guardians and an entry of its case, and taken away again. It is
garbage: an answer for which it is opened breaks.
"""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from api.access.tokens import issue
from api.common import global_id
from api.settings import Settings
from graph_model.directory.records import put_all
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from loaders.intake.contract import LOADER
from network.entities import Actor
from tests.api.hostile import Asked, asked
from tests.api.loads import CENTRE, COMMUNITY, STREET, delete
from tests.knowledge import access_oracle as oracle

GARBAGE = b"nobody may open this"
CLASSES = ("F2", "F3", "F4", "F5", "F6", "F7", "F8")
OF_CHILD = ("f2", "f3", "f4", "f5", "f6")
FOUND = Statement(
    "found",
    "MATCH (c:Case:Item)-[:ABOUT]->(m:Minor)-[:LIVES_IN]->(home:Area)-[:PART_OF*0..4]->(:Area {code: $area}) "
    "WHERE NOT c.ended "
    "WITH c, m, home ORDER BY c.id LIMIT 1 "
    "RETURN c.id AS case, m.id AS minor, m.pseudonym AS pseudonym, home.code AS home, "
    "[k IN $fields WHERE m[k] IS NOT NULL | {name: k, blob: m[k]}] AS facts, "
    "[(m)<-[:GUARDIAN_OF]-(g:Guardian) WHERE g.f4 IS NOT NULL | {name: g.id, blob: g.f4}] AS guardians",
)
ENTRY = Statement(
    "entry",
    "MATCH (c:Item {id: $case})-[:EVENT]->(first:Event {version: 1}) "
    "CREATE (c)-[:EVENT]->(:Event {seq: -1, item: $case, version: 0, action: 'set_grade', by: 'somebody', "
    "at: datetime('2026-01-02T00:00:00Z'), occurred: datetime('2026-01-02T00:00:00Z'), changes: first.changes})",
)
PUT = Statement(
    "put",
    "MATCH (:Item {id: $case})-[:EVENT]->(v:Event {seq: -1}) MATCH (m:Minor {id: $minor}) SET m += $facts "
    "FOREACH (c IN $sealed | CREATE (v)-[:HOLDS]->(:Sealed {subject: $minor, class: c, blob: $blob}))",
)
PUT_GUARDIANS = Statement("put_guardians", "MATCH (m:Minor {id: $minor})<-[:GUARDIAN_OF]-(g) SET g.f4 = $blob")
PUT_BACK = Statement("put_back", "UNWIND $guardians AS g MATCH (n:Guardian {id: g.name}) SET n.f4 = g.blob")
NO_ENTRY = "MATCH (v:Event {seq: -1}) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE v, s"
NOT_HELD = Statement("not_held", "MATCH (:Event {seq: -1})-[:HOLDS]->(s) DETACH DELETE s")
AT_TIME = "2026-11-27T10:00:00+08:00"
ASKED_AT = re.compile(r"\d\d-\d\d \d\d:\d\d(?=　)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00")
"""When a sheet was printed, to the minute, and what counts from now on: time passes between two answers."""
FEW = ("item", "referralOptions", "cases", "children", "entitlementGaps", "visitLoad", "papers")
"""Answers that speak of single children, and one that counts those whom the actor may read."""
AREAS = {"director": COMMUNITY, "street": STREET}
"""Of roles that do not have the district."""
ROLES = ("director", "street", "centre", "lead", "welfare")
ACCOUNTS = [Actor(f"withheld-{role}", ActorRole(role), (AREAS.get(role, CENTRE.areas[0]),)) for role in ROLES]
"""Of the test alone: whoever works in the demo is on the team of each case of her community."""
EVERY = [q for q in asked("query") if q.root != "whoSaw"]


@dataclass(frozen=True)
class Known:
    """A case whose child an actor may read by area only, with what is sealed of it."""

    case: str
    minor: str
    pseudonym: str
    home: str
    facts: tuple[dict[str, Any], ...]
    guardians: tuple[dict[str, Any], ...]

    def asked(self, question: Asked) -> dict[str, Any]:
        """The variables with which a query answers about the child."""
        given: dict[str, dict[str, Any]] = {
            "item": {"code": self.case},
            "papers": {"code": self.case},
            "referralOptions": {"case": self.case, "atTime": AT_TIME, "referralOptions_fullText_purpose": "转介"},
            "cases": {"search": self.pseudonym},
            "children": {"search": self.pseudonym},
            "work": {"scope": "AREA", "first": 20},
            "node": {"id": global_id("CaseSummary", self.case)},
        }
        base = {"area": self.home} if "area" in question.base else {}
        extra = {k: v for k, v in question.base.items() if k not in {"at", "situation"} or question.root not in given}
        return {**extra, **base, **{k: v for k, v in given.get(question.root, {}).items() if k in question.kinds}}


class Case:
    """Puts what an actor may not open beside a child, and takes it away."""

    def __init__(self, graph: Graph, known: Known, role: str) -> None:
        self.graph, self.known = graph, known
        here, known_of = frozenset({"area"}), ("read_cases", "see_masked")
        self.hidden = [c for c in CLASSES if not any(oracle.may((role,), a, c, here, "care") for a in known_of)]

    async def put(self, blob: bytes | None) -> None:
        """With bytes, or without anything."""
        facts = {c.lower(): blob for c in self.hidden if c.lower() in OF_CHILD}
        about = {"minor": self.known.minor, "case": self.known.case, "blob": blob}

        async def work(tx: Tx) -> None:
            await tx.write(NOT_HELD)
            await tx.write(PUT, facts=facts, sealed=self.hidden if blob else [], **about)
            if "F4" in self.hidden:
                await tx.write(PUT_GUARDIANS, **about)

        await self.graph.write(CENTRE, work)


@pytest.fixture
async def made(graph: Graph) -> AsyncIterator[Any]:
    kept: list[Known] = []
    await put_all(graph, LOADER, ACCOUNTS)

    async def case(role: str) -> Case:
        async def first_case(tx: Tx) -> Known:
            row = await tx.row(FOUND, Known, area=AREAS.get(role, STREET), fields=OF_CHILD)
            assert row, "an open case"
            await tx.write(ENTRY, case=row.case)
            return row

        kept.append(await graph.write(CENTRE, first_case))
        return Case(graph, kept[-1], role)

    yield case

    async def back(tx: Tx) -> None:
        for known in kept:
            facts = dict.fromkeys(OF_CHILD) | {f["name"]: f["blob"] for f in known.facts}
            await tx.write(PUT, facts=facts, sealed=[], case=known.case, minor=known.minor, blob=None)
            await tx.write(PUT_GUARDIANS, minor=known.minor, blob=None)
            await tx.write(PUT_BACK, guardians=list(known.guardians))

    await graph.write(CENTRE, back)
    await delete(graph, NO_ENTRY, "MATCH (a:Account) WHERE a.id STARTS WITH 'withheld-' DETACH DELETE a")


async def reply_text(client: httpx.AsyncClient, settings: Settings, role: str, question: Asked, known: Known) -> str:
    """An answer; its errors by their places, since fields that are resolved together fail in any order."""
    body = {"query": question.document, "variables": known.asked(question)}
    headers = {"authorization": f"Bearer {issue(settings, f'withheld-{role}')}"}
    reply = (await client.post("/graphql", json=body, headers=headers)).json()
    text = json.dumps({**reply, "errors": sorted(reply.get("errors", ()), key=str)}, ensure_ascii=False)
    return ASKED_AT.sub("", text)


async def compared(client: httpx.AsyncClient, settings: Settings, role: str, made: Any, roots: Any) -> list[str]:
    """Asks each query with and without; the answers."""
    case = await made(role)
    # what counts who looked comes last: by then she counts too, both times
    asked = sorted((q for q in EVERY if q.root in roots), key=lambda q: "lookers" in q.document)
    answers: list[list[str]] = []
    for blob in (GARBAGE, None):
        await case.put(blob)
        answers.append([await reply_text(client, settings, role, q, case.known) for q in asked])
    for question, one, other in zip(asked, *answers, strict=True):
        assert one == other, question.root
    return answers[0]


@pytest.mark.parametrize("role", ["street", "centre"])
async def test_filled_and_empty_are_the_same_bytes(client: httpx.AsyncClient, settings: Settings, made: Any, role: str):
    answers = await compared(client, settings, role, made, FEW)
    published = [a for a in answers if "counts.street_least" not in a]  # what nobody is told of a community
    assert not [a for a in published if None in json.loads(a)["data"].values()], "each is answered"


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
async def test_in_every_answer(client: httpx.AsyncClient, settings: Settings, made: Any, role: str):
    """All queries; `test_filled_and_empty_are_the_same_bytes` asks those that speak of single children."""
    await compared(client, settings, role, made, {q.root for q in EVERY})
