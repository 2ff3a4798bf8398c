"""Who only counts children works out nothing about one child: every answer in counts stands on the published table.

The attack asks the same before and after a child is planted, with everything varied that a question can vary, and
compares the answers byte by byte.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.request.context import today
from api.schema import schema
from graph_model.counts import tables
from graph_model.graph import Graph, Tx
from graph_model.persons import intake, pages, persons
from graph_model.persons.intake import Intake
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Provenance
from loaders.counts.publish import publish_month
from network.entities import Actor
from tests.api.count_queries import (
    BOTTLENECKS,
    CASES,
    CHILDREN,
    COMPARE,
    COVERAGE,
    DISTRICT,
    DRAFTS,
    GAPS,
    GOALS,
    GOALS_REPORT,
    LOAD,
    NEXT,
    NODE,
    OTHER,
    STREET,
    VISITS,
)
from tests.api.coverage_queries import COVERAGE as REACH
from tests.api.coverage_queries import PUT, REACH_AT, UNCOVERED, WEEK, WHAT_IF
from tests.api.hostile import asked
from tests.api.loads import COMMUNITY, delete

CHILD = "L-planted"

NOT_OF_CHILDREN = frozenset(
    {
        "account", "accountRoles", "accounts", "acts", "areas", "bodies", "bodyForms", "bodyKinds", "caseTeam",
        "casesByName",
        "caseworkKinds", "changes", "changesSince", "childrenInDanger", "clause", "clauses", "colleagues", "deputies",
        "documents", "draft", "drafts", "dutiesOf", "eligibility", "emergency", "emergencyReadings", "facts",
        "filledForm", "findingCauses", "hotlines", "item", "job", "loadTopics", "matters", "needs",
        "networkConformance", "newItems", "nodes", "obligations", "onDuty", "orphans", "paper", "papers", "permitted",
        "pointUses", "points", "referralBatch", "referralFlows", "referralOptions", "responsibility", "roster",
        "services", "singlePointsOfFailure", "takeTopic", "tiers", "understand", "vacantPosts", "viewer", "whoSaw",
        "work", "workload", "workspace", "dutyBreaches", "upcoming", "caseworkNumbers", "silentBodies",
        "networkVersion", "recipients",
    }
)  # fmt: skip
"""Queries that count no children: of rules, network and drafts, of the question's own facts, or of single records that
the policy refuses to who only counts."""


def about_children(book: Rulebook) -> list[Any]:
    return [o for o in book.obligations_on(today()) if o.objects.of == "minor"]


def attacks(book: Rulebook) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Root field, document and variables: over areas, days, codes, limits, `given`, drafts and what-if."""
    areas = (DISTRICT, STREET, COMMUNITY, OTHER)
    days = (None, *((today() - timedelta(days=n)).isoformat() for n in (1, 40)), "2000-01-01")
    for area in areas:
        for o in about_children(book):
            yield "obligationCoverage", COVERAGE, {"area": area, "code": o.code}
        for field, document in (("entitlementGaps", GAPS), ("goals", GOALS), ("goalsReport", GOALS_REPORT)):
            yield from ((field, document, {"area": area, "on": on}) for on in (days if area == DISTRICT else days[:1]))
        for codes in (["N16"], ["N13", "B21"], [n.code for n in book.needs]):
            yield "bottlenecks", BOTTLENECKS, {"area": area, "codes": codes}
        yield "visitAllocation", VISITS, {"area": area}
        yield "visitLoad", LOAD, {"area": area}
    yield "bottlenecks", BOTTLENECKS, {"codes": ["N16"], "caseload": 1}
    yield "visitAllocation", VISITS, {"per": 1000}
    yield "visitAllocation", VISITS, {"due": [{"area": COMMUNITY, "count": 3}]}
    for o in about_children(book)[:3]:
        row = {"code": "g", "obligation": o.code, "object": CHILD, "occurredOn": "2026-11-01"}
        row |= {"kind": next(iter(o.evidence)).name, "component": o.components[0].code if o.components else None}
        yield "obligationCoverage", COVERAGE, {"area": DISTRICT, "code": o.code, "given": [row]}
    yield from on_the_network()


