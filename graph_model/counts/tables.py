"""The published tables of counts of children: created once, then never changed (月度合计表)."""

import json
from dataclasses import dataclass
from datetime import date

from graph_model.graph import Graph, Tx
from graph_model.rows import statements
from knowledge.calendar.months import Month
from network.counts import CorrectionReason, MonthlyCounts
from network.entities import Actor

CREATE_TABLE, TABLE, LATEST_TABLE = statements(__file__, "create_table", "table", "latest_table")
LAST = Month(9999, 12)
"""Later than any table."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table with its number in the district, from 1."""

    number: int
    content: str

    def counts(self) -> MonthlyCounts:
        """The table."""
        raw = json.loads(self.content)
        return MonthlyCounts(
            raw["district"],
            Month.parse(raw["month"]),
            date.fromisoformat(raw["made"]),
            raw["threshold"],
            frozenset(raw["areas"]),
            frozenset(raw["measures"]),
            {(area, measure): n for area, measure, n in raw["shown"]},
            CorrectionReason(raw["corrects"]) if raw.get("corrects") else None,
        )


def _content(t: MonthlyCounts) -> str:
    raw = {
        "district": t.district,
        "month": str(t.month),
        "made": t.made.isoformat(),
        "threshold": t.threshold,
        "areas": sorted(t.areas),
        "measures": sorted(t.measures),
        "shown": [[*key, n] for key, n in sorted(t.shown.items())],
        "corrects": t.corrects.value if t.corrects else None,
    }
    return json.dumps(raw, ensure_ascii=False)


async def create(graph: Graph, actor: Actor, table: MonthlyCounts, number: int) -> MonthlyCounts:
    """Store a table under its number, and return the stored one: of several writers one wins."""
    return await graph.write(actor, _create, table, number)


async def _create(tx: Tx, table: MonthlyCounts, number: int) -> MonthlyCounts:
    key = f"{table.district}/{number}"
    await tx.write(
        CREATE_TABLE,
        id=key,
        district=table.district,
        number=number,
        month=str(table.month),
        made=table.made,
        content=_content(table),
    )
    stored = await tx.row(TABLE, StoredTable, id=key)
    return table if stored is None else stored.counts()


async def latest(tx: Tx, district: str, until: Month = LAST, by: date = date.max) -> StoredTable | None:
    """The last table of a district up to a month, made by a day, corrected or not.

    None without one, or outside the actor's areas.
    """
    return await tx.row(LATEST_TABLE, StoredTable, district=district, month=str(until), by=by)
