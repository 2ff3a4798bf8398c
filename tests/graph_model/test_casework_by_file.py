"""Cases by file beside those that were opened here."""

from graph_model.casework.adopt import adopt
from graph_model.casework.store import Desk
from graph_model.graph import Graph, Tx
from graph_model.persons.persons import Case
from graph_model.rows import KeyRow, Statement
from knowledge.vocabulary import Provenance
from loaders.intake.contract import LOADER
from tests.graph_model.test_casework import CLOCK, NOW, STREET, WANG, child, clean, do, done, run

BY_FILE = Statement("by_file", "MATCH (m:Minor {id: $id}) CREATE (:Case {id: 'case-' + $id, minor: $id})-[:ABOUT]->(m)")
BY_FILE_GONE = Statement(
    "by_file_gone",
    "MATCH (c:Case) WHERE c.id IN $ids OPTIONAL MATCH (n:Item {root: c.id}) OPTIONAL MATCH (n)-[:EVENT]->(v) "
    "OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE c, n, v, s",
)
RUNNING = Statement(
    "running", "MATCH (c:Item {minor: $minor}) WHERE c.item = 'case' AND NOT c.ended RETURN c.id AS key"
)


async def test_a_case_by_file_begins_no_second_beside_an_open_one(graph: Graph, desk: Desk):
    """A file that an operator loads again replaces a dossier; the case that was opened here goes on."""
    minors = [await child(graph, "cw-31"), await child(graph, "cw-32")]
    for minor in minors:
        await graph.write(STREET, run, BY_FILE, id=minor)
    opened_here = done(await do(desk, WANG, "case.open", minor=minors[0])).id
    rows = [Case(f"case-{m}", m, "建档", NOW.date(), "在办", Provenance.SYNTHETIC, "test") for m in minors]
    for _ in range(2):
        await graph.write(CLOCK, adopt, rows, vault=desk.vault, now=NOW, program=LOADER)
    there = [await graph.read(STREET, running, minor) for minor in minors]
    await graph.write(STREET, run, BY_FILE_GONE, ids=[r.id for r in rows])
    await clean(graph)
    assert there == [[opened_here], ["case-cw-32"]]


async def running(tx: Tx, minor: str) -> list[str]:
    return [r.key for r in await tx.rows(RUNNING, KeyRow, minor=minor)]
