"""Where words stand in clear: in files, and in what the graph holds."""

from dataclasses import dataclass
from pathlib import Path

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from network.entities import ANONYMOUS

CLEAR = Statement(
    "clear",
    "CALL () { MATCH (n) RETURN labels(n)[0] AS name, properties(n) AS held "
    "UNION ALL MATCH ()-[r]->() RETURN type(r) AS name, properties(r) AS held } "
    "UNWIND keys(held) AS key WITH name, key, held[key] AS value "
    "WITH name, key, CASE WHEN value IS :: LIST<STRING NOT NULL> THEN value ELSE [toStringOrNull(value)] END AS texts "
    "WHERE any(t IN texts WHERE t CONTAINS $text) RETURN DISTINCT name + '.' + key AS place",
)


@dataclass(frozen=True, slots=True)
class _Place:
    place: str


def holding(folder: Path, text: str) -> list[str]:
    """The files below a folder in which a text stands as it is."""
    return [p.name for p in folder.rglob("*") if p.is_file() and text.encode() in p.read_bytes()]


async def standing_in_clear(graph: Graph, text: str) -> list[str]:
    """The properties of nodes and relationships in which a text stands; files pack short texts closely."""

    async def read(tx: Tx) -> list[str]:
        return [r.place for r in await tx.rows(CLEAR, _Place, text=text)]

    return await graph.read(ANONYMOUS, read)
