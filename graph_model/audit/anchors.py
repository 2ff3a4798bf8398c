"""The head of each audit file, written to the graph each second (锚)."""

from dataclasses import dataclass

from graph_model.graph import Graph, Tx
from graph_model.rows import statements
from network.entities import ANONYMOUS

PUT_ANCHOR, ANCHORS = statements(__file__, "put_anchor", "anchors")


@dataclass(frozen=True, slots=True)
class AuditAnchor:
    """Length of a file at the time of its head."""

    file: str
    lines: int
    mac: str


async def anchor_head(graph: Graph, anchor: AuditAnchor) -> None:
    """Store the head of a file; the service's own write, of nobody's command.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    await graph.write(ANONYMOUS, put_anchor, anchor)


async def put_anchor(tx: Tx, anchor: AuditAnchor) -> None:
    """Store the head of a file in place of its earlier head."""
    await tx.write(PUT_ANCHOR, file=anchor.file, lines=anchor.lines, mac=anchor.mac)


async def anchors(tx: Tx) -> list[AuditAnchor]:
    """All heads."""
    return await tx.rows(ANCHORS, AuditAnchor)
