"""Readiness of the server (就绪): by a real login and read, because the port opens long before the database."""

from enum import Enum, auto

from graph_model.engine.conf import uri

WAIT = 2.0  # seconds for each step of one try


class LoginResult(Enum):
    """Result of one try."""

    READY = auto()
    NOT_YET = auto()
    WRONG_PASSWORD = auto()


def ask(port: int, user: str, password: str) -> LoginResult:
    """Try once to log in and read."""
    # imported here: the import takes a third of a second, in which the server already starts
    from neo4j import READ_ACCESS, GraphDatabase, Query  # noqa: PLC0415  # see above
    from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError  # noqa: PLC0415  # see above

    try:
        with GraphDatabase.driver(
            uri(port),
            auth=(user, password),
            connection_timeout=WAIT,
            connection_acquisition_timeout=WAIT,
            max_transaction_retry_time=0,
        ) as driver:
            driver.verify_connectivity()
            with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
                session.run(Query("RETURN 1", timeout=WAIT)).consume()
    except AuthError:
        return LoginResult.WRONG_PASSWORD
    except (Neo4jError, DriverError, ClientError, OSError):
        return LoginResult.NOT_YET
    return LoginResult.READY
