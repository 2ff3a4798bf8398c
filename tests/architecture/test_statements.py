"""The suite reads the code: every Cypher statement starts from an index, is scoped where personal, and is used."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from neo4j import NotificationMinimumSeverity

from graph_model.graph import Graph
from graph_model.rows import HEADER, Statement
from tests.support.walks import every

ROOT = Path(__file__).parent.parent.parent
SCANS = {
    "AllNodesScan",
    "NodeByLabelScan",
    "UndirectedRelationshipTypeScan",
    "DirectedRelationshipTypeScan",
}
WARNED = ("01N50", "01N51", "01N52", "01N02", "03N90")
SMALL = {"part.upper", "part.begun"}
"""Statements that scan labels that cannot grow: provinces, cities, districts."""
PERSONAL = re.compile(r":(Minor|Guardian|Household|Case|ReferralRequest|ReferralAttempt|Report|Holder|Item|Event)\b")
SCOPE = "scope.code IN $actor.areas"
LOADS = {"records.put_holders", "records.put_posts", "use.free_items"}
"""Statements of the loader and of an upgrade: they write, and nothing of them is read by an actor."""
BY_BODY = {"looking.received": "a.body = i.recipient"}
"""Statements for whoever belongs to the body that something was sent to, wherever it lies, and what limits them."""
OWNED = re.compile(r"MERGE \((\w+):(Record|Thing|Draft|Minor|Guardian|Case|Command|Item)\b")
"""Records that belong to somebody: to an area, an account or a child."""


def statements() -> list[Any]:
    found: list[Any] = []
    for path in sorted(ROOT.glob("graph_model/**/*.cypher")):
        _, *parts = HEADER.split(path.read_text("utf-8"))
        found += [
            pytest.param(path.stem, name, text.strip(), id=f"{path.stem}.{name}")
            for name, text in zip(parts[::2], parts[1::2], strict=True)
        ]
    return found


async def explain(graph: Graph, statement: Statement, params: Mapping[str, Any]) -> tuple[Any, Sequence[Any]]:
    """The plan of a statement and the notifications of the planner."""
    seen = NotificationMinimumSeverity.INFORMATION
    async with graph._driver.session(notifications_min_severity=seen) as session:  # noqa: SLF001  # only the suite asks
        result = await session.run(f"EXPLAIN {statement.text}", dict(params))
        summary = await result.consume()
        return summary.plan, [s for s in summary.gql_status_objects if s.is_notification]


def operators(plan: dict[str, object]) -> set[str]:
    children = plan.get("children") or []
    own = {str(plan["operatorType"]).split("@")[0]}
    return own.union(*(operators(c) for c in children))  # type: ignore[attr-defined]  # the driver's plan is untyped


@every(("stem", "name", "text"), [p for p in statements() if p.values[0] != "schema"])
async def test_plan_starts_from_an_index(graph: Graph, stem: str, name: str, text: str):
    params = dict.fromkeys(re.findall(r"\$(\w+)", text)) | {"actor": {"areas": [], "id": "", "role": ""}}
    plan, notes = await explain(graph, Statement(name, text), params)
    if f"{stem}.{name}" not in SMALL:
        assert not operators(plan) & SCANS
    assert not [n.gql_status for n in notes if n.gql_status in WARNED], [n.status_description for n in notes]


@every(("stem", "name", "text"), statements())
def test_personal_records_are_scoped(stem: str, name: str, text: str):
    if PERSONAL.search(text) and stem != "schema" and f"{stem}.{name}" not in LOADS:
        assert BY_BODY.get(f"{stem}.{name}", SCOPE) in text


@every(("stem", "name", "text"), statements())
def test_an_owned_record_is_locked_before_it_is_judged(stem: str, name: str, text: str):
    """`MATCH … WHERE … SET` is not atomic: the key by MERGE, a lock by SET, and only then the comparison."""
    for merge in OWNED.finditer(text):
        label, rest = merge[2], text[merge.end() :]
        locked = re.match(rf"[^\n]*\n(ON CREATE SET [^\n]*\n)?SET {merge[1]}\._lock = ", rest)
        assert locked, f"{stem}.{name} takes over a {label} without a lock"
        assert label == "Command" or "$actor." in text, f"{stem}.{name} writes to a {label} of anybody"


def test_a_mutation_writes_by_its_command_only():
    """A resolver opens no write transaction: jobs and the clock are the service's own, deleting twice is as once."""
    bare = {p.relative_to(ROOT).as_posix() for p in ROOT.glob("api/**/*.py") if "graph.write(" in p.read_text("utf-8")}
    assert bare == {
        "api/casework/clock.py",
        "api/jobs/runner.py",
        "api/jobs/types.py",
        "api/drafts/query.py",
        "api/papers/own.py",
    }


def test_statement_text_is_never_built():
    for path in ROOT.glob("graph_model/**/*.py"):
        source = path.read_text("utf-8")
        assert not re.search(r'f"[^"\n]*\b(MATCH|MERGE|CREATE|DETACH)\b', source), path.name
