"""What the database of the suite has besides what is loaded."""

from neo4j import GraphDatabase

from graph_model import engine

UNNAMED = (
    "demo", "production", "made", "by", "ended_by", "ended_for", "invitation", "invited_until", "_lock", "nonce",
    "accepted", "again_until",
    "hash", "created", "erased", "schema", "holder", "approver", "handed_by", "terms",
    *(f"proposed_{part}" for part in ("roles", "areas", "until", "body", "by")),
)  # fmt: skip
"""Properties that are no field of a record."""
NO_CLOCK = "MERGE (l:Lease {id: 'clock'}) SET l.holder = 'suite', l.until = datetime('9999-01-01T00:00:00Z')"
"""No service of the suite runs the clock: it would act once a minute on items whose moments other tests have put into
the past, and change them between two of their lines. A test that needs it takes it away and gives it back."""


def stand_still(server: engine.Server) -> None:
    """Give the clock of casework to the suite."""
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query(NO_CLOCK)
