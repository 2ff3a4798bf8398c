"""Evidence and named objects of some areas, whole, for files (台账名录)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from graph_model.graph import Tx
from graph_model.obligations.evidence import Filed
from graph_model.rows import statements
from knowledge.obligations.standing import Record
from knowledge.vocabulary import Provenance
from network.obligations.things import Named

FILED_IN, NAMED_IN = statements(__file__, "filed_in", "named_in")
CONTENT = tuple(f.name for f in fields(Record))


@dataclass(frozen=True, slots=True)
class _FiledRow(Record):
    area: str = ""
    by: str = ""
    provenance: Provenance = Provenance.LOADED
    source: str = ""


async def filed_in(tx: Tx, areas: Sequence[str], obligations: Iterable[str], most: int) -> list[Filed]:
    """The evidence on these obligations, within the actor's areas, at most so many."""
    asked = {"areas": list(areas), "obligations": sorted(obligations), "most": most}
    rows = await tx.rows(FILED_IN, _FiledRow, **asked)
    return [Filed(Record(**{n: getattr(r, n) for n in CONTENT}), r.area, r.by, r.provenance, r.source) for r in rows]


async def named_in(tx: Tx, areas: Sequence[str], most: int) -> list[Named]:
    """The named objects, within the actor's areas, at most so many."""
    return await tx.rows(NAMED_IN, Named, areas=list(areas), most=most)
