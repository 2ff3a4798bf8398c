"""A name in any cell of a file about children stands nowhere in clear: not in graph, files or report."""

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import Topic
from loaders.intake.report import text
from loaders.loading.load import load_path, topic_of
from loaders.loading.topics import TOPICS
from loaders.shipped.load import DEMO_COMMUNITY
from loaders.staff.teams import STAFF_TEAMS
from tests.api.loads import delete
from tests.loaders.test_people import ON
from tests.support.canary import holding, standing_in_clear

CANARY = "金丝雀小红被继父打了以后住在姑姑家"
GIVEN = {
    "children": {"key": "T-canary-{n}", "area": DEMO_COMMUNITY},
    "records": {"obligation": "O10", "object": "T-canary-0", "area": DEMO_COMMUNITY, "occurred_on": "2026-11-02",
                "kind": "走访记录", "key": "canary-{n}"},
    "candidates": {}, "visit_forms": {}, "assessment_forms": {}, "referral_forms": {}, "report_forms": {},
    "notification_forms": {}, "delegation_forms": {}, "handover_forms": {},
    "teams": {"case": "case-T-canary-0", "account": "demo-director", "approver": "demo-street", "reason": "承办",
              "since": "2026-12-{n:02}", "until": "2026-12-{n:02}"},
}  # fmt: skip
"""A good row of each topic about a child, by column; of forms, whose items are not there, only what is told of them."""
NAMED = {"posts"}
"""Topics about people in which a name is what they are for: who works where."""


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(
        graph,
        "MATCH (m:Minor) WHERE m.id STARTS WITH 'T-canary' OPTIONAL MATCH (m)<-[:ABOUT]-(c) DETACH DELETE m, c",
        "MATCH (r:Record) WHERE r.key STARTS WITH 'canary-' DETACH DELETE r",
    )


def of(code: str) -> Topic:
    return STAFF_TEAMS if code == "teams" else topic_of(code)


def lines(code: str) -> list[str]:
    """A good row, and then one for each column with a name in it."""
    columns = [c.key for c in of(code).forms[0]]
    rows = [columns]
    for n, at in enumerate([None, *columns]):
        given = {k: v.format(n=n) for k, v in GIVEN[code].items()}
        rows.append([CANARY if c == at else given.get(c, "") for c in columns])
    return [",".join(r) for r in rows]


async def test_a_name_in_any_cell_stands_nowhere(graph: Graph, home: Path, keys: Path, tmp_path: Path):
    written = dict[str, int]()
    for code in GIVEN:
        path = tmp_path / f"{CANARY}.csv"
        path.write_text("\n".join(lines(code)), "utf-8")
        with closing(Vault(keys)) as vault:
            report = await load_path(graph, of(code), path, rulebook(), ON, vault=vault)
        written[code] = report.written
        if of(code).secret:  # an operator's report of another file names the account that is not there
            assert CANARY not in text(report, of(code)), code
        assert not await standing_in_clear(graph, CANARY), code
    assert not holding(home, CANARY)
    assert {code for code, n in written.items() if n} >= {"children", "records"}, written


def test_every_topic_about_children_is_walked():
    assert {code for code, topic in TOPICS.items() if topic.about_people} - NAMED == set(GIVEN) - {"teams"}
