"""Minimal statements for a report and a list of open items: the baseline of casework (办理的单句)."""

from graph_model.graph import Tx
from graph_model.rows import KeyRow, statements

REPORTED, FILLED, LISTED, REMOVED, FORGOTTEN = statements(
    __file__, "reported", "filled", "listed", "removed", "forgotten"
)


async def removed(tx: Tx, area: str) -> int:
    """Take away a part of what the account of a benchmark has written; how much it was."""
    return len(await tx.rows(REMOVED, KeyRow, area=area)) + len(await tx.rows(FORGOTTEN, KeyRow))