def on_the_network() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Questions about the network: population figures, never children with a case."""
    closed = [{"step": "CLOSE", "code": "street_station@440104001000"}]
    yield "coverage", REACH, {"code": "N16"}
    yield "reachAt", REACH_AT, {"hour": {"weekday": 5, "hour": 22}}
    yield "uncovered", UNCOVERED, {"codes": ["N16"], "area": STREET}
    yield "weekCoverage", WEEK, {"code": "N16", "area": STREET}
    yield "whatIf", WHAT_IF, {"changes": closed, "codes": ["N16"]}
    yield "compareDrafts", COMPARE, {"draft": "差分-改动"}
    yield "nextPoints", NEXT, {"question": {"objective": "MAX_COVER", "codes": ["N16"], "area": STREET, "k": 1}}
    yield "children", CHILDREN, {}
    yield "cases", CASES, {}
    yield "node", NODE, {"id": "Q2FzZTpMLXBsYW50ZWQ="}


def test_every_query_is_attacked_or_counts_no_children(book: Rulebook):
    attacked = {field for field, _, _ in attacks(book)}
    fields = set(schema._schema.query_type.fields)  # type: ignore[union-attr]  # noqa: SLF001  # strawberry has no door
    assert not attacked & NOT_OF_CHILDREN
    assert fields == attacked | NOT_OF_CHILDREN, "give a new query an attack, or list it as none about children"


async def answers(ask: Any, book: Rulebook) -> list[bytes]:
    return [
        json.dumps(await ask(document, "planner", **variables), ensure_ascii=False, sort_keys=True).encode()
        for _, document, variables in attacks(book)
    ]


CENTRE = Actor("demo-centre", ActorRole.CENTRE, (DISTRICT,))


@pytest.fixture
def planted(loads_removed: None, graph: Graph, keys: Path) -> Any:  # noqa: ARG001  # removes it
    """Plants a child of whom nearly every need, gap and duty speaks, with a case opened long ago."""

    async def plant() -> None:
        facts = {
            "birth_date": date(2012, 5, 1), "father_state": "dead", "mother_state": "dead", "household_aid": "dibao",
            "disability_kind": "intellectual", "disability_grade": "two", "disability_certificate": True,
            "enrolled": False, "unattended": True,
        }  # fmt: skip
        child = Intake(CHILD, CHILD, COMMUNITY, Situation(**facts), Provenance.SYNTHETIC, "试验", date(2026, 3, 1))
        with closing(Vault(keys)) as vault:
            vault.provide([CHILD])
            for group in intake.records(vault, [child]):
                assert not group or await persons.put_all(graph, CENTRE, group)

    return plant


UNANSWERED = {"children", "cases", "node"}
"""What a planner is refused whatever she asks; of everything else answers are compared, not errors alone."""


READERS = (
    *((pages, name) for name in ("all_dossiers", "by_page")),
    *((persons, name) for name in ("cases_of_area", "dossiers_of", "dossiers", "dossier")),
)
"""What reads the dossiers of children."""


@pytest.fixture
def child_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls of what reads the dossiers of children, from now on; each still reads."""
    calls: list[str] = []

    def counting(name: str, read: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            calls.append(name)
            return read(*args, **options)

        return counted

    for module, name in READERS:
        monkeypatch.setattr(module, name, counting(name, getattr(module, name)))
    return calls


@pytest.mark.usefixtures("own_drafts")
async def test_a_planted_child_changes_no_answer(ask: Any, book: Rulebook, planted: Any, child_reads: list[str]):
    """Nor does any answer read a child, before or after."""
    before = await answers(ask, book)
    answered = {field for (field, _, _), reply in zip(attacks(book), before, strict=True) if b'"errors"' not in reply}
    assert {field for field, _, _ in attacks(book)} - answered <= UNANSWERED
    await planted()
    assert await answers(ask, book) == before
    assert child_reads == []


@pytest.fixture
async def own_drafts(graph: Graph, ask: Any) -> AsyncIterator[None]:
    """Drafts of the planner: one of her own areas, one of changes of the live network."""
    for name, draft in DRAFTS.items():
        assert "errors" not in (reply := await ask(PUT, "planner", name=name, draft=draft)), reply
    yield
    await delete(graph, "MATCH (d:Draft) WHERE d.name STARTS WITH '差分-' DETACH DELETE d")


def draft_attacks() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every query that takes a draft, read from the schema, with all fields of its answer, on each draft."""
    for question in asked("query"):
        if "draft" not in question.kinds:
            continue
        more: dict[str, Any] = {"due": [{"area": COMMUNITY, "count": 3}]} if question.root == "visitAllocation" else {}
        document = NEXT if question.root == "nextPoints" else question.document  # the rest of it tells of time
        for name in DRAFTS:
            yield document, {**question.base, **more, "draft": name}


@pytest.mark.usefixtures("own_drafts")
async def test_a_planted_child_changes_no_answer_about_a_draft(ask: Any, planted: Any, child_reads: list[str]):
    async def every() -> list[dict[str, Any]]:
        return [await ask(document, "planner", **variables) for document, variables in draft_attacks()]

    before = await every()
    assert len(before) >= 2 * 15
    assert sum("errors" not in reply for reply in before) >= 20, "or nothing is attacked"
    await planted()
    assert await every() == before
    assert child_reads == []


async def test_who_reads_the_children_gets_exact_numbers_at_once(ask: Any, planted: Any, child_reads: list[str]):
    async def total() -> int:
        found = (await ask(COVERAGE, "centre", area=DISTRICT, code="O61"))["data"]["obligationCoverage"]
        return int(found["objects"]["totalCount"])

    before = await total()
    await planted()
    assert await total() == before + 1
    assert "by_page" in child_reads


async def test_a_month_is_published_once(graph: Graph, book: Rulebook, keys: Path, planted: Any):
    before = await graph.read(CENTRE, tables.latest, DISTRICT)
    assert before
    await planted()
    with closing(Vault(keys)) as vault:
        again = await publish_month(
            graph, vault, book, DISTRICT, before.counts().month, today(), lambda _: pytest.fail("a child is read")
        )
    assert not again.new
    assert await graph.read(CENTRE, tables.latest, DISTRICT) == before


@pytest.fixture
async def unpublished(graph: Graph) -> AsyncIterator[None]:
    async def moved(tx: Tx, to: str) -> None:
        await tx.write(Statement("move", "MATCH (t:MonthlyCounts) SET t.district = $to"), to=to)

    await graph.write(CENTRE, moved, "elsewhere")
    yield
    await graph.write(CENTRE, moved, DISTRICT)


@pytest.mark.usefixtures("unpublished")
async def test_before_the_first_table_a_sentence_says_so(ask: Any):
    for document, variables in ((BOTTLENECKS, {"codes": ["N16"]}), (VISITS, {})):
        (error,) = (await ask(document, "planner", **variables))["errors"]
        assert "还没有公布" in error["message"]
    found = (await ask(COVERAGE, "planner", area=DISTRICT, code="O61"))["data"]["obligationCoverage"]
    assert (found["known"], found["table"]) == (False, None)
    assert {s["count"] for s in found["standings"]} == {None}
    gaps = (await ask(GAPS, "planner", area=DISTRICT))["data"]["entitlementGaps"]
    assert ({c["children"] for c in gaps["counts"]}, gaps["table"]) == ({None}, None)
    assert "还没有公布" in found["note"] == gaps["note"]


async def test_an_answer_says_on_which_table_it_stands(ask: Any):
    found = (await ask(GAPS, "planner", area=DISTRICT))["data"]["entitlementGaps"]
    table = {"month": "2026-10", "madeOn": "2026-11-23", "threshold": 10, "area": {"code": DISTRICT}}
    assert found["table"] == table
    assert "越秀区" in found["note"]
    assert "2026-10" in found["note"]
    assert [c for c in found["counts"] if c["children"] is not None]
    assert all(c["children"] is None or c["children"] >= 10 for c in found["counts"])


async def test_who_reads_the_children_may_still_try_records(ask: Any):
    row = {"code": "g", "obligation": "O10", "object": "demo-0001", "occurredOn": "2026-11-01", "kind": "VISIT"}
    assert "errors" not in await ask(COVERAGE, "centre", area=DISTRICT, code="O10", given=[row])
