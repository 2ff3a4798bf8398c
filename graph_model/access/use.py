"""Use of a database: the demo, production, or neither (库的用途)."""

from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements

HELD, MARK_PRODUCTION, MARK_SCHEMA, MARK_TERMS, MARK_BEGUN, FREE_ITEMS = statements(
    __file__, "held", "mark_production", "mark_schema", "mark_terms", "mark_begun", "free_items"
)
SCHEMA_VERSION = 11
"""The version of the database that this program expects: raise it when constraints, indexes or records change form."""


@dataclass(frozen=True, slots=True)
class DatabaseUse:
    """The marks of a database."""

    demo: bool
    """Some or all of the demo is loaded."""
    production: bool
    """Accounts were made in production."""
    used: bool = False
    """True if records were loaded."""
    schema: int = 0
    """The version that it was last brought to; 0 is one of before there were versions."""
    terms: str = ""
    """By which school terms clocks of casework were last counted."""
    begun: str = ""
    """The clocks of casework that open items of a former release have been given."""


async def held(tx: Tx) -> DatabaseUse:
    """Return the use of the database."""
    row = await tx.row(HELD, DatabaseUse)
    return row or DatabaseUse(demo=False, production=False)


async def mark_schema(tx: Tx) -> None:
    """Bring records of a former release to their present form, and mark the database as one that this program knows."""
    await tx.write(FREE_ITEMS)
    await tx.write(MARK_SCHEMA, schema=SCHEMA_VERSION)


async def mark_terms(tx: Tx, terms: str) -> None:
    """Mark by which school terms clocks of casework have been counted."""
    await tx.write(MARK_TERMS, terms=terms)


async def mark_begun(tx: Tx, begun: str) -> None:
    """Mark the database as one in which items of a former release have these clocks."""
    await tx.write(MARK_BEGUN, begun=begun)


async def mark_production(tx: Tx) -> None:
    """Mark the database as one of production: no demo data can be loaded, and no demo can be served from it."""
    await tx.write(MARK_PRODUCTION)
